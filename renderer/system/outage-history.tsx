import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Status } from '../../main/contract.ts';
import { durationWords } from '../../main/domain/freshness.ts';
import { minutesOf, type OutageRecord } from '../../main/domain/outage.ts';
import { useAnswer } from '../answer.ts';
import { Asking, GettingOld } from '../controls/problem.tsx';
import { momentWords } from '../moment.ts';
import { OutageDialogs } from '../outage/outage-dialogs.tsx';
import { text } from '../text.ts';

const words = text.system;

interface Props {
  status: Status;
  now: string;
}

/** Every outage and drill of the ward, the newest first: when, how long, what, why, by whom, the first sheet, the end. */
export function OutageHistory({ status, now }: Props) {
  const { value, fault } = useAnswer('getOutages', {}, ['status', 'pack']);
  const [reopens, setReopens] = useState<OutageRecord | null>(null);
  const close = () => setReopens(null);
  return (
    <section aria-labelledby="history-title">
      <h2 id="history-title">{words.history}</h2>
      {fault && <GettingOld why={fault.message} />}
      {!value ? (
        fault === null && <Asking />
      ) : value.length === 0 ? (
        <p>{words.historyNone}</p>
      ) : (
        <table className="plain-table outages">
          <thead>
            <tr>
              {Object.values(words.historyColumns).map(title => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {value.toReversed().map(record => (
              <OutageRow key={record.id} record={record} zone={status.zone} now={now} reopen={setReopens} />
            ))}
          </tbody>
        </table>
      )}
      {reopens && <OutageDialogs open="reopen" record={reopens} status={status} now={now} close={close} switchTo={close} />}
    </section>
  );
}

interface RowProps {
  record: OutageRecord;
  zone: string;
  now: string;
  reopen(record: OutageRecord): void;
}

function OutageRow({ record, zone, now, reopen }: RowProps) {
  const { declaredAt, noticedAt, extents, ehrBack, allClear, reopened, mayReopen } = record;
  const time = (instant: string) => momentWords(instant, now, zone);
  const { toFirstSheet, down, open } = minutesOf(record, now);
  return (
    <tr>
      <th scope="row">
        {time(declaredAt)}
        {noticedAt && <p>{words.noticed(time(noticedAt))}</p>}
      </th>
      <td>
        {durationWords(open)}
        {ehrBack && <p>{words.backAfter(durationWords(down))}</p>}
      </td>
      <td>
        {words.what(record)}
        {extents.map(({ at, degraded, by, reason }) => (
          <p key={at}>{words.extent(time(at), degraded, by, reason)}</p>
        ))}
      </td>
      <td>{words.whyBy(record.reason, record.by)}</td>
      <td className="outage-paper">{toFirstSheet === null ? words.noSheet : words.firstSheet(durationWords(toFirstSheet))}</td>
      <td>
        {allClear ? words.ended(time(allClear.at), allClear.by, allClear.reason) : <strong>{words.open}</strong>}
        {ehrBack && <p>{words.ehrBack(time(ehrBack.at), ehrBack.by)}</p>}
        {reopened.map(({ closed, opened }) => (
          <p key={opened.at}>{words.reopened(time(closed.at), closed.by, time(opened.at), opened.by, opened.reason)}</p>
        ))}
        {mayReopen && (
          <Button className="button button-small" onPress={() => reopen(record)}>
            {text.acts.reopen}
          </Button>
        )}
      </td>
    </tr>
  );
}

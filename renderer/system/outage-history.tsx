import { durationWords } from '../../main/domain/freshness.ts';
import { minutesOf, type OutageRecord } from '../../main/domain/outage.ts';
import { useAnswer } from '../answer.ts';
import { Asking, GettingOld } from '../controls/problem.tsx';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';

const words = text.system;

interface Props {
  zone: string;
  now: string;
}

/** Every outage and drill of the ward, the newest first: when, how long, what, why, by whom, the first sheet, the end. */
export function OutageHistory({ zone, now }: Props) {
  const { value, fault } = useAnswer('getOutages', {}, ['status', 'pack']);
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
              <OutageRow key={record.id} record={record} zone={zone} now={now} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function OutageRow({ record, zone, now }: Props & { record: OutageRecord }) {
  const { declaredAt, noticedAt, ehrBack, allClear } = record;
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
      <td>{words.what(record)}</td>
      <td>{words.whyBy(record.reason, record.by)}</td>
      <td className="outage-paper">{toFirstSheet === null ? words.noSheet : words.firstSheet(durationWords(toFirstSheet))}</td>
      <td>
        {allClear ? words.ended(time(allClear.at), allClear.by, allClear.reason) : <strong>{words.open}</strong>}
        {ehrBack && <p>{words.ehrBack(time(ehrBack.at), ehrBack.by)}</p>}
      </td>
    </tr>
  );
}

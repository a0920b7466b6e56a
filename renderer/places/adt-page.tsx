import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Status } from '../../main/contract.ts';
import { entryCounts, type AdtEntry, type AdtLine } from '../../main/domain/ward/adt-log.ts';
import { isPlaceAct } from '../../main/domain/ward/place.ts';
import { useAnswer } from '../answer.ts';
import { Asking, GettingOld, NoCopy, Problem } from '../controls/problem.tsx';
import { Icon } from '../controls/icon.tsx';
import { useLive } from '../live.ts';
import { momentWords } from '../moment.ts';
import { addressOf } from '../route.ts';
import { useWard } from '../ward/ward-answer.tsx';
import { CorrectionDialog, type Correction } from './correction-dialog.tsx';
import { PlaceConflicts } from './place-conflicts.tsx';
import { placeWords } from './words.ts';

const words = placeWords.log;

/** Who came, moved and left in the downtimes that are open; here it is undone and corrected. */
export function AdtPage() {
  const { value, fault } = useAnswer('getAdtLog', {}, ['ward', 'status']);
  const ward = useWard();
  const status = useLive(l => l.status);
  const [correction, setCorrection] = useState<Correction | null>(null);
  if (value === null || !status) return fault ? <Problem why={fault.message} /> : <Asking />;
  if (!value.ok) return <NoCopy why={value.error.why} />;
  return (
    <div className="adt">
      {fault && <GettingOld why={fault.message} />}
      <div className="page-head">
        <h1>{words.title}</h1>
        <a className="button" href={addressOf({ screen: 'print', patientId: null, preset: 'census' })}>
          <Icon name="print" /> {words.print}
        </a>
      </div>
      {ward.value?.ok && <PlaceConflicts rows={ward.value.value.rows} />}
      <p>{value.value.length === 0 ? words.none : words.intro}</p>
      {value.value.length > 0 && <Log entries={value.value} status={status} correct={setCorrection} />}
      <CorrectionDialog correction={correction} status={status} close={() => setCorrection(null)} />
    </div>
  );
}

interface LogProps {
  entries: AdtEntry[];
  status: Status;
  correct(correction: Correction): void;
}

const Log = ({ entries, status, correct }: LogProps) => (
  <table className="plain-table adt-table">
    <thead>
      <tr>
        {Object.values(words.columns).map(column => (
          <th key={column} scope="col">
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {entries.toReversed().flatMap(entry =>
        entry.lines.toReversed().map((line, i) => (
          <tr key={`${entry.event} ${entry.patient} ${i}`} data-struck={line.struck !== null || undefined}>
            <LineCells entry={entry} line={line} status={status} />
            <td>{i === 0 && entryCounts(entry) && isPlaceAct(entry) && <Acts entry={entry} line={line} correct={correct} />}</td>
          </tr>
        )),
      )}
    </tbody>
  </table>
);

function LineCells({ entry, line, status }: { entry: AdtEntry; line: AdtLine; status: Status }) {
  const time = (instant: string): string => momentWords(instant, status.now, status.zone);
  const { struck } = line;
  const cell = (said: string | null) => <td>{struck ? <s>{said}</s> : said}</td>;
  return (
    <>
      {cell(time(line.at))}
      {cell(line.what)}
      <td>
        <a href={addressOf({ screen: 'patient', patientId: entry.patient })}>
          <bdi>{entry.name}</bdi>
        </a>{' '}
        {entry.mrn}
      </td>
      {cell(line.from)}
      {cell(line.to)}
      {cell(line.accepting)}
      <td>
        {words.recorded(line.by, time(line.recordedAt))}
        {struck && <strong className="adt-struck">{words.struck(struck.by, time(struck.at), struck.reason)}</strong>}
      </td>
    </>
  );
}

function Acts({ entry, line, correct }: { entry: AdtEntry; line: AdtLine; correct(correction: Correction): void }) {
  const button = (act: Correction['act'], label: string) => (
    <Button
      className="button button-small"
      aria-label={words.of(label, line.what, entry.name)}
      onPress={() => correct({ act, entry, line })}
    >
      {label}
    </Button>
  );
  return (
    <span className="adt-acts">
      {button('undo', words.undo)}
      {button('correct', words.correct)}
    </span>
  );
}

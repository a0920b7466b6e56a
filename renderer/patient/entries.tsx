import type { Entry } from '../../main/domain/chart.ts';
import { dateWords } from '../moment.ts';
import type { Hours } from './patient-shown.tsx';

/** Lines of the chart that need no further structure. */
export const Entries = ({ entries, now, zone }: { entries: Entry[] } & Hours) => (
  <ul className="entries">
    {entries.map(entry => (
      <li key={entry.id}>
        <strong>{entry.text}</strong>
        {entry.detail && <span> {entry.detail}</span>}
        <span className="when">
          {entry.status} {entry.at && dateWords(entry.at, now, zone)}
        </span>
      </li>
    ))}
  </ul>
);

import type { SectionRow } from '../../main/domain/chart.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';
import type { Hours } from './patient-shown.tsx';

const columns = text.patient.partColumns;

/** Which parts of the chart came, how old each is, and why one did not. */
export const Parts = ({ sections, now, zone }: { sections: SectionRow[] } & Hours) => (
  <table className="plain-table">
    <thead>
      <tr>
        <th scope="col">{columns.part}</th>
        <th scope="col">{columns.state}</th>
        <th scope="col">{columns.asOf}</th>
        <th scope="col">{columns.count}</th>
        <th scope="col">{columns.reason}</th>
      </tr>
    </thead>
    <tbody>
      {sections.map(part => (
        <tr key={part.name} data-status={part.status}>
          <th scope="row">{part.title}</th>
          <td>{text.sectionStatus[part.status]}</td>
          <td>{part.asOf ? momentWords(part.asOf, now, zone) : text.patient.never}</td>
          <td>{part.count}</td>
          <td>{part.reason}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

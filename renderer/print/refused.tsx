import type { PackProgress } from '../../main/contract.ts';
import { Icon } from '../controls/icon.tsx';
import { text } from '../text.ts';

const words = text.print;

/** Sheets that failed read-back: an alarm that stays, with patient, sheet and reason. */
export const Refused = ({ refused }: { refused: PackProgress['refused'] }) => (
  <section className="alarm" role="alert">
    <h2>
      <Icon name="alarm" large /> {words.refused(refused.length)}
    </h2>
    <p>{words.refusedDetail}</p>
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{words.refusedColumns.patient}</th>
          <th scope="col">{words.refusedColumns.sheet}</th>
          <th scope="col">{words.refusedColumns.why}</th>
        </tr>
      </thead>
      <tbody>
        {refused.map(({ patient, sheet, why }, index) => (
          <tr key={index}>
            <th scope="row">
              <bdi>{patient}</bdi>
            </th>
            <td>{sheet}</td>
            <td>{why}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

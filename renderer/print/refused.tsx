import type { ReactNode } from 'react';
import type { PackProgress } from '../../main/contract.ts';
import { Icon } from '../controls/icon.tsx';
import { text } from '../text.ts';

const words = text.print;

interface Props {
  title: string;
  detail: string;
  refused: PackProgress['refused'];
  /** What stands under the table. */
  children?: ReactNode;
}

/** Sheets that could not be made whole: an alarm that stays, with patient, sheet and reason. */
export const Refused = ({ title, detail, refused, children }: Props) => (
  <section className="alarm" role="alert">
    <h2>
      <Icon name="alarm" large /> {title}
    </h2>
    <p>{detail}</p>
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
    {children}
  </section>
);

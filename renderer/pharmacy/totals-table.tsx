import type { DeskList } from '../../main/contract.ts';
import { CopyAge } from './copy-age.tsx';
import { words } from './words.ts';

interface Props {
  totals: DeskList['totals'];
  units: DeskList['units'];
  now: string;
  zone: string;
}

/** What all units need of each drug, and what each of them does; the head says how old each unit’s part is. */
export const TotalsTable = ({ totals, units, now, zone }: Props) => (
  <section className="desk-list" aria-labelledby="desk-totals">
    <h2 id="desk-totals">{words.totals}</h2>
    <table className="desk-table" aria-labelledby="desk-totals">
      <thead>
        <tr>
          <th>{words.drug}</th>
          <th>{words.total}</th>
          {units.map(({ unit, copy }) => (
            <th key={unit}>
              {unit} <CopyAge copy={copy} now={now} zone={zone} />
            </th>
          ))}
          <th className="desk-marks">{words.columns.marks}</th>
        </tr>
      </thead>
      <tbody>
        {totals.map(({ drug, total, units: parts, controlled, wardStock }) => (
          <tr key={drug}>
            <td>
              <strong>{drug}</strong>
            </td>
            <td>
              <strong>{total}</strong>
            </td>
            {units.map(({ unit }) => (
              <td key={unit}>{parts.find(part => part.unit === unit)?.total ?? words.none}</td>
            ))}
            <td>
              <span className="tags">
                {wardStock && (
                  <span className="tag" data-kind="high-alert">
                    {words.wardStock}
                  </span>
                )}
                {controlled && (
                  <span className="tag" data-kind="high-alert">
                    {words.controlled}
                  </span>
                )}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

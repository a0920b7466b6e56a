import type { ChangedSheets } from '../../main/contract.ts';
import { wardOrder } from '../../main/domain/bed-order.ts';
import type { WardRow } from '../../main/domain/view.ts';
import { Asking } from '../controls/problem.tsx';
import { text } from '../text.ts';

const words = text.print;

/** Whose sheets would now say something else, each with what. */
export function ChangedList({ changed, rows }: { changed: ChangedSheets[] | null; rows: WardRow[] }) {
  if (changed === null) return <Asking />;
  if (changed.length === 0) return <p className="empty">{words.noneChanged}</p>;
  return (
    <div>
      <p>{words.changedNote}</p>
      <ul className="changed-list">
        {rows.toSorted(wardOrder).flatMap(row => {
          const own = changed.find(c => c.patientId === row.patientId);
          return own
            ? [
                <li key={row.patientId}>
                  <strong>
                    {row.bed ?? text.ward.noBed} <bdi>{row.name}</bdi>
                  </strong>
                  <ul>
                    {own.reasons.map(reason => (
                      <li key={reason}>{reason}</li>
                    ))}
                  </ul>
                </li>,
              ]
            : [];
        })}
      </ul>
    </div>
  );
}

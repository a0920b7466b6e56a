import type { Ward } from '../../main/contract.ts';
import { Icon } from '../controls/icon.tsx';
import { placeWords as words } from './words.ts';

/** Statements about places that contradict each other: both sides and what to do, above everything else. */
export function PlaceConflicts({ rows }: Pick<Ward, 'rows'>) {
  const conflicts = new Map(rows.flatMap(row => row.stay.conflicts).map(conflict => [conflict.words, conflict]));
  if (conflicts.size === 0) return null;
  return (
    <section className="alarm" role="alert">
      <h2>
        <Icon name="alarm" /> {words.conflicts(conflicts.size)}
      </h2>
      <ul>
        {[...conflicts.values()].map(({ words: said, todo }) => (
          <li key={said}>
            <strong>{said}.</strong> {todo}
          </li>
        ))}
      </ul>
    </section>
  );
}

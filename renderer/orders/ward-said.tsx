import { stepWords, wardSentences } from '../../main/domain/ward/on-ward.ts';
import type { OrderView } from '../../main/domain/view.ts';
import { words } from './words.ts';

/** What people on the ward did with an order, as on paper; what counts no more is folded away. */
export function WardSaid({ order: { onWard }, now, zone }: { order: OrderView; now: string; zone: string }) {
  if (onWard === null) return null;
  return (
    <>
      {wardSentences(onWard, now, zone).map(({ kind, text }) => (
        <p key={text} className="order-ward" data-said={kind}>
          {text}
        </p>
      ))}
      {onWard.earlier.length > 0 && (
        <details className="as-sent">
          <summary>
            {words.history} ({onWard.earlier.length})
          </summary>
          <ul className="entries">
            {onWard.earlier.map(step => (
              <li key={step.version}>{stepWords(step, now, zone, true)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

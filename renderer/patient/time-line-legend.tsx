import type { Outcome } from '../../main/domain/administration.ts';
import { text } from '../text.ts';

const words = text.medications.legend;

/** A mark on the time line: told apart by shape. */
export function Mark({ kind, x, y }: { kind: Outcome | 'due'; x: string; y: number }) {
  return (
    <svg x={x} y={y} className={`mark mark-${kind}`} overflow="visible">
      {kind === 'due' && <circle r="6" />}
      {(kind === 'given' || kind === 'in-progress') && (
        <>
          <circle r="8" />
          <path d="M-4 0l3 3 5-6" />
        </>
      )}
      {(kind === 'not-given' || kind === 'refused') && <path d="M-6-6 6 6M6-6-6 6" />}
      {kind === 'held' && <path d="M-5-7V7M5-7V7M-5 0H5" />}
      {kind === 'unknown' && <path d="M-3-4a3.5 3.5 0 1 1 4.5 3.4C0 0 0 1 0 2M0 6v.5" />}
    </svg>
  );
}

const ITEMS = [
  ['due', words.due],
  ['given', words.given],
  ['not-given', words.notGiven],
  ['held', words.held],
] as const;

/** What the marks mean. */
export const TimeLineLegend = () => (
  <ul className="legend" aria-hidden="true">
    {ITEMS.map(([kind, label]) => (
      <li key={kind}>
        <svg className="legend-mark">
          <Mark kind={kind} x="50%" y={12} />
        </svg>
        {label}
      </li>
    ))}
    <li>
      <svg className="legend-mark">
        <rect className="line-blind" width="100%" height="100%" />
      </svg>
      {words.unknown}
    </li>
  </ul>
);

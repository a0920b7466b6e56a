import type { Point } from './numbers.ts';
import { text } from '../text.ts';

const WIDTH = 200;
const PAD = 6;

interface Props {
  name: string;
  curves: Point[][];
  /** Drawn height in the units of the picture; its width is 200. */
  height: number;
  /** Time axis shared with other curves; by default its own. */
  span?: { from: number; to: number };
}

/** A small trend: dots joined by a line, the last one full. */
export function Curve({ name, curves, height, span }: Props) {
  const all = curves.flat();
  if (all.length < 2) return null;
  const from = span?.from ?? Math.min(...all.map(p => p.at));
  const to = span?.to ?? Math.max(...all.map(p => p.at));
  const low = Math.min(...all.map(p => p.value));
  const high = Math.max(...all.map(p => p.value));
  const x = (at: number) => PAD + (to === from ? 0.5 : (at - from) / (to - from)) * (WIDTH - 2 * PAD);
  const y = (value: number) => height - PAD - (high === low ? 0.5 : (value - low) / (high - low)) * (height - 2 * PAD);
  return (
    <svg
      className="curve"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={text.trends.chart(name, all.length, String(low), String(high))}
    >
      {curves.map((curve, index) => (
        <g key={index}>
          <polyline points={curve.map(p => `${x(p.at).toFixed(1)},${y(p.value).toFixed(1)}`).join(' ')} />
          {curve.map((p, i) => (
            <circle
              key={i}
              cx={x(p.at)}
              cy={y(p.value)}
              r={i === curve.length - 1 ? 4.5 : 2.2}
              className={i === curve.length - 1 ? 'curve-last' : undefined}
            />
          ))}
        </g>
      ))}
    </svg>
  );
}

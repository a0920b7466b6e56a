import type { Trend } from '../../main/domain/view.ts';
import { dateWords } from '../moment.ts';
import { Curve } from './curve.tsx';
import { curvesOf } from './numbers.ts';
import type { Hours } from './patient-shown.tsx';
import { Value } from './trends.tsx';

const OLDER = 3;

/** Vital signs as small pictures over the same hours, with the last value as the biggest words. */
export function Vitals({ trends, now, zone }: { trends: Trend[] } & Hours) {
  const drawn = trends.map(trend => ({ trend, curves: curvesOf(trend.values, zone) }));
  const times = drawn.flatMap(d => d.curves.flat().map(p => p.at));
  const span = times.length > 0 ? { from: Math.min(...times), to: Math.max(...times) } : undefined;
  return (
    <ul className="vitals">
      {drawn.map(({ trend, curves }) => {
        const [last, ...older] = trend.values;
        return last ? (
          <li key={`${trend.code} ${trend.unit ?? ''}`} className="vital">
            <h3>{trend.name}</h3>
            <p className="vital-last">
              <Value observation={last} /> <span className="when">{last.at && dateWords(last.at, now, zone)}</span>
            </p>
            {span && <Curve name={trend.name} curves={curves} height={56} span={span} />}
            <ul className="vital-older">
              {older.slice(0, OLDER).map((o, index) => (
                <li key={index}>
                  <span className="when">{o.at && dateWords(o.at, now, zone)}</span> <Value observation={o} />
                </li>
              ))}
            </ul>
          </li>
        ) : null;
      })}
    </ul>
  );
}

import type { Observation } from '../../main/domain/observation.ts';
import type { Trend } from '../../main/domain/view.ts';
import { dateWords } from '../moment.ts';
import { text } from '../text.ts';
import { Curve } from './curve.tsx';
import { curvesOf, valueWords } from './numbers.ts';
import type { Hours } from './patient-shown.tsx';

const { columns } = text.trends;
const BEFORE = 3;

/** Results as a table: the last value first, the ones before it, and the course as a small picture. */
export const Trends = ({ trends, now, zone }: { trends: Trend[] } & Hours) => (
  <table className="plain-table trends">
    <thead>
      <tr>
        <th scope="col">{columns.name}</th>
        <th scope="col">{columns.last}</th>
        <th scope="col">{columns.at}</th>
        <th scope="col">{columns.range}</th>
        <th scope="col">{columns.before}</th>
        <th scope="col">{columns.trend}</th>
      </tr>
    </thead>
    <tbody>
      {trends.map(trend => (
        <TrendRow key={`${trend.code} ${trend.unit ?? ''}`} trend={trend} now={now} zone={zone} />
      ))}
    </tbody>
  </table>
);

function TrendRow({ trend, now, zone }: { trend: Trend } & Hours) {
  const [last, ...older] = trend.values;
  if (!last) return null;
  return (
    <tr>
      <th scope="row">{trend.name}</th>
      <td className="trend-last">
        <Value observation={last} />
      </td>
      <td>{last.at && dateWords(last.at, now, zone)}</td>
      <td className="quiet">{last.range}</td>
      <td className="trend-before">
        {older.slice(0, BEFORE).map((o, index) => (
          <span key={index}>
            <Value observation={o} /> <span className="when">{o.at && dateWords(o.at, now, zone)}</span>
          </span>
        ))}
        {older.length > BEFORE && <span className="when">{text.trends.others(older.length - BEFORE)}</span>}
      </td>
      <td className="trend-curve">
        <Curve name={trend.name} curves={curvesOf(trend.values, zone)} height={40} />
      </td>
    </tr>
  );
}

/** A value as sent, its flag as a word beside it, and its status when it is not final. */
export const Value = ({ observation: o }: { observation: Observation }) => (
  <span className="value" data-flagged={o.flag !== null && o.flag !== 'N' ? true : undefined}>
    {valueWords(o, text.trends.absent)}
    {o.flag && <strong className="value-flag">{o.flag}</strong>}
    {o.status !== 'final' && <em className="when"> {o.status}</em>}
  </span>
);

import { epochMs, plusMinutes, zoned } from '../../main/domain/time.ts';
import type { OrderView, PatientView } from '../../main/domain/view.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';
import type { Hours } from './patient-shown.tsx';
import { Mark } from './time-line-legend.tsx';

interface Span {
  from: string;
  to: string;
}

/** Where a moment lies in the window, in per cent. */
const place = (at: string, { from, to }: Span): number => ((epochMs(at) - epochMs(from)) / (epochMs(to) - epochMs(from))) * 100;
const inside = (percent: number): boolean => percent >= 0 && percent <= 100;
const HOURS_BETWEEN_LABELS = 4;

/** The hours over the lines of a group. */
export function TimeAxis({ window, now, zone }: { window: Span } & Hours) {
  const hours = Math.round((epochMs(window.to) - epochMs(window.from)) / 3_600_000);
  const steps = Array.from({ length: Math.floor(hours / HOURS_BETWEEN_LABELS) + 1 }, (_, i) => i * HOURS_BETWEEN_LABELS);
  return (
    <svg className="axis" aria-hidden="true">
      {steps.map(step => {
        const at = plusMinutes(window.from, step * 60);
        const percent = place(at, window);
        return (
          <text
            key={step}
            x={`${percent}%`}
            y="16"
            className={percent > 95 ? 'axis-end' : percent < 5 ? 'axis-start' : undefined}
          >
            {String(zoned(at, zone).hour).padStart(2, '0')}
          </text>
        );
      })}
      {inside(place(now, window)) && (
        <line className="line-now" x1={`${place(now, window)}%`} x2={`${place(now, window)}%`} y1="18" y2="24" />
      )}
    </svg>
  );
}

/** One order in the window: due times above, what was charted below, and hatched what the copy cannot know. The times stand beside it as text. */
export function TimeLine({ order, view, now, zone }: { order: OrderView; view: PatientView } & Hours) {
  const { window } = view;
  const blindFrom = Math.max(0, place(view.asOf, window));
  const blindTo = Math.min(100, place(now, window));
  const at = (instant: string) => place(instant, window);
  return (
    <div className="line">
      <svg className="line-drawing" aria-hidden="true">
        <rect className="line-ground" x="0" y="0" width="100%" height="100%" />
        {blindTo > blindFrom && (
          <rect className="line-blind" x={`${blindFrom}%`} y="0" width={`${blindTo - blindFrom}%`} height="100%" />
        )}
        <line className="line-base" x1="0" x2="100%" y1="13" y2="13" />
        {order.due.map(due => inside(at(due.at)) && <Mark key={due.at} kind="due" x={`${at(due.at)}%`} y={13} />)}
        {order.charted.map((dose, index) =>
          inside(at(dose.at)) ? <Mark key={index} kind={dose.outcome} x={`${at(dose.at)}%`} y={33} /> : null,
        )}
        {inside(at(now)) && <line className="line-now" x1={`${at(now)}%`} x2={`${at(now)}%`} y1="0" y2="100%" />}
      </svg>
      {order.due.length > 0 && (
        <p className="line-times">
          {text.medications.dueAt}{' '}
          {order.due
            .map(due => `${due.source === 'sent' ? '' : text.medications.computedMark}${momentWords(due.at, now, zone)}`)
            .join(', ')}
        </p>
      )}
      <p className="unseen">{order.charted.map(d => `${momentWords(d.at, now, zone)} ${text.outcomes[d.outcome]}`).join(', ')}</p>
    </div>
  );
}

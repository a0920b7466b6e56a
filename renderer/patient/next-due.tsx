import { earlyDoses, unconfirmedDoses } from '../../main/domain/unconfirmed.ts';
import { epochMs } from '../../main/domain/time.ts';
import type { DueTime } from '../../main/domain/schedule.ts';
import type { OrderView } from '../../main/domain/view.ts';
import { Icon } from '../controls/icon.tsx';
import { distanceWords, momentWords } from '../moment.ts';
import { text } from '../text.ts';
import type { Hours } from './patient-shown.tsx';

const words = text.medications;

/** What this order asks for next, as the biggest words of its row. */
export function NextDue({ order, now, zone }: { order: OrderView } & Hours) {
  // When nothing at all is charted, `lastGivenSilence` says so in the next column; listing every time of the day would drown what is due now.
  const unconfirmed = unconfirmedDoses(order, now).slice(order.charted.length > 0 ? -3 : -1);
  return (
    <div className="next">
      <p className="column-label">{words.next}</p>
      {order.flags.includes('on-hold') && <p className="next-hold">{words.held}</p>}
      {unconfirmed.length > 0 && (
        <p className="next-passed">
          <Icon name="clock" />
          <span>{words.passed(unconfirmed.map(d => momentWords(d.at, now, zone)).join(', '))}</span>
        </p>
      )}
      {earlyDoses(order, now).map(({ due, charted }) => (
        <p key={due.at} className="next-passed">
          <Icon name="clock" />
          <span>{words.early(momentWords(charted.at, now, zone), momentWords(due.at, now, zone))}</span>
        </p>
      ))}
      {order.schedule.kind === 'once' && order.lastGiven && (
        <p className="next-passed">
          <Icon name="alarm" />
          <span>{words.onceGiven}</span>
        </p>
      )}
      <Next order={order} now={now} zone={zone} />
    </div>
  );
}

function Next({ order, now, zone }: { order: OrderView } & Hours) {
  const { schedule, nextDue } = order;
  if (order.over) return <p className="next-hold">{text.medications.stoppedHere}</p>;
  if (nextDue) return <Due due={nextDue} now={now} zone={zone} />;
  switch (schedule.kind) {
    case 'times':
      return <p className="next-quiet">{words.noneDue}</p>;
    case 'once':
      return order.lastGiven ? null : <p className="next-words">{words.onceNoTime}</p>;
    case 'continuous':
      return <p className="next-words">{words.continuous}</p>;
    case 'not-known':
      return (
        <p className="next-asks">
          <strong>{words.timesNotKnown}</strong> <span>{words.askPharmacy}</span>
        </p>
      );
    case 'prn':
      return <Earliest order={order} now={now} zone={zone} />;
  }
}

const Due = ({ due, now, zone }: { due: DueTime } & Hours) => (
  <p className="next-due" data-soon={epochMs(due.at) - epochMs(now) <= 60 * 60_000 || undefined}>
    <strong>
      {due.source !== 'sent' && <abbr title={words.computed}>{words.computedMark}</abbr>}
      {momentWords(due.at, now, zone)}
    </strong>{' '}
    <span>{distanceWords(due.at, now)}</span>
  </p>
);

function Earliest({ order, now, zone }: { order: OrderView } & Hours) {
  const why = order.earliestNextWhy && <span className="next-rule">{order.earliestNextWhy}</span>;
  if (!order.earliestNext)
    return (
      <p className="next-words">
        {words.earliestUnknown} {why}
      </p>
    );
  const passed = epochMs(order.earliestNext) <= epochMs(now);
  return (
    <p className="next-words">
      {passed ? words.earliestPassed : words.earliest}{' '}
      <strong className="next-time">{momentWords(order.earliestNext, now, zone)}</strong> {why}
    </p>
  );
}

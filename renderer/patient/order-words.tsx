import type { Dosage } from '../../main/domain/order.ts';
import type { Schedule } from '../../main/domain/schedule.ts';
import type { OrderView } from '../../main/domain/view.ts';
import { dateWords } from '../moment.ts';
import { OrderActs } from '../orders/order-acts.tsx';
import { WardSaid } from '../orders/ward-said.tsx';
import { text } from '../text.ts';
import { AsSentList } from './as-sent-list.tsx';
import type { Hours } from './patient-shown.tsx';

const words = text.medications;

/** What is ordered: drug and dose first, then the EHR's own words, then everything else that was sent. Nothing is shortened. */
export function OrderWords({ order: view, now, zone }: { order: OrderView } & Hours) {
  const { order, schedule, flags, needsTwoInitials, warnings, allergyMatches, asSent } = view;
  const facts = [
    sourceWords(schedule),
    order.indication && `${words.reason}: ${order.indication}`,
    order.start && `${words.starts} ${dateWords(order.start, now, zone)}`,
    order.stop && `${words.stops} ${dateWords(order.stop, now, zone)}`,
    order.prescriber && `${words.prescriber} ${order.prescriber}`,
    order.authored && `${words.ordered} ${dateWords(order.authored, now, zone)}`,
    `${words.number} ${order.number}`,
  ].filter(fact => fact !== null);
  const scheduleWords =
    schedule.kind === 'not-known' ? [schedule.words, schedule.why].filter(Boolean).join(': ') : schedule.words;
  return (
    <div className="order-words">
      <p className="drug">
        <strong>{order.drug.name}</strong>
        {!order.drug.resolved && <span className="flag flag-alarm">{words.notResolved}</span>}
        {allergyMatches.map(match => (
          <span key={match} className="flag flag-alarm">
            {match}
          </span>
        ))}
        {flags.map(flag => (
          <span key={flag} className="flag" data-flag={flag}>
            {text.flags[flag]}
          </span>
        ))}
        {needsTwoInitials && <span className="flag">{words.twoInitials}</span>}
        {schedule.confidence === 'doubtful' && (
          <span className="flag" data-flag="times-doubtful">
            {words.timesDoubtful}
          </span>
        )}
      </p>
      <WardSaid order={view} now={now} zone={zone} />
      {order.dosages.length === 0 && <p className="lack">{words.noDosage}</p>}
      {order.dosages.map((dosage, index) => (
        <DosageWords key={index} dosage={dosage} schedule={order.dosages.length === 1 ? scheduleWords : null} />
      ))}
      {order.dosages.length !== 1 && <p>{scheduleWords}</p>}
      {[...order.notes, ...warnings].map((line, index) => (
        <p key={index} className={index < order.notes.length ? 'order-note' : 'order-warning'}>
          {line}
        </p>
      ))}
      <p className="order-facts">{facts.join(' · ')}</p>
      <AsSentList texts={asSent} />
      <OrderActs order={view} />
    </div>
  );
}

/** Who decided the times: the EHR, the unit's table, or the clock since a dose. */
function sourceWords(schedule: Schedule): string | null {
  if (schedule.source === 'none') return null;
  const counted = schedule.kind === 'times' && schedule.interval?.anchor;
  return counted ? words.countedFrom[counted] : words.timesFrom[schedule.source];
}

function DosageWords({ dosage, schedule }: { dosage: Dosage; schedule: string | null }) {
  const dose = [dosage.dose, dosage.amount && `= ${dosage.amount}`].filter(Boolean).join(' ');
  const how = [dosage.route, dosage.site, dosage.method].filter(Boolean).join(', ');
  return (
    <div className="dosage">
      {dosage.text && <p className="dosage-text">{dosage.text}</p>}
      <p>
        {dose && <strong className="dose">{dose}</strong>} {how}
        {dosage.rate && (
          <>
            {' '}
            {words.rate} <strong className="dose">{dosage.rate}</strong>
          </>
        )}
        {dosage.asNeeded && ` ${words.prn}${dosage.asNeededReason ? ` ${words.for.toLowerCase()} ${dosage.asNeededReason}` : ''}`}
        {schedule !== null && schedule !== dosage.text && `${dose || how ? ', ' : ''}${schedule}`}
        {dosage.maxPerPeriod && `. ${words.max} ${dosage.maxPerPeriod}`}
      </p>
      {dosage.instructions.map((line, index) => (
        <p key={index} className="order-note">
          {line}
        </p>
      ))}
    </div>
  );
}

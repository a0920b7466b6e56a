import { shortMoment } from '../order-block.ts';
import type { DueTime } from '../schedule.ts';
import { epochMs, marTime, paperDate, type Zone } from '../time.ts';
import type { OrderView, PatientView } from '../view.ts';
import { doseQuantity, type DoseQuantity } from './dose-quantity.ts';
import type { Fill } from './fill.ts';
import { quantityWords, times } from './quantity.ts';

/** Doses at times: so much for each that is due in the window, the running hour's too, given or not. */
export function fillTimed(view: OrderView, patient: Pick<PatientView, 'now' | 'window'>, zone: Zone): Fill {
  const { now, window } = patient;
  const dose = doseQuantity(view.order);
  const { schedule, due } = view;
  if (schedule.kind === 'once' && due.length === 0)
    return fillOnce(view, patient, dose.ok ? eachWords(dose.value) : 'the dose', zone);
  if (due.length === 0)
    return {
      kind: 'nothing',
      why: `no dose due in this period${view.nextDue ? `, next due ${shortMoment(view.nextDue.at, window.from, zone)}` : ''}`,
    };
  const count = `${due.length} ${due.length === 1 ? 'dose' : 'doses'} (${timesWords(due, now, zone)})`;
  if (!dose.ok) return { kind: 'not-computed', why: `${dose.error.why}; ${count}` };
  return needed(dose.value, due.length, count);
}

/** So many times a dose, with the arithmetic shown. */
export function needed(dose: DoseQuantity, count: number, counted: string, most = false): Fill {
  const need = times(dose.each, count);
  return {
    kind: 'needed',
    need,
    most: most || dose.most,
    arithmetic: `${dose.found === null ? '' : `${dose.found}; `}${eachWords(dose)} x ${counted} = ${quantityWords(need)}`,
  };
}

const eachWords = ({ each, most }: DoseQuantity): string => `${most ? 'up to ' : ''}${quantityWords(each)}`;

/** A single dose that has no time in the window. */
function fillOnce(
  { schedule, lastGiven }: OrderView,
  { now, window }: Pick<PatientView, 'now' | 'window'>,
  dose: string,
  zone: Zone,
): Fill {
  if (lastGiven !== null)
    return { kind: 'nothing', why: `one dose ordered, one charted as given ${shortMoment(lastGiven.at, now, zone)}` };
  const at = schedule.kind === 'once' ? schedule.at : null;
  if (at !== null && epochMs(at) >= epochMs(window.to))
    return { kind: 'nothing', why: `one dose, due ${shortMoment(at, now, zone)}, after this period` };
  const when = at === null ? 'its time is not known' : `was due ${shortMoment(at, now, zone)}, none charted as given`;
  return { kind: 'not-computed', why: `one dose, ${when}: ${dose} if it is still to be given` };
}

/** "1800 ~2200, 11/23 0600": each day's times after its date, today's without; "~" before a time that the kiosk computed. */
function timesWords(due: readonly DueTime[], now: string, zone: Zone): string {
  const today = paperDate(now, zone);
  const days = Map.groupBy(due, ({ at }) => paperDate(at, zone));
  return [...days]
    .map(([day, own]) => {
      const words = own.map(({ at, source }) => `${source === 'sent' ? '' : '~'}${marTime(at, zone)}`).join(' ');
      return day === today ? words : `${day.slice(0, 5)} ${words}`;
    })
    .join(', ');
}

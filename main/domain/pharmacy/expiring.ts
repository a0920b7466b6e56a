import { namesAny } from '../drug-marks.ts';
import { durationWords } from '../freshness.ts';
import { shortMoment } from '../order-block.ts';
import type { Renewal, Site } from '../site.ts';
import { epochMs, minutesBetween, plusMinutes, startOf, type Instant } from '../time.ts';
import type { OrderView, PatientView } from '../view.ts';
import type { OrderList } from './order-list.ts';

/** Orders that end in the view's window or have ended, and those that the hospital wants renewed by then. */
export const EXPIRING: OrderList = {
  about: 'Orders that stop in this period or have stopped, and those that this hospital wants renewed by then.',
  column: 'Stops, renewal',
  says(order, patient, site) {
    const said = [stopWords(order, patient, site), ...site.renewals.map(rule => renewalWords(rule, order, patient, site))];
    return said.filter(words => words !== null).join('; ') || null;
  },
};

function stopWords({ stopsAt }: OrderView, { now, window }: PatientView, { zone }: Site): string | null {
  if (stopsAt === null || epochMs(stopsAt) > epochMs(window.to)) return null;
  const at = shortMoment(stopsAt, now, zone);
  if (epochMs(stopsAt) <= epochMs(now)) return `STOP TIME HAS PASSED: ${at}`;
  return `stops ${at}, in ${durationWords(minutesBetween(now, stopsAt))}`;
}

function renewalWords(
  { name, stems, afterHours }: Renewal,
  { order, startsAt }: OrderView,
  { now, window }: PatientView,
  { zone }: Site,
): string | null {
  if (!namesAny(order.drug, stems)) return null;
  const since: Instant | null = (order.authored === null ? null : startOf(order.authored, zone)) ?? startsAt;
  const rule = `${name}: after ${durationWords(afterHours * 60)}`;
  if (since === null) return `renewal (${rule}): when it was ordered is not known`;
  const due = plusMinutes(since, afterHours * 60);
  if (epochMs(due) > epochMs(window.to)) return null;
  return `${epochMs(due) <= epochMs(now) ? 'RENEWAL OVERDUE' : 'renewal due'} ${shortMoment(due, now, zone)} (${rule})`;
}

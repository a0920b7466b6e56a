import { Temporal } from 'temporal-polyfill';
import type { MedicationOrder } from './order.ts';
import type { DueTime, Schedule, TimesSchedule } from './schedule.ts';
import { endOf, epochMs, startOf, zoned, type FhirDate, type Instant, type Zone } from './time.ts';

/** From `from` (included) to `to` (excluded). */
export interface Window {
  from: Instant;
  to: Instant;
}

const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** When an order may first be given: the latest of the starts it states, in the hospital's zone; null when open. */
export const startsAt = (order: MedicationOrder, zone: Zone): Instant | null =>
  extreme([order.start, ...order.dosages.map(d => d.timing?.boundsStart ?? null)], date => startOf(date, zone), Math.max);

/** When an order ends: the earliest of the stops it states; null when open. */
export const stopsAt = (order: MedicationOrder, zone: Zone): Instant | null =>
  extreme([order.stop, ...order.dosages.map(d => d.timing?.boundsEnd ?? null)], date => endOf(date, zone), Math.min);

function extreme(
  dates: (FhirDate | null)[],
  moment: (date: FhirDate) => Instant | null,
  pick: (...ms: number[]) => number,
): Instant | null {
  const known = dates.flatMap(date => (date === null ? [] : [moment(date)])).filter(instant => instant !== null);
  return known.length === 0 ? null : new Date(pick(...known.map(epochMs))).toISOString();
}

/**
 * Due times of an order in a window, ascending; wall-clock in the hospital's zone. Across a clock change each wall-clock time
 * comes exactly once: one that doesn't exist moves forward by the gap, one that exists twice is the first of the two.
 * An order on hold has none; none lies outside the order's start and stop.
 */
export function dueTimes(order: MedicationOrder, schedule: Schedule, window: Window, zone: Zone): DueTime[] {
  if (schedule.kind !== 'times' || order.status === 'on-hold') return [];
  const first = Math.max(epochMs(window.from), epochMs(startsAt(order, zone) ?? window.from));
  const end = Math.min(epochMs(window.to), epochMs(stopsAt(order, zone) ?? window.to));
  const candidates = schedule.instants.length > 0 ? schedule.instants.map(epochMs) : dailyMoments(order, schedule, window, zone);
  return [...new Set(candidates)]
    .filter(ms => ms >= first && ms < end)
    .sort((a, b) => a - b)
    .map(ms => ({ at: new Date(ms).toISOString(), source: schedule.source }));
}

function dailyMoments(order: MedicationOrder, schedule: TimesSchedule, window: Window, zone: Zone): number[] {
  const moments: number[] = [];
  const origin = startsAt(order, zone);
  const firstDay = origin === null ? null : zoned(origin, zone).toPlainDate();
  // A day early, because a time that falls into the gap of a clock change can move past midnight.
  let day = zoned(window.from, zone).toPlainDate().subtract({ days: 1 });
  const last = zoned(window.to, zone).toPlainDate();
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (schedule.days.length > 0 && !schedule.days.includes(DAY_NAMES[day.dayOfWeek - 1]!)) continue;
    if (schedule.everyDays > 1 && (firstDay === null || firstDay.until(day).days % schedule.everyDays !== 0)) continue;
    for (const time of schedule.times) {
      moments.push(day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds);
    }
  }
  return moments;
}

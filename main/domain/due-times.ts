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

/** When an order may first be given, in the hospital's zone: the later of the order's start and its first dosage line's; null when open. */
export const startsAt = (order: MedicationOrder, zone: Zone): Instant | null => {
  const lines = order.dosages.map(d => moment(d.timing?.boundsStart, date => startOf(date, zone)));
  return instantOf(Math.max(moment(order.start, date => startOf(date, zone)) ?? -Infinity, earliest(lines)));
};

/** When an order ends: the earlier of the order's stop and its last dosage line's end; null when open. A taper's lines end one after the other. */
export const stopsAt = (order: MedicationOrder, zone: Zone): Instant | null => {
  const lines = order.dosages.map(d => moment(d.timing?.boundsEnd, date => endOf(date, zone)));
  return instantOf(Math.min(moment(order.stop, date => endOf(date, zone)) ?? Infinity, latest(lines)));
};

const moment = (date: FhirDate | null | undefined, read: (date: FhirDate) => Instant | null): number | null => {
  const instant = date == null ? null : read(date);
  return instant === null ? null : epochMs(instant);
};
const earliest = (lines: (number | null)[]): number =>
  lines.length === 0 || lines.includes(null) ? -Infinity : Math.min(...lines.map(Number));
const latest = (lines: (number | null)[]): number =>
  lines.length === 0 || lines.includes(null) ? Infinity : Math.max(...lines.map(Number));
const instantOf = (ms: number): Instant | null => (Number.isFinite(ms) ? new Date(ms).toISOString() : null);

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

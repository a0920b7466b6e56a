import type { Temporal } from 'temporal-polyfill';
import type { Length, MedicationOrder } from './order.ts';
import type { DueTime, Schedule, TimesSchedule } from './schedule.ts';
import { endOf, epochMs, startOf, zoned, type FhirDate, type Instant, type Zone } from './time.ts';
import { clockMoment, dayOf, daysBetween, daysLater, type ClockMoment } from './wall-clock.ts';

/** From `from` (included) to `to` (excluded). */
export interface Window {
  from: Instant;
  to: Instant;
}

const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MINUTE_MS = 60_000;

/** When an order may first be given, in the hospital's zone: the later of the order's start and its first dosage line's; null when open. */
export const startsAt = (order: MedicationOrder, zone: Zone): Instant | null => {
  const lines = order.dosages.map(d => moment(d.timing?.boundsStart, date => startOf(date, zone)));
  return instantOf(Math.max(moment(order.start, date => startOf(date, zone)) ?? -Infinity, earliest(lines)));
};

/**
 * When an order ends: the earlier of the order's stop and its last dosage line's end; null when open. A taper's lines end one after the
 * other. A line that is bounded by a length ends so long after the start, by the longest that a range allows; without a start it is open.
 */
export const stopsAt = (order: MedicationOrder, zone: Zone): Instant | null => {
  const start = startsAt(order, zone);
  const lines = order.dosages.map(({ timing }) => {
    const end = moment(timing?.boundsEnd, date => endOf(date, zone));
    return end ?? (start !== null && timing?.boundsLength ? after(start, timing.boundsLength, zone) : null);
  });
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

const CALENDAR_UNITS: Record<string, 'days' | 'weeks' | 'months' | 'years'> = {
  d: 'days',
  wk: 'weeks',
  mo: 'months',
  a: 'years',
};
const CLOCK_UNITS: Record<string, number> = { s: 1_000, min: MINUTE_MS, h: 60 * MINUTE_MS };

/** So long after a moment: hours pass, days and months are those of the calendar in the hospital's zone. */
function after(start: Instant, { value, unit }: Length, zone: Zone): number | null {
  const calendar = CALENDAR_UNITS[unit];
  if (calendar && Number.isInteger(value)) return zoned(start, zone).add({ [calendar]: value }).epochMilliseconds;
  const ms = CLOCK_UNITS[unit] ?? (unit === 'd' ? 1440 * MINUTE_MS : null);
  return ms === null ? null : epochMs(start) + value * ms;
}

/**
 * Due times of an order in a window, ascending. Times of day are wall-clock in the hospital's zone (see clockMoment for the days when the
 * clocks change); an interval counted from a dose or the start is real hours. An order on hold has none; none lies outside the order's
 * start and stop. Two windows side by side give what one over both gives.
 */
export function dueTimes(order: MedicationOrder, schedule: Schedule, window: Window, zone: Zone): DueTime[] {
  if (order.status === 'on-hold') return [];
  const candidates = candidatesOf(order, schedule, window, zone);
  if (candidates.length === 0) return [];
  const first = Math.max(epochMs(window.from), epochMs(startsAt(order, zone) ?? window.from));
  const end = Math.min(epochMs(window.to), epochMs(stopsAt(order, zone) ?? window.to));
  const due = new Map<number, DueTime>();
  for (const { ms, mark, source } of candidates) {
    if (ms < first || ms >= end) continue;
    const same = due.get(ms);
    // Two times that a clock change moves onto each other are one dose: the mark tells.
    if (same && (same.clock || mark === null)) continue;
    due.set(ms, { at: new Date(ms).toISOString(), source: same?.source ?? source, ...(mark && { clock: mark }) });
  }
  return [...due].sort(([a], [b]) => a - b).map(([, time]) => time);
}

type Candidate = ClockMoment & Pick<DueTime, 'source'>;

function candidatesOf(order: MedicationOrder, schedule: Schedule, window: Window, zone: Zone): Candidate[] {
  if (schedule.kind === 'once') return schedule.at === null ? [] : [sent(schedule.at)];
  if (schedule.kind !== 'times') return [];
  const { source } = schedule;
  const computed = schedule.interval === null ? dailyMoments(order, schedule, window, zone) : intervalMoments(schedule, window);
  return [...schedule.instants.map(sent), ...computed.map(at => ({ ...at, source }))];
}

const sent = (at: Instant): Candidate => ({ ms: epochMs(at), mark: null, source: 'sent' });

/** So many hours after the anchor, again and again; a dose that was given is not due itself. */
function intervalMoments({ interval }: TimesSchedule, window: Window): ClockMoment[] {
  const { from, minutes, anchor } = interval!;
  const step = minutes * MINUTE_MS;
  const origin = epochMs(from) + (anchor === 'last-given' ? step : 0);
  const moments: ClockMoment[] = [];
  let ms = origin + Math.max(0, Math.ceil((epochMs(window.from) - origin) / step)) * step;
  for (; ms < epochMs(window.to); ms += step) moments.push({ ms, mark: null });
  return moments;
}

function dailyMoments(order: MedicationOrder, schedule: TimesSchedule, window: Window, zone: Zone): ClockMoment[] {
  const moments: ClockMoment[] = [];
  const origin = startsAt(order, zone);
  const firstDay = origin === null ? null : dayOf(origin, zone);
  // Two days early and one late: an offset can lead into the next or the last day, and a gap in the clock past midnight.
  for (const day of daysBetween(window.from, 2, window.to, 1, zone)) {
    if (!isDoseDay(schedule, day.date, firstDay)) continue;
    for (const time of schedule.times) moments.push(clockMoment(day, time));
    for (const { time, days } of schedule.shifted) moments.push(clockMoment(daysLater(day, days), time));
  }
  return moments;
}

/** Is it one of the named days, and one that so many days or months from the first day lead to? The 31st is the last day of a shorter month. */
function isDoseDay(schedule: TimesSchedule, day: Temporal.PlainDate, firstDay: Temporal.PlainDate | null): boolean {
  const { days, everyDays, everyMonths } = schedule;
  if (days.length > 0 && !days.includes(DAY_NAMES[day.dayOfWeek - 1]!)) return false;
  if (everyDays === 1 && everyMonths === 0) return true;
  if (firstDay === null) return false;
  if (everyDays > 1) return firstDay.until(day).days % everyDays === 0;
  const months = (day.year - firstDay.year) * 12 + day.month - firstDay.month;
  return months % everyMonths === 0 && firstDay.add({ months }).equals(day);
}

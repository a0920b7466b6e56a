import { startsAt } from './due-times.ts';
import type { MedicationOrder, Timing } from './order.ts';
import type { LastDose, TimesSchedule, TimesSource } from './schedule.ts';
import type { AdministrationTimes, TimesRow } from './site.ts';
import { isInstant, type FhirDate, type Instant } from './time.ts';
import {
  clockTimes,
  hoursOf,
  periodOf,
  rowOfCode,
  rowOfFrequency,
  timesFor,
  whenTimes,
  type DayTimes,
  type Period,
} from './times-row.ts';

/** More due times a day than this get no grid (fhir.md quirk 22). */
export const MOST_TIMES_A_DAY = 12;

/** Where an order's times are, before it is known on which days they count. */
export interface TimesFound extends DayTimes {
  source: TimesSource;
  instants: Instant[];
  /** The row of the unit's table they come from. */
  row: TimesRow | null;
}

/** The times in the order of trust: events, times of day, exact code, meal and bedtime codes, frequency equal to a row. */
export function timesOf(timing: Timing, order: MedicationOrder, table: AdministrationTimes): TimesFound | null {
  const none = { times: [], shifted: [], instants: [], row: null };
  if (timing.events.length > 0) return { ...none, source: 'sent', instants: [...timing.events].sort() };
  if (timing.timeOfDay.length > 0) return { ...none, source: 'sent', times: clockTimes(timing.timeOfDay) };
  const coded = rowOfCode(timing, table);
  if (coded) return { ...none, source: 'unit-table', times: timesFor(order, coded, table), row: coded };
  if (timing.code !== null) return null;
  if (timing.when.length > 0) {
    const times = whenTimes(timing, table);
    return times && { ...none, ...times, source: 'unit-table' };
  }
  const row = rowOfFrequency(timing, table);
  return row ? { ...none, source: 'frequency', times: timesFor(order, row, table), row } : null;
}

/** When times repeat, with what must be verified about it; or why that can't be said. */
export type Recurrence =
  | ({ kind: 'repeats'; warnings: string[] } & Pick<TimesSchedule, 'days' | 'everyDays' | 'everyMonths' | 'interval'>)
  | { kind: 'not-known'; why: string };

const unknown = (why: string): Recurrence => ({ kind: 'not-known', why });

/** Days and anchors: what makes times of day into a schedule, or says why it can't. */
export function recurrenceOf(timing: Timing, times: TimesFound, order: MedicationOrder, last: LastDose): Recurrence {
  if (times.times.length + times.shifted.length > MOST_TIMES_A_DAY) return unknown(`more than ${MOST_TIMES_A_DAY} times a day`);
  const unreadable = times.instants.find(instant => !isInstant(instant));
  if (unreadable !== undefined) return unknown(`the planned time "${unreadable}" cannot be read`);
  if (times.instants.length > 0) return onDays([]);
  if (times.row && (times.row.anchor ?? 'table') !== 'table') {
    const anchored = anchoredOn(times.row, timing, order, last);
    if (anchored.kind === 'repeats' || times.times.length === 0) return anchored;
    const table = daysOf(timing, times, order);
    const warning = `${anchored.why}: the unit's standard times are shown instead. Verify.`;
    return table.kind === 'repeats' ? { ...table, warnings: [warning, ...table.warnings] } : table;
  }
  return times.times.length + times.shifted.length === 0
    ? unknown('the row of the unit’s table has no times')
    : daysOf(timing, times, order);
}

const onDays = (days: string[]): Extract<Recurrence, { kind: 'repeats' }> => ({
  kind: 'repeats',
  days,
  everyDays: 1,
  everyMonths: 0,
  interval: null,
  warnings: [],
});

/** Every so many hours from the order's start or the last dose given, as the unit's table says; a date without a time is no anchor. */
function anchoredOn(row: TimesRow, timing: Timing, order: MedicationOrder, last: LastDose): Recurrence {
  const period = periodOf(row);
  if (period === null) return unknown('the row of the unit’s table has no period');
  const hours = hoursOf(period);
  if (timing.dayOfWeek.length > 0) return unknown(`every ${hours} h, yet only on some days`);
  const every = (anchor: 'start' | 'last-given', from: Instant): Recurrence => ({
    ...onDays([]),
    interval: { anchor, from, minutes: hours * 60 },
  });
  if (24 / hours > MOST_TIMES_A_DAY) return unknown(`more than ${MOST_TIMES_A_DAY} times a day`);
  if (row.anchor === 'last-given')
    return last.kind === 'known'
      ? every('last-given', last.at)
      : unknown(`every ${hours} h is counted from the last dose, and ${last.why}`);
  const starts = [order.start, ...order.dosages.map(d => d.timing?.boundsStart ?? null)].filter(date => date !== null);
  if (starts.length === 0) return unknown(`every ${hours} h is counted from the start, and no start was received`);
  if (!starts.every(isInstant)) return unknown(`every ${hours} h is counted from the start, and the start has no time of day`);
  return every('start', startsAt(order, 'UTC')!);
}

/** On which days: each, the named ones, or every so many from the order's first day, which must then be known. */
function daysOf(timing: Timing, times: TimesFound, order: MedicationOrder): Recurrence {
  const own = { period: timing.period, periodUnit: timing.periodUnit };
  const said = own.period !== null && own.periodUnit !== null ? own : (times.row ?? own);
  if (said.period === null || said.periodUnit === null) return onDays([...timing.dayOfWeek]);
  const period = periodOf(said);
  if (period === null) return unknown('the days are not known');
  if (timing.dayOfWeek.length > 0) {
    const within = period.unit === 'h' && period.count < 24;
    const week = period.unit === 'd' && (period.count === 1 || (period.count === 7 && said.periodUnit === 'wk'));
    return within || week ? onDays([...timing.dayOfWeek]) : unknown('which of the named days is not known');
  }
  if (period.unit === 'h' && period.count < 24) return onDays([]);
  const step = stepOf(period);
  if (step === null) return unknown(`every ${hoursOf(period)} h is no number of days, and nothing says from when it is counted`);
  if (step.everyDays === 1 && step.everyMonths === 0) return onDays([]);
  if (own.period !== null && (timing.frequency ?? 1) !== 1 && said.periodUnit !== 'd')
    return unknown(`${timing.frequency} times in a longer period, and the days are not named`);
  const first = timing.boundsStart ?? order.start;
  if (!namesDay(first)) return unknown('not every day, and the first day is not known');
  return { ...onDays([]), ...step, warnings: [`${everyWords(step)} counted from the order's start: verify the day.`] };
}

function stepOf({ count, unit }: Period): { everyDays: number; everyMonths: number } | null {
  if (unit === 'mo') return Number.isInteger(count) ? { everyDays: 1, everyMonths: count } : null;
  const days = unit === 'd' ? count : count / 24;
  return Number.isInteger(days) ? { everyDays: days, everyMonths: 0 } : null;
}

const everyWords = ({ everyDays, everyMonths }: { everyDays: number; everyMonths: number }): string =>
  everyMonths > 0
    ? `Every ${everyMonths === 1 ? 'month' : `${everyMonths} months`}`
    : `Every ${everyDays === 2 ? 'other day' : `${everyDays} days`}`;

const namesDay = (date: FhirDate | null): boolean => date !== null && /^\d{4}-\d{2}-\d{2}/.test(date);

import { contradictionOf } from './contradiction.ts';
import type { Dosage, MedicationOrder, Timing } from './order.ts';
import type { AdministrationTimes } from './site.ts';
import { statedTiming } from './stated-timing.ts';
import { isInstant, startOf, type FhirDate, type Instant } from './time.ts';
import { clockTimes, normalCode, rowOfCode, rowOfFrequency, structuredPerDay, whenTimes } from './times-row.ts';
import { timingWords } from './timing-words.ts';

/** Where a due time comes from (fhir.md section 4). All but `sent` are computed by the kiosk and marked so. */
export type TimesSource = 'sent' | 'unit-table' | 'frequency';

/** One due time. */
export interface DueTime {
  at: Instant;
  source: TimesSource;
}

/** How an order is timed. A kind that isn't `times` never has due times. */
export type Schedule =
  | TimesSchedule
  | { kind: 'prn'; words: string; warnings: string[] }
  | { kind: 'once'; at: Instant | null; words: string; warnings: string[] }
  | { kind: 'continuous'; words: string; warnings: string[] }
  | { kind: 'not-known'; why: string; words: string; warnings: string[] };

/** Times of day on certain days, or single instants. */
export interface TimesSchedule {
  kind: 'times';
  source: TimesSource;
  /** "HH:MM", ascending. */
  times: string[];
  instants: Instant[];
  /** mon … sun; empty for every day. */
  days: string[];
  /** Every so many days from the order's start; 1 for every day. */
  everyDays: number;
  words: string;
  warnings: string[];
}

/** More due times a day than this get no grid (fhir.md quirk 22). */
export const MOST_TIMES_A_DAY = 12;

const ONCE_CODES = new Set(['ONCE', 'X1', '1X', 'STAT', 'NOW', 'ONETIME', 'ONETIMEONLY']);
const CONTINUOUS = /\b(continuous(ly)?|infusion|infuse at|titrat\w*|drip|pca|epidural|tpn)\b/i;

/** Words that say there is no grid, in a text that may also speak of something else: they count only against times the kiosk computed. */
const CONTINUOUS_TEXT = /\b(continuous(ly)?|titrat\w*|drip)\b/i;

/** How an order is timed, from its dosage lines and the unit's table. Times come only from what was sent or an exact row (fhir.md section 4). */
export function scheduleOf(order: MedicationOrder, table: AdministrationTimes): Schedule {
  const [only, ...more] = order.dosages;
  if (!only) return { kind: 'not-known', why: 'no dosage received', words: 'SEE ORDER: no dosage received', warnings: [] };
  const schedule =
    more.length === 0
      ? dosageSchedule(only, order, table)
      : together(order.dosages.map(dosage => dosageSchedule(dosage, order, table)));
  const doubt = doubtOf(order);
  if (schedule.kind !== 'times' || doubt === null) return schedule;
  return { kind: 'not-known', why: doubt, words: schedule.words, warnings: schedule.warnings };
}

/** Why an order's times may not be printed although its timing gives some; null when nothing stands against them. */
function doubtOf(order: MedicationOrder): string | null {
  if (!['active', 'on-hold'].includes(order.status)) return `the EHR calls the order "${order.status}"`;
  if (order.unread.length > 0) return `not all of it could be read: ${order.unread.join('; ')}`;
  const dates = [order.start, order.stop, ...order.dosages.flatMap(d => [d.timing?.boundsStart, d.timing?.boundsEnd])];
  const unreadable = dates.find(date => date != null && startOf(date, 'UTC') === null);
  return unreadable == null ? null : `its start or stop "${unreadable}" cannot be read`;
}

/** Several dosage lines share a grid only when all of them have daily times of the same days; otherwise a person must read them. */
function together(parts: Schedule[]): Schedule {
  const words = parts.map(p => p.words).join('; then/and ');
  const warnings = parts.flatMap(p => p.warnings);
  const [first] = parts;
  if (first && parts.every(p => p.kind === first.kind) && (first.kind === 'prn' || first.kind === 'continuous'))
    return { kind: first.kind, words, warnings };
  return { kind: 'not-known', why: `${parts.length} dosage lines: read each of them`, words, warnings };
}

function dosageSchedule(dosage: Dosage, order: MedicationOrder, table: AdministrationTimes): Schedule {
  const timing = dosage.timing;
  const words = timingWords(timing, dosage.text);
  const warnings: string[] = [];
  if (dosage.asNeeded) return { kind: 'prn', words, warnings };

  const once = onceSchedule(dosage, words, table);
  if (once) return once;
  const said = [timing?.code, timing?.codeText, ...order.categories].filter(t => t != null).join(' ');
  if (CONTINUOUS.test(said)) return { kind: 'continuous', words, warnings };

  const times = timing && timesOf(timing, table);
  if (timing && times) {
    const contradiction = contradictionOf(dosage, timing, times.times, table);
    if (contradiction) return { kind: 'not-known', why: contradiction, words, warnings };
    if (times.source !== 'sent' && CONTINUOUS_TEXT.test(dosage.text ?? ''))
      return dosage.rate !== null
        ? { kind: 'continuous', words, warnings }
        : { kind: 'not-known', why: 'the text speaks of continuous or titrated giving', words, warnings };
    return judge(timing, times, order, words, warningsOf(timing, times, table));
  }
  if (dosage.rate !== null || CONTINUOUS.test(dosage.text ?? ''))
    return {
      kind: 'continuous',
      words,
      warnings: timing && recurs(timing) ? [`Times not known: ask pharmacy (${whyNot(timing)})`] : [],
    };
  return { kind: 'not-known', why: whyNot(timing), words, warnings };
}

/** Does it come again and again rather than run? Then an infusion without times must not pass for a continuous one. */
const recurs = (timing: Timing): boolean =>
  timing.when.length > 0 || timing.dayOfWeek.length > 0 || (structuredPerDay(timing) ?? Infinity) <= MOST_TIMES_A_DAY;

function warningsOf(timing: Timing, times: Times, table: AdministrationTimes): string[] {
  const verify = 'Verify when it ends.';
  const repeats = timing.period !== null || timing.timeOfDay.length > 0 || rowOfCode(timing, table) !== undefined;
  return [
    ...(timing.count === null ? [] : [`The order says count ${timing.count}: the kiosk does not stop it by count. ${verify}`]),
    ...(timing.boundsDuration === null
      ? []
      : [`The order says for ${timing.boundsDuration}: the kiosk does not stop it by duration. ${verify}`]),
    ...(times.instants.length > 0 && repeats
      ? ['Only the planned times sent by the EHR are shown, though the order repeats: verify later times.']
      : []),
  ];
}

/** A one-time order: by exact code, or a count of 1 with nothing that repeats. Structure that says "daily" is a contradiction to show (quirk 22). */
function onceSchedule(dosage: Dosage, words: string, table: AdministrationTimes): Schedule | null {
  const timing = dosage.timing;
  if (!timing) return null;
  const coded = ONCE_CODES.has(normalCode(timing.code)) || (timing.code === null && ONCE_CODES.has(normalCode(timing.codeText)));
  const alone = timing.period === null && timing.timeOfDay.length === 0 && rowOfCode(timing, table) === undefined;
  const counted = timing.count === 1 && alone && timing.when.length === 0;
  const single = timing.events.length === 1 && timing.frequency === null && alone;
  if (!coded && !counted && !single) return null;
  const repeats = timing.period !== null || timing.timeOfDay.length > 1 || timing.events.length > 1;
  const textRepeats = statedTiming(dosage.text ?? '').perDay !== null;
  return {
    kind: 'once',
    at: timing.events[0] ?? null,
    words,
    warnings:
      repeats || textRepeats
        ? [
            coded
              ? `The order's code says "${timing.code ?? timing.codeText}", its ${repeats ? 'structure' : 'text'} says it repeats: treated as one dose. Verify.`
              : 'The order plans one dose, its text says it repeats: treated as one dose. Verify.',
          ]
        : [],
  };
}

interface Times {
  source: TimesSource;
  times: string[];
  instants: Instant[];
}

/** The times in the order of trust: events, times of day, exact code, meal and bedtime codes, frequency equal to a row. */
function timesOf(timing: Timing, table: AdministrationTimes): Times | null {
  if (timing.events.length > 0) return { source: 'sent', times: [], instants: [...timing.events] };
  if (timing.timeOfDay.length > 0) return { source: 'sent', times: clockTimes(timing.timeOfDay), instants: [] };
  const coded = rowOfCode(timing, table);
  if (coded) return { source: 'unit-table', times: clockTimes(coded.times), instants: [] };
  if (timing.code !== null) return null;
  if (timing.when.length > 0) {
    const times = whenTimes(timing, table);
    return times && { source: 'unit-table', times, instants: [] };
  }
  const row = rowOfFrequency(timing, table);
  return row ? { source: 'frequency', times: clockTimes(row.times), instants: [] } : null;
}

/** Days and limits: what makes times of day into a schedule, or says why it can't. */
function judge(timing: Timing, times: Times, order: MedicationOrder, words: string, warnings: string[]): Schedule {
  const unknown = (why: string): Schedule => ({ kind: 'not-known', why, words, warnings });
  if (times.times.length > MOST_TIMES_A_DAY) return unknown(`more than ${MOST_TIMES_A_DAY} times a day`);
  const unreadable = times.instants.find(instant => !isInstant(instant));
  if (unreadable !== undefined) return unknown(`the planned time "${unreadable}" cannot be read`);
  const everyDays = daysBetween(timing);
  if (everyDays === null) return unknown('the days are not known');
  if (everyDays > 1 && !namesDay(timing.boundsStart ?? order.start))
    return unknown('not every day, and the first day is not known');
  return { kind: 'times', ...times, days: [...timing.dayOfWeek], everyDays, words, warnings };
}

const namesDay = (date: FhirDate | null): boolean => date !== null && /^\d{4}-\d{2}-\d{2}/.test(date);

/** Every how many days; null when the period doesn't say which days. Named days answer a period of one week, of no other. */
function daysBetween(timing: Timing): number | null {
  const { period, periodUnit } = timing;
  if (period === null || periodUnit === null || timing.events.length > 0) return 1;
  if (period <= 0) return null;
  if (['s', 'min', 'h'].includes(periodUnit)) return periodUnit === 'h' && period > 24 ? null : 1;
  if (timing.dayOfWeek.length > 0) return period === 1 && ['d', 'wk'].includes(periodUnit) ? 1 : null;
  return periodUnit === 'd' && Number.isInteger(period) ? period : null;
}

function whyNot(timing: Timing | null): string {
  if (!timing) return 'no timing received';
  if (timing.code !== null) return `"${timing.code}" is not in the unit's table of times`;
  if (timing.codeText !== null) return `"${timing.codeText}" is not in the unit's table of times`;
  if (timing.frequencyMax !== null || timing.periodMax !== null) return 'a range, not a time';
  if ((structuredPerDay(timing) ?? 0) > MOST_TIMES_A_DAY) return `more than ${MOST_TIMES_A_DAY} times a day`;
  if (timing.when.length > 0) return `"${timing.when.join(' ')}" is not in the unit's table of times`;
  return 'the timing sent gives no times';
}

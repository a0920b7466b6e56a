import type { Dosage, MedicationOrder, Timing } from './order.ts';
import { statedPerDay, timingWords } from './timing-words.ts';
import type { AdministrationTimes, TimesRow } from './site.ts';
import type { Instant } from './time.ts';

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

/** How an order is timed, from its dosage lines and the unit's table. Times come only from what was sent or an exact row (fhir.md section 4). */
export function scheduleOf(order: MedicationOrder, table: AdministrationTimes): Schedule {
  const [only, ...more] = order.dosages;
  if (!only) return { kind: 'not-known', why: 'no dosage received', words: 'SEE ORDER: no dosage received', warnings: [] };
  if (more.length === 0) return dosageSchedule(only, order, table);
  return together(order.dosages.map(dosage => dosageSchedule(dosage, order, table)));
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

  const code = timing?.code ?? null;
  const said = [code, timing?.codeText, ...order.categories].filter(t => t != null).join(' ');
  const once = onceSchedule(dosage, words);
  if (once) return once;

  const contradiction = timing && contradictionOf(timing, dosage.text, table);
  if (contradiction) return { kind: 'not-known', why: contradiction, words, warnings };
  if (CONTINUOUS.test(said)) return { kind: 'continuous', words, warnings };

  const times = timing && timesOf(timing, table);
  if (timing && times) {
    if (timing.count !== null)
      warnings.push(`The order says count ${timing.count}: the kiosk does not stop it by count. Verify when it ends.`);
    if (timing.boundsDuration !== null)
      warnings.push(`The order says for ${timing.boundsDuration}: the kiosk does not stop it by duration. Verify when it ends.`);
    return judge(timing, times, order, words, warnings);
  }
  if (dosage.rate !== null || CONTINUOUS.test(dosage.text ?? '')) return { kind: 'continuous', words, warnings };
  return { kind: 'not-known', why: whyNot(timing), words, warnings };
}

/** A one-time order: by exact code, or a count of 1 with nothing that repeats. Structure that says "daily" is a contradiction to show (quirk 22). */
function onceSchedule(dosage: Dosage, words: string): Schedule | null {
  const timing = dosage.timing;
  if (!timing) return null;
  const coded = ONCE_CODES.has(normalCode(timing.code)) || (timing.code === null && ONCE_CODES.has(normalCode(timing.codeText)));
  const counted = timing.count === 1 && timing.period === null && timing.timeOfDay.length === 0 && timing.when.length === 0;
  const single =
    timing.events.length === 1 && timing.frequency === null && timing.period === null && timing.timeOfDay.length === 0;
  if (!coded && !counted && !single) return null;
  const repeats = timing.period !== null || timing.timeOfDay.length > 1;
  return {
    kind: 'once',
    at: timing.events[0] ?? null,
    words,
    warnings:
      coded && repeats
        ? [
            `The order's code says "${timing.code ?? timing.codeText}", its structure says it repeats: treated as one dose. Verify.`,
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
  if (timing.when.length > 0) return whenTimes(timing, table);
  const row = rowOfFrequency(timing, table);
  return row ? { source: 'frequency', times: clockTimes(row.times), instants: [] } : null;
}

function whenTimes(timing: Timing, table: AdministrationTimes): Times | null {
  const lists = timing.when.map(code => table.when[code]);
  if (lists.some(list => list === undefined)) return null;
  const sign = timing.when.some(code => code.startsWith('AC')) ? -1 : 1;
  const times = lists.flatMap(list => list ?? []).map(t => shift(t, sign * (timing.offsetMinutes ?? 0)));
  return { source: 'unit-table', times: clockTimes(times), instants: [] };
}

/** Days and limits: what makes times of day into a schedule, or says why it can't. */
function judge(timing: Timing, times: Times, order: MedicationOrder, words: string, warnings: string[]): Schedule {
  const unknown = (why: string): Schedule => ({ kind: 'not-known', why, words, warnings });
  if (times.times.length > MOST_TIMES_A_DAY) return unknown(`more than ${MOST_TIMES_A_DAY} times a day`);
  const everyDays = daysBetween(timing);
  if (everyDays === null && timing.dayOfWeek.length === 0) return unknown('the days are not known');
  if (everyDays !== null && everyDays > 1 && order.start === null && timing.boundsStart === null)
    return unknown('every other day, and the first day is not known');
  return {
    kind: 'times',
    ...times,
    days: [...timing.dayOfWeek],
    everyDays: timing.dayOfWeek.length > 0 ? 1 : (everyDays ?? 1),
    words,
    warnings,
  };
}

/** Every how many days; null when a period in weeks or longer doesn't say which days. */
function daysBetween(timing: Timing): number | null {
  if (timing.period === null || timing.periodUnit === null || timing.events.length > 0) return 1;
  if (['s', 'min', 'h'].includes(timing.periodUnit)) return timing.periodUnit === 'h' && timing.period > 24 ? null : 1;
  return timing.periodUnit === 'd' && Number.isInteger(timing.period) ? Math.max(1, timing.period) : null;
}

/** Text, code and structure that cannot all be true (fhir.md quirks 22 and 23); null when they agree or don't say. */
function contradictionOf(timing: Timing, text: string | null, table: AdministrationTimes): string | null {
  const rates: { said: string; perDay: number }[] = [];
  const add = (said: string, perDay: number | null): void => {
    if (perDay !== null) rates.push({ said, perDay });
  };
  const row = rowOfCode(timing, table);
  if (row) add(`code ${timing.code ?? timing.codeText}`, row.times.length);
  add('structure', structuredPerDay(timing));
  const perDays = timing.periodUnit === 'd' ? (timing.period ?? 1) : 1;
  if (timing.timeOfDay.length > 0 && timing.dayOfWeek.length === 0) add('times of day', timing.timeOfDay.length / perDays);
  add('text', text === null ? null : statedPerDay(text));
  if (timing.codeText !== null && !row) add('words', statedPerDay(timing.codeText));
  const odd = rates.find(rate => Math.abs(rate.perDay - rates[0]!.perDay) > 0.01);
  return odd ? `${rates[0]!.said} says ${perDayWords(rates[0]!.perDay)}, ${odd.said} says ${perDayWords(odd.perDay)}` : null;
}

const perDayWords = (perDay: number): string =>
  perDay === 1 ? 'once a day' : perDay < 1 ? 'less than daily' : `${perDay} a day`;

function structuredPerDay(timing: Timing): number | null {
  if (timing.period === null || timing.periodUnit === null || timing.dayOfWeek.length > 0) return null;
  const minutes = { s: 1 / 60, min: 1, h: 60, d: 1440, wk: 10080, mo: 43200, a: 525600 }[timing.periodUnit];
  if (!minutes || timing.periodMax !== null || timing.frequencyMax !== null) return null;
  const frequency = timing.when.length > 0 && (timing.frequency ?? 1) === 1 ? timing.when.length : (timing.frequency ?? 1);
  return (frequency * 1440) / (timing.period * minutes);
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

const normalCode = (code: string | null): string => (code ?? '').toUpperCase().replace(/[\s.\-_]/g, '');

function rowOfCode(timing: Timing, table: AdministrationTimes): TimesRow | undefined {
  const code = normalCode(timing.code ?? timing.codeText);
  return code === '' ? undefined : table.rows.find(row => row.codes.some(c => normalCode(c) === code));
}

function rowOfFrequency(timing: Timing, table: AdministrationTimes): TimesRow | undefined {
  if (timing.frequencyMax !== null || timing.periodMax !== null || timing.period === null) return undefined;
  const same = (row: TimesRow): boolean => row.period === timing.period && row.periodUnit === timing.periodUnit;
  const daily = (row: TimesRow): boolean => row.period === 1 && row.periodUnit === 'd' && timing.periodUnit === 'd';
  const weekly = (row: TimesRow): boolean =>
    row.period === 1 && row.periodUnit === 'd' && timing.periodUnit === 'wk' && timing.dayOfWeek.length > 0;
  const frequency = timing.periodUnit === 'wk' ? (timing.frequency ?? 1) / timing.dayOfWeek.length : (timing.frequency ?? 1);
  return table.rows.find(row => row.frequency === frequency && (same(row) || daily(row) || weekly(row)));
}

const clockTimes = (times: string[]): string[] => [...new Set(times.map(t => t.slice(0, 5)))].sort();

function shift(time: string, minutes: number): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const total = (((hour * 60 + minute + minutes) % 1440) + 1440) % 1440;
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}

import type { Dosage, Timing } from './order.ts';
import type { TimesFound } from './recurrence.ts';
import type { AdministrationTimes } from './site.ts';
import { statedTiming, type StatedTiming } from './stated-timing.ts';
import { clockTimes, hoursOf, periodOf, rowOfCode, rowPerDay, structuredPerDay, whenTimes } from './times-row.ts';

interface Statement extends StatedTiming {
  source: string;
}

/** All that cannot be true together in text, code and structure (fhir.md quirks 22 and 23), beside the times that would be printed. */
export function contradictionsOf(dosage: Dosage, timing: Timing, times: TimesFound, table: AdministrationTimes): string[] {
  const statements = statementsOf(dosage, timing, table);
  const against = (says: (s: Statement) => string | null): string[] =>
    statements.flatMap(statement => {
      const said = says(statement);
      return said === null ? [] : [`${statement.source} says ${said}, which the times sent or computed do not`];
    });
  return [
    ...(timing.count === 1 ? ['count says one dose, the rest that it repeats'] : []),
    ...rateContradictions(dosage, timing, table),
    ...mealsContradiction(timing, table),
    ...against(s => s.noGrid),
    ...against(s => (timing.events.length > 0 || sameDays(s, timing) ? null : s.days.join(', '))),
    ...against(s =>
      s.clock.length === 0 || times.times.length === 0 || s.clock.join() === times.times.join()
        ? null
        : `at ${s.clock.join(' ')}`,
    ),
  ];
}

/** Every sentence of the order that could speak of its timing; a code only when it is no row of the table. */
function statementsOf(dosage: Dosage, timing: Timing, table: AdministrationTimes): Statement[] {
  const row = rowOfCode(timing, table);
  const sentences: [string, string | null][] = [
    ['text', dosage.text],
    ['words', timing.codeText],
    ['code', row ? null : timing.code],
    ...dosage.instructions.map((text): [string, string] => ['instruction', text]),
  ];
  return sentences.flatMap(([source, text]) => (text === null ? [] : [{ source, ...statedTiming(text) }]));
}

const sameDays = (statement: Statement, timing: Timing): boolean =>
  statement.days.length === 0 || [...timing.dayOfWeek].sort().join() === [...statement.days].sort().join();

/** Each statement of how often that is another than the first one's. */
export function rateContradictions(dosage: Dosage, timing: Timing, table: AdministrationTimes): string[] {
  const rates: { said: string; perDay: number }[] = [];
  const add = (said: string, perDay: number | null): void => {
    if (perDay !== null) rates.push({ said, perDay });
  };
  const row = rowOfCode(timing, table);
  if (row) add(`code ${timing.code ?? timing.codeText}`, rowPerDay(row));
  add('structure', structuredPerDay(timing));
  const days = daysBetween(timing);
  if (timing.timeOfDay.length > 0) add('times of day', clockTimes(timing.timeOfDay).length / days);
  const meals = timing.timeOfDay.length > 0 ? null : whenTimes(timing, table);
  if (meals) add('meal times', (meals.times.length + meals.shifted.length) / days);
  for (const { source, perDay } of statementsOf(dosage, timing, table))
    add(source, perDay === null ? null : onItsDays(perDay, timing));
  const [one, ...others] = rates;
  if (!one) return [];
  // A month has 28 to 31 days: what is rarer than weekly is compared loosely.
  const same = (perDay: number): boolean => Math.abs(perDay - one.perDay) <= (one.perDay < 1 / 10 ? one.perDay / 10 : 0.01);
  const said = others
    .filter(rate => !same(rate.perDay))
    .map(rate => `${one.said} says ${perDayWords(one.perDay)}, ${rate.said} says ${perDayWords(rate.perDay)}`);
  return [...new Set(said)];
}

/** Times of day count on each dose day: so many days lie between two. */
function daysBetween(timing: Timing): number {
  const period = periodOf(timing);
  if (period === null || timing.dayOfWeek.length > 0) return 1;
  return Math.max(1, hoursOf(period) / 24);
}

/** Clock times and a meal or bedtime beside each other must be the same times. */
function mealsContradiction(timing: Timing, table: AdministrationTimes): string[] {
  if (timing.timeOfDay.length === 0 || timing.when.length === 0) return [];
  const meals = whenTimes(timing, table);
  const same = meals && meals.shifted.length === 0 && meals.times.join() === clockTimes(timing.timeOfDay).join();
  return same ? [] : [`times of day were sent and "${timing.when.join(' ')}" as well`];
}

/** "3 times a week" on three named days is once on each of them. */
const onItsDays = (perDay: number, { dayOfWeek }: Timing): number =>
  dayOfWeek.length > 0 && perDay < 1 ? (perDay * 7) / dayOfWeek.length : perDay;

const perDayWords = (perDay: number): string => {
  if (perDay === 1) return 'once a day';
  if (perDay > 1) return `${Number(perDay.toFixed(1))} a day`;
  return `every ${Number((1 / perDay).toFixed(1))} days`;
};

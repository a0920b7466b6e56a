import type { Dosage, Timing } from './order.ts';
import type { AdministrationTimes } from './site.ts';
import { statedTiming, type StatedTiming } from './stated-timing.ts';
import { rowOfCode, structuredPerDay, whenTimes } from './times-row.ts';

interface Statement extends StatedTiming {
  source: string;
}

/**
 * Text, code and structure that cannot all be true (fhir.md quirks 22 and 23), in words; null when they agree or don't say. `times` are
 * the times of day that would be printed.
 */
export function contradictionOf(dosage: Dosage, timing: Timing, times: string[], table: AdministrationTimes): string | null {
  const statements = statementsOf(dosage, timing, table);
  return (
    (timing.count === 1 ? 'count says one dose, the rest that it repeats' : null) ??
    ratesContradiction(statements, timing, table) ??
    first(statements, s => s.noGrid) ??
    first(statements, s => (timing.events.length > 0 || sameDays(s, timing) ? null : s.days.join(', '))) ??
    first(statements, s =>
      s.clock.length === 0 || times.length === 0 || s.clock.join() === times.join() ? null : `at ${s.clock.join(' ')}`,
    )
  );
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

const first = (statements: Statement[], says: (s: Statement) => string | null): string | null => {
  for (const statement of statements) {
    const said = says(statement);
    if (said !== null) return `${statement.source} says ${said}, which the times sent or computed do not`;
  }
  return null;
};

const sameDays = (statement: Statement, timing: Timing): boolean =>
  statement.days.length === 0 || [...timing.dayOfWeek].sort().join() === [...statement.days].sort().join();

function ratesContradiction(statements: Statement[], timing: Timing, table: AdministrationTimes): string | null {
  const rates: { said: string; perDay: number }[] = [];
  const add = (said: string, perDay: number | null): void => {
    if (perDay !== null) rates.push({ said, perDay });
  };
  const row = rowOfCode(timing, table);
  if (row) add(`code ${timing.code ?? timing.codeText}`, row.times.length);
  add('structure', structuredPerDay(timing));
  const everyDays = timing.periodUnit === 'd' && timing.dayOfWeek.length === 0 ? (timing.period ?? 1) : 1;
  if (timing.timeOfDay.length > 0) add('times of day', timing.timeOfDay.length / everyDays);
  const meals = timing.timeOfDay.length > 0 ? null : whenTimes(timing, table);
  if (meals) add('meal times', meals.length / everyDays);
  for (const { source, perDay } of statements) add(source, perDay === null ? null : onItsDays(perDay, timing));
  const [one] = rates;
  const odd = one && rates.find(rate => Math.abs(rate.perDay - one.perDay) > 0.01);
  return odd ? `${one.said} says ${perDayWords(one.perDay)}, ${odd.said} says ${perDayWords(odd.perDay)}` : null;
}

/** "3 times a week" on three named days is once on each of them. */
const onItsDays = (perDay: number, { dayOfWeek }: Timing): number =>
  dayOfWeek.length > 0 && perDay < 1 ? (perDay * 7) / dayOfWeek.length : perDay;

const perDayWords = (perDay: number): string =>
  perDay === 1 ? 'once a day' : perDay < 1 ? 'less than daily' : `${Number(perDay.toFixed(1))} a day`;

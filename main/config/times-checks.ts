import type { AdministrationTimes, TimesException, TimesRow } from '../domain/site.ts';
import { hoursOf, normalCode, periodOf } from '../domain/times-row.ts';
import { mergedTimes } from './merge.ts';
import type { Problem } from './problem.ts';
import type { Checked } from './site-checks.ts';
import type { WrittenTimes } from './site-rules.ts';

type Say = (path: PropertyKey[], why: string) => Problem;

/** What is wrong in the site's and the units' administration times: rows that contradict themselves, exceptions that fit nothing. */
export function tableProblems({ written, rules, problem }: Checked): Problem[] {
  const tables: { path: PropertyKey[]; own: WrittenTimes; whole: AdministrationTimes }[] = [
    { path: [], own: written.administrationTimes ?? {}, whole: rules.administrationTimes },
    ...(written.units ?? []).map((unit, i) => ({
      path: ['units', i],
      own: unit.administrationTimes ?? {},
      whole: mergedTimes(rules.administrationTimes, unit.administrationTimes ?? {}),
    })),
  ];
  return tables.flatMap(({ path, own, whole }) => {
    const say: Say = (within, why) => problem([...path, 'administrationTimes', ...within], why);
    return [
      ...doubleCodes(own.rows ?? [], say),
      ...(own.rows ?? []).flatMap((row, i) => rowProblems(row, ['rows', i], say)),
      ...(own.exceptions ?? []).flatMap((exception, i, all) => exceptionProblems(exception, i, all, whole, say)),
    ];
  });
}

/** A code that stands in two rows would get the times of one of them by chance. */
function doubleCodes(rows: readonly TimesRow[], say: Say): Problem[] {
  const seen = new Map<string, number>();
  return rows.flatMap((row, i) =>
    row.codes.flatMap((code, c) => {
      const key = code.toUpperCase().replace(/\s/g, '');
      const first = seen.get(key);
      if (first === undefined) seen.set(key, i);
      return first === undefined
        ? []
        : [say(['rows', i, 'codes', c], `"${code}" stands in row ${first + 1} too: leave it in one row`)];
    }),
  );
}

/** A row must list as many times as its frequency means; one counted from an anchor needs to know how many hours. */
function rowProblems(row: TimesRow, path: PropertyKey[], say: Say): Problem[] {
  const period = periodOf(row);
  const name = row.codes[0];
  if ((row.anchor ?? 'table') !== 'table')
    return period !== null && period.unit !== 'mo' && row.frequency === 1
      ? []
      : [
          say(
            [...path, 'anchor'],
            `${name} cannot be counted from ${row.anchor} without its hours: add frequency 1, period, and periodUnit h`,
          ),
        ];
  if (row.frequency === null || period === null || row.times.length === 0) return [];
  const hours = hoursOf(period);
  const perDay = hours < 24 ? (row.frequency * 24) / hours : row.frequency;
  if (!Number.isInteger(perDay) || (hours > 24 && hours % 24 !== 0))
    return [
      say(
        [...path, 'times'],
        `every ${hours} h falls on other times each day: write anchor: start or anchor: last-given instead of times`,
      ),
    ];
  return row.times.length === perDay || row.periodUnit === 'wk'
    ? []
    : [
        say(
          [...path, 'times'],
          `${name} means ${perDay} ${perDay === 1 ? 'time' : 'times'} a day, here are ${row.times.length}: make them agree`,
        ),
      ];
}

/** An exception must stand for a row, with as many times, and no drug may have two for one code. */
function exceptionProblems(
  { drugs, codes, times }: TimesException,
  index: number,
  all: readonly TimesException[],
  table: AdministrationTimes,
  say: Say,
): Problem[] {
  return codes.flatMap((code, c) => {
    const at = ['exceptions', index, 'codes', c];
    const row = table.rows.find(r => r.codes.some(own => normalCode(own) === normalCode(code)));
    if (!row) return [say(at, `"${code}" is in no row of the table: write a code of one, or add the row`)];
    const clash = all.findIndex(
      (other, i) =>
        i < index &&
        other.codes.some(o => normalCode(o) === normalCode(code)) &&
        other.drugs.some(drug => drugs.some(own => own.toLowerCase() === drug.toLowerCase())),
    );
    if (clash >= 0) return [say(at, `the same drug has other times for "${code}" in exception ${clash + 1}: leave one of them`)];
    if ((row.anchor ?? 'table') !== 'table')
      return [say(at, `"${code}" is counted from ${row.anchor}, not by times of day: an exception changes nothing`)];
    return times.length === 0 || times.length === row.times.length
      ? []
      : [
          say(
            ['exceptions', index, 'times'],
            `"${code}" has ${row.times.length} a day, here are ${times.length}: make them agree`,
          ),
        ];
  });
}

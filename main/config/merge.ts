import type { AdministrationTimes, TimesRow } from '../domain/site.ts';
import type { WrittenTimes } from './site-rules.ts';

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `over` upon `base`: groups are merged, everything else, lists too, is replaced. */
export function merged<B extends object, O extends object>(base: B, over: O): B & O {
  const result = new Map(Object.entries(base) as [string, unknown][]);
  for (const [name, value] of Object.entries(over)) {
    const below = result.get(name);
    if (value !== undefined) result.set(name, isPlain(below) && isPlain(value) ? merged(below, value) : value);
  }
  return Object.fromEntries(result) as B & O;
}

const codeOf = (code: string): string => code.toUpperCase().replace(/\s/g, '');

/**
 * A unit's or site's administration times upon others, code by code: a written row takes its codes away from the rows below and stands
 * where the first of them stood, so that a code has one meaning. A row without times takes the codes away and puts nothing there, unless it
 * is counted from an anchor. Written exceptions come before the others, and the first that fits a drug counts.
 */
export function mergedTimes(base: AdministrationTimes, over: WrittenTimes): AdministrationTimes {
  let rows: TimesRow[] = base.rows;
  for (const row of over.rows ?? []) {
    const own = new Set(row.codes.map(codeOf));
    const shares = (other: TimesRow): boolean => other.codes.some(code => own.has(codeOf(code)));
    const at = rows.findIndex(shares);
    const left = rows.map(other => (shares(other) ? { ...other, codes: other.codes.filter(c => !own.has(codeOf(c))) } : other));
    left.splice(at < 0 ? left.length : at, 0, row);
    rows = left.filter(other => other.codes.length > 0);
  }
  return {
    rows: rows.filter(row => row.times.length > 0 || (row.anchor ?? 'table') !== 'table'),
    exceptions: [...(over.exceptions ?? []), ...base.exceptions],
    when: { ...base.when, ...over.when },
  };
}

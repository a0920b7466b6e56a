import type { Administration } from './administration.ts';
import type { Amount, DoseLimit } from './order.ts';
import { epochMs, type Instant } from './time.ts';

const HOUR_MS = 3_600_000;

/** Units that mean "doses", whatever is in them. */
const DOSES = /^(1|\{?(dose|administration|time)s?\}?)$/i;
const SIZES: Record<string, [kind: 'mass' | 'volume', size: number]> = {
  ng: ['mass', 1e-9],
  ug: ['mass', 1e-6],
  mcg: ['mass', 1e-6],
  µg: ['mass', 1e-6],
  mg: ['mass', 1e-3],
  g: ['mass', 1],
  ul: ['volume', 1e-6],
  ml: ['volume', 1e-3],
  l: ['volume', 1],
};

const plain = (unit: string): string =>
  unit
    .trim()
    .toLowerCase()
    .replace(/[{}[\]]/g, '')
    .replace(/s$/, '');

/** An amount as a number of another unit, for comparing only; null when the units don't compare. */
export function inUnit({ value, unit }: Amount, wanted: string | null): number | null {
  if (unit === null || wanted === null) return null;
  if (plain(unit) === plain(wanted)) return value;
  const from = SIZES[plain(unit)];
  const to = SIZES[plain(wanted)];
  return from && to && from[0] === to[0] ? (value * from[1]) / to[1] : null;
}

/**
 * What a limit says about the next dose: free by what was charted, not before a moment, or that it can't be computed and why; `atLeast` is
 * then the moment by those doses whose amount is known.
 */
export type LimitVerdict =
  { kind: 'free' } | { kind: 'not-before'; at: Instant } | { kind: 'not-known'; why: string; atLeast?: Instant };

/**
 * When the next dose keeps a limit over any so many hours running, never over calendar days, which would allow twice as much around midnight.
 * `given` are the doses really given, youngest first; `readHours` is how far back they are known; `next` is the most that the next may be.
 */
export function nextWithin(
  limit: DoseLimit,
  given: readonly Pick<Administration, 'at' | 'doseAmount'>[],
  next: Amount | null,
  readHours: number,
): LimitVerdict {
  const { hours, amount } = limit;
  if (hours === null) return { kind: 'not-known', why: 'its period could not be read' };
  if (hours > readHours) return { kind: 'not-known', why: `doses are known only for ${Math.floor(readHours)} h` };
  const counts = amount.unit === null || DOSES.test(amount.unit);
  const size = (dose: Amount | null): number | null => (counts ? 1 : dose && inUnit(dose, amount.unit));
  const coming = size(next);
  if (coming === null) return { kind: 'not-known', why: 'the ordered dose is in another unit' };
  // Floats such as 3.9999999 g must not pass for less than 4 g, nor 4.0000001 for more.
  const most = amount.value * (1 + 1e-6);
  if (coming > most) return { kind: 'not-known', why: 'one dose alone is more' };
  const sizes = given.map(dose => size(dose.doseAmount ?? null));
  let sum = coming;
  const full = given.find((_, i) => (sum += sizes[i] ?? 0) > most);
  const at = full ? new Date(epochMs(full.at) + hours * HOUR_MS).toISOString() : null;
  // Of doses so old that they count no more, the amount is not asked.
  const unsized = given.slice(0, full ? given.indexOf(full) : undefined).some((_, i) => sizes[i] === null);
  if (unsized)
    return { kind: 'not-known', why: 'a dose charted in another unit or without an amount', ...(at !== null && { atLeast: at }) };
  return at === null ? { kind: 'free' } : { kind: 'not-before', at };
}

/** How many doses of a size a limit allows in its own period; null when that can't be computed. */
export function dosesWithin({ amount, hours }: DoseLimit, dose: Amount | null): number | null {
  if (hours === null || hours <= 0) return null;
  if (amount.unit === null || DOSES.test(amount.unit)) return Math.floor(amount.value);
  const size = dose && inUnit(dose, amount.unit);
  return size === null || size <= 0 ? null : Math.floor((amount.value / size) * (1 + 1e-6));
}

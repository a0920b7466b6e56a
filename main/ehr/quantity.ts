import type { Quantity, Range, Ratio } from 'fhir/r4';
import { numberText } from './exact-json.ts';
import type { Amount } from '../domain/order.ts';
import { joined, numberOf, words } from './tolerant.ts';

const COMPARATORS: Record<string, string> = { '<': '< ', '<=': '≤ ', '>': '> ', '>=': '≥ ', ad: '' };

/** The number of a quantity as it was sent, with its comparator: "1.50", "≥ 60"; null without a number. */
export function quantityValue(quantity: Quantity | undefined): string | null {
  const value = numberText(quantity?.value);
  return value === null ? null : (COMPARATORS[words(quantity?.comparator) ?? ''] ?? '') + value;
}

/** The unit as sent: its words, else its code. */
export const quantityUnit = (quantity: Quantity | undefined): string | null => words(quantity?.unit) ?? words(quantity?.code);

/** "500 mg", never converted; null without a number. */
export function quantityWords(quantity: Quantity | undefined): string | null {
  const value = quantityValue(quantity);
  return value === null ? null : joined([value, quantityUnit(quantity)], ' ');
}

/** "0–12 units", "4 mg or more", "up to 8 mg". */
export function rangeWords(range: Range | undefined): string | null {
  const low = quantityValue(range?.low);
  const high = quantityValue(range?.high);
  const lowUnit = quantityUnit(range?.low);
  const highUnit = quantityUnit(range?.high);
  if (low !== null && high !== null) {
    if (lowUnit !== null && highUnit !== null && lowUnit !== highUnit) return `${low} ${lowUnit} – ${high} ${highUnit}`;
    return joined([`${low}–${high}`, highUnit ?? lowUnit], ' ');
  }
  if (low !== null) return `${joined([low, lowUnit], ' ')} or more`;
  return high === null ? null : `up to ${joined([high, highUnit], ' ')}`;
}

/** "100 mL/h", "4 g/24 h"; a denominator of one is not written. */
export function ratioWords(ratio: Ratio | undefined): string | null {
  const over = quantityWords(ratio?.numerator);
  if (over === null) return null;
  const per = quantityValue(ratio?.denominator);
  const unit = quantityUnit(ratio?.denominator);
  if (per === null) return unit === null || unit === '1' ? over : `${over}/${unit}`;
  if (Number(per) === 1) return unit === null || unit === '1' ? over : `${over}/${unit}`;
  return `${over}/${joined([per, unit], ' ')}`;
}

/** A quantity as a number, for comparing; null without one, or when a comparator makes it a range of its own. */
export function amountOf(quantity: Quantity | undefined): Amount | null {
  const value = numberOf(quantity?.value);
  const comparator = words(quantity?.comparator);
  const exact = comparator === null || comparator === '<=';
  return value === null || !exact ? null : { value, unit: quantityUnit(quantity) };
}

const CALENDAR_UNITS: [RegExp, string][] = [
  [/^(s|sec|secs|seconds?)$/i, 's'],
  [/^(min|mins|minutes?)$/i, 'min'],
  [/^(h|hr|hrs|hours?)$/i, 'h'],
  [/^(d|days?)$/i, 'd'],
  [/^(wk|wks|weeks?)$/i, 'wk'],
  [/^(mo|months?)$/i, 'mo'],
  [/^(a|yr|yrs|years?)$/i, 'a'],
];

/** The calendar unit of FHIR (s, min, h, d, wk, mo, a) that a duration is in, by its code, else its words; null for another. */
export function calendarUnit(quantity: Quantity | undefined): string | null {
  for (const said of [words(quantity?.code), words(quantity?.unit)]) {
    const unit = CALENDAR_UNITS.find(([pattern]) => said !== null && pattern.test(said))?.[1];
    if (unit !== undefined) return unit;
  }
  return null;
}

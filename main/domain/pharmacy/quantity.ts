/** So much of something: 3 tablets, 20 mL, 1,500 mg. */
export interface Quantity {
  value: number;
  /** In the singular. */
  unit: string;
}

/** A quantity as words say it; of a range the greatest. */
export interface SaidQuantity extends Quantity {
  /** It was a range or "up to": the most that it may be. */
  most: boolean;
}

/** What is counted by the piece, by every spelling of it: singular and plural. */
const PIECES: [RegExp, one: string, many: string][] = [
  [/^tab(let)?(s|\(s\))?$/i, 'tablet', 'tablets'],
  [/^cap(sule)?(s|\(s\))?$/i, 'capsule', 'capsules'],
  [/^patch(es|\(es\))?$/i, 'patch', 'patches'],
  [/^supp(ository|ositories)?$/i, 'suppository', 'suppositories'],
  [/^(vial|ampule|syringe|bag|bottle|packet|sachet|lozenge|film|puff|spray|drop|dose|unit|pad)(s|\(s\))?$/i, '', ''],
];

const NUMBER = String.raw`(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)`;
/** A unit has no number in it and is not per anything: "mg/kg" is no quantity of a dose. */
const SAID = new RegExp(String.raw`^(?:(up to) )?${NUMBER}(?: ?– ?${NUMBER})? (\p{L}[\p{L}() ]*)$`, 'u');

/** "1–2 tablets", "1,000 mg", "up to 8 mg" as a number; null for anything else, since a guess would be filled. */
export function quantityIn(words: string | null): SaidQuantity | null {
  const found = SAID.exec(words?.trim() ?? '');
  if (!found) return null;
  const [, upTo, first, second, unit] = found;
  const value = numberOf((second ?? first)!);
  return value > 0 ? { value, unit: oneOf(unit!), most: upTo !== undefined || second !== undefined } : null;
}

const numberOf = (digits: string): number => Number(digits.replaceAll(',', ''));

function oneOf(unit: string): string {
  const piece = PIECES.find(([spelled]) => spelled.test(unit));
  if (!piece) return unit;
  return piece[1] || unit.toLowerCase().replace(/(s|\(s\))$/, '');
}

/** So many times as much, without the dust of binary fractions. */
export const times = ({ value, unit }: Quantity, count: number): Quantity => ({ value: clean(value * count), unit });

/** Two of the same unit together. */
export const plus = (a: Quantity, b: Quantity): Quantity => ({ value: clean(a.value + b.value), unit: a.unit });

const clean = (value: number): number => Math.round(value * 1e6) / 1e6;

/** "3 tablets", "0.5 tablet", "1,500 mg". */
export function quantityWords({ value, unit }: Quantity): string {
  const piece = PIECES.find(([spelled]) => spelled.test(unit));
  return `${numberWords(value)} ${piece && value > 1 ? piece[2] || `${unit}s` : unit}`;
}

/** "1,500", "0.5": as ISMP wants numbers, with a comma from 1,000, a zero before the point and none after it. */
export const numberWords = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 3 });

import type { TextKind } from '../../main/domain/safe-words.ts';

/**
 * What of the Joint Commission's "Do Not Use" list and of ISMP's error-prone designations still stands in a printed text. Written apart from
 * the rules that make words safe, on purpose: it looks for what must not be there and knows nothing of how it is replaced. What is marked
 * "[ambiguous: verify]" has been said to be unsafe.
 */
export function unsafeWords(text: string, kind: TextKind = 'order'): string[] {
  const said = text.replace(/\S+ \[ambiguous: verify\]/g, '');
  return UNSAFE.filter(({ find, results }) => (kind !== 'result' || results) && find.test(said)).map(({ what }) => what);
}

const UNSAFE: { what: string; find: RegExp; results: boolean }[] = [
  { what: 'U for units', find: /\d ?U\b(?!-\d|\/A)|\bU\/(m?L|h|kg)\b|\d ?u\b/, results: true },
  { what: 'IU for international units', find: /\bIU\b/, results: true },
  { what: 'QD for daily', find: /\bq\.? ?d\b(?!\w)/i, results: true },
  { what: 'QOD for every other day', find: /\bq\.? ?o\.? ?d\b/i, results: true },
  { what: 'MS, MSO4 or MgSO4', find: /\b(MS|MSO4|MgSO4|mso4|mgso4)\b(?! ?-?Contin)/, results: true },
  { what: 'no zero before the point', find: /(^|[\s(/-])\.\d/, results: true },
  { what: 'micro sign', find: /[µμ]|\d ?ug\b/, results: true },
  { what: 'cc for mL', find: /\d ?cc\b/i, results: true },
  { what: 'zero after the point', find: /\d\.\d*0 ?(mg|mcg|g|mL|units?|mEq|mmol|tablets?)\b(?!\/d?L)/, results: false },
  { what: 'thousands without comma', find: /(^|[\s(-])[1-9]\d{3,} ?(mg|mcg|g|mL|units?|mEq|mmol)\b/, results: false },
  { what: 'number and unit run together', find: /(^|[\s(/-])\d+(mg|mcg|g|mL|units?|mEq|mmol)\b/i, results: true },
  { what: '@ for at', find: /\s@\s|\d@\d/, results: true },
  { what: '< or > for less or greater', find: /[^-=]\s*[<>]=?\s?\d/, results: false },
];

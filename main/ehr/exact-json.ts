/**
 * Numbers that JavaScript would print differently from how they were sent: trailing zeros ("1.50"), exponents, and more digits than
 * it keeps. Also matches inside strings, which only costs time.
 */
const ALTERED = /[:[,]\s*-?(?:\d+\.\d*0[\s,\]}]|\d[\d.]*[eE][-+\d]|[\d.]{19,}[\s,\]}])/;

/** JSON.parse that keeps such numbers as their own text, so that a dose is printed as it was sent; throws on what is not JSON. */
export function parseExactly(text: string): unknown {
  if (!ALTERED.test(text)) return JSON.parse(text);
  // The third argument (the number's source text) is in Node ≥ 22, not yet in TypeScript's library.
  const asSent = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === 'number' && context?.source !== undefined && String(value) !== context.source ? context.source : value;
  return JSON.parse(text, asSent as (key: string, value: unknown) => unknown);
}

/** A number as it was sent, written out without an exponent and otherwise unchanged; null when it isn't one. */
export function numberText(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  const match = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = '', exponent] = match;
  if (exponent === undefined) return text;
  const shift = Number(exponent);
  if (Math.abs(shift) > 40) return null;
  const digits = whole + fraction;
  const point = whole.length + shift;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  const left = digits
    .slice(0, point)
    .padEnd(point, '0')
    .replace(/^0+(?=\d)/, '');
  const right = digits.slice(point);
  return sign + left + (right ? `.${right}` : '');
}

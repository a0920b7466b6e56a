import { numberText } from './exact-json.ts';

/** The elements of a field that should be a list; a single value counts as a list of one, nothing as none. */
export function list<T>(value: readonly T[] | T | null | undefined): T[] {
  const all = Array.isArray(value) ? (value as readonly T[]) : [value as T];
  return all.filter(element => element !== null && element !== undefined);
}

/** A field as words: trimmed text or a number; null for nothing, empty or a structure. */
export function words(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  return numberText(value);
}

/** A field as a number, also when it was sent as text; null when it isn't one. */
export function numberOf(value: unknown): number | null {
  const text = numberText(value);
  return text === null ? null : Number(text);
}

/** The words that there are, joined; null when there are none. */
export function joined(parts: readonly (string | null | undefined)[], separator: string): string | null {
  const there = parts.filter(part => part !== null && part !== undefined && part !== '');
  return there.length > 0 ? [...new Set(there)].join(separator) : null;
}

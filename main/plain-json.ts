/**
 * The first thing in an answer that Electron's structured clone and HTTP's JSON would carry differently, as "Date at rows.*.at"; null when
 * there is none. Keys that could name a patient are written `*`. An undefined property is the same as an absent one on both, so it may stay.
 */
export function notPlainJson(value: unknown, path: readonly string[] = []): string | null {
  const odd = (what: string) => `${what} at ${path.join('.') || 'the top'}`;
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return null;
    case 'number':
      return Number.isFinite(value) ? null : odd(String(value));
    case 'object':
      break;
    default:
      return odd(typeof value);
  }
  if (value === null) return null;
  if (path.length > 40) return odd('a cycle or too deep a nesting');
  if (Array.isArray(value)) return first(value, item => notPlainJson(item, [...path, '*']));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return odd(value.constructor.name);
  return first(Object.entries(value), ([key, item]) =>
    item === undefined ? null : notPlainJson(item, [...path, /^[a-z][a-zA-Z]{0,30}$/.test(key) ? key : '*']),
  );
}

function first<T>(items: readonly T[], problem: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = problem(item);
    if (found !== null) return found;
  }
  return null;
}

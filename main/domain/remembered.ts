/**
 * A pure function that keeps its results, so many at the most: after that it forgets them all and begins anew. Results are shared, so nobody
 * may change them.
 */
export function remembered<A extends unknown[], T>(
  most: number,
  keyOf: (...args: A) => string,
  compute: (...args: A) => T,
): (...args: A) => T {
  const known = new Map<string, T>();
  return (...args) => {
    const key = keyOf(...args);
    const found = known.get(key);
    if (found !== undefined) return found;
    const result = compute(...args);
    if (known.size >= most) known.clear();
    known.set(key, result);
    return result;
  };
}

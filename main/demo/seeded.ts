/** Repeatable chance: the same seed and key always give the same sequence. */
export interface Seeded {
  /** 0 ≤ x < 1 */
  next(): number;
  /** Whole number from `low` to `high`, both possible. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}

/** A small generator (mulberry32 over an FNV-1a hash of seed and key); for demonstrations only, never for secrets. */
export function seeded(seed: number | string, key: string): Seeded {
  let state = 0x811c9dc5;
  for (const char of `${seed}:${key}`) state = Math.imul(state ^ char.codePointAt(0)!, 0x01000193);
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  return {
    next,
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: probability => next() < probability,
    pick: items => items[Math.floor(next() * items.length)]!,
  };
}

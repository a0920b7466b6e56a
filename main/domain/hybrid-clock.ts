/**
 * When an event happened, as far as the kiosks of a ward can agree on it without asking each other. Whatever a kiosk knew of when it recorded
 * an event has a smaller time, however its wall clock was set. Method: S. Kulkarni et al., "Logical Physical Clocks" (OPODIS 2014).
 */
export interface HybridTime {
  /** The furthest wall clock that the kiosk knew of, in milliseconds since 1970 UTC. */
  ms: number;
  counter: number;
}

/** Before everything. */
export const BEGINNING: HybridTime = { ms: 0, counter: 0 };

/** The last moment of the year 9999: a clock beyond it is broken, not ahead. */
export const LAST_MS = 253_402_300_799_999;

/**
 * The time of a new event, after the latest one known, by a wall clock that may have jumped. A time far ahead of this wall is followed all
 * the same: an act that answers to an event must come after it, or a patient moved by a kiosk with a wrong clock could never be moved again.
 * The counter is never below the wall, so that until the walls have caught up kiosks that don't hear of each other still come in real order.
 */
export function tick(latest: HybridTime, wallMs: number): HybridTime {
  const wall = Number.isFinite(wallMs) ? Math.min(Math.max(0, Math.floor(wallMs)), LAST_MS) : 0;
  return wall > latest.ms ? { ms: wall, counter: 0 } : { ms: latest.ms, counter: Math.max(latest.counter + 1, wall) };
}

/** Negative when `a` is earlier. */
export const compareTimes = (a: HybridTime, b: HybridTime): number => a.ms - b.ms || a.counter - b.counter;

/** Clocks of a ward may differ so much before it is said, in milliseconds. */
export const TOLERATED_MS = 10 * 60_000;

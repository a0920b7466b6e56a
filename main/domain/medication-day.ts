import type { Window } from './due-times.ts';
import { epochMs, plusMinutes, zoned, type Instant, type Zone } from './time.ts';

const HOUR_MS = 3_600_000;

/** A MAR starts with the clock hour that is running, so that a dose of the past is never printed as due. */
export function marWindow(from: Instant, hours: number, zone: Zone): Window {
  const start = zoned(from, zone).round({ smallestUnit: 'hour', roundingMode: 'floor' });
  return {
    from: new Date(start.epochMilliseconds).toISOString(),
    to: new Date(start.epochMilliseconds + hours * HOUR_MS).toISOString(),
  };
}

/** The screen also shows what was due and given in the running shift: 24 hours, 8 of them back from the running one. */
export const screenWindow = (now: Instant, zone: Zone): Window => marWindow(plusMinutes(now, -8 * 60), 24, zone);

/** The starts of the hours of a window; across a clock change each real hour comes once. */
export function hoursOf(window: Window): Instant[] {
  const count = Math.ceil((epochMs(window.to) - epochMs(window.from)) / HOUR_MS);
  return Array.from({ length: count }, (_, i) => plusMinutes(window.from, i * 60));
}

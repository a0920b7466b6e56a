import { minutesBetween, type Instant } from './time.ts';

/** How far an outage has come: what a ward does in the first hour is not what it does in the second week. */
export type Phase = 'first-hour' | 'first-4-hours' | 'first-day' | 'days' | 'weeks';

const HOUR = 60;
const DAY = 24 * HOUR;

/** The phase of an outage declared then; by a clock that was set back before it, still the first hour. */
export function phaseOf(since: Instant, now: Instant): Phase {
  const minutes = minutesBetween(since, now);
  if (minutes < HOUR) return 'first-hour';
  if (minutes < 4 * HOUR) return 'first-4-hours';
  if (minutes < DAY) return 'first-day';
  return minutes < 7 * DAY ? 'days' : 'weeks';
}

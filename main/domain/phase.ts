import { minutesBetween, type Instant } from './time.ts';

/** How far an outage has come: what a ward does in the first hour is not what it does in the second week. */
export type Phase = 'first-hour' | 'first-4-hours' | 'first-day' | 'days' | 'weeks';

const HOUR = 60;
const DAY = 24 * HOUR;

/** So many minutes after its declaration an outage comes into a phase. */
export const PHASE_FROM: Record<Phase, number> = {
  'first-hour': 0,
  'first-4-hours': HOUR,
  'first-day': 4 * HOUR,
  days: DAY,
  weeks: 7 * DAY,
};

/** The phase of an outage declared then; by a clock that was set back before it, still the first hour. */
export function phaseOf(since: Instant, now: Instant): Phase {
  const minutes = minutesBetween(since, now);
  if (minutes < PHASE_FROM['first-4-hours']) return 'first-hour';
  if (minutes < PHASE_FROM['first-day']) return 'first-4-hours';
  if (minutes < PHASE_FROM.days) return 'first-day';
  return minutes < PHASE_FROM.weeks ? 'days' : 'weeks';
}

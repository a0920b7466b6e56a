import { epochMs, plusMinutes, type Instant } from '../time.ts';

/** A clock on the wall, or a watch, may be so far ahead of this kiosk's. */
const AHEAD_MINUTES = 5;
/** Nothing that is typed in during a downtime happened longer ago; guidance says be ready for four weeks. */
export const BACK_DAYS = 62;

/** Why something cannot have happened at a time that was typed in: not yet, or longer ago than any downtime; null when it can. */
export function impossibleTime(at: Instant, now: Instant): 'future' | 'long-ago' | null {
  if (epochMs(at) > epochMs(plusMinutes(now, AHEAD_MINUTES))) return 'future';
  return epochMs(at) < epochMs(plusMinutes(now, -BACK_DAYS * 24 * 60)) ? 'long-ago' : null;
}

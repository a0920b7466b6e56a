import type { Status } from '../../main/contract.ts';
import { marWindow, nextShift, shiftAt } from '../../main/domain/medication-day.ts';
import { epochMs, plusMinutes, type Instant } from '../../main/domain/time.ts';

/** Some hours of which doses are typed in. */
export interface ShiftBack {
  name: string;
  from: Instant;
  /** Null for the one that runs. */
  to: Instant | null;
}

const HOURS_BACK = 48;

/** The running shift and those of two days before it, newest first. */
export function shiftsBack(now: Instant, site: Pick<Status, 'shifts' | 'startOfDay' | 'zone'>): ShiftBack[] {
  const found: ShiftBack[] = [];
  let at = plusMinutes(now, -HOURS_BACK * 60);
  for (;;) {
    const { from, to } = nextShift(at, site);
    if (epochMs(from) > epochMs(now)) break;
    const running = epochMs(to) > epochMs(now);
    found.unshift({ name: shiftAt(from, site).name, from, to: running ? null : to });
    at = from;
  }
  return found;
}

/** The window of a shift: the running one goes on an hour, for doses given before their time. */
export const windowOfShift = ({ from, to }: ShiftBack, now: Instant, zone: string): { from: Instant; to: Instant } => ({
  from,
  to: to ?? marWindow(plusMinutes(now, 60), 1, zone).to,
});

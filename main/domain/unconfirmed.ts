import { epochMs, type Instant } from './time.ts';
import type { DueTime } from './schedule.ts';
import type { OrderView } from './view.ts';

/** A dose may be charted so long before its time and still be that dose (the usual hour either way of a timed dose). */
const EARLY_MS = 60 * 60_000;

/**
 * Due times up to now that no charted record explains. A record belongs to the last due time it is not more than an hour, or half the
 * way from the time before, too early for. When in doubt a time is listed, since only a person can say whether that dose was given.
 */
export function unconfirmedDoses(
  { due, dueBeforeWindow, charted }: Pick<OrderView, 'due' | 'dueBeforeWindow' | 'charted'>,
  now: Instant,
): DueTime[] {
  const times = [...dueBeforeWindow, ...due];
  const records = charted.filter(dose => dose.outcome !== 'unknown').map(dose => epochMs(dose.at));
  const opens = times.map(({ at }, index) => {
    const before = times[index - 1];
    return epochMs(at) - Math.min(EARLY_MS, before ? (epochMs(at) - epochMs(before.at)) / 2 : EARLY_MS);
  });
  return times.filter(
    ({ at }, index) =>
      epochMs(at) <= epochMs(now) && !records.some(record => record >= opens[index]! && record < (opens[index + 1] ?? Infinity)),
  );
}

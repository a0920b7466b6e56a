import { epochMs, type Instant } from './time.ts';
import type { DueTime } from './schedule.ts';
import type { OrderView } from './view.ts';

/** A dose may be charted so long before its time and still be that dose (the usual hour either way of a timed dose). */
const EARLY_MS = 60 * 60_000;

/**
 * Due times up to now that no charted record explains: a record counts for the last due time it is not more than an hour early for.
 * When in doubt a time is listed, since only a person can say whether that dose was given.
 */
export function unconfirmedDoses({ due, charted }: Pick<OrderView, 'due' | 'charted'>, now: Instant): DueTime[] {
  const records = charted.filter(dose => dose.outcome !== 'unknown').map(dose => epochMs(dose.at));
  return due.filter((time, index) => {
    const from = epochMs(time.at) - EARLY_MS;
    const next = due[index + 1];
    const until = next ? epochMs(next.at) - EARLY_MS : Infinity;
    return epochMs(time.at) <= epochMs(now) && !records.some(at => at >= from && at < until);
  });
}

import { wasGiven } from './last-given.ts';
import type { DueTime } from './schedule.ts';
import { epochMs, type Instant } from './time.ts';
import type { GivenDose, OrderView } from './view.ts';

/** A dose may be charted so long before its time and still be that dose (the usual hour either way of a timed dose). */
const EARLY_MS = 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

type Doses = Pick<OrderView, 'due' | 'dueBeforeWindow' | 'charted'>;

/**
 * All charted records of each due time. A record belongs to the last due time it is not more than an hour, or half
 * the way from the time before, too early for.
 */
export function recordsOfTimes({ due, dueBeforeWindow, charted }: Doses): { due: DueTime; own: GivenDose[] }[] {
  const times = [...dueBeforeWindow, ...due];
  const records = charted.filter(dose => dose.outcome !== 'unknown');
  const opens = times.map(({ at }, index) => {
    const before = times[index - 1];
    return epochMs(at) - Math.min(EARLY_MS, before ? (epochMs(at) - epochMs(before.at)) / 2 : EARLY_MS);
  });
  const belongs = (at: Instant, index: number): boolean =>
    epochMs(at) >= opens[index]! && epochMs(at) < (opens[index + 1] ?? Infinity);
  return times.map((time, index) => ({ due: time, own: records.filter(record => belongs(record.at, index)) }));
}

/**
 * The charted record that explains each due time, if one does; of several, one that was given. When in doubt a time stays unexplained, since
 * only a person can say whether that dose was given.
 */
export const explainedDoses = (doses: Doses): { due: DueTime; charted: GivenDose | null }[] =>
  recordsOfTimes(doses).map(({ due, own }) => ({ due, charted: own.findLast(wasGiven) ?? own.at(-1) ?? null }));

/**
 * Doses given too early to count for a time that is still to come, but nearer to it than to the time before: only a person can say whether
 * they were that dose, and the box beside it is empty.
 */
export function earlyDoses(doses: Doses, now: Instant): { due: DueTime; charted: GivenDose }[] {
  const times = explainedDoses(doses);
  return times.flatMap(({ due, charted }, index) => {
    if (charted !== null || epochMs(due.at) <= epochMs(now)) return [];
    const at = epochMs(due.at);
    const before = times[index - 1];
    const from = at - (before ? at - epochMs(before.due.at) : DAY_MS) / 2;
    const dose = doses.charted.findLast(d => wasGiven(d) && epochMs(d.at) > from && epochMs(d.at) < at);
    return dose ? [{ due, charted: dose }] : [];
  });
}

/** Due times up to now that no charted record explains: nobody here knows whether they were given. */
export const unconfirmedDoses = (doses: Doses, now: Instant): DueTime[] =>
  explainedDoses(doses)
    .filter(({ due, charted }) => charted === null && epochMs(due.at) <= epochMs(now))
    .map(({ due }) => due);

import type { Gone } from '../chart.ts';
import { paperDate, type Instant, type Zone } from '../time.ts';
import type { Stay } from './stay.ts';

/** A unit in numbers. */
export interface WardCounts {
  /** On the unit, in their beds. */
  here: number;
  onLeave: number;
  /** Left, or died, on this calendar day. */
  leftToday: number;
  /** Patients about whose place two statements contradict each other. */
  inConflict: number;
}

/** Counts the patients of a unit. */
export function wardCounts(all: readonly { stay: Stay; gone: Gone | null }[], now: Instant, zone: Zone): WardCounts {
  const today = paperDate(now, zone);
  const how = (is: (of: { stay: Stay; gone: Gone | null }) => boolean): number => all.filter(is).length;
  return {
    here: how(({ stay }) => stay.presence.kind === 'here'),
    onLeave: how(({ stay }) => stay.presence.kind === 'on-leave'),
    leftToday: how(({ gone }) => gone !== null && paperDate(gone.since, zone) === today),
    inConflict: how(({ stay }) => stay.conflicts.length > 0),
  };
}

/** "34 patients on the unit, 1 on leave, 2 left today". */
export function countWords({ here, onLeave, leftToday, inConflict }: WardCounts): string {
  return [
    `${here} ${here === 1 ? 'patient' : 'patients'} on the unit`,
    ...(onLeave > 0 ? [`${onLeave} on leave`] : []),
    ...(leftToday > 0 ? [`${leftToday} left today`] : []),
    ...(inConflict > 0 ? [`${inConflict} IN CONFLICT`] : []),
  ].join(', ');
}

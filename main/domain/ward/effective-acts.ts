import type { KioskEvent } from '../event.ts';
import type { Instant } from '../time.ts';
import { isWardAct, type WardAct } from './ward-act.ts';

/** Who recorded something, and when. */
export interface Recorded {
  /** The event's id. */
  id: string;
  at: Instant;
  by: string;
}

/** An act as it counts now, after all corrections of it. */
export interface EffectiveAct<A = WardAct | null> {
  /** The event that recorded it first: what other acts and corrections name. */
  recorded: Recorded;
  /** As it reads now; null when it is said never to have happened. */
  act: A;
  /** As it was recorded first. */
  first: WardAct;
  /** Oldest first. */
  corrections: Correction[];
  /** Corrections that do not know of each other; the last of them counts. None when there is at most one. */
  rivals: Correction[];
}

export interface Correction extends Recorded {
  reason: string;
  becomes: WardAct | null;
}

/**
 * The ward's acts as they count, in the order of the events. A correction takes the place of what was recorded; of two that do not know of
 * each other the later counts and both are kept as rivals. A correction of something that is no act of the ward changes nothing.
 */
export function effectiveActs(events: readonly KioskEvent[]): EffectiveAct[] {
  const acts = new Map<string, EffectiveAct & { heads: Map<string, Correction> }>();
  for (const { id, at, by, act } of events) {
    if (isWardAct(act)) {
      acts.set(id, { recorded: { id, at, by }, act, first: act, corrections: [], rivals: [], heads: new Map() });
      continue;
    }
    const corrected = act.kind === 'act-corrected' ? acts.get(act.event) : undefined;
    if (act.kind !== 'act-corrected' || !corrected) continue;
    const correction: Correction = { id, at, by, reason: act.reason, becomes: act.becomes };
    corrected.corrections.push(correction);
    for (const seen of act.after) corrected.heads.delete(seen);
    corrected.heads.set(id, correction);
    corrected.act = act.becomes;
  }
  return [...acts.values()].map(({ heads, ...effective }) => ({
    ...effective,
    rivals: heads.size > 1 ? [...heads.values()] : [],
  }));
}

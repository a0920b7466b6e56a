import type { Act, KioskEvent } from './event.ts';
import { err, ok, type Result } from './result.ts';
import type { Instant } from './time.ts';

/** Where the ward is: the banner's first word. */
export type Outage =
  | { state: 'normal' }
  | { state: 'suspected'; since: Instant; reason: string }
  | { state: 'declared'; since: Instant; reason: string; by: string; drill: boolean; noticedAt: Instant | null }
  | { state: 'recovery'; since: Instant; declaredAt: Instant; by: string; drill: boolean };

export type OutageAct = 'outage-suspected' | 'suspicion-cleared' | 'outage-declared' | 'recovery-started' | 'outage-closed';

/** Which acts may follow a state; closing an outage leads back to normal. */
const NEXT: Record<Outage['state'], OutageAct[]> = {
  normal: ['outage-suspected', 'outage-declared'],
  suspected: ['suspicion-cleared', 'outage-declared'],
  declared: ['recovery-started', 'outage-closed'],
  recovery: ['outage-declared', 'outage-closed'],
};

const isOutageAct = (act: Act): act is Extract<Act, { kind: OutageAct }> =>
  Object.values(NEXT).some(acts => acts.some(kind => kind === act.kind));

/** Folds the ward's events into its outage state; an act that doesn't fit its state is skipped, as it never took effect. */
export function outageOf(events: readonly KioskEvent[]): Outage {
  let outage: Outage = { state: 'normal' };
  for (const event of events) {
    const { act, at, by } = event;
    if (!isOutageAct(act) || !NEXT[outage.state].includes(act.kind)) continue;
    switch (act.kind) {
      case 'outage-suspected':
        outage = { state: 'suspected', since: at, reason: act.reason };
        break;
      case 'outage-declared':
        outage = { state: 'declared', since: at, reason: act.reason, by, drill: act.drill, noticedAt: act.noticedAt };
        break;
      case 'recovery-started':
        if (outage.state === 'declared')
          outage = { state: 'recovery', since: at, declaredAt: outage.since, by, drill: outage.drill };
        break;
      case 'suspicion-cleared':
      case 'outage-closed':
        outage = { state: 'normal' };
        break;
    }
  }
  return outage;
}

/** Whether an act may follow now; the refusal says in words why not. */
export function mayFollow(outage: Outage, act: OutageAct): Result<null, { kind: 'out-of-order'; why: string }> {
  if (NEXT[outage.state].includes(act)) return ok(null);
  return err({
    kind: 'out-of-order',
    why: `the ward is in state "${outage.state}", which ${act.replaceAll('-', ' ')} cannot follow`,
  });
}

/** Are we reading from the copy because the EHR is gone, or practising it? */
export const isDowntime = (outage: Outage): boolean => outage.state === 'declared' || outage.state === 'recovery';

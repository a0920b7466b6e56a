import type { Input, Name, Output } from '../contract.ts';
import type { AuditActor, AuditKind, AuditRecord } from '../domain/audit.ts';
import { epochMs } from '../domain/time.ts';
import type { Clock } from '../ports.ts';
import type { Audit } from '../store/audit.ts';
import { auditOf, type KnownPaper } from './audit-of-calls.ts';

/** Says what goes through the door to the audit. */
export interface CallAudit {
  answered<N extends Name>(name: N, input: Input<N>, answer: Output<N>, actor: AuditActor): void;
  /** `name` is what was asked for, which may be no method at all. */
  refused(name: string, why: string, actor: AuditActor): void;
}

/** Screens read again by themselves: for so many minutes what somebody looked at is said once. */
const LOOK_MINUTES = 5;
const LOOKS: ReadonlySet<AuditKind> = new Set<AuditKind>(['ward-shown', 'patient-opened', 'audit-read']);

/** So many refused calls of windows at which nobody is signed in are told one by one in an hour: who can only knock can't fill the disk. */
const STRANGERS_TOLD = 60;
const HOUR = 3_600_000;
const NOBODY: AuditActor = { who: null, session: null, breakGlass: null };

/** Repeated looks of one session at the same are one entry; what changes something or leaves the kiosk is always said. */
export function callAudit({ audit, clock, known }: { audit: Pick<Audit, 'record'>; clock: Clock; known: KnownPaper }): CallAudit {
  const looks = new Map<string, number>();
  const isRepeated = (told: AuditRecord): boolean => {
    if (!LOOKS.has(told.what)) return false;
    const now = epochMs(clock.now());
    const within = (at: number): boolean => Math.abs(now - at) < LOOK_MINUTES * 60_000;
    for (const [look, at] of looks) if (!within(at)) looks.delete(look);
    const look = JSON.stringify([told.session, told.who, told.what, told.patients?.toSorted(), told.details]);
    if (looks.has(look)) return true;
    looks.set(look, now);
    return false;
  };
  let strangers = { since: -Infinity, count: 0 };
  /** Those that were only counted, when their hour is over. */
  const tellCounted = (now: number): void => {
    if (Math.abs(now - strangers.since) < HOUR) return;
    const more = strangers.count - STRANGERS_TOLD;
    if (more > 0) {
      const details = `${more} more in the hour from ${new Date(strangers.since).toISOString()}, with nobody signed in`;
      audit.record({ what: 'refused', details, ...NOBODY });
    }
    strangers = { since: now, count: 0 };
  };
  return {
    answered(name, input, answer, actor) {
      if (strangers.count > 0) tellCounted(epochMs(clock.now()));
      const said = auditOf(name, input, answer, known);
      if (said === null) return;
      const told: AuditRecord = { ...said, ...actor };
      if (!isRepeated(told)) audit.record(told);
    },
    refused(name, why, actor) {
      if (actor.session === null) {
        tellCounted(epochMs(clock.now()));
        if (++strangers.count === STRANGERS_TOLD + 1)
          audit.record({ what: 'refused', details: 'More with nobody signed in are only counted, for an hour', ...NOBODY });
        if (strangers.count > STRANGERS_TOLD) return;
      }
      audit.record({ what: 'refused', method: name.slice(0, 60), details: why.slice(0, 500), ...actor });
    },
  };
}

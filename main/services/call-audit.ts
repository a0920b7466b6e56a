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
  return {
    answered(name, input, answer, actor) {
      const said = auditOf(name, input, answer, known);
      if (said === null) return;
      const told: AuditRecord = { ...said, ...actor };
      if (!isRepeated(told)) audit.record(told);
    },
    refused: (name, why, actor) =>
      audit.record({ what: 'refused', method: name.slice(0, 60), details: why.slice(0, 500), ...actor }),
  };
}

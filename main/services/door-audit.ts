import type { Caller } from '../contract.ts';
import type { AuditActor } from '../domain/audit.ts';
import type { Audit } from '../store/audit.ts';
import type { Session, SessionEnd } from './sessions.ts';

/** Who it was, as the audit keeps it: also whoever opened the envelope, or stood where nobody signs in. */
export const actorOf = (caller: Caller | null, session: string | null): AuditActor => ({
  who: caller && {
    user: caller.user ?? (caller.breakGlass === null ? 'nobody signed in' : 'sealed envelope'),
    name: caller.name,
    role: caller.role,
  },
  session,
  breakGlass: caller?.breakGlass ?? null,
});

/** Says to the audit who came and went. */
export interface DoorAudit {
  entered(session: Session): void;
  left(session: Session, why: SessionEnd): void;
  /** `as`: what was typed as user name, or that it was the envelope. */
  refused(as: string, why: string): void;
}

/** The door's side of the audit. */
export const doorAudit = (audit: Pick<Audit, 'record'>): DoorAudit => ({
  entered({ id, caller }) {
    audit.record({
      what: caller.breakGlass === null ? 'signed-in' : 'glass-broken',
      details: caller.breakGlass ?? '',
      ...actorOf(caller, id),
    });
  },
  left({ id, caller }, why) {
    const asked = why === 'signed out' || why === 'another signed in';
    audit.record({ what: asked ? 'signed-out' : 'locked', details: why, ...actorOf(caller, id) });
  },
  refused: (as, why) => audit.record({ what: 'sign-in-failed', details: `as ${as.slice(0, 60)}: ${why}` }),
});

import type { Procedures } from '../contract.ts';
import { isNamed } from '../domain/outage.ts';
import { stepsShown, tickedOutage, ticksOf, type Phone, type ProcedureStep } from '../domain/procedure.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Role } from '../domain/role.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../store/ledger.ts';

export interface ProceduresOptions {
  steps: readonly ProcedureStep[];
  /** The site has steps of its own that can't be used. */
  notOwn: boolean;
  phones: Phone[];
  ledger: Ledger;
  clock: Clock;
  unit: string;
  changed(): void;
}

export type TickFault = { kind: 'no-such-outage' | 'no-such-step' | 'not-recorded'; why: string };

/** The ward's downtime steps and their ticks. */
export interface ProcedureService {
  shown(role: Role): Procedures;
  tick(said: { outage: string; step: string; done: boolean }, by: string): Result<null, TickFault>;
}

/** Shows a role's steps and records their ticks as events. A step that already stands as said stays with who said so first. */
export function procedureService({ steps, notOwn, phones, ledger, clock, unit, changed }: ProceduresOptions): ProcedureService {
  return {
    shown(role) {
      const events = ledger.events(unit);
      const outage = tickedOutage(events, clock.now());
      return { outage, steps: stepsShown(steps, role, events, outage), notOwn, phones };
    },
    tick({ outage, step, done }, by) {
      const events = ledger.events(unit);
      const now = clock.now();
      const open = tickedOutage(events, now);
      if (open === null || !isNamed(open, outage))
        return err({
          kind: 'no-such-outage',
          why: 'The outage that this list belongs to is over, or another one was declared: look at the list again.',
        });
      if (!steps.some(({ id }) => id === step))
        return err({ kind: 'no-such-step', why: 'This step is not among the procedures of this kiosk: look at the list again.' });
      if ((ticksOf(events, open).get(step)?.done ?? false) === done) return ok(null);
      const appended = ledger.append({ at: now, by, unit, act: { kind: 'step-ticked', outage, step, done } });
      if (!appended.ok) return err({ kind: 'not-recorded', why: appended.error.why });
      changed();
      return ok(null);
    },
  };
}

import { mayAct, outageOf, outagesOf, type Outage, type OutageAct, type OutageRecord } from '../domain/outage.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../store/ledger.ts';

export type OutageFault = { kind: 'out-of-order' | 'not-recorded'; why: string };

/** The ward's outage state, kept as events in the ledger. */
export interface OutageService {
  current(): Outage;
  /** Every outage and drill of this ward, oldest first. */
  history(): readonly OutageRecord[];
  record(act: OutageAct, by: string): Result<Outage, OutageFault>;
}

/** Declares, recovers and closes outages; an act that doesn't fit the state is refused in words, one that can't be written is not claimed. */
export function outageService(ledger: Ledger, clock: Clock, unit: string): OutageService {
  const current = (): Outage => outageOf(ledger.events(unit));
  return {
    current,
    history: () => outagesOf(ledger.events(unit)),
    record(act, by) {
      const allowed = mayAct(ledger.events(unit), act);
      if (!allowed.ok) return allowed;
      const appended = ledger.append({ at: clock.now(), by, unit, act });
      return appended.ok
        ? ok(current())
        : err({ kind: 'not-recorded', why: `This could not be recorded: ${appended.error.why}` });
    },
  };
}

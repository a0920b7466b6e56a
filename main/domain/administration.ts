import type { Amount } from './order.ts';
import type { Instant } from './time.ts';

/** What happened to a dose. `not-given` covers every way a "completed" record says it wasn't (fhir.md section 2). */
export type Outcome = 'given' | 'not-given' | 'refused' | 'held' | 'in-progress' | 'unknown';

/** One charted administration. */
export interface Administration {
  id: string;
  /** The order's id; null when the EHR didn't link it, then it is matched to nothing and listed as such. */
  orderId: string | null;
  drug: string;
  at: Instant;
  until: Instant | null;
  outcome: Outcome;
  /** Why not given, in the EHR's words. */
  reason: string | null;
  dose: string | null;
  /** The same as a number; absent when it was none, and in copies made before it was kept. */
  doseAmount?: Amount | null;
  rate: string | null;
  route: string | null;
  method: string | null;
  by: string | null;
}

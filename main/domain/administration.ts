import type { Amount } from './order.ts';
import type { Instant } from './time.ts';

/** What happened to a dose. `not-given` covers every way a "completed" record says it wasn't (fhir.md section 2). */
export type Outcome = 'given' | 'not-given' | 'refused' | 'held' | 'in-progress' | 'unknown';

/** Where a dose comes from that somebody typed in from paper. */
export interface OnPaper {
  /** The event that recorded it: what a correction names. */
  event: string;
  typedAt: Instant;
  typedBy: string;
  /** The correction that counts; null while it stands as it was typed in first. */
  corrected: { at: Instant; by: string; reason: string } | null;
}

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
  /** Given on the ward in a downtime and typed in from paper; absent for what the EHR sent. */
  onPaper?: OnPaper;
}

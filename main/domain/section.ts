import type { Instant } from './time.ts';

/**
 * What the EHR did when asked for one part of a chart. An empty list says something only together with this:
 * `ok` and empty is "none received", the others are never "none" (fhir.md section 3, quirks 10 to 12). Of a patient who was registered on
 * this ward in a downtime the EHR was never asked: `registered-here`.
 */
export type SectionStatus = 'ok' | 'partial' | 'unauthorised' | 'failed' | 'not-supported' | 'registered-here';

/** One part of a chart with its own age, so that an older part kept after a failure cannot look fresh. */
export interface Section<T> {
  status: SectionStatus;
  /** When the items shown were received; null when none ever were. */
  asOf: Instant | null;
  /** Why the status isn't `ok`, or what to know although it is, in words for the ward. */
  reason: string | null;
  items: T[];
  /** How often in a row the EHR has sent nothing where there was something before; the older items are kept meanwhile. */
  emptied: number;
}

/** A section the EHR answered in full. */
export const received = <T>(asOf: Instant, items: T[]): Section<T> => ({ status: 'ok', asOf, reason: null, items, emptied: 0 });

/** A section that could not be had, with the reason in words. */
export const missing = <T>(status: Exclude<SectionStatus, 'ok'>, reason: string): Section<T> => ({
  status,
  asOf: null,
  reason,
  items: [],
  emptied: 0,
});

import type { AdtPlace, AdtSubject } from './adt.ts';
import type { FhirDate, Instant } from './time.ts';

/** A patient as the ADT feed describes one. */
export interface AdtPatient {
  /** MRN and assigning authority as one word, see `patientKey`. */
  key: string;
  mrn: string;
  name: string | null;
  birthDate: FhirDate | null;
  sex: AdtSubject['sex'];
  /** MRNs that were merged into this one. */
  formerly: string[];
}

/** One step of a stay: where the patient came to be, and when. */
export interface AdtStep {
  kind: 'arrive' | 'move';
  place: AdtPlace | null;
  at: Instant;
}

/** One visit of one patient. */
export interface AdtStay {
  patient: string;
  visit: string | null;
  status: 'here' | 'left' | 'cancelled';
  /** Oldest first; the last one is where the patient is. */
  trail: AdtStep[];
  admitted: Instant | null;
  attending: string | null;
  patientClass: string | null;
  /** When the last event that was applied happened. */
  changedAt: Instant;
  /** Why the place may be wrong; a plain admission or transfer settles it. */
  placeDoubt: string | null;
  doubts: string[];
}

/** Everybody the feed speaks of: plain JSON, so that it can be stored and folded on from there. */
export interface AdtState {
  /** Everything that happened until then is in it and can't be put in order any more; null when nothing was settled yet. */
  upTo: Instant | null;
  patients: AdtPatient[];
  stays: AdtStay[];
  /** Merged patient → the one that survives. */
  merged: [string, string][];
}

/** Before the first message. */
export const NOBODY: AdtState = { upTo: null, patients: [], stays: [], merged: [] };

/** An MRN is unique within its assigning authority only. */
export const patientKey = ({ mrn, authority }: { mrn: string; authority: string }): string => `${authority}|${mrn}`;

/** Where the feed last put the patient of this stay. */
export const placeOf = (stay: AdtStay): AdtPlace | null => stay.trail.at(-1)?.place ?? null;

/** Are these the same bed, however it is spelt? */
export const samePlace = (a: AdtPlace, b: AdtPlace | null): boolean => b !== null && spelt(a) === spelt(b);
const spelt = ({ unit, room, bed }: AdtPlace): string => [unit, room ?? '', bed ?? ''].join('\n').toLowerCase();

/**
 * What must be kept of a state for good: everybody who is here, everybody who left or was cancelled after `since` (so that a late message
 * can't bring them back), and the merges of these.
 */
export function settled(state: AdtState, upTo: Instant, since: Instant): AdtState {
  const stays = state.stays.filter(stay => stay.status === 'here' || stay.changedAt > since);
  const needed = new Set(stays.map(stay => stay.patient));
  return {
    upTo,
    stays,
    patients: state.patients.filter(patient => needed.has(patient.key)),
    merged: state.merged.filter(([, survivor]) => needed.has(survivor)),
  };
}

import type { FhirDate, Instant } from './time.ts';

/** Where an ADT message puts a patient (PV1-3): point of care, room, bed, as sent. */
export interface AdtPlace {
  unit: string;
  room: string | null;
  bed: string | null;
}

/** One patient in an ADT message, with what the message says about a visit; null is "not said". */
export interface AdtSubject {
  mrn: string;
  /** Assigning authority of the MRN; '' when the site's configuration makes it meaningless or none was sent. */
  authority: string;
  name: string | null;
  birthDate: FhirDate | null;
  sex: 'male' | 'female' | 'other' | 'unknown' | null;
  visit: string | null;
  place: AdtPlace | null;
  priorPlace: AdtPlace | null;
  /** PV1-2: I inpatient, E emergency, O outpatient, P preadmit … */
  patientClass: string | null;
  attending: string | null;
  admitted: Instant | null;
  discharged: Instant | null;
  /** MRN that this patient's record swallows (MRG-1). */
  merged: { mrn: string; authority: string } | null;
}

/** An ADT message as the census understands it. */
export interface AdtMessage {
  controlId: string;
  /** Hash of the whole message: the same control id with other content is another message. */
  digest: string;
  /** "A02". */
  event: string;
  /** When it happened (EVN-2, else MSH-7), in UTC to the millisecond. */
  at: Instant;
  /** When it was sent (MSH-7), in UTC to the millisecond. */
  sentAt: Instant;
  /** MSH-13; null when not sent. */
  sequence: number | null;
  subjects: AdtSubject[];
  /** What to know about how it was read, for the ward. */
  remarks: string[];
}

/** What an event does to the census. `identity`: it changes who is who in a way that is not followed here. */
export type AdtEffect =
  'arrive' | 'move' | 'leave' | 'update' | 'cancel-arrival' | 'cancel-move' | 'cancel-leave' | 'merge' | 'identity' | 'none';

/** HL7 v2.5.1 chapter 3: A06 and A07 change the class and often the place; A17 swaps two patients. All others are kept without effect. */
const EFFECTS: Readonly<Record<string, AdtEffect>> = {
  A01: 'arrive',
  A04: 'arrive',
  A02: 'move',
  A06: 'move',
  A07: 'move',
  A17: 'move',
  A03: 'leave',
  A08: 'update',
  A11: 'cancel-arrival',
  A12: 'cancel-move',
  A13: 'cancel-leave',
  A40: 'merge',
  ...Object.fromEntries(
    'A18 A23 A24 A29 A30 A34 A35 A36 A37 A39 A41 A42 A43 A44 A45 A46 A47 A48 A49 A50 A51'.split(' ').map(e => [e, 'identity']),
  ),
};

/** What this event does to the census. */
export const effectOf = (event: string): AdtEffect => (Object.hasOwn(EFFECTS, event) ? EFFECTS[event]! : 'none');

/** Room and bed as the ward says them, "512-A"; null when neither was sent. */
export function bedWords({ room, bed }: AdtPlace): string | null {
  if (room === null || bed === null) return bed ?? room;
  return bed.toLowerCase().includes(room.toLowerCase()) ? bed : `${room}-${bed}`;
}

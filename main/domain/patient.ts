import type { FhirDate, Instant } from './time.ts';

/** Who the patient is, as the EHR last said it. */
export interface Identity {
  /** The EHR's Patient id: opaque, case-sensitive, never shown as an identifier and never a file name. */
  id: string;
  /** Family name first as printed on a band: "NGUYỄN, Thị Minh Khai". */
  name: string;
  /** Medical record number; null when the EHR sent none (then the sheet says so). */
  mrn: string | null;
  birthDate: FhirDate | null;
  sex: 'male' | 'female' | 'other' | 'unknown';
  deceased: boolean;
  language: string | null;
  /** Null when the EHR did not say. */
  interpreterNeeded: boolean | null;
}

/** The stay that puts the patient on this unit. */
export interface Encounter {
  id: string;
  /** Visit number (FIN, CSN, account); null when the EHR sent none. */
  visit: string | null;
  status: string;
  admitted: Instant | null;
  /** When the patient came to this unit; null when not received. */
  onUnitSince: Instant | null;
  unit: string;
  /** Room and bed as the ward says them ("512-A"); null when the EHR sent none. */
  bed: string | null;
  attending: string | null;
  service: string | null;
  reason: string | null;
}

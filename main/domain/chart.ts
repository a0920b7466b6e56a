import type { Administration } from './administration.ts';
import type { Allergy } from './allergy.ts';
import type { Observation } from './observation.ts';
import type { MedicationOrder } from './order.ts';
import type { Encounter, Identity } from './patient.ts';
import type { Section, SectionStatus } from './section.ts';
import type { FhirDate, Instant } from './time.ts';

/** A line of the chart that needs no further structure on a ward: a problem, an order, a diet, a flag, a contact. */
export interface Entry {
  id: string;
  text: string;
  detail: string | null;
  status: string | null;
  at: FhirDate | null;
}

/** One statement about resuscitation, with where it came from. */
export interface CodeStatusStatement {
  id: string;
  text: string;
  source: string;
  at: FhirDate | null;
}

/** A resource, or part of one, that could not be mapped: kept whole, shown and counted. */
export interface Unmapped {
  resource: string;
  id: string | null;
  why: string;
  raw: string;
}

/** The parts of a chart, in the order a ward asks for them. */
export interface Sections {
  allergies: Section<Allergy>;
  orders: Section<MedicationOrder>;
  homeMedicines: Section<MedicationOrder>;
  administrations: Section<Administration>;
  /** What runs at a rate: the last charted rate with its time, else the ordered one. */
  infusions: Section<Entry>;
  problems: Section<Entry>;
  vitals: Section<Observation>;
  labs: Section<Observation>;
  codeStatus: Section<CodeStatusStatement>;
  flags: Section<Entry>;
  diet: Section<Entry>;
  serviceOrders: Section<Entry>;
  /** Tests that were ordered or begun and have no final result yet. */
  pendingTests: Section<Entry>;
  lines: Section<Entry>;
  carePlans: Section<Entry>;
  goals: Section<Entry>;
  reports: Section<Entry>;
  contacts: Section<Entry>;
  coverage: Section<Entry>;
}
export type SectionName = keyof Sections;

/** What each section is called on screen and paper. */
export const SECTION_TITLES: Record<SectionName, string> = {
  allergies: 'Allergies',
  orders: 'Medication orders',
  homeMedicines: 'Home medicines',
  administrations: 'Doses given',
  infusions: 'Infusions, last known rate',
  problems: 'Problems',
  vitals: 'Vital signs',
  labs: 'Laboratory results',
  codeStatus: 'Code status',
  flags: 'Isolation and risks',
  diet: 'Diet',
  serviceOrders: 'Orders',
  pendingTests: 'Tests without a result yet',
  lines: 'Lines, drains and devices',
  carePlans: 'Care plans',
  goals: 'Goals',
  reports: 'Reports',
  contacts: 'Contacts',
  coverage: 'Insurance',
};

/** What the EHR last told us about one patient. */
export interface Chart {
  identity: Identity;
  encounter: Encounter;
  /** When Patient, Encounter, allergies and medication orders were last received together: the age of this chart. */
  asOf: Instant;
  sections: Sections;
  unmapped: Unmapped[];
  /** The EHR's own words that this record may be incomplete (fhir.md quirk 2), and ours about conflicts. */
  warnings: string[];
  /** Set when the patient left the census: the last chart stays readable for a while, shown as gone. Null for a patient who is here. */
  gone: Gone | null;
}

/** That a patient is no longer on the unit; `since` is the refresh that first missed them, or when the ward says they left. */
export interface Gone {
  since: Instant;
  why: 'not in the census any more' | 'transferred' | 'discharged' | 'died';
}

/** What one sync fetched for a unit; immutable. */
export interface Snapshot {
  unit: string;
  institution: string;
  /** IANA name or fixed offset: every wall-clock time of this snapshot is in it. */
  zone: string;
  /** Base URL of the EHR it came from. */
  source: string;
  /** When fetching began: nothing in it is younger. */
  asOf: Instant;
  charts: Chart[];
  /** Patients the census named but whose chart could not be had at all: shown, never dropped. */
  unread: { patient: string; why: string }[];
}

/** A snapshot as published: its number in the unit's series. */
export interface Generation {
  number: number;
  snapshot: Snapshot;
}

/** One row of "which parts do we have, and how old": the same on screen, paper and command line. */
export interface SectionRow {
  name: SectionName;
  title: string;
  status: SectionStatus;
  asOf: Instant | null;
  reason: string | null;
  count: number;
}

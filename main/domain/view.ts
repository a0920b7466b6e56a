import type { Allergy, AllergyState } from './allergy.ts';
import type { Administration, OnPaper, Outcome } from './administration.ts';
import type { CodeStatusStatement, Entry, Gone, SectionName, SectionRow, Unmapped } from './chart.ts';
import type { Freshness } from './freshness.ts';
import type { Observation } from './observation.ts';
import type { MedicationOrder } from './order.ts';
import type { Encounter, Identity } from './patient.ts';
import type { PrintedSheet } from './printed-sheets.ts';
import type { DueTime, Schedule } from './schedule.ts';
import type { FhirDate, Instant } from './time.ts';
import type { LinkedPatient } from './ward/linked-patients.ts';
import type { Registered } from './ward/registration.ts';
import type { Stay } from './ward/stay.ts';
import type { OnWard } from './ward/on-ward.ts';

/** Which part of the MAR an order belongs to. */
export type OrderGroup = 'scheduled' | 'infusion' | 'times-not-known' | 'once' | 'prn';

/** Words printed as marks beside an order. */
export type OrderFlag =
  | 'high-alert'
  | 'hazardous'
  | 'controlled'
  | 'patch'
  | 'own-medication'
  | 'on-hold'
  | 'pending'
  | 'stops-soon'
  | 'not-started'
  | 'stopped-by-date'
  | 'not-to-give'
  /** The patient was discharged or has died. */
  | 'stay-ended'
  | 'ward-conflict'
  | 'stopped-on-ward'
  | 'stop-not-verified'
  | 'hold-not-verified'
  | 'resumed-on-ward'
  | 'new-on-ward'
  | 'changed-on-ward'
  | 'not-verified';

/** A dose as charted, for "last given". */
export interface GivenDose {
  at: Instant;
  outcome: Outcome;
  dose: string | null;
  by: string | null;
  reason: string | null;
  /** Typed in from paper; absent for what the EHR sent. */
  onPaper?: OnPaper;
}

/** A text of the EHR that is shown and printed in a safer form. */
export interface AsSent {
  sent: string;
  shown: string;
  /** An abbreviation was written out or marked; else only the spelling differs: capitals, spaces, commas, zeros. */
  writtenOut: boolean;
}

/** One medication order as the ward sees it now. */
export interface OrderView {
  order: MedicationOrder;
  group: OrderGroup;
  schedule: Schedule;
  /** Times in the window asked for, in order. */
  due: DueTime[];
  /** Due in the day before the window, to be compared with what was charted (see unconfirmedDoses). */
  dueBeforeWindow: DueTime[];
  nextDue: DueTime | null;
  /** The last dose really given, and the last record of any outcome when that is younger. */
  lastGiven: GivenDose | null;
  lastNotGiven: GivenDose | null;
  /** Why `lastGiven` is null: nothing charted in the time read, or administrations not received at all. */
  lastGivenSilence: string | null;
  /** Every record of this order in the time read (given, held, refused …), oldest first: the time line beside the due times. */
  charted: GivenDose[];
  /** Doses of a drug of this name that were charted without an order, newest first: they may have been this order's. */
  unlinkedSameDrug: GivenDose[];
  /** PRN: earliest next time by the order's minimum interval or greatest dose over time, and the doses given; null when it can't be said. */
  earliestNext: Instant | null;
  /** PRN: by which rule, or why there is no earliest time; null for other orders. */
  earliestNextWhy: string | null;
  flags: OrderFlag[];
  /** The site wants two people's initials for each dose of it. */
  needsTwoInitials: boolean;
  /** Listed allergies that its drug meets, in words; none says nothing (see allergy-check). */
  allergyMatches: string[];
  warnings: string[];
  /** What the EHR sent of this order where the view says it otherwise. */
  asSent: AsSent[];
  /** Prescribed stop as a moment; null when open. */
  stopsAt: Instant | null;
  startsAt: Instant | null;
  /** What people on the ward did with it since the copy; null when it is as the EHR said. */
  onWard: OnWard | null;
  /** Stopped by an order on the ward before now: nothing more of it is given. */
  over: boolean;
}

/** A value with its date, for the identity band. */
export interface Measure {
  value: string;
  at: FhirDate | null;
}

export type CodeStatusView =
  | { kind: 'stated'; text: string; source: string; at: FhirDate | null }
  | { kind: 'conflicting'; statements: CodeStatusStatement[] }
  | { kind: 'not-in-feed' };

/** A line of results with its trend, newest first. */
export interface Trend {
  code: string;
  name: string;
  unit: string | null;
  values: Observation[];
}

/** The fold: what the ward knows about one patient at a moment. Screen and paper draw this and nothing else. */
export interface PatientView {
  identity: Identity;
  encounter: Encounter;
  now: Instant;
  asOf: Instant;
  freshness: Freshness;
  generation: number;
  age: string | null;
  weight: Measure | null;
  height: Measure | null;
  allergies: { state: AllergyState; conflict: boolean; listed: Allergy[]; silence: string | null };
  codeStatus: CodeStatusView;
  isolation: { listed: Entry[]; silence: string | null };
  /** The window the due times were computed for. */
  window: { from: Instant; to: Instant };
  /** Stopped on the ward a day or longer before the window: they have left the MAR and stand in the summary only. */
  stoppedOrders: OrderView[];
  /** What was recorded of orders on the ward by mistake and taken back, a sentence each. */
  takenBack: string[];
  orders: OrderView[];
  homeMedicines: MedicationOrder[];
  /** Charted doses that name no order of this list: shown on their own, never dropped. */
  unlinkedDoses: Administration[];
  problems: Entry[];
  vitals: Trend[];
  labs: Trend[];
  diet: Entry[];
  serviceOrders: Entry[];
  other: { name: SectionName; title: string; entries: Entry[] }[];
  sections: SectionRow[];
  unmapped: Unmapped[];
  warnings: string[];
  /** Everything besides the orders that the EHR said in other words, each text once. */
  asSent: AsSent[];
  /** Where the patient is, by the ward's word and the EHR's. */
  stay: Stay;
  /** The patient has left the unit: everything here is history. */
  gone: Gone | null;
  /** Registered here in a downtime: nothing of it comes from the EHR. Null for a patient of the copy. */
  registered: Registered | null;
  /** Sheets released for this patient, newest first, each with what took its place. */
  sheets: PrintedSheet[];
  /** Other records of the same person. */
  linked: LinkedPatient[];
}

/** One line of the ward list. */
export interface WardRow {
  patientId: string;
  bed: string | null;
  name: string;
  mrn: string | null;
  age: string | null;
  sex: Identity['sex'];
  tags: {
    kind:
      | 'gone'
      | 'registered'
      | 'place-conflict'
      | 'on-leave'
      | 'moved'
      | 'allergy'
      | 'allergy-match'
      | 'no-known-allergies'
      | 'allergies-unknown'
      | 'isolation'
      | 'code-status'
      | 'infusion'
      | 'high-alert'
      | 'section';
    text: string;
  }[];
  /** Doses due in this clock hour and in the next one. */
  dueThisHour: number;
  dueNextHour: number;
  /** Active orders whose times are not known: they can be due too. */
  timesNotKnown: number;
  lastVitals: { text: string; at: FhirDate | null } | null;
  /** The patient has left the unit and is not counted on it. */
  gone: Gone | null;
  /** Where the patient is. */
  stay: Stay;
  asOf: Instant;
  freshness: Freshness;
}

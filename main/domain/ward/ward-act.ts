import type { Amount, Drug, MedicationOrder } from '../order.ts';
import type { Identity } from '../patient.ts';
import type { FhirDate, Instant } from '../time.ts';

/** What every act about a patient of the ward says. */
interface AboutPatient {
  /** The event that declared the downtime or drill in which it happened: it counts as long as that is open. */
  outage: string;
  /** The EHR's Patient id; for somebody registered here the number on the band. */
  patient: string;
  /** When it happened, which is mostly before it was recorded. */
  happenedAt: Instant;
  /** The newest acts about the same thing that its writer could see; two acts that do not know of each other are a conflict. */
  after: string[];
}

/** What is asked of a patient who comes without the EHR knowing (practice.md section 5, "Registration"); arrival time is `happenedAt`. */
export interface Registration {
  /** As on the band: a downtime number, or the EHR's number of a patient who comes from another unit. */
  mrn: string;
  /** The number is the downtime's, and another follows once the EHR is back. */
  temporary: boolean;
  visit: string | null;
  /** What an unknown patient is called, for good: on the band, to the laboratory, to the blood bank. */
  alias: string | null;
  /** Family name first; null while nobody knows it. */
  name: string | null;
  birthDate: FhirDate | null;
  /** In years, of a patient whose birth date nobody knows. */
  estimatedAge: number | null;
  sex: Identity['sex'];
  reason: string | null;
  broughtBy: string | null;
  contact: string | null;
  insurance: string | null;
  consent: string | null;
  service: string | null;
  attending: string | null;
  bed: string | null;
  allergies: { state: 'listed' | 'none-known' | 'not-asked'; listed: string[] };
  weightKg: number | null;
  /** The unit that a patient comes from by transfer; null from outside. */
  from: string | null;
}

/** Each act of a union as one plain shape. */
type Flat<T> = T extends unknown ? { [K in keyof T]: T[K] } : never;

/** What happens to the places of patients: the ADT log. */
export type CensusAct = Flat<
  AboutPatient &
    (
      | {
          kind: 'patient-admitted';
          registration: Registration;
          /** The screen's form that it came from: sent twice, it registers once. */
          form?: string;
          /** Patients who look alike and of whom the writer said that they are others. */
          notSame?: string[];
        }
      /** Who an unknown patient is. The band and its number stay valid (practice.md section 6: blood bank). */
      | {
          kind: 'patient-identified';
          name: string;
          mrn: string | null;
          birthDate: FhirDate | null;
          sex: Identity['sex'];
          how: string;
        }
      /** `from`, here and below: the bed as the ward saw it when this was recorded, since a newer copy may name another. */
      | { kind: 'patient-moved'; from: string | null; bed: string | null }
      /** Two patients change beds: `patient` lies in `bed` from then on, `other` in `otherBed`. */
      | { kind: 'beds-swapped'; other: string; bed: string | null; otherBed: string | null }
      | { kind: 'patient-transferred'; from: string | null; unit: string; bed: string | null; acceptedBy: string | null }
      /** Comes back to the unit after a transfer or discharge; `origin` is where from. */
      | { kind: 'patient-returned'; origin: string; bed: string | null }
      | { kind: 'leave-began'; from: string | null; where: string; backBy: Instant | null }
      | { kind: 'leave-ended' }
      | { kind: 'patient-discharged'; from: string | null; where: string }
      | { kind: 'patient-died'; from: string | null; pronouncedBy: string }
    )
>;

/** A medication order as somebody transcribes it from the order sheet. */
export interface WrittenOrder {
  drug: Pick<Drug, 'name' | 'codes'>;
  /** The name was written freely: neither the formulary nor an order known here has it. */
  notInFormulary?: true;
  /** "500 mg"; null only for what runs at a rate. */
  dose: string | null;
  route: string;
  /** A code of the unit's table ("BID"); null for one dose, for what runs, and for what is given as needed without one. */
  frequency: string | null;
  once: boolean;
  /** Given as needed; null when it is not. */
  prn: { reason: string; minimumHours: number | null; mostPerDay: number | null } | null;
  /** Runs at this rate: "5 mL/h"; null when it does not run. */
  rate: string | null;
  start: Instant;
  stop: Instant | null;
  indication: string | null;
  instructions: string | null;
  prescriber: string;
}

/** What an act upon an order that is known already says besides. */
interface UponOrder {
  /** The order as the EHR's copy had it when this was written down: what was before, and what a newer copy is compared with. Null for an order of the ward. */
  ehr: MedicationOrder | null;
}

/**
 * What happens to medication orders. An order of the EHR goes by its id there, one written here by its downtime number; where no number was
 * left `order` is empty and the id of the event that wrote it stands in its place (see `orderIdOf`).
 */
export type OrderAct = Flat<
  AboutPatient & { order: string } & (
      | { kind: 'order-written'; content: WrittenOrder; readBack: boolean }
      | (UponOrder & { kind: 'order-changed'; content: WrittenOrder; readBack: boolean; reason: string | null })
      | (UponOrder & { kind: 'order-held'; prescriber: string; reason: string })
      | (UponOrder & { kind: 'order-resumed'; prescriber: string; reason: string | null })
      /** `stops`: the moment from which it is not given any more; it may be to come. */
      | (UponOrder & { kind: 'order-stopped'; prescriber: string; reason: string | null; stops: Instant })
      /** A second person compared with the paper what this event, or correction of an event, says. */
      | { kind: 'order-verified'; verifies: string }
    )
>;

/** A dose as the paper MAR says it, typed in so that last given and next due stay right. */
export interface DoseAct extends AboutPatient {
  kind: 'dose-charted';
  /** Null for a drug given without an order that is known here. */
  order: string | null;
  drug: string;
  outcome: 'given' | 'refused' | 'held' | 'not-given';
  /** "500 mg" as given; null when the paper doesn't say or none was given. */
  dose: string | null;
  doseAmount: Amount | null;
  reason: string | null;
  /** Who gave it, by the paper's initials or name. */
  givenBy: string;
}

/** What happens on the ward while the EHR can't be told. */
export type WardAct = CensusAct | OrderAct | DoseAct;

const CENSUS = {
  'patient-admitted': true,
  'patient-identified': true,
  'patient-moved': true,
  'beds-swapped': true,
  'patient-transferred': true,
  'patient-returned': true,
  'leave-began': true,
  'leave-ended': true,
  'patient-discharged': true,
  'patient-died': true,
} satisfies Record<CensusAct['kind'], true>;

const ORDERS = {
  'order-written': true,
  'order-changed': true,
  'order-held': true,
  'order-resumed': true,
  'order-stopped': true,
  'order-verified': true,
} satisfies Record<OrderAct['kind'], true>;

type Of<A extends { kind: string }, K> = Extract<A, { kind: K }>;

/** Is it about a patient's place? */
export const isCensusAct = <A extends { kind: string }>(act: A): act is Of<A, CensusAct['kind']> =>
  Object.hasOwn(CENSUS, act.kind);

/** Is it about a medication order? */
export const isOrderAct = <A extends { kind: string }>(act: A): act is Of<A, OrderAct['kind']> => Object.hasOwn(ORDERS, act.kind);

/** Is it about a dose? */
export const isDoseAct = <A extends { kind: string }>(act: A): act is Of<A, DoseAct['kind']> => act.kind === 'dose-charted';

/** Is it an act about a patient of the ward? */
export const isWardAct = <A extends { kind: string }>(act: A): act is Of<A, WardAct['kind']> =>
  isCensusAct(act) || isOrderAct(act) || isDoseAct(act);

/** An act was recorded wrongly: from now on it reads like this, or never happened. What it said before stays in the ledger. */
export interface ActCorrected {
  kind: 'act-corrected';
  /** The event that recorded the act first. */
  event: string;
  /** The newest corrections of it that the writer could see. */
  after: string[];
  becomes: WardAct | null;
  reason: string;
}

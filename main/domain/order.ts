import type { FhirDate } from './time.ts';

/** A drug by every name the EHR gave it. */
export interface Drug {
  /** What is printed. When nothing could be resolved: "NAME NOT RESOLVED" with whatever code there is. */
  name: string;
  resolved: boolean;
  codes: { system: string | null; code: string | null; display: string | null }[];
  ingredients: string[];
}

/** FHIR Timing, read tolerantly; what the schedule engine works on. Times are wall-clock in the hospital's zone. */
export interface Timing {
  events: string[];
  /** "HH:MM" */
  timeOfDay: string[];
  /** mon … sun */
  dayOfWeek: string[];
  /** EventTiming codes: HS, ACM, PCD … */
  when: string[];
  offsetMinutes: number | null;
  frequency: number | null;
  frequencyMax: number | null;
  period: number | null;
  periodMax: number | null;
  /** s, min, h, d, wk, mo, a */
  periodUnit: string | null;
  count: number | null;
  /** How long each administration takes, as sent; never used to stop an order. */
  duration: number | null;
  durationUnit: string | null;
  boundsStart: FhirDate | null;
  boundsEnd: FhirDate | null;
  /** As sent: "72 h", "10–14 d". */
  boundsDuration: string | null;
  /** The longest that this allows, as a number; absent when it can't be read, and in older copies. */
  boundsLength?: Length | null;
  /** The site's own code exactly as sent: "BID", "Q6H:PRN", "TITRATE TO RASS". */
  code: string | null;
  codeText: string | null;
}

/** A length of time in a calendar unit of FHIR: s, min, h, d, wk, mo, a. */
export interface Length {
  value: number;
  unit: string;
}

/** A number with its unit as sent; for comparing only, never printed. */
export interface Amount {
  value: number;
  unit: string | null;
}

/** Not more than so much in so many hours; `hours` is null when the EHR's period could not be read. */
export interface DoseLimit {
  amount: Amount;
  hours: number | null;
  /** As sent: "4 g/24 h". */
  words: string;
}

/** One dosage line. Quantities are kept as sent, never converted. */
export interface Dosage {
  /** The EHR's own words: printed verbatim, always, first (fhir.md quirk 23). */
  text: string | null;
  instructions: string[];
  timing: Timing | null;
  asNeeded: boolean;
  asNeededReason: string | null;
  route: string | null;
  site: string | null;
  method: string | null;
  /** Ordered dose: "500 mg", "0–12 units". */
  dose: string | null;
  /** What that is in tablets or mL when the EHR says so: "1 tablet". */
  amount: string | null;
  /** Infusion rate as sent: "0.05 mcg/kg/min". */
  rate: string | null;
  maxPerPeriod: string | null;
  /** The most that one dose of this line may be, as a number; absent in copies made before it was kept, like `limits`. */
  doseAmount?: Amount | null;
  /** The part of `maxPerPeriod` that counts over time, as numbers. */
  limits?: DoseLimit[];
}

/** What the text of an order begins with that forbids the drug. */
export const DO_NOT_GIVE = 'DO NOT GIVE: this is an order not to give the drug';

/** A medication order. */
export interface MedicationOrder {
  id: string;
  /** What people read out: the EHR's order number, else its id. Unique within a chart. */
  number: string;
  /** active, on-hold, or what the EHR sent. */
  status: string;
  drug: Drug;
  dosages: Dosage[];
  authored: FhirDate | null;
  /** First and last moment of validity, when sent. A date stays a date. */
  start: FhirDate | null;
  stop: FhirDate | null;
  prescriber: string | null;
  indication: string | null;
  notes: string[];
  /** Category codes and words as sent: continuous, PCA, patch … */
  categories: string[];
  /** Not yet verified by pharmacy, when the EHR says so. */
  pending: boolean;
  /** What could not be read in this order, in words; the order is printed all the same. */
  unread: string[];
}

import type { LabelSheetLayout } from './label.ts';
import type { DrugKnowledge } from './drug-knowledge.ts';
import type { FormDefinition } from './form.ts';
import type { TallMan } from './tall-man.ts';
import type { Zone } from './time.ts';

/** What a hospital decides for itself. Defaults in resources/site-defaults.yml. */
export interface Site {
  institution: string;
  unit: string;
  kiosk: string;
  zone: Zone;
  /** Standard administration times by order code, upper case without spaces: BID → 09:00, 21:00. */
  administrationTimes: AdministrationTimes;
  freshness: FreshnessThresholds;
  /** Letters a nurse writes for a dose not given, printed on every MAR page. */
  omittedDoseCodes: { code: string; meaning: string }[];
  injectionSites: { code: string; meaning: string }[];
  /** What is written under sedation on the record of a pump. */
  sedationScale: { code: string; meaning: string }[];
  highAlert: DrugMarks;
  hazardous: DrugMarks;
  controlled: DrugMarks;
  /** What the ward keeps itself and pharmacy need not send. */
  wardStock: DrugMarks;
  /** Orders that must be renewed so many hours after they were written, whatever their stop says. */
  renewals: Renewal[];
  twoInitials: TwoInitials;
  tallMan: TallMan;
  allergyCheck: DrugKnowledge;
  /** The ward's shifts in the order of a day; each lasts until the next begins, the last until the first. */
  shifts: Shift[];
  /** "HH:MM": when a day's column begins on a MAR of several days. */
  startOfDay: string;
  /** An order that stops within so many hours is marked. */
  stopsSoonHours: number;
  paper: 'letter' | 'a4';
  /** Sheets of labels for page printers, by the name on their box. */
  labelSheets: Record<string, LabelSheetLayout>;
  /** A page with the ward's name and its patients comes before the sheets of the whole ward. */
  separator: boolean;
  /** Doses are typed in from paper in a downtime, so that last given and next due stay right. */
  charting: boolean;
  /** Every form that it prints, in the order in which they are printed. */
  forms: readonly FormDefinition[];
}

/** A row of the unit's table: an order code, what it means as frequency per period, and its wall-clock times. */
export interface TimesRow {
  codes: string[];
  frequency: number | null;
  period: number | null;
  periodUnit: string | null;
  /** "HH:MM" */
  times: string[];
  words: string;
  /** From when an "every so many hours" is counted; without it by the row's own times. */
  anchor?: Anchor;
}

/** `table`: the row's wall-clock times; else so many hours after the order's start, or after the last dose charted as given. */
export type Anchor = 'table' | 'start' | 'last-given';

/** Other times than the row's for some drugs: levothyroxine daily at 06:00. The first that fits counts. */
export interface TimesException {
  /** Beginnings of words of the drug's names. */
  drugs: string[];
  /** Codes of the rows whose times it replaces. */
  codes: string[];
  /** "HH:MM", as many as the row has; empty for the row's own. */
  times: string[];
}

export interface AdministrationTimes {
  rows: TimesRow[];
  exceptions: TimesException[];
  /** EventTiming code (HS, ACM, PCD …) → "HH:MM" times. */
  when: Record<string, string[]>;
}

/** A shift with the time of day ("HH:MM") at which it begins. */
export interface Shift {
  name: string;
  from: string;
}

/** Minutes after which a copy is called ageing, and stale (practice.md section 1: 30 and 120). */
export interface FreshnessThresholds {
  ageingMinutes: number;
  staleMinutes: number;
}

/** A list of drug-name stems with where it comes from. */
export interface DrugMarks {
  source: string;
  stems: string[];
}

/** A rule of the hospital: these drugs are ordered for so many hours at most. */
export interface Renewal {
  /** "Antibiotics": what the list calls it. */
  name: string;
  stems: string[];
  afterHours: number;
}

/** Which doses need the initials of two people: of some drugs always, of others as an infusion or from a pump. */
export interface TwoInitials extends DrugMarks {
  /** When it runs at a rate. */
  asInfusion: string[];
  /** When the patient controls a pump (PCA), or it goes to the epidural or intrathecal space. */
  fromPump: string[];
}

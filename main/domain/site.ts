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
  highAlert: DrugMarks;
  hazardous: DrugMarks;
  controlled: DrugMarks;
  /** An order that stops within so many hours is marked. */
  stopsSoonHours: number;
  paper: 'letter' | 'a4';
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
}
export interface AdministrationTimes {
  rows: TimesRow[];
  /** EventTiming code (HS, ACM, PCD …) → "HH:MM" times. */
  when: Record<string, string[]>;
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

import type { NumberKind } from '../domain/downtime-number.ts';
import type { FormularyDrug } from '../domain/formulary.ts';
import type { AheadRules } from '../domain/paper-ahead.ts';
import type { PrinterPlace } from '../domain/printer.ts';
import type { DowntimePlan, Phone, ProcedureStep } from '../domain/procedure.ts';
import type { Zone } from '../domain/time.ts';
import type { ReadForm } from './forms.ts';
import type { Problem } from './problem.ts';
import type { Authentication, CensusConfiguration, OptionalSection, SectionWish, SiteLimits, Vendor } from './site-schema.ts';
import type { SiteRules, WrittenTimes } from './site-rules.ts';

export type { Authentication, CensusConfiguration, OptionalSection, SectionWish, SiteLimits, Vendor };

/** All that a hospital has decided, defaults filled in and paths made absolute; plain JSON, so that a worker can have it. */
export interface SiteConfiguration {
  /** The file it was read from; null when only the command line spoke. */
  file: string | null;
  zone: Zone;
  /** Where things are kept on this computer; null as long as nobody said. */
  folders: { store: string; key: string; print: string; log: string } | null;
  refreshMinutes: number;
  probeSeconds: number;
  /** So long nobody may touch the kiosk before it locks itself. */
  lockAfterSeconds: number;
  /** So long a patient who left stays readable, marked as gone. */
  goneHours: number;
  /** `systems`: what can fail while the rest of the EHR works. */
  outage: { declareByItself: boolean; afterMinutes: number; systems: string[] };
  /** From so many downtime numbers left of a kind the kiosk warns. */
  fewNumbers: Record<NumberKind, number>;
  /** With the other kiosks of the ward: its key's file, and the folder where they meet; null when this kiosk stands alone. */
  exchange: { key: string; folder: string | null; everyMinutes: number } | null;
  /** Where standing packs are laid; empty when the site names no second place. */
  standingFolders: string[];
  /** What is printed before anybody asks for it; null where nothing is. */
  printAhead: AheadRules | null;
  /** What is to be done in a downtime, by role and phase. */
  procedures: ProcedureStep[];
  /** Why the site's own steps can't be used, so that the usual ones hold: a mistake in them must not keep a ward from its last copy. */
  procedureProblems: Problem[];
  /** Why some of the site's own forms can't be used: a mistake in one must not keep a ward from its paper. */
  formProblems: Problem[];
  /** The site's own forms that are in use, with where they are written. */
  ownForms: ReadForm[];
  /** Whom to call in a downtime; empty when the site lists nobody. */
  phones: Phone[];
  /** The hospital's list of drugs; empty when it names none, or the one it names can't be used. */
  formulary: FormularyDrug[];
  /** Why its list can't be used: a mistake in it must not keep a ward from its last copy. */
  formularyProblems: Problem[];
  /** In the order in which they are tried. */
  printers: PrinterConfiguration[];
  /** null: nothing to refresh from. */
  ehr: EhrConfiguration | null;
  /** Which unit this computer shows; null when not said. */
  unit: string | null;
  units: UnitConfiguration[];
  /** Names of the units whose copies this computer keeps for the pharmacy desk; empty where only its own is kept. */
  desk: string[];
  /** What the wards of the site have in common; a unit's own are in `rulesFor`. */
  rules: SiteRules;
}

/** What was agreed beforehand for a downtime. */
export const planOf = ({ procedures, procedureProblems, phones }: SiteConfiguration): DowntimePlan => ({
  steps: procedures,
  notOwn: procedureProblems.length > 0,
  phones,
});

export interface EhrConfiguration {
  vendor: Vendor;
  /** "Oracle Health", for sentences. */
  vendorName: string;
  baseUrl: string;
  authentication: Authentication;
  /** Origins besides the base's own that `next` links may lead to. */
  alsoTrusted: string[];
  limits: SiteLimits;
  /** What isn't named is wanted. */
  sections: Partial<Record<OptionalSection, SectionWish>>;
}

export interface PrinterConfiguration extends PrinterPlace {
  /** Names of the units that print there; null for all. */
  units: string[] | null;
}

export interface UnitConfiguration {
  /** As the EHR spells it. */
  name: string;
  census: CensusConfiguration;
  /** The EHR's name of a bed → the ward's. */
  bedMap: Record<string, string>;
  administrationTimes: WrittenTimes | null;
}

import type { Encounter, Location } from 'fhir/r4';
import type { Result } from '../domain/result.ts';
import type { EhrFault } from '../ports.ts';
import type { Instant, Zone } from '../domain/time.ts';
import type { FhirClient } from './client.ts';

/** Who is on a unit. How to find out differs per vendor (fhir.md section 1): this is where another way plugs in. */
export interface CensusSource {
  census(client: FhirClient, request: CensusRequest): Promise<Result<Census, EhrFault>>;
}

export interface CensusRequest {
  unit: string;
  now: Instant;
  zone: Zone;
}

export interface Census {
  /** The unit's name as the EHR spells it. */
  unit: string;
  /** Name of the hospital; '' when the EHR doesn't say. */
  institution: string;
  places: Places;
  residents: Resident[];
  /** Who is on the unit, or may be, and could not be read: named as well as can be. */
  unread: { patient: string; why: string }[];
  /** What whoever keeps a list should correct; nobody on the unit is missing because of it. */
  notes?: string[];
}

/** One patient on the unit. */
export interface Resident {
  patientId: string;
  /** The stay as a whole: parent of nested encounters. */
  stay: Encounter;
  /** The encounter whose location is the unit: the stay itself, or a nested one. */
  here: Encounter;
  /** Ids of all encounters known to be this stay. */
  family: string[];
  warnings: string[];
}

/** The unit's own places and their parts. */
export interface Places {
  unit: string;
  /** The unit's Location and everything under it, by id. */
  within: ReadonlyMap<string, Location>;
  /** Other places that the stays name, by id. */
  others: ReadonlyMap<string, Location>;
}

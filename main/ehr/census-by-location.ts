import type { Encounter } from 'fhir/r4';
import { err, ok, type Result } from '../domain/result.ts';
import type { EhrFault } from '../ports.ts';
import { institutionOf, parentsOf, placesNamed } from './census-context.ts';
import type { Census, CensusRequest, CensusSource, Places } from './census.ts';
import type { FhirClient } from './client.ts';
import { wholeFault } from './fault.ts';
import { collect } from './paging.ts';
import { idOf } from './reference.ts';
import { address } from './search-query.ts';
import { isHere, residentsOf } from './stays.ts';
import { batches, findUnit, unitOfIds, type UnitPlaces } from './unit-places.ts';

const BATCH = 25;

export interface EncounterLocationOptions {
  /** Ids of the unit's Locations in the EHR; without them the unit is found by its name. */
  locationIds?: readonly string[];
}

/** The census of servers that can search encounters by location: Medplum, HAPI and the like. */
export const encounterLocation = ({ locationIds }: EncounterLocationOptions = {}): CensusSource => ({
  async census(client, request) {
    const found = locationIds ? await unitOfIds(client, request.unit, locationIds) : await findUnit(client, request.unit);
    return found.ok ? censusAt(client, request, found.value) : found;
  },
});

/** The same by the unit's name. */
export const censusByLocation = encounterLocation();

async function censusAt(client: FhirClient, request: CensusRequest, unit: UnitPlaces): Promise<Result<Census, EhrFault>> {
  const places: Places = { unit: unit.name, within: unit.within, others: new Map() };
  const encounters = await encountersAt(client, unit);
  if (!encounters.ok) return encounters;
  const here = encounters.value.filter(e => isHere(e, places, request.now, request.zone));
  if (here.length === 0) return err({ kind: 'unit-empty', why: `The EHR says that nobody is on ${unit.name} now.` });
  const parents = await parentsOf(client, encounters.value, here);
  const others = await placesNamed(client, here, places, request);
  const all: Places = { ...places, others };
  const nameless = here.filter(e => idOf(e.subject, 'Patient') === null);
  return ok({
    unit: unit.name,
    institution: await institutionOf(client, unit.units, here),
    places: all,
    residents: residentsOf(here, parents, all, request.now, request.zone),
    unread: [
      ...nameless.map(e => ({ patient: `stay ${e.id ?? 'without an id'}`, why: 'the EHR does not say whose stay this is' })),
      ...unit.missing.map(id => ({
        patient: `whoever is at place ${id}`,
        why: 'this place is configured for the unit, but the EHR has no such place',
      })),
    ],
  });
}

/** Encounters that the server finds at the unit and its rooms and beds; it also returns past and planned ones. */
async function encountersAt(client: FhirClient, unit: UnitPlaces): Promise<Result<Encounter[], EhrFault>> {
  const byId = new Map<string, Encounter>();
  for (const ids of batches([...unit.within.keys()], BATCH)) {
    const params = { location: ids.map(id => `Location/${id}`).join(','), status: 'in-progress,onleave' };
    const found = await collect(
      client,
      address({ type: 'Encounter', params }, client.limits.perPage),
      r => r as unknown as Encounter,
    );
    if (found.fault) return err(wholeFault(found.fault, client.host));
    if (found.notices.length > 0)
      client.log.write('warn', 'the EHR says that the census may be incomplete', { notices: found.notices.length });
    for (const encounter of found.items) if (encounter.id !== undefined) byId.set(encounter.id, encounter);
  }
  return ok([...byId.values()]);
}

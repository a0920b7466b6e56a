import type { Encounter, Location, Organization } from 'fhir/r4';
import { err, ok, type Result } from '../domain/result.ts';
import type { EhrFault } from '../ports.ts';
import type { Census, CensusRequest, CensusSource, Places } from './census.ts';
import type { FhirClient } from './client.ts';
import { wholeFault } from './fault.ts';
import { collect } from './paging.ts';
import { idOf } from './reference.ts';
import { address } from './search-query.ts';
import { currentLocations, isHere, isWithin, residentsOf } from './stays.ts';
import { list, words } from './tolerant.ts';
import { batches, findUnit, type UnitPlaces } from './unit-places.ts';

const BATCH = 25;
const DEEPEST = 4;

/** The census of servers that can search encounters by location: Medplum, HAPI and the like. */
export const censusByLocation: CensusSource = {
  async census(client: FhirClient, request: CensusRequest): Promise<Result<Census, EhrFault>> {
    const found = await findUnit(client, request.unit);
    if (!found.ok) return found;
    const unit = found.value;
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
      institution: await institution(client, unit, here),
      places: all,
      residents: residentsOf(here, parents, all, request.now, request.zone),
      unread: nameless.map(e => ({ patient: `stay ${e.id ?? 'without an id'}`, why: 'the EHR does not say whose stay this is' })),
    });
  },
};

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

/** The parents of nested encounters, also those that are not at the unit themselves. One that can't be read leaves the nested one to stand alone. */
async function parentsOf(client: FhirClient, found: Encounter[], here: Encounter[]): Promise<Map<string, Encounter>> {
  const known = new Map(found.map(e => [e.id ?? '', e]));
  const parents = new Map<string, Encounter>();
  let level = here;
  for (let depth = 0; level.length > 0 && depth < DEEPEST; depth++) {
    const next: Encounter[] = [];
    for (const id of new Set(level.map(e => idOf(e.partOf, 'Encounter')).filter(id => id !== null))) {
      if (parents.has(id)) continue;
      let parent = known.get(id);
      if (!parent) {
        const answer = await client.get(`Encounter/${encodeURIComponent(id)}`);
        if (answer.ok && answer.value.resourceType === 'Encounter') parent = answer.value as unknown as Encounter;
      }
      if (!parent) continue;
      parents.set(id, parent);
      next.push(parent);
    }
    level = next;
  }
  return parents;
}

/** Rooms and beds that the stays name beside the unit, which a server need not have put under it. */
async function placesNamed(
  client: FhirClient,
  here: Encounter[],
  places: Places,
  request: CensusRequest,
): Promise<Map<string, Location>> {
  const ids = here.flatMap(encounter =>
    currentLocations(encounter, request.now, request.zone)
      .filter(entry => !isWithin(encounter, entry, places))
      .map(entry => idOf(entry.location, 'Location'))
      .filter(id => id !== null),
  );
  const others = new Map<string, Location>();
  for (const batch of batches([...new Set(ids)], BATCH)) {
    const query = { type: 'Location', params: { _id: batch.join(',') } };
    const found = await collect(client, address(query, client.limits.perPage), r => r as unknown as Location);
    for (const location of found.items) if (location.id !== undefined) others.set(location.id, location);
  }
  return others;
}

async function institution(client: FhirClient, unit: UnitPlaces, here: Encounter[]): Promise<string> {
  const references = [list(unit.units)[0]?.managingOrganization, here[0]?.serviceProvider].filter(r => r !== undefined);
  for (const reference of references) {
    const display = words(reference.display);
    if (display !== null) return display;
    const id = idOf(reference, 'Organization');
    const answer = id === null ? null : await client.get(`Organization/${encodeURIComponent(id)}`);
    const name = answer?.ok ? words((answer.value as unknown as Organization).name) : null;
    if (name !== null) return name;
  }
  return '';
}

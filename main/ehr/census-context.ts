import type { Encounter, Location, Organization } from 'fhir/r4';
import type { CensusRequest, Places } from './census.ts';
import type { FhirClient } from './client.ts';
import { collect } from './paging.ts';
import { idOf } from './reference.ts';
import { address } from './search-query.ts';
import { currentLocations, isWithin } from './stays.ts';
import { words } from './tolerant.ts';
import { batches } from './unit-places.ts';

const BATCH = 25;
const DEEPEST = 4;

/** The parents of nested encounters, also those that are not at the unit themselves. One that can't be read leaves the nested one to stand alone. */
export async function parentsOf(
  client: FhirClient,
  found: readonly Encounter[],
  here: readonly Encounter[],
): Promise<Map<string, Encounter>> {
  const known = new Map(found.map(e => [e.id ?? '', e]));
  const parents = new Map<string, Encounter>();
  let level = [...here];
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
export async function placesNamed(
  client: FhirClient,
  here: readonly Encounter[],
  places: Places,
  request: CensusRequest,
): Promise<Map<string, Location>> {
  const ids = here.flatMap(encounter =>
    currentLocations(encounter, request.now, request.zone)
      .filter(entry => !isWithin(encounter, entry, places))
      .map(entry => idOf(entry.location, 'Location'))
      .filter(id => id !== null),
  );
  return readPlaces(client, [...new Set(ids)]);
}

/** Places by id; those that can't be read are missing from it. */
export async function readPlaces(client: FhirClient, ids: readonly string[]): Promise<Map<string, Location>> {
  const places = new Map<string, Location>();
  for (const batch of batches(ids, BATCH)) {
    const query = { type: 'Location', params: { _id: batch.join(',') } };
    const found = await collect(client, address(query, client.limits.perPage), r => r as unknown as Location);
    for (const location of found.items) if (location.id !== undefined) places.set(location.id, location);
  }
  return places;
}

/** The hospital's name: that of the unit's place, else of a stay there; '' when neither says it. */
export async function institutionOf(client: FhirClient, units: readonly Location[], here: readonly Encounter[]): Promise<string> {
  const references = [units[0]?.managingOrganization, here[0]?.serviceProvider].filter(r => r !== undefined);
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

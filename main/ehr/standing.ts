import type { Encounter, Location } from 'fhir/r4';
import { readPlaces } from './census-context.ts';
import type { CensusRequest, Places } from './census.ts';
import type { FhirClient } from './client.ts';
import { containedIn, idOf } from './reference.ts';
import { currentLocations, isHere, isOpen } from './stays.ts';
import { list, words } from './tolerant.ts';

/**
 * Where an open stay is, for sources that name patients and not places. `elsewhere` only when the EHR itself names another ward; a stay
 * without a place, or in a room of which the ward can't be told, is `unknown` and stays on the list, marked.
 */
export type Standing =
  { kind: 'here' } | { kind: 'elsewhere'; ward: string } | { kind: 'unknown'; why: string } | { kind: 'closed' };

/** Judges one encounter. `places.others` holds the places it names and those above them, as far as they could be read. */
export function standingOf(encounter: Encounter, places: Places, { now, zone }: Pick<CensusRequest, 'now' | 'zone'>): Standing {
  if (!isOpen(encounter)) return { kind: 'closed' };
  if (isHere(encounter, places, now, zone)) return { kind: 'here' };
  const current = currentLocations(encounter, now, zone);
  if (current.length === 0) return { kind: 'unknown', why: 'the EHR does not say where this patient is' };
  for (const entry of current) {
    const ward = wardOf(encounter, entry, places);
    if (ward !== null && places.within.size === 0)
      return { kind: 'unknown', why: `the EHR says "${ward}" and knows no unit called "${places.unit}"` };
    if (ward !== null) return { kind: 'elsewhere', ward };
  }
  const named = current.map(entry => words(entry.location?.display)).find(name => name !== null);
  return { kind: 'unknown', why: `the EHR does not say of which ward ${named ? `"${named}"` : 'this patient’s place'} is part` };
}

const WARD = 'wa';
const DEEPEST = 8;

/** The name of the ward that this place is or lies in; null when nothing calls itself a ward. */
function wardOf(encounter: Encounter, entry: NonNullable<Encounter['location']>[number], places: Places): string | null {
  let id = idOf(entry.location, 'Location');
  let place = id === null ? containedIn<Location>(encounter, entry.location, 'Location') : known(places, id);
  if (isWard(entry.physicalType)) return words(place?.name) ?? words(entry.location?.display) ?? 'another ward';
  for (let depth = 0; place && depth < DEEPEST; depth++) {
    if (isWard(place.physicalType)) return words(place.name) ?? 'another ward';
    id = idOf(place.partOf, 'Location');
    place = id === null ? null : known(places, id);
  }
  return null;
}

const known = (places: Places, id: string): Location | null => places.within.get(id) ?? places.others.get(id) ?? null;
const isWard = (type: Location['physicalType']): boolean => list(type?.coding).some(coding => coding.code === WARD);

/**
 * The places that open stays name and those above them, so that a ward can be told; what lies under the unit although the unit's own
 * search didn't bring it belongs to the unit.
 */
export async function withPlacesAbove(client: FhirClient, places: Places): Promise<Places> {
  const others = new Map(places.others);
  const within = new Map(places.within);
  const tried = new Set<string>();
  for (let depth = 0; depth < DEEPEST; depth++) {
    const above = [...others.values()].map(place => idOf(place.partOf, 'Location')).filter(id => id !== null);
    const wanted = [...new Set(above)].filter(id => !others.has(id) && !within.has(id) && !tried.has(id));
    if (wanted.length === 0) break;
    for (const id of wanted) tried.add(id);
    for (const [id, place] of await readPlaces(client, wanted)) others.set(id, place);
  }
  for (let grew = true; grew;) {
    grew = false;
    for (const [id, place] of others) {
      if (!within.has(idOf(place.partOf, 'Location') ?? '')) continue;
      within.set(id, place);
      others.delete(id);
      grew = true;
    }
  }
  return { ...places, within, others };
}

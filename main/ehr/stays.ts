import type { Encounter, EncounterLocation } from 'fhir/r4';
import { epochMs, type Instant, type Zone } from '../domain/time.ts';
import type { Places, Resident } from './census.ts';
import { containedIn, idOf } from './reference.ts';
import { firstMs, lastMs } from './timestamps.ts';
import { list, words } from './tolerant.ts';
import { sameName } from './unit-places.ts';

/** Where a patient is now, by the encounter's own list: active or not ended, not completed, not merely planned. */
export function currentLocations(encounter: Encounter, now: Instant, zone: Zone): EncounterLocation[] {
  return list(encounter.location).filter(entry => {
    if (entry.status === 'completed' || entry.status === 'planned') return false;
    if (entry.status === 'active') return true;
    const end = words(entry.period?.end);
    return end === null || !(lastMs(end, zone) <= epochMs(now));
  });
}

/** Is this place the unit or under it: by reference, contained, or only by display? */
export function isWithin(encounter: Encounter, entry: EncounterLocation, places: Places): boolean {
  const id = idOf(entry.location, 'Location');
  if (id !== null) return places.within.has(id);
  const inside = containedIn<{ resourceType: string; name?: string; partOf?: { reference?: string } }>(
    encounter,
    entry.location,
    'Location',
  );
  if (inside) return sameName(words(inside.name), places.unit) || places.within.has(idOf(inside.partOf, 'Location') ?? '');
  return sameName(words(entry.location?.display), places.unit);
}

/** Is the stay going on? */
export const isOpen = ({ status }: Encounter): boolean => status === 'in-progress' || status === 'onleave';

/** Is the patient of this encounter on the unit now? */
export const isHere = (encounter: Encounter, places: Places, now: Instant, zone: Zone): boolean =>
  isOpen(encounter) && currentLocations(encounter, now, zone).some(entry => isWithin(encounter, entry, places));

/** When the patient came to the unit, for choosing between stays; 0 when not known. */
function arrival(encounter: Encounter, places: Places, now: Instant, zone: Zone): number {
  const starts = currentLocations(encounter, now, zone)
    .filter(entry => isWithin(encounter, entry, places))
    .map(entry => firstMs(entry.period?.start ?? encounter.period?.start, zone))
    .filter(ms => !Number.isNaN(ms));
  return Math.max(0, ...starts);
}

/**
 * One resident per patient: nested encounters folded into their parent; of several unrelated stays that were never closed (fhir.md quirk
 * 17), the one with the latest arrival, and the chart says that there are others. `parents` holds encounters fetched because they were named as partOf.
 */
export function residentsOf(
  here: readonly Encounter[],
  parents: ReadonlyMap<string, Encounter>,
  places: Places,
  now: Instant,
  zone: Zone,
): Resident[] {
  const known = new Map([...parents, ...here.map(e => [e.id ?? '', e] as const)]);
  const rootOf = (encounter: Encounter): Encounter => {
    let root = encounter;
    for (let depth = 0; depth < 8; depth++) {
      const parent = known.get(idOf(root.partOf, 'Encounter') ?? '');
      if (!parent || parent === root) return root;
      root = parent;
    }
    return root;
  };
  const byPatient = new Map<string, Encounter[]>();
  for (const encounter of here) {
    const patient = idOf(encounter.subject, 'Patient');
    if (patient !== null) byPatient.set(patient, [...(byPatient.get(patient) ?? []), encounter]);
  }
  return [...byPatient].map(([patientId, encounters]) => {
    const latestFirst = [...encounters].sort((a, b) => arrival(b, places, now, zone) - arrival(a, places, now, zone));
    const latest = latestFirst[0]!;
    const stay = rootOf(latest);
    const family = encounters.filter(e => rootOf(e) === stay);
    const direct = family.find(e => e === stay);
    const others = new Set(encounters.filter(e => rootOf(e) !== stay).map(e => rootOf(e).id)).size;
    const warnings =
      others > 0
        ? [
            `The EHR has ${others} more open ${others === 1 ? 'stay' : 'stays'} of this patient on this unit: the latest is shown.`,
          ]
        : [];
    return {
      patientId,
      stay,
      here: direct ?? latest,
      family: [...new Set([stay, ...family].map(e => e.id ?? ''))],
      warnings,
    };
  });
}

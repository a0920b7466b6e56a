import type { Encounter as FhirEncounter, EncounterLocation, Identifier, Location } from 'fhir/r4';
import type { Encounter } from '../domain/patient.ts';
import { startOf, type Instant, type Zone } from '../domain/time.ts';
import type { Places, Resident } from './census.ts';
import { conceptName, conceptWords, hasCode } from './concept.ts';
import { NAME_NOT_RECEIVED } from './people.ts';
import { containedIn, idOf } from './reference.ts';
import { currentLocations, isWithin } from './stays.ts';
import { fhirDate, firstMs, instant } from './timestamps.ts';
import { list, words } from './tolerant.ts';
import { sameName } from './unit-places.ts';

/** The stay as the ward knows it. Admission is the whole stay's; bed and time on the unit are those of the encounter that is here. */
export function mapEncounter({ stay, here }: Resident, places: Places, now: Instant, zone: Zone): Encounter {
  const admitted = fhirDate(stay.period?.start ?? here.period?.start, zone);
  return {
    id: stay.id ?? here.id ?? '',
    visit:
      visitNumber(list(stay.identifier)) ?? visitNumber(list(here.identifier)) ?? words(list(stay.account)[0]?.identifier?.value),
    status: words(here.status) ?? 'not received',
    admitted: admitted === null ? null : startOf(admitted, zone),
    onUnitSince: onUnitSince(here, places, now, zone),
    unit: places.unit,
    bed: bedOf(here, places, now, zone),
    attending: attending(here) ?? attending(stay),
    service: conceptWords(here.serviceType) ?? conceptWords(stay.serviceType),
    reason: reason(here) ?? reason(stay),
  };
}

function visitNumber(identifiers: Identifier[]): string | null {
  const usable = identifiers.filter(i => words(i.value) !== null && words(i.use) !== 'old');
  const said = (i: Identifier): string => [words(i.type?.text), words(i.system)].join(' ');
  const pick =
    usable.find(i => hasCode(i.type, ['VN'])) ??
    usable.find(i => hasCode(i.type, ['AN']) || /\b(FIN|CSN|HAR|visit|account|encounter)\b/i.test(said(i))) ??
    usable[0];
  return words(pick?.value);
}

/** Earliest start among the current places within the unit: a change of bed is not an arrival. */
function onUnitSince(encounter: FhirEncounter, places: Places, now: Instant, zone: Zone): Instant | null {
  const starts = currentLocations(encounter, now, zone)
    .filter(entry => isWithin(encounter, entry, places))
    .map(entry => instant(entry.period?.start, zone))
    .filter(start => start !== null)
    .sort((a, b) => firstMs(a, zone) - firstMs(b, zone));
  return starts[0] ?? null;
}

interface Spot {
  name: string;
  kind: string | null;
}

/** Room and bed as the ward says them: the deepest place that is named, whether unit, room and bed are one entry, three, contained or display only. */
function bedOf(encounter: FhirEncounter, places: Places, now: Instant, zone: Zone): string | null {
  const spots = currentLocations(encounter, now, zone).flatMap(entry => spotsOf(encounter, entry, places));
  const named = spots.filter(spot => !sameName(spot.name, places.unit));
  const bed = named.find(spot => spot.kind === 'bd');
  const room = named.find(spot => spot.kind === 'ro');
  if (bed && room) return bedInRoom(bed.name, room.name);
  return bed?.name ?? room?.name ?? named.find(spot => spot.kind === null)?.name ?? null;
}

/** Larger than a room, so never a bed. */
const LARGER = ['si', 'bu', 'wi', 'wa', 'lvl', 'co', 'ho', 'area', 'jdn', 'rd', 've'];

function spotsOf(encounter: FhirEncounter, entry: EncounterLocation, places: Places): Spot[] {
  const id = idOf(entry.location, 'Location');
  const location =
    id === null ? containedIn<Location>(encounter, entry.location, 'Location') : (places.within.get(id) ?? places.others.get(id));
  const kind = kindOf(location ?? null) ?? words(list(entry.physicalType?.coding)[0]?.code);
  const name = words(location?.name) ?? words(entry.location?.display);
  if (name === null || (kind !== null && LARGER.includes(kind))) return [];
  const parent = places.within.get(idOf(location?.partOf, 'Location') ?? '');
  const parentName = words(parent?.name);
  const above = parent && parentName !== null && kindOf(parent) === 'ro' ? [{ name: parentName, kind: 'ro' }] : [];
  return [{ name, kind: kind === 'bd' || kind === 'ro' ? kind : null }, ...above];
}

const kindOf = (location: Location | null): string | null => words(list(location?.physicalType?.coding)[0]?.code);

/** "512" and "A" make "512-A"; a bed that already names its room stays as it is. */
function bedInRoom(bed: string, room: string): string {
  const bare = room.replace(/^(room|rm\.?)\s+/i, '');
  if (bed.toLowerCase().includes(bare.toLowerCase())) return bed;
  return `${bare}-${bed.replace(/^bed\s+/i, '')}`;
}

function attending(encounter: FhirEncounter): string | null {
  const all = list(encounter.participant).filter(p =>
    list(p.type).some(type => hasCode(type, ['ATND']) || /attending/i.test(conceptName(type) ?? '')),
  );
  const current = all.filter(p => words(p.period?.end) === null);
  const newest = [...current].sort((a, b) => (words(b.period?.start) ?? '').localeCompare(words(a.period?.start) ?? ''));
  return newest.map(p => words(p.individual?.display)).find(name => name !== null && name !== NAME_NOT_RECEIVED) ?? null;
}

function reason(encounter: FhirEncounter): string | null {
  const coded = list(encounter.reasonCode).map(conceptName);
  const referred = list(encounter.reasonReference).map(r => words(r.display));
  const diagnosed = list(encounter.diagnosis).map(d => words(d.condition?.display));
  return [...coded, ...referred, ...diagnosed].find(text => text !== null) ?? null;
}

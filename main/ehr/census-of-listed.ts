import type { Bundle, Encounter, Location, Patient } from 'fhir/r4';
import { err, ok, type Result } from '../domain/result.ts';
import type { EhrFault } from '../ports.ts';
import { institutionOf, parentsOf, placesNamed } from './census-context.ts';
import type { Census, CensusRequest, Places, Resident } from './census.ts';
import type { FhirClient } from './client.ts';
import { wholeFault, type HttpFault } from './fault.ts';
import { replacedBy } from './map-patient.ts';
import { collect } from './paging.ts';
import { idOf } from './reference.ts';
import { address } from './search-query.ts';
import { standingOf, withPlacesAbove } from './standing.ts';
import { isOpen, residentsOf } from './stays.ts';
import { list } from './tolerant.ts';
import { findUnit, unitOfIds } from './unit-places.ts';

/** A patient whom a list names. */
export interface Listed {
  patientId: string;
  /** How the list calls this patient, for whoever has to correct it: "MRN 00123", "Patient eXy". */
  label: string;
}

/** What a list says about who is on the unit. */
export interface Listing {
  listed: readonly Listed[];
  /** Lines and entries that can't be followed, and what to know about the list itself. */
  unread: Census['unread'];
  /** Encounters that came with the list; patients without an open one among them are asked for unless these are `complete`. */
  encounters: readonly Encounter[];
  complete: boolean;
  /** The list as words: "the Epic list 4W", "the file census.csv". */
  name: string;
  /** Ids of the unit's Locations, where the EHR calls the unit otherwise than the ward does. */
  locationIds: readonly string[] | null;
}

/** The most patients that one sentence names. */
const NAMED = 12;

/**
 * The rules of fhir.md section 1 for sources that name patients instead of places: of each patient the open stays; on the unit, or of
 * unknown place and then marked. Who is listed but discharged or on another ward is noted for whoever keeps the list.
 */
export async function censusOfListed(
  client: FhirClient,
  request: CensusRequest,
  listing: Listing,
): Promise<Result<Census, EhrFault>> {
  const { unit, now, zone } = request;
  const ids = listing.locationIds;
  const found = ids ? await unitOfIds(client, unit, ids) : await findUnit(client, unit);
  if (!found.ok && !['unit-unknown', 'unauthorised', 'server-error', 'not-fhir'].includes(found.error.kind)) return found;
  const units: Location[] = found.ok ? found.value.units : [];
  const bare: Places = {
    unit: found.ok ? found.value.name : unit,
    within: found.ok ? found.value.within : new Map<string, Location>(),
    others: new Map(),
  };

  const stays = await readStays(client, listing);
  const faults = stays.filter(stay => stay.fault !== null);
  if (faults.length > 0 && faults.length === stays.length) return err(wholeFault(faults[0]!.fault!, client.host));
  const all = stays.flatMap(stay => stay.open);
  const named = await placesNamed(client, all, bare, request);
  const places = await withPlacesAbove(client, { ...bare, others: named });
  const parents = await parentsOf(client, listing.encounters, all);

  const residents: Resident[] = [];
  const unread: Census['unread'] = [...listing.unread, ...faults.map(s => ({ patient: s.patientId, why: s.fault!.why }))];
  const moved: string[] = [];
  const closed: string[] = [];
  for (const { patientId, label, open, invisible, fault } of new Map(stays.map(s => [s.patientId, s])).values()) {
    if (fault !== null) continue;
    const judged = open.map(encounter => ({ encounter, standing: standingOf(encounter, places, request) }));
    const of = (kind: string): Encounter[] => judged.filter(j => j.standing.kind === kind).map(j => j.encounter);
    const here = of('here').length > 0 ? of('here') : of('unknown');
    const elsewhere = judged.find(j => j.standing.kind === 'elsewhere')?.standing;
    if (here.length > 0) {
      const doubt = of('here').length > 0 ? undefined : judged.find(j => j.standing.kind === 'unknown')?.standing;
      const warnings =
        doubt?.kind === 'unknown' ? [`On the unit by ${listing.name}; ${doubt.why}: verify that this patient is here.`] : [];
      for (const resident of residentsOf(here, parents, places, now, zone))
        residents.push({ ...resident, warnings: [...warnings, ...resident.warnings] });
    } else if (elsewhere?.kind === 'elsewhere') moved.push(`${label} (${elsewhere.ward})`);
    else if (invisible)
      unread.push({ patient: patientId, why: `${label} is on ${listing.name}, but the EHR shows no stay of this patient` });
    else closed.push(label);
  }
  const told = (labels: string[]): string =>
    labels.slice(0, NAMED).join(', ') + (labels.length > NAMED ? ` and ${labels.length - NAMED} more` : '');
  const notes = [
    ...(moved.length > 0
      ? [`${capital(listing.name)} names ${moved.length} whom the EHR has on other wards: ${told(moved)}`]
      : []),
    ...(closed.length > 0
      ? [`${capital(listing.name)} names ${closed.length} whose stays the EHR has closed: ${told(closed)}`]
      : []),
  ];
  if (notes.length > 0)
    client.log.write('warn', 'the list names people who are not on the unit', { elsewhere: moved.length, closed: closed.length });
  if (residents.length === 0) return err(nobody(listing, unread, unit));
  return ok({ unit: places.unit, institution: await institutionOf(client, units, all), places, residents, unread, notes });
}

const nobody = (listing: Listing, unread: Census['unread'], unit: string): EhrFault => ({
  kind: 'unit-empty',
  why:
    listing.listed.length === 0 && unread.length === 0
      ? `${capital(listing.name)} names nobody, so nobody would be on ${unit}.`
      : `${capital(listing.name)} names ${listing.listed.length + listing.unread.length}, but the EHR has none of them on ${unit} now.`,
});
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface Stays extends Listed {
  open: Encounter[];
  /** The EHR shows no encounter of this patient at all, closed ones included. */
  invisible: boolean;
  fault: HttpFault | null;
}

/** The open stays of each listed patient, a few patients at a time. */
async function readStays(client: FhirClient, { listed, encounters, complete }: Listing): Promise<Stays[]> {
  const unique = [...new Map(listed.map(entry => [entry.patientId, entry])).values()];
  const results: Stays[] = [];
  let next = 0;
  const reader = async (): Promise<void> => {
    for (let i = next++; i < unique.length; i = next++) {
      const entry = unique[i]!;
      const own = encounters.filter(e => idOf(e.subject, 'Patient') === entry.patientId);
      const open = own.filter(isOpen);
      results[i] =
        open.length > 0 || (complete && own.length > 0)
          ? { ...entry, open, invisible: false, fault: null }
          : await askStays(client, entry);
    }
  };
  await Promise.all(Array.from({ length: Math.min(client.limits.parallel, unique.length) }, reader));
  return results;
}

/** A patient without any encounter may have been merged: then the surviving record is asked. */
async function askStays(client: FhirClient, entry: Listed): Promise<Stays> {
  const first = await openStays(client, entry.patientId);
  if (first.fault !== null || first.open.length > 0) return { ...entry, ...first };
  const answer = await client.get(`Patient/${encodeURIComponent(entry.patientId)}`);
  const survivor = answer.ok && answer.value.resourceType === 'Patient' ? replacedBy(answer.value as unknown as Patient) : null;
  if (survivor === null) return { ...entry, ...first };
  return { ...entry, patientId: survivor, ...(await openStays(client, survivor)) };
}

async function openStays(client: FhirClient, patient: string): Promise<Omit<Stays, keyof Listed>> {
  const search = (params: Record<string, string>): ReturnType<typeof collect<Encounter>> =>
    collect(client, address({ type: 'Encounter', params: { patient, ...params } }, client.limits.perPage), r => {
      const encounter = r as unknown as Encounter;
      return idOf(encounter.subject, 'Patient') === patient ? encounter : null;
    });
  let found = await search({ status: 'in-progress,onleave' });
  const filtered = found.fault?.kind !== 'refused';
  if (!filtered) found = await search({});
  const open = found.items.filter(isOpen);
  if (open.length > 0 || found.fault !== null) return { open, invisible: false, fault: open.length > 0 ? null : found.fault };
  if (found.items.length > 0 || !filtered) return { open, invisible: found.items.length === 0, fault: null };
  const any = await client.get(address({ type: 'Encounter', params: { patient, _count: '1' } }, 1));
  const shown = any.ok && list((any.value as unknown as Bundle).entry).some(e => e.resource?.resourceType === 'Encounter');
  return { open, invisible: !shown, fault: null };
}

import type { Encounter, FhirResource, Location, MedicationRequest } from 'fhir/r4';
import { DEMO_UNIT, demoWard } from '../../../main/demo/ward.ts';

export const NOW = '2026-11-22T19:00:00Z';
export const ZONE = 'America/New_York';

/** The demo ward of these tests: seed 1, a Sunday at 14:00 in New York. */
export const WARD = demoWard({ seed: 1, now: NOW, zone: ZONE }) as FhirResource[];

/** All resources of a type. */
export const all = <T extends FhirResource['resourceType']>(type: T): Extract<FhirResource, { resourceType: T }>[] =>
  WARD.filter((r): r is Extract<FhirResource, { resourceType: T }> => r.resourceType === type);

/** The ward and every room and bed under it. */
export function placesOfWard(): Set<string> {
  const locations: Location[] = all('Location');
  const places = new Set(locations.filter(l => l.name === DEMO_UNIT).map(l => `Location/${l.id}`));
  for (let before = 0; before !== places.size;) {
    before = places.size;
    for (const l of locations) if (places.has(l.partOf?.reference ?? '')) places.add(`Location/${l.id}`);
  }
  return places;
}

/** Stays that are on the ward now, nested parts left out. */
export function staysNow(): Encounter[] {
  const places = placesOfWard();
  return all('Encounter').filter(
    e =>
      ['in-progress', 'onleave'].includes(e.status) &&
      !e.partOf &&
      e.location?.some(l => l.status === 'active' && !l.period?.end && places.has(l.location.reference ?? '')),
  );
}

/** References to the patients who are on the ward now. */
export const PATIENTS = new Set(staysNow().map(e => e.subject!.reference!));

const setting = (r: MedicationRequest): string | undefined => r.category?.[0]?.coding?.[0]?.code;

/** What belongs on the MARs of the ward: active and held inpatient orders. */
export const marOrders = (): MedicationRequest[] =>
  all('MedicationRequest').filter(
    r =>
      PATIENTS.has(r.subject.reference!) &&
      ['active', 'on-hold'].includes(r.status) &&
      r.intent === 'order' &&
      setting(r) === 'inpatient',
  );

/** Medicines of people on the ward that belong on no MAR. */
export const otherOrders = (): MedicationRequest[] =>
  all('MedicationRequest').filter(r => PATIENTS.has(r.subject.reference!) && !marOrders().includes(r));

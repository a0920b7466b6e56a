import type { CodeableConcept, FhirResource, Location } from 'fhir/r4';
import { hl7, localIdentifier, type WardFrame } from './ward-frame.ts';

/** Name of the demo ward, as its Location has it. */
export const DEMO_UNIT = '4 West';
/** Name of the demo hospital. */
export const DEMO_INSTITUTION = 'Lakeside General Hospital';

const PHYSICAL = { wa: 'Ward', ro: 'Room', bd: 'Bed', bu: 'Building', si: 'Site' };

const physicalType = (code: keyof typeof PHYSICAL): CodeableConcept => hl7('location-physical-type', code, PHYSICAL[code]);

/** The hospital, its wards, and under them by partOf the rooms and beds. Two places share the beginning of the ward's name. */
export function placesOf(frame: WardFrame): FhirResource[] {
  const place = (key: string, name: string, kind: keyof typeof PHYSICAL, partOf: string | null): Location => ({
    resourceType: 'Location',
    id: frame.id('Location', key),
    identifier: [localIdentifier('location', key)],
    status: 'active',
    name,
    mode: 'instance',
    physicalType: physicalType(kind),
    managingOrganization: frame.ref('Organization', 'hospital', DEMO_INSTITUTION),
    ...(partOf ? { partOf: frame.ref('Location', partOf) } : {}),
  });
  const rooms = (ward: string, first: number, count: number): Location[] =>
    Array.from({ length: count }, (_, i) => String(first + i)).flatMap(room => [
      place(`room-${room}`, `Room ${room}`, 'ro', ward),
      ...['A', 'B'].map(bed => place(`bed-${room}-${bed}`, `${room}-${bed}`, 'bd', `room-${room}`)),
    ]);
  const { name: _, ...nameless } = place('closet', '', 'ro', '4-west');
  return [
    {
      resourceType: 'Organization',
      id: frame.id('Organization', 'hospital'),
      active: true,
      name: DEMO_INSTITUTION,
      type: [hl7('organization-type', 'prov', 'Healthcare Provider')],
      telecom: [{ system: 'phone', value: '+1 555 0100' }],
      address: [{ line: ['1 Lakeside Drive'], city: 'Lakeside', state: 'NY', postalCode: '10000', country: 'US' }],
    },
    place('hospital', DEMO_INSTITUTION, 'si', null),
    place('4-west', DEMO_UNIT, 'wa', 'hospital'),
    place('4-west-infusion', `${DEMO_UNIT} Infusion Center`, 'wa', 'hospital'),
    place('5-east', '5 East', 'wa', 'hospital'),
    place('icu', 'Medical Intensive Care Unit', 'wa', 'hospital'),
    place('ed', 'Emergency Department', 'wa', 'hospital'),
    ...rooms('4-west', 401, 16),
    ...rooms('5-east', 501, 4),
    // A real list of locations always has one without a name.
    { ...nameless, alias: ['Clean utility'] },
  ];
}

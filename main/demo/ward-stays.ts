import type { Encounter, EncounterLocation, FhirResource, HumanName, Location, Patient, Reference } from 'fhir/r4';
import { DATA_ABSENT, hl7, local, localIdentifier, type WardFrame } from './ward-frame.ts';
import type { Person } from './ward-people.ts';
import { attending } from './ward-staff.ts';

const LANGUAGES: Record<string, string> = {
  'en-US': 'English',
  vi: 'Vietnamese',
  ar: 'Arabic',
  pl: 'Polish',
  zh: 'Chinese',
  es: 'Spanish',
  fr: 'French',
  sr: 'Serbian',
  am: 'Amharic',
  qu: 'Quechua',
  it: 'Italian',
};

const numberOf = (frame: WardFrame, key: string, what: string): number => frame.random(`${what}:${key}`).whole(100_000, 999_999);

/** A person's Patient resource; the unknown man has a data-absent-reason where a name should be, and no birth date. */
export function patientOf(frame: WardFrame, person: Person): Patient {
  const { key, nameless, sex } = person;
  return {
    resourceType: 'Patient',
    id: frame.id('Patient', key),
    active: true,
    identifier: [
      {
        use: 'secondary',
        type: { text: 'Enterprise ID' },
        system: 'urn:oid:1.2.840.114350.1.13.0.1',
        value: `Z${numberOf(frame, key, 'enterprise')}`,
      },
      {
        use: 'usual',
        type: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR', display: 'Medical record number' }],
          text: 'MRN',
        },
        ...localIdentifier('mrn', `00${numberOf(frame, key, 'mrn')}`),
      },
    ],
    name: nameless ? [{ extension: [{ url: DATA_ABSENT, valueCode: 'unknown' }] }] : namesOf(person),
    gender: sex,
    ...(nameless
      ? { _birthDate: { extension: [{ url: DATA_ABSENT, valueCode: 'unknown' }] } }
      : { birthDate: frame.born(person.age, key) }),
    ...(nameless
      ? {}
      : { telecom: [{ system: 'phone', value: `+1 555 01${String(numberOf(frame, key, 'phone')).slice(0, 2)}` }] }),
    communication: [
      {
        language: {
          coding: [{ system: 'urn:ietf:bcp:47', code: person.language }],
          text: LANGUAGES[person.language] ?? person.language,
        },
        preferred: true,
      },
    ],
    ...(person.interpreter
      ? {
          extension: [
            {
              url: 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired',
              valueBoolean: true,
            },
          ],
        }
      : {}),
  };
}

function namesOf({ family, given, prefix, suffix, script }: Person): HumanName[] {
  const latin: HumanName = {
    use: 'official',
    family,
    ...(given ? { given: given.split(' ') } : {}),
    ...(prefix ? { prefix: [prefix] } : {}),
    ...(suffix ? { suffix: [suffix] } : {}),
  };
  if (!script) return [latin];
  const own: HumanName = {
    use: script.only ? 'official' : 'usual',
    family: script.family,
    given: [script.given],
    text: script.text,
  };
  return script.only ? [own, { ...latin, use: 'old' }] : [latin, { ...own, use: 'nickname' }];
}

/** The stay of somebody who lies on a unit now. */
export function stayOf(frame: WardFrame, person: Person, unit: string, earlierUnit?: string): Encounter {
  const { key, bed, illness } = person;
  const admitted = frame.at(-person.days, '16:40');
  const moved = frame.at(-Math.max(person.days - 1, 1), '18:05');
  const past = (place: string, from: string, to: string): EncounterLocation => ({
    location: frame.ref('Location', place),
    status: 'completed',
    period: { start: from, end: to },
  });
  const before = earlierUnit
    ? [past(earlierUnit, frame.at(-person.days, '17:30'), moved), past('bed-412-A', frame.at(-person.days, '17:30'), moved)]
    : [past('ed', admitted, frame.at(-person.days, '20:10'))];
  const start = earlierUnit ? moved : frame.at(-person.days, '20:10');
  return {
    resourceType: 'Encounter',
    id: frame.id('Encounter', key),
    ...contained(person),
    identifier: [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'VN', display: 'Visit number' }] },
        ...localIdentifier('visit', `V${numberOf(frame, key, 'visit')}`),
      },
    ],
    status: person.onLeave ? 'onleave' : 'in-progress',
    class:
      key === '407-A'
        ? { system: local('patient-class'), code: '101', display: 'Inpatient' }
        : { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP', display: 'inpatient encounter' },
    type: [{ text: 'Hospital encounter' }],
    serviceType: { text: illness.service },
    subject: frame.ref('Patient', key),
    participant: [
      {
        type: [hl7('v3-ParticipationType', 'ATND', 'attender')],
        individual: key === '416-A' ? { display: 'Strand, Ingrid, MD' } : attending(frame, illness.service),
      },
    ],
    period: { start: admitted },
    reasonCode: [{ text: illness.reason[1] }],
    hospitalization: { admitSource: hl7('admit-source', 'emd', 'From accident/emergency department') },
    location: [...before, ...placesNow(frame, person, unit, bed, start)],
    serviceProvider: frame.ref('Organization', 'hospital'),
  };
}

function placesNow(frame: WardFrame, person: Person, unit: string, bed: string, start: string): EncounterLocation[] {
  const now = (location: Reference, code: string): EncounterLocation => ({
    location,
    status: 'active',
    physicalType: hl7('location-physical-type', code),
    period: { start },
  });
  const ward = now(frame.ref('Location', unit), 'wa');
  const room = now(frame.ref('Location', `room-${bed.slice(0, 3)}`), 'ro');
  const place = now(frame.ref('Location', `bed-${bed}`, bed), 'bd');
  switch (person.stay) {
    case 'ward+bed':
      return [ward, place];
    case 'bed-only':
      return [place];
    case 'ward+room+bed':
      return [ward, room, place];
    case 'ward+bed-words':
      return [ward, now({ display: bed }, 'bd')];
    case 'ward+contained-bed':
      return [ward, now({ reference: '#bed' }, 'bd')];
  }
}

function contained({ stay, bed }: Person): Pick<Encounter, 'contained'> {
  if (stay !== 'ward+contained-bed') return {};
  const place: Location = { resourceType: 'Location', id: 'bed', name: bed, physicalType: hl7('location-physical-type', 'bd') };
  return { contained: [place] };
}

/** Encounters nested in a stay: an intensive-care part that is over, and a telemetry part that goes on in the same bed. */
export function nestedStays(frame: WardFrame, person: Person): FhirResource[] {
  const nested = (name: string, places: EncounterLocation[], end: string | null): Encounter => ({
    resourceType: 'Encounter',
    id: frame.id('Encounter', `${person.key}:${name}`),
    status: end ? 'finished' : 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'ACUTE', display: 'inpatient acute' },
    subject: frame.ref('Patient', person.key),
    partOf: frame.ref('Encounter', person.key),
    period: { start: frame.at(-person.days, '20:10'), ...(end ? { end } : {}) },
    location: places,
  });
  const end = frame.at(-1, '11:30');
  if (person.key === '404-B' || person.key === '408-B')
    return [nested('telemetry', [{ location: frame.ref('Location', '4-west'), status: 'active' }], null)];
  if (person.key === '409-A')
    return [
      nested(
        'intensive-care',
        [{ location: frame.ref('Location', 'icu'), status: 'completed', period: { start: frame.at(-3, '20:10'), end } }],
        end,
      ),
    ];
  return [];
}

/** Stays on 4 West that are over: two discharged people, and one encounter that nobody ever closed. */
export function pastStay(frame: WardFrame, person: Person): Encounter {
  const stay = stayOf(frame, person, '4-west');
  const neverClosed = person.days > 1000;
  const end = neverClosed ? frame.at(-person.days + 3, '13:00') : frame.at(-1, '13:15');
  return {
    ...stay,
    status: neverClosed ? 'in-progress' : 'finished',
    period: { ...stay.period, ...(neverClosed ? {} : { end }) },
    location: (stay.location ?? []).map(place => ({
      ...place,
      status: 'completed',
      period: { ...place.period, end: place.period?.end ?? end },
    })),
  };
}

/** Somebody who will come to 4 West this evening. */
export function plannedStay(frame: WardFrame, person: Person): Encounter {
  return {
    ...stayOf(frame, person, '4-west'),
    id: frame.id('Encounter', `${person.key}:planned`),
    status: 'planned',
    period: { start: frame.from(300) },
    location: [{ location: frame.ref('Location', '4-west'), status: 'planned' }],
  };
}

import type { Allergy } from '../allergy.ts';
import { SECTION_TITLES, type Chart, type Entry, type Sections } from '../chart.ts';
import type { Observation } from '../observation.ts';
import { missing, type Section } from '../section.ts';
import { paperDateTime, type Instant, type Zone } from '../time.ts';
import { calledName, registrationsOf, type Registered } from './registration.ts';
import type { Registration } from './ward-act.ts';
import type { WardCourse } from './ward-course.ts';

/**
 * A chart for everybody whom only this ward knows: registered in a downtime that is open, and not among the copy's charts. It holds what
 * was asked at registration; every other part says that nothing was received, and why.
 */
export function registeredCharts(course: WardCourse, copied: readonly Chart[], unit: string, zone: Zone): Chart[] {
  const ids = new Set(copied.map(chart => chart.identity.id));
  return [...registrationsOf(course)]
    .filter(([patient]) => !ids.has(patient))
    .map(([patient, registered]) => chartOf(patient, registered, unit, zone));
}

function chartOf(patient: string, registered: Registered, unit: string, zone: Zone): Chart {
  const { registration, at, identified, event } = registered;
  const known = identified.at(-1);
  return {
    identity: {
      id: patient,
      name: calledName(registered),
      mrn: registration.mrn,
      birthDate: known?.birthDate ?? registration.birthDate,
      sex: known && known.sex !== 'unknown' ? known.sex : registration.sex,
      deceased: false,
      language: null,
      interpreterNeeded: null,
    },
    encounter: {
      id: event,
      visit: registration.visit,
      status: 'registered',
      admitted: at,
      onUnitSince: at,
      unit,
      bed: registration.bed,
      attending: registration.attending,
      service: registration.service,
      reason: registration.reason,
    },
    asOf: at,
    sections: sectionsOf(registration, at, zone),
    unmapped: [],
    warnings: [],
    gone: null,
  };
}

function sectionsOf(registration: Registration, at: Instant, zone: Zone): Sections {
  const reason = `patient registered here ${paperDateTime(at, zone)}, in the downtime`;
  const asked = <T>(items: T[]): Section<T> => ({
    status: 'registered-here',
    asOf: items.length > 0 ? at : null,
    reason,
    items,
    emptied: 0,
  });
  const silent = Object.fromEntries(
    Object.keys(SECTION_TITLES).map(name => [name, missing('registered-here', reason)]),
  ) as unknown as Sections;
  return {
    ...silent,
    allergies: asked(allergiesOf(registration, at)),
    vitals: asked(weightOf(registration, at)),
    contacts: asked(
      entries('contact', [registration.contact, registration.broughtBy && `Brought by ${registration.broughtBy}`], at),
    ),
    coverage: asked(entries('coverage', [registration.insurance], at)),
  };
}

function allergiesOf({ allergies: { state, listed } }: Registration, at: Instant): Allergy[] {
  const told = (substance: string, index: number, negates: Allergy['negates']): Allergy => ({
    id: `registration-${index + 1}`,
    substance,
    reactions: [],
    severity: null,
    criticality: null,
    category: null,
    qualifier: negates === null ? 'as told at registration' : null,
    recorded: at,
    negates,
  });
  switch (state) {
    case 'listed':
      return listed.map((substance, index) => told(substance, index, null));
    case 'none-known':
      return [told('No known allergies', 0, 'none-known')];
    case 'not-asked':
      return [told('Not asked', 0, 'not-asked')];
  }
}

/** LOINC 29463-7, body weight. */
const weightOf = ({ weightKg }: Registration, at: Instant): Observation[] =>
  weightKg === null
    ? []
    : [
        {
          id: 'registration-weight',
          code: '29463-7',
          name: 'Weight as told at registration',
          value: String(weightKg),
          unit: 'kg',
          flag: null,
          range: null,
          at,
          status: 'final',
          absent: null,
          components: [],
        },
      ];

const entries = (id: string, texts: (string | null)[], at: Instant): Entry[] =>
  texts.flatMap((text, index) =>
    text === null || text === ''
      ? []
      : [{ id: `registration-${id}-${index + 1}`, text, detail: 'as told at registration', status: null, at }],
  );

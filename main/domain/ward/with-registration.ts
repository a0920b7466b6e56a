import { paperDateTime, paperFhirDate, type Zone } from '../time.ts';
import type { PatientView } from '../view.ts';
import { bandWords, registrationsOf, type Dispute, type Registered } from './registration.ts';
import type { Registration } from './ward-act.ts';
import type { WardCourse } from './ward-course.ts';

/** The view of a patient who was registered here, saying so; of any other patient the view as it is. */
export function withRegistration(view: PatientView, course: WardCourse, zone: Zone): PatientView {
  const registered = registrationsOf(course).get(view.identity.id);
  if (!registered || !view.sections.some(({ status }) => status === 'registered-here')) return view;
  const { estimatedAge } = registered.registration;
  return {
    ...view,
    registered,
    freshness: { state: 'no-ehr-data' },
    age: view.age ?? (estimatedAge === null ? null : `about ${estimatedAge} y (estimated)`),
    allergies: {
      ...view.allergies,
      silence: view.allergies.state === 'none-known' ? 'as told at registration' : view.allergies.silence,
    },
    weight: view.weight && { ...view.weight, value: `${view.weight.value} as told` },
    warnings: [...registrationWords(registered, zone), ...view.warnings],
  };
}

/** What screen and every sheet say of a patient who was registered here, the first sentence first. */
export function registrationWords(registered: Registered, zone: Zone): string[] {
  const { at, by, registration, identified, disputes } = registered;
  const from = registration.from === null ? '' : `, from ${registration.from}`;
  return [
    `REGISTERED HERE ${paperDateTime(at, zone)} by ${by}${from}: nothing was received from the EHR. What is not here is not known, not absent.`,
    ...identified.slice(-1).map(({ name, mrn, birthDate, happenedAt, how, by: who }) => {
      const born = birthDate === null ? 'birth date not known' : `born ${paperFhirDate(birthDate, zone)}`;
      const number = mrn === null ? 'MRN not known' : `MRN ${mrn}`;
      return `IDENTIFIED ${paperDateTime(happenedAt, zone)} as ${name}, ${born}, ${number} (${how}; ${who}). ${bandWords(registration)}`;
    }),
    ...identified
      .slice(0, -1)
      .filter(({ name, mrn }) => name !== identified.at(-1)!.name || mrn !== identified.at(-1)!.mrn)
      .map(
        ({ name, mrn, by: who, happenedAt }) =>
          `ALSO IDENTIFIED ${paperDateTime(happenedAt, zone)} by ${who} as ${name}, ${mrn === null ? 'MRN not known' : `MRN ${mrn}`}: verify who it is.`,
      ),
    ...disputes.map(dispute => disputeWords(dispute, registration, zone)),
  ];
}

function disputeWords({ at, by, registration }: Dispute, counted: Registration, zone: Zone): string {
  const who = `THE REGISTRATION IS DISPUTED: ${by} at ${paperDateTime(at, zone)}, without knowing of what is shown here,`;
  if (registration === null) return `${who} says that it never happened. Settle it by correcting the registration.`;
  const said = differences(registration, counted);
  return `${who} says ${said.length === 0 ? 'the same' : said.join(', ')}. Settle it by correcting the registration.`;
}

const FIELDS: { [K in keyof Registration]: string } = {
  mrn: 'number',
  temporary: 'temporary number',
  visit: 'visit',
  alias: 'alias',
  name: 'name',
  birthDate: 'born',
  estimatedAge: 'estimated age',
  sex: 'sex',
  reason: 'reason',
  broughtBy: 'brought by',
  contact: 'contact',
  insurance: 'insurance',
  consent: 'consent',
  service: 'service',
  attending: 'attending',
  bed: 'bed',
  allergies: 'allergies',
  weightKg: 'weight kg',
  from: 'from',
};

/** What the first of two registrations says otherwise, field by field: "bed 402". */
export const differences = (a: Registration, b: Registration): string[] =>
  (Object.keys(FIELDS) as (keyof Registration)[])
    .filter(field => JSON.stringify(a[field]) !== JSON.stringify(b[field]))
    .map(field => `${FIELDS[field]} ${fieldWords(a, field)}`);

function fieldWords(registration: Registration, field: keyof Registration): string {
  if (field !== 'allergies') return String(registration[field] ?? 'not known');
  const { state, listed } = registration.allergies;
  return state === 'listed' ? listed.join(' and ') : state.replace('-', ' ');
}

import type { Identity } from '../patient.ts';
import type { FhirDate, Instant } from '../time.ts';
import type { EffectiveAct, Recorded } from './effective-acts.ts';
import { newestOf } from './knowledge.ts';
import type { Registration, WardAct } from './ward-act.ts';
import type { WardCourse } from './ward-course.ts';

/** A patient whom this ward registered in a downtime, as the registration counts now. */
export interface Registered {
  /** The event that registered first: what a correction names. */
  event: string;
  /** Arrival. */
  at: Instant;
  by: string;
  registration: Registration;
  /** What others say of the same registration without knowing of this: another correction, or another kiosk's registration. */
  disputes: Dispute[];
  /** Who the patient turned out to be; of several statements the last counts. */
  identified: Identified[];
}

/** A statement that contradicts the one that counts; `registration` is null when it says that nobody was registered. */
export interface Dispute extends Recorded {
  registration: Registration | null;
}

/** Who an unknown patient is, and how that is known. */
export interface Identified extends Recorded {
  happenedAt: Instant;
  name: string;
  mrn: string | null;
  birthDate: FhirDate | null;
  sex: Identity['sex'];
  how: string;
}

const known = new WeakMap<WardCourse, ReadonlyMap<string, Registered>>();

/** Everybody whom the ward registered, by the number on the band. */
export function registrationsOf(course: WardCourse): ReadonlyMap<string, Registered> {
  const found = known.get(course);
  if (found) return found;
  const registered = new Map<string, Registered>();
  for (const effective of course.acts) {
    if (effective.first.kind !== 'patient-admitted') continue;
    const admitted = admissionOf(effective);
    if (admitted === null) continue;
    const { patient, happenedAt, registration } = admitted;
    const other = registered.get(patient);
    const { id, by } = effective.recorded;
    registered.set(patient, {
      event: id,
      at: happenedAt,
      by,
      registration,
      disputes: [
        ...(other ? [...other.disputes, { id: other.event, at: other.at, by: other.by, registration: other.registration }] : []),
        ...disputesOf(effective, admitted),
      ],
      identified: identifiedOf(course, patient),
    });
  }
  known.set(course, registered);
  return registered;
}

type Admission = Extract<WardAct, { kind: 'patient-admitted' }>;

const asAdmission = (act: WardAct | null): Admission | null => (act?.kind === 'patient-admitted' ? act : null);

/** As it counts. Where one says that it never happened and another, who did not know that, corrected it, the patient stays in sight. */
const admissionOf = ({ act, rivals }: EffectiveAct): Admission | null =>
  asAdmission(act) ?? rivals.map(({ becomes }) => asAdmission(becomes)).findLast(becomes => becomes !== null) ?? null;

const disputesOf = ({ rivals }: EffectiveAct, counted: Admission): Dispute[] =>
  rivals
    .map(({ id, at, by, becomes }) => ({ id, at, by, registration: asAdmission(becomes)?.registration ?? null, becomes }))
    .filter(({ becomes }) => becomes !== counted)
    .map(({ becomes: _, ...dispute }) => dispute);

/** Whoever identified knowing what was said before replaced it; statements that did not know of each other stand side by side. */
function identifiedOf(course: WardCourse, patient: string): Identified[] {
  const said = (course.ofPatient.get(patient) ?? []).flatMap(({ act, recorded }) =>
    act?.kind === 'patient-identified' && act.patient === patient ? [{ act, recorded }] : [],
  );
  return newestOf(said, course.knows).map(({ act: { happenedAt, name, mrn, birthDate, sex, how }, recorded }) => ({
    ...recorded,
    happenedAt,
    name,
    mrn,
    birthDate,
    sex,
    how,
  }));
}

/** What the patient is called: the name beside the alias, which stays on the band. */
export function calledName({ registration, identified }: Pick<Registered, 'registration' | 'identified'>): string {
  const name = identified.at(-1)?.name ?? registration.name;
  if (registration.alias === null) return name ?? 'UNKNOWN';
  return name === null ? registration.alias : `${name} (band: ${registration.alias})`;
}

/** Practice.md section 6: blood bank samples match the band that was on when they were taken. */
export const bandWords = ({ mrn }: Pick<Registration, 'mrn'>): string => `Band ${mrn} stays on: blood bank samples match it.`;

import type { Corrected, Identification, NoCopy, SimilarPatient, WalkInDesk } from '../contract.ts';
import { kindWords, readNumber, type NumberKind } from '../domain/downtime-number.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Zone } from '../domain/time.ts';
import { mergeRows } from '../domain/ward/merge-list.ts';
import { personOf } from '../domain/ward/person.ts';
import { registrationsOf, type Registered } from '../domain/ward/registration.ts';
import { similarTo, type Person } from '../domain/ward/similar-patients.ts';
import type { Registration } from '../domain/ward/ward-act.ts';
import { wardCourse } from '../domain/ward/ward-course.ts';
import {
  correctedArrival,
  readWalkIn,
  readBorn,
  type FieldFaults,
  type ReadWalkIn,
  type WrittenWalkIn,
} from '../domain/ward/written-walk-in.ts';
import type { Clock } from '../ports.ts';
import { chartsOf, viewOf, type Copy } from './charts.ts';
import type { Numbers } from './numbers.ts';
import type { WardActs } from './ward-acts.ts';

type Refused = { kind: string; why: string };
/** What is wrong with a form, beside its fields. */
export type FieldRefusal = { kind: 'fields'; why: string; fields: FieldFaults };
export type RegisterRefusal = FieldRefusal | { kind: 'similar'; why: string; similar: SimilarPatient[] } | Refused;

/** Patients who come while the EHR can't be told. */
export interface WalkIns {
  desk(): Result<WalkInDesk, NoCopy>;
  /** Registers a patient; the same form sent twice registers once. `notSame`: patients of whom the writer says that they are others. */
  register(form: string, written: WrittenWalkIn, notSame: string[], by: string): Result<{ patientId: string }, RegisterRefusal>;
  /** Says that a registration reads otherwise; its numbers stay. */
  correct(event: string, written: WrittenWalkIn, reason: string, by: string): Result<Corrected, FieldRefusal | Refused>;
  identify(said: Identification, by: string): Result<null, FieldRefusal | Refused>;
  /** Says that a patient is not who they were taken for. */
  unidentify(event: string, reason: string, by: string): Result<Corrected, Refused>;
}

const FIELDS = 'Something in the form cannot be: it says what beside the field. Nothing was recorded.';

/** Registers walk-ins with numbers of this kiosk's blocks, and says later who they are. */
export function walkIns({
  copy,
  acts,
  numbers,
  clock,
  zone,
}: {
  copy(): Result<Copy, NoCopy>;
  acts: WardActs;
  numbers: Pick<Numbers, 'status' | 'issue'>;
  clock: Clock;
  zone: Zone;
}): WalkIns {
  const read = (written: WrittenWalkIn): Result<ReadWalkIn, FieldRefusal> => {
    const said = readWalkIn(written, clock.now(), zone);
    return said.ok ? said : err({ ...said.error, why: FIELDS });
  };
  const registeredBy = (event: string): Registered | undefined =>
    [...registrationsOf(acts.course()).values()].find(registered => registered.event === event);

  return {
    desk() {
      const found = copy();
      if (!found.ok) return found;
      const status = numbers.status();
      const left = (kinds: NumberKind[]): number =>
        status.ok ? Math.min(...status.value.kinds.filter(({ kind }) => kinds.includes(kind)).map(kind => kind.left)) : 0;
      const now = clock.now();
      const here = registrationsOf(wardCourse(found.value.events));
      const views = chartsOf(found.value)
        .filter(chart => here.has(chart.identity.id))
        .map(chart => viewOf(found.value, chart, now));
      const possible = acts.may(now);
      return ok({
        whyNot: possible.ok ? null : possible.error.why,
        left: { known: left(['mrn', 'visit']), unknown: left(['mrn', 'visit', 'alias']) },
        numbers: status.ok ? status.value.warnings : [status.error.why],
        rows: mergeRows(views, zone),
      });
    },
    register(form, written, notSame, by) {
      const before = admittedBy(acts, form);
      if (before !== null) return ok({ patientId: before });
      const found = copy();
      if (!found.ok) return found;
      const said = read(written);
      if (!said.ok) return said;
      const possible = acts.may(said.value.happenedAt);
      if (!possible.ok) return possible;
      const { happenedAt, mrn } = said.value;
      const known = registrationsOf(acts.course());
      const people = chartsOf(found.value).map(chart => personOf(chart, known.get(chart.identity.id)));
      const same = mrn === null ? undefined : people.find(person => person.mrn === mrn);
      if (same)
        return err({
          kind: 'fields',
          why: FIELDS,
          fields: { mrn: `This is ${same.called}, who is known here: search for ${mrn}.` },
        });
      const person: Person = { ...said.value.said, arrived: happenedAt };
      const similar = similarTo(person, people, { now: clock.now(), zone }).filter(({ of }) => !notSame.includes(of.patientId));
      if (similar.length > 0)
        return err({
          kind: 'similar',
          why: 'Somebody like this is on the ward already: is it the same person?',
          similar: similar.map(({ of: { patientId, called, mrn: number, bed, birthDate, sex }, why }) => ({
            patientId,
            name: called,
            mrn: number,
            bed,
            birthDate,
            sex,
            why,
          })),
        });
      const issued = mrn === null ? issue(numbers, written.unknown, by) : ok({ mrn, temporary: false, visit: null, alias: null });
      if (!issued.ok) return issued;
      const registration: Registration = { ...issued.value, ...said.value.said };
      const patient = registration.mrn;
      const recorded = acts.record({ kind: 'patient-admitted', patient, happenedAt, registration, form, notSame }, by);
      if (recorded.ok) return ok({ patientId: patient });
      return mrn === null
        ? err({ ...recorded.error, why: `${recorded.error.why} The numbers that were issued stay unused.` })
        : recorded;
    },
    correct(event, written, reason, by) {
      const before = registeredBy(event);
      if (!before) return err({ kind: 'no-such-act', why: 'This registration is not known here, or its downtime is over.' });
      const { mrn, temporary, visit, alias } = before.registration;
      const said = read({ ...written, unknown: alias !== null, mrn: '' });
      if (!said.ok) return said;
      const registration: Registration = { mrn, temporary, visit, alias, ...said.value.said };
      const happenedAt = correctedArrival(written, said.value.happenedAt, before, zone);
      const corrected = acts.correct(event, { kind: 'patient-admitted', patient: mrn, happenedAt, registration }, reason, by);
      return corrected.ok ? ok({ patients: [mrn] }) : corrected;
    },
    identify({ patientId, name, mrn, born, sex, how }, by) {
      const registered = registrationsOf(acts.course()).get(patientId);
      if (!registered)
        return err({
          kind: 'patient-unknown',
          why: 'Only somebody who was registered here in this downtime can be identified here.',
        });
      const now = clock.now();
      const said = readBorn(born, now, zone);
      if (!said.ok) return err({ kind: 'fields', why: FIELDS, fields: { born: said.error.why } });
      if (mrn !== null && readNumber(mrn).ok)
        return err({
          kind: 'fields',
          why: FIELDS,
          fields: { mrn: 'This is a downtime number: write the number of the EHR, or nothing.' },
        });
      const { birthDate } = said.value;
      const recorded = acts.record(
        { kind: 'patient-identified', patient: patientId, happenedAt: now, name, mrn, birthDate, sex, how },
        by,
      );
      return recorded.ok ? ok(null) : recorded;
    },
    unidentify(event, reason, by) {
      const patients = [...registrationsOf(acts.course())].flatMap(([patient, { identified }]) =>
        identified.some(({ id }) => id === event) ? [patient] : [],
      );
      if (patients.length === 0)
        return err({ kind: 'no-such-act', why: 'This is not what the patient is called now: look at the list again.' });
      const corrected = acts.correct(event, null, reason, by);
      return corrected.ok ? ok({ patients }) : corrected;
    },
  };
}

/** The patient whom this form registered, however often it is sent; null for a new form. */
function admittedBy(acts: WardActs, form: string): string | null {
  const { acts: counted, ended } = acts.course();
  for (const { first } of [...counted, ...ended])
    if (first.kind === 'patient-admitted' && first.form === form) return first.patient;
  return null;
}

type Numbered = Pick<Registration, 'mrn' | 'temporary' | 'visit' | 'alias'>;

/** The numbers of one registration: none is issued unless all can be. One that is issued and not used is never issued again. */
function issue(numbers: Pick<Numbers, 'status' | 'issue'>, unknown: boolean, by: string): Result<Numbered, Refused> {
  const kinds: NumberKind[] = ['mrn', 'visit', ...(unknown ? (['alias'] as const) : [])];
  const status = numbers.status();
  if (!status.ok) return status;
  const lacks = status.value.kinds
    .filter(({ kind, left }) => left === 0 && kinds.includes(kind))
    .map(({ kind }) => kindWords(kind));
  if (lacks.length > 0)
    return err({
      kind: 'no-number-left',
      why: `Nobody was registered and no number was used: this kiosk has no ${lacks.join(' and no ')} left. Register on another kiosk, or have IT make more for ${status.value.claim}.`,
    });
  const mrn = numbers.issue('mrn', by);
  if (!mrn.ok) return mrn;
  const visit = numbers.issue('visit', by);
  if (!visit.ok) return visit;
  const alias = unknown ? numbers.issue('alias', by) : null;
  if (alias && !alias.ok) return alias;
  return ok({ mrn: mrn.value.number, temporary: true, visit: visit.value.number, alias: alias?.value.alias ?? null });
}

import type { KioskEvent } from '../event.ts';
import { outagesOf } from '../outage.ts';
import { effectiveActs, type EffectiveAct } from './effective-acts.ts';
import { knowledgeOf, type Knows } from './knowledge.ts';
import { isCensusAct, isDoseAct, isOrderAct, type CensusAct, type DoseAct, type OrderAct } from './ward-act.ts';

/** What people did with the ward's patients, as it counts now. */
export interface WardCourse {
  /** Acts of downtimes and drills that are open, in the order of the events; also those said never to have happened. */
  acts: readonly EffectiveAct[];
  /** The same of each patient; a change of beds stands under both. */
  ofPatient: ReadonlyMap<string, readonly EffectiveAct[]>;
  /** What their writers knew of each other. */
  knows: Knows;
  /** Acts of a downtime that is over, or of none known here: they change nothing here and are for back-entry. */
  ended: readonly EffectiveAct[];
  /** The open ones that are only practised: by their events. */
  drills: ReadonlySet<string>;
}

const known = new WeakMap<readonly KioskEvent[], WardCourse>();

/** Folds the ward's events into what counts of each patient. The same list, which nobody may change, is folded once. */
export function wardCourse(events: readonly KioskEvent[]): WardCourse {
  const found = known.get(events);
  if (found) return found;
  const course = courseOf(events);
  known.set(events, course);
  return course;
}

function courseOf(events: readonly KioskEvent[]): WardCourse {
  const outages = outagesOf(events).filter(outage => outage.allClear === null);
  const open = new Set(outages.flatMap(({ id, alsoDeclared }) => [id, ...alsoDeclared]));
  const all = effectiveActs(events);
  const counts = (effective: EffectiveAct): boolean => open.has(effective.first.outage);
  const acts = all.filter(counts);
  const ofPatient = new Map<string, EffectiveAct[]>();
  for (const effective of acts)
    for (const patient of new Set([effective.first, ...(effective.act ? [effective.act] : [])].flatMap(patientsOf))) {
      const own = ofPatient.get(patient);
      if (own) own.push(effective);
      else ofPatient.set(patient, [effective]);
    }
  const drills = new Set(outages.flatMap(({ drill, id, alsoDeclared }) => (drill ? [id, ...alsoDeclared] : [])));
  return { acts, ofPatient, knows: knowledgeOf(acts), ended: all.filter(effective => !counts(effective)), drills };
}

/** Whom an act is about. */
export const patientsOf = (act: { patient: string; other?: string }): string[] =>
  act.other === undefined ? [act.patient] : [act.patient, act.other];

/** What counts of a patient, by what it is about. */
interface PatientActs {
  census: readonly EffectiveAct<CensusAct>[];
  orders: readonly EffectiveAct<OrderAct>[];
  doses: readonly EffectiveAct<DoseAct>[];
}

/** What happened to a patient's place, as it counts. */
export const censusActsOf = (course: WardCourse, patient: string): readonly EffectiveAct<CensusAct>[] =>
  actsOf(course, patient).census;

/** What happened to a patient's orders, as it counts. */
export const orderActsOf = (course: WardCourse, patient: string): readonly EffectiveAct<OrderAct>[] =>
  actsOf(course, patient).orders;

/** A patient's doses as typed in from paper, as they count. */
export const doseActsOf = (course: WardCourse, patient: string): readonly EffectiveAct<DoseAct>[] =>
  actsOf(course, patient).doses;

const sorted = new WeakMap<WardCourse, Map<string, PatientActs>>();

/** Leaves out what is said never to have happened, or by now is about another patient. Each patient's acts are sorted once. */
function actsOf(course: WardCourse, patient: string): PatientActs {
  const ofCourse = sorted.get(course) ?? new Map<string, PatientActs>();
  sorted.set(course, ofCourse);
  const found = ofCourse.get(patient);
  if (found) return found;
  const counting = (course.ofPatient.get(patient) ?? []).flatMap(({ act, ...rest }) =>
    act && patientsOf(act).includes(patient) ? [{ ...rest, act }] : [],
  );
  const acts: PatientActs = {
    census: counting.flatMap(({ act, ...rest }) => (isCensusAct(act) ? [{ ...rest, act }] : [])),
    orders: counting.flatMap(({ act, ...rest }) => (isOrderAct(act) ? [{ ...rest, act }] : [])),
    doses: counting.flatMap(({ act, ...rest }) => (isDoseAct(act) ? [{ ...rest, act }] : [])),
  };
  ofCourse.set(patient, acts);
  return acts;
}

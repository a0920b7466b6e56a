import { bedWords, effectOf, type AdtMessage, type AdtPlace, type AdtSubject } from './adt.ts';
import {
  NOBODY,
  patientKey,
  placeOf,
  samePlace,
  type AdtPatient,
  type AdtState,
  type AdtStay,
  type AdtStep,
} from './adt-state.ts';
import { unreachable } from './result.ts';
import type { Instant } from './time.ts';

/** So many steps of one stay are remembered, for cancelled transfers. */
const TRAIL = 24;

/**
 * Who is where: a fold of ADT messages over what was settled before, in the order things happened, not the order they came in. What happened
 * at the same moment is taken in the order it was sent (MSH-7, then MSH-13, then as received). A message that came twice counts once.
 */
export function adtCensus(messages: readonly AdtMessage[], base: AdtState = NOBODY): AdtState {
  const fold = adtFold(base);
  fold.take(messages);
  return fold.state();
}

/** The same fold in parts: each must have happened after the one before, and a state that was given changes with the next. */
export function adtFold(base: AdtState): { take(messages: readonly AdtMessage[]): void; state(): AdtState } {
  const fold = openFold(base);
  const seen = new Set<string>();
  return {
    take(messages) {
      for (const message of [...messages].sort(inOrder)) {
        if (seen.has(message.digest)) continue;
        seen.add(message.digest);
        for (const subject of message.subjects) apply(fold, message, subject);
      }
    },
    state: () => ({
      upTo: base.upTo,
      patients: [...fold.patients.values()],
      stays: [...fold.stays.values()].flatMap(own => [...own.values()]),
      merged: [...fold.merged],
    }),
  };
}

const inOrder = (a: AdtMessage, b: AdtMessage): number =>
  compare(a.at, b.at) || compare(a.sentAt, b.sentAt) || (a.sequence ?? 0) - (b.sequence ?? 0);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Fold {
  upTo: Instant | null;
  patients: Map<string, AdtPatient>;
  /** Patient → visit number, '' for none → stay. */
  stays: Map<string, Map<string, AdtStay>>;
  merged: Map<string, string>;
}

function openFold(base: AdtState): Fold {
  const { patients, stays, merged } = structuredClone(base);
  return {
    upTo: base.upTo,
    patients: new Map(patients.map(p => [p.key, p])),
    stays: new Map(
      [...Map.groupBy(stays, s => s.patient)].map(([patient, own]) => [patient, new Map(own.map(s => [s.visit ?? '', s]))]),
    ),
    merged: new Map(merged),
  };
}

const stayAt = (fold: Fold, patient: string, visit: string | null): AdtStay | undefined =>
  fold.stays.get(patient)?.get(visit ?? '');
function put(fold: Fold, stay: AdtStay): void {
  const own = fold.stays.get(stay.patient) ?? new Map<string, AdtStay>();
  own.set(stay.visit ?? '', stay);
  fold.stays.set(stay.patient, own);
}
const TOO_LATE = 'A message about this stay came too late to be put in order and was not applied: verify where the patient is.';

function apply(fold: Fold, message: AdtMessage, subject: AdtSubject): void {
  const effect = effectOf(message.event);
  if (effect === 'none') return;
  if (effect === 'merge') fold.merged.delete(patientKey(subject));
  const patient = patientOf(fold, subject);
  if (effect === 'merge') return merge(fold, message, subject, patient);
  const known = stayOf(fold, patient.key, subject, effect === 'cancel-leave');
  if (effect === 'identity') {
    const doubt = `The EHR sent a change of identity (${message.event}) that this kiosk does not follow: verify the patient's numbers and place.`;
    for (const stay of known ? [known] : staysOf(fold, patient.key)) addDoubt(stay, doubt);
    return;
  }
  describe(patient, subject);
  if (known && fold.upTo !== null && message.at <= fold.upTo && message.at <= known.changedAt) {
    // What happened at the very moment of the last change is that message, sent again.
    if (message.at < known.changedAt) addDoubt(known, TOO_LATE);
    return;
  }
  if (!known && effect === 'update' && !showsPresence(subject)) return;
  const stay = known ?? begin(fold, patient.key, subject, message);
  if (stay.visit === null && subject.visit !== null) number(fold, stay, subject.visit);
  if (message.at > stay.changedAt) stay.changedAt = message.at;
  stay.attending = subject.attending ?? stay.attending;
  stay.patientClass = subject.patientClass ?? stay.patientClass;
  stay.admitted = subject.admitted ?? stay.admitted;
  for (const remark of message.remarks) addDoubt(stay, remark);
  act(stay, effect, message, subject, known !== null);
}

function act(
  stay: AdtStay,
  effect: Exclude<ReturnType<typeof effectOf>, 'none' | 'merge' | 'identity'>,
  message: AdtMessage,
  subject: AdtSubject,
  known: boolean,
): void {
  const { at, event } = message;
  const { place } = subject;
  const wasHere = stay.status === 'here';
  switch (effect) {
    case 'arrive':
      stay.status = 'here';
      stay.admitted ??= at;
      stay.placeDoubt = null;
      if (!known || !wasHere || place !== null) step(stay, 'arrive', place ?? placeOf(stay), at);
      return;
    case 'move':
      stay.status = 'here';
      if (place !== null && !samePlace(place, placeOf(stay))) step(stay, 'move', place, at);
      stay.placeDoubt = known && !wasHere ? `The feed had this stay ended, then a transfer (${event}) came: verify.` : null;
      return;
    case 'update':
      if (!known) {
        stay.status = subject.discharged !== null && subject.discharged <= at ? 'left' : 'here';
        step(stay, 'arrive', place, at);
        stay.placeDoubt = `Known only from an update (${event}): the feed sent no admission or transfer of this stay.`;
      } else if (wasHere && place !== null && !samePlace(place, placeOf(stay))) {
        step(stay, 'move', place, at);
        stay.placeDoubt = `The place comes from an update (${event}): the feed sent no transfer to it.`;
      }
      return;
    case 'leave':
      if (!known) step(stay, 'arrive', place, at);
      stay.status = 'left';
      return;
    case 'cancel-arrival':
      return cancelArrival(stay);
    case 'cancel-move':
      return cancelMove(stay, subject, at);
    case 'cancel-leave':
      stay.status = 'here';
      if (place !== null && !samePlace(place, placeOf(stay))) step(stay, known ? 'move' : 'arrive', place, at);
      else if (!known) step(stay, 'arrive', place, at);
      stay.placeDoubt = null;
      return;
    default:
      return unreachable(effect);
  }
}

function step(stay: AdtStay, kind: AdtStep['kind'], place: AdtPlace | null, at: Instant): void {
  stay.trail = [...stay.trail, { kind, place, at }].slice(-TRAIL);
}

/** An admission that followed a registration of the same visit falls back to that registration. */
function cancelArrival(stay: AdtStay): void {
  const last = stay.trail.findLastIndex(s => s.kind === 'arrive');
  const before = stay.trail.slice(0, Math.max(0, last));
  if (before.length === 0 || stay.status !== 'here') {
    stay.status = 'cancelled';
    return;
  }
  stay.trail = before;
  stay.placeDoubt = 'The admission was cancelled; the feed still has the registration before it: verify where the patient is.';
}

/**
 * HL7 has PV1-3 name the place the patient is back at, but some senders repeat the cancelled one: then, or when PV1-3 is empty, the patient
 * is where he was before.
 */
function cancelMove(stay: AdtStay, { place, priorPlace }: AdtSubject, at: Instant): void {
  const moved = stay.trail.at(-1)?.kind === 'move';
  const cancelled = placeOf(stay);
  const before = moved ? (stay.trail.at(-2)?.place ?? null) : null;
  if (moved) stay.trail = stay.trail.slice(0, -1);
  const back = place !== null && !samePlace(place, cancelled) ? place : (before ?? priorPlace);
  if (back === null) {
    stay.placeDoubt = 'A transfer was cancelled that the feed had not sent: verify where the patient is.';
    return;
  }
  stay.placeDoubt = null;
  if (samePlace(back, placeOf(stay))) return;
  step(stay, stay.trail.length === 0 ? 'arrive' : 'move', back, at);
  if (moved)
    stay.placeDoubt =
      'A transfer was cancelled, and the patient sent back to another place than before: verify where the patient is.';
}

function patientOf(fold: Fold, subject: AdtSubject): AdtPatient {
  const said = patientKey(subject);
  const key = fold.merged.get(said) ?? said;
  const known = fold.patients.get(key);
  if (known) return known;
  const fresh: AdtPatient = { key, mrn: subject.mrn, name: null, birthDate: null, sex: null, formerly: [] };
  fold.patients.set(key, fresh);
  return fresh;
}

function describe(patient: AdtPatient, { name, birthDate, sex }: AdtSubject): void {
  patient.name = name ?? patient.name;
  patient.birthDate = birthDate ?? patient.birthDate;
  patient.sex = sex ?? patient.sex;
}

const staysOf = (fold: Fold, patient: string): AdtStay[] => [...(fold.stays.get(patient)?.values() ?? [])];

/** The stay a message is about: by its visit number; without one, the patient's only open stay (for a cancelled discharge, the last that ended). */
function stayOf(fold: Fold, patient: string, { visit }: AdtSubject, ended: boolean): AdtStay | null {
  const exact = stayAt(fold, patient, visit);
  if (visit !== null) {
    const unnumbered = stayAt(fold, patient, null);
    return exact ?? (unnumbered?.status === 'here' ? unnumbered : null);
  }
  const all = staysOf(fold, patient);
  const fitting = all.filter(stay => stay.status === (ended ? 'left' : 'here'));
  if (ended) return fitting.sort((a, b) => compare(a.changedAt, b.changedAt)).at(-1) ?? exact ?? null;
  return fitting.length === 1 ? fitting[0]! : (exact ?? null);
}

function begin(fold: Fold, patient: string, { visit }: AdtSubject, { at }: AdtMessage): AdtStay {
  const stay: AdtStay = {
    patient,
    visit,
    status: 'here',
    trail: [],
    admitted: null,
    attending: null,
    patientClass: null,
    changedAt: at,
    placeDoubt: null,
    doubts: [],
  };
  put(fold, stay);
  return stay;
}

/** A stay that had no number gets one. */
function number(fold: Fold, stay: AdtStay, visit: string): void {
  fold.stays.get(stay.patient)?.delete('');
  stay.visit = visit;
  put(fold, stay);
}

/** Does an update of a stay nobody has heard of say that the patient is in a bed? A preadmission (class P) doesn't. */
const showsPresence = ({ place, patientClass }: AdtSubject): boolean => place !== null && patientClass !== 'P';

/** The other record's stays become the survivor's; later messages under the old number find the survivor. */
function merge(fold: Fold, message: AdtMessage, subject: AdtSubject, survivor: AdtPatient): void {
  describe(survivor, subject);
  if (subject.merged === null) return;
  const said = patientKey(subject.merged);
  const old = fold.merged.get(said) ?? said;
  if (old === survivor.key) return;
  for (const [from, to] of fold.merged) if (to === old) fold.merged.set(from, survivor.key);
  fold.merged.set(old, survivor.key);
  const gone = fold.patients.get(old);
  fold.patients.delete(old);
  survivor.formerly = [...new Set([...survivor.formerly, ...(gone?.formerly ?? []), gone?.mrn ?? subject.merged.mrn])];
  describe(survivor, {
    ...subject,
    name: survivor.name ?? gone?.name ?? null,
    birthDate: survivor.birthDate ?? gone?.birthDate ?? null,
    sex: survivor.sex ?? gone?.sex ?? null,
  });
  for (const stay of staysOf(fold, old)) {
    const twin = stayAt(fold, survivor.key, stay.visit);
    const kept = twin ? joinStays(twin, stay) : stay;
    kept.patient = survivor.key;
    if (message.at > kept.changedAt) kept.changedAt = message.at;
    put(fold, kept);
  }
  fold.stays.delete(old);
}

/** Two records had the same stay: the one that changed last is right, unless only the other says that the patient is here. */
function joinStays(a: AdtStay, b: AdtStay): AdtStay {
  const [older, newer] = a.changedAt <= b.changedAt ? [a, b] : [b, a];
  const kept = older.status === 'here' && newer.status === 'cancelled' ? older : newer;
  const [one, two] = [placeOf(a), placeOf(b)];
  if (a.status === 'here' && b.status === 'here' && one !== null && two !== null && !samePlace(one, two))
    kept.placeDoubt = `Two merged records had this patient in ${bedWords(one) ?? one.unit} and ${bedWords(two) ?? two.unit}: verify where the patient is.`;
  return { ...kept, doubts: [...new Set([...a.doubts, ...b.doubts])] };
}

function addDoubt(stay: AdtStay, doubt: string): void {
  if (!stay.doubts.includes(doubt)) stay.doubts.push(doubt);
}

import type { Corrected, NoCopy, SaidPlace } from '../contract.ts';
import type { Chart } from '../domain/chart.ts';
import { err, ok, unreachable, type Result } from '../domain/result.ts';
import { epochMs, paperDateTime, type Instant } from '../domain/time.ts';
import type { AdtEntry } from '../domain/ward/adt-log.ts';
import { bedKey, isPlaceAct, mayHappen } from '../domain/ward/place.ts';
import type { Stay } from '../domain/ward/stay.ts';
import type { WardAct } from '../domain/ward/ward-act.ts';
import { censusActsOf, patientsOf, wardCourse } from '../domain/ward/ward-course.ts';
import { accountsFor } from '../domain/ward/whereabouts.ts';
import type { Clock } from '../ports.ts';
import { adtLogOf, chartOf, stayIn, type Copy } from './charts.ts';
import type { SaidAct, WardActFault, WardActs } from './ward-acts.ts';

export type PlaceFault = WardActFault | NoCopy | { kind: 'patient-unknown' | 'out-of-order' | 'nothing-changes'; why: string };

/** How an act on a place should read: null for what stays as it is. */
export interface PlaceChange {
  happenedAt: Instant | null;
  bed: string | null;
}

/** Who goes where on the ward, with the rules of what may follow what. */
export interface Places {
  /** Records an act; without a time it happens now. */
  record(patient: string, said: SaidPlace, happenedAt: Instant | null, by: string): Result<null, PlaceFault>;
  /** Says how an act should read; with null that it never happened. */
  correct(event: string, change: PlaceChange | null, reason: string, by: string): Result<Corrected, PlaceFault>;
  log(): Result<AdtEntry[], NoCopy>;
}

/** Records places as acts of the ward after looking whether they may follow what is known; a refusal says what to do instead. */
export function placeService({ acts, copy, clock }: { acts: WardActs; copy(): Result<Copy, NoCopy>; clock: Clock }): Places {
  return {
    record(patient, said, happenedAt, by) {
      const found = copy();
      if (!found.ok) return found;
      const at = happenedAt ?? clock.now();
      const act = actOf(found.value, patient, said, at);
      if (!act.ok) return act;
      const recorded = acts.record(act.value, by);
      return recorded.ok ? ok(null) : recorded;
    },
    correct(event, change, reason, by) {
      const found = acts.course().acts.find(({ recorded }) => recorded.id === event);
      if (!found?.act || !isPlaceAct(found.act))
        return err({ kind: 'no-such-act', why: 'This is not known here, was undone already, or its downtime is over.' });
      const becomes = change && changed(found.act, change);
      const right = becomes ? inTime(becomes, event) : ok(null);
      if (!right.ok) return right;
      const corrected = acts.correct(event, becomes, reason, by);
      return corrected.ok ? ok({ patients: patientsOf(found.act) }) : corrected;
    },
    log() {
      const found = copy();
      return found.ok ? ok(adtLogOf(found.value)) : found;
    },
  };

  /** Corrected times stay in the order in which the acts knew of each other. */
  function inTime(becomes: SaidAct, event: string): Result<null, PlaceFault> {
    const found = copy();
    if (!found.ok) return found;
    const { zone } = found.value.snapshot;
    const course = acts.course();
    const own = patientsOf(becomes).flatMap(patient => censusActsOf(course, patient));
    const before = own.find(({ recorded, act }) => course.knows(event, recorded.id) && later(act, becomes));
    const after = own.find(({ recorded, act }) => course.knows(recorded.id, event) && later(becomes, act));
    const other = before ?? after;
    if (!other) return ok(null);
    const which = before ? 'before' : 'after';
    return err({
      kind: 'out-of-order',
      why: `What was recorded ${which} it happened at ${paperDateTime(other.act.happenedAt, zone)}: choose a time that keeps the order.`,
    });
  }
}

const later = (a: { happenedAt: Instant }, b: { happenedAt: Instant }): boolean => epochMs(a.happenedAt) > epochMs(b.happenedAt);

/** The act with the ward's picture in it, or why it cannot be. */
function actOf(copy: Copy, patient: string, said: SaidPlace, happenedAt: Instant): Result<SaidAct, PlaceFault> {
  const known = who(copy, patient, said.kind, happenedAt);
  if (!known.ok) return known;
  const { chart, stay } = known.value;
  const { id, name } = chart.identity;
  const about = { patient: id, happenedAt };
  const from = stay.bed;
  switch (said.kind) {
    case 'patient-moved':
      return bedKey(said.bed) === bedKey(from ?? '') && stay.conflicts.length === 0
        ? err({ kind: 'nothing-changes', why: `${name} is in bed ${from} already. Nothing was recorded.` })
        : ok({ ...about, ...said, from });
    case 'beds-swapped': {
      const other = who(copy, said.other, said.kind, happenedAt);
      if (!other.ok) return other;
      const otherBed = other.value.stay.bed;
      if (other.value.chart === chart || from === null || otherBed === null || bedKey(from) === bedKey(otherBed))
        return err({ kind: 'nothing-changes', why: 'Two patients in two beds are needed for a swap. Nothing was recorded.' });
      return ok({ ...about, kind: said.kind, other: other.value.chart.identity.id, bed: otherBed, otherBed: from });
    }
    case 'leave-began':
      return said.backBy !== null && epochMs(said.backBy) <= epochMs(happenedAt)
        ? err({ kind: 'impossible-time', why: 'The return is before the leave: check both times. Nothing was recorded.' })
        : ok({ ...about, ...said, from });
    case 'leave-ended':
    case 'patient-returned':
      return ok({ ...about, ...said });
    case 'patient-transferred':
    case 'patient-discharged':
    case 'patient-died':
      return ok({ ...about, ...said, from });
    default:
      return unreachable(said);
  }
}

/** A patient of whom something may happen now. What happened before something that is recorded already is refused: it would not be where they are. */
function who(
  copy: Copy,
  patient: string,
  kind: SaidPlace['kind'],
  happenedAt: Instant,
): Result<{ chart: Chart; stay: Stay }, PlaceFault> {
  const chart = chartOf(copy, patient);
  if (!chart) return err({ kind: 'patient-unknown', why: 'This patient is not in the copy of this unit.' });
  const { zone } = copy.snapshot;
  const course = wardCourse(copy.events);
  const may = mayHappen(
    chart.identity.name,
    accountsFor(chart, course).now.map(({ place }) => place),
    kind,
  );
  if (!may.ok) return may;
  const last = censusActsOf(course, chart.identity.id).find(({ act }) => epochMs(act.happenedAt) > epochMs(happenedAt));
  if (last)
    return err({
      kind: 'out-of-order',
      why: `Something later is recorded of ${chart.identity.name}, at ${paperDateTime(last.act.happenedAt, zone)}: what came before does not change where they are. Write it on the ADT log by hand, or correct the time of that one.`,
    });
  return ok({ chart, stay: stayIn(copy, chart, happenedAt) });
}

/** An act with another time or bed. */
function changed(act: WardAct, { happenedAt, bed }: PlaceChange): SaidAct {
  const timed = { ...act, ...(happenedAt === null ? {} : { happenedAt }) };
  return bed !== null && (timed.kind === 'patient-moved' || timed.kind === 'patient-returned') ? { ...timed, bed } : timed;
}

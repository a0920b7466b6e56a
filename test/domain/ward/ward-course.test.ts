import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Act, KioskEvent } from '../../../main/domain/event.ts';
import type { WardAct } from '../../../main/domain/ward/ward-act.ts';
import { newestOf } from '../../../main/domain/ward/knowledge.ts';
import { censusActsOf, wardCourse, type WardCourse } from '../../../main/domain/ward/ward-course.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 22, 15, minute)).toISOString();
const event = (id: string, minute: number, act: Act): KioskEvent => ({
  id,
  at: at(minute),
  by: 'R. Alvarez',
  unit: '4 West',
  act,
});
const declared = event('K1:1', 0, {
  kind: 'outage-declared',
  reason: 'EHR down',
  drill: false,
  planned: false,
  degraded: null,
  noticedAt: null,
});
const moved = (bed: string, after: string[] = []): WardAct => ({
  kind: 'patient-moved',
  from: null,
  outage: 'K1:1',
  patient: 'p1',
  happenedAt: at(1),
  after,
  bed,
});
const corrected = (becomes: WardAct | null, after: string[] = []): Act => ({
  kind: 'act-corrected',
  event: 'K1:2',
  after,
  becomes,
  reason: 'wrong bed typed',
});
const bedsOf = (events: KioskEvent[]) =>
  censusActsOf(wardCourse(events), 'p1').map(({ act }) => (act.kind === 'patient-moved' ? act.bed : act.kind));

test('a correction takes the place of what was recorded, and a correction of the correction that one’s', () => {
  const events = [declared, event('K1:2', 1, moved('401')), event('K1:3', 2, corrected(moved('402')))];
  expect(bedsOf(events)).toEqual(['402']);
  const again = [...events, event('K1:4', 3, corrected(moved('403'), ['K1:3']))];
  expect(bedsOf(again)).toEqual(['403']);
  expect(wardCourse(again).acts[0]).toMatchObject({ rivals: [], corrections: [{ id: 'K1:3' }, { id: 'K1:4' }] });
});

test('what never happened counts no more, stays known with its reason, and can be brought back', () => {
  const events = [declared, event('K1:2', 1, moved('401')), event('K1:3', 2, corrected(null))];
  expect(bedsOf(events)).toEqual([]);
  expect(wardCourse(events).ofPatient.get('p1')).toMatchObject([{ act: null, corrections: [{ reason: 'wrong bed typed' }] }]);
  expect(bedsOf([...events, event('K1:4', 3, corrected(moved('401'), ['K1:3']))])).toEqual(['401']);
});

test('two corrections that do not know of each other are rivals until somebody who saw both corrects once more', () => {
  const events = [
    declared,
    event('K1:2', 1, moved('401')),
    event('K1:3', 2, corrected(moved('402'))),
    event('K2:9', 3, corrected(moved('403'))),
  ];
  expect(bedsOf(events)).toEqual(['403']);
  expect(wardCourse(events).acts[0]!.rivals.map(({ id }) => id)).toEqual(['K1:3', 'K2:9']);
  const settled = [...events, event('K1:4', 4, corrected(moved('402'), ['K1:3', 'K2:9']))];
  expect(bedsOf(settled)).toEqual(['402']);
  expect(wardCourse(settled).acts[0]!.rivals).toEqual([]);
});

test('a move to another patient’s record by correction leaves the first patient and comes to the other', () => {
  const events = [declared, event('K1:2', 1, moved('401')), event('K1:3', 2, corrected({ ...moved('401'), patient: 'p2' }))];
  expect(bedsOf(events)).toEqual([]);
  expect(censusActsOf(wardCourse(events), 'p2')).toHaveLength(1);
});

test('acts of two beds at once stand under both patients', () => {
  const swap: WardAct = {
    kind: 'beds-swapped',
    outage: 'K1:1',
    patient: 'p1',
    other: 'p2',
    happenedAt: at(1),
    after: [],
    bed: '402',
    otherBed: '401',
  };
  const course = wardCourse([declared, event('K1:2', 1, swap)]);
  expect(['p1', 'p2'].map(patient => censusActsOf(course, patient).length)).toEqual([1, 1]);
});

test('acts count as long as their downtime is open; afterwards they are kept apart, not lost', () => {
  const events = [declared, event('K1:2', 1, moved('401'))];
  const closed = [...events, event('K1:3', 2, { kind: 'outage-closed', reason: 'all clear' })];
  expect(bedsOf(closed)).toEqual([]);
  expect(wardCourse(closed).ended).toMatchObject([{ act: { bed: '401' } }]);
  expect(wardCourse([event('K9:1', 1, moved('401'))]).ended).toHaveLength(1);
});

const headsOf = (course: WardCourse) => newestOf(censusActsOf(course, 'p1'), course.knows);

test('of acts about one thing the heads are those nobody built on: however long the chain, one head', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), knowing => {
      let events = [declared];
      for (const [index, knows] of knowing.entries()) {
        const course = wardCourse(events);
        const heads = headsOf(course).map(({ recorded }) => recorded.id);
        events = [...events, event(`K1:${index + 2}`, index, moved(`4${index}`, knows ? heads : []))];
        expect(headsOf(wardCourse(events))).toHaveLength(knows ? 1 : heads.length + 1);
      }
    }),
  );
});

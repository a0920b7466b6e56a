import { describe, expect, test } from 'vitest';
import type { Chart } from '../../../main/domain/chart.ts';
import type { KioskEvent } from '../../../main/domain/event.ts';
import { mayHappen } from '../../../main/domain/ward/place.ts';
import { needsPaper } from '../../../main/domain/ward/stay.ts';
import { census, declared, discharged, event, inBed, minute, moved, stayIn, undone, type Said } from '../../support/census.ts';

const ANA = inBed('ana', '401-A');
const stay = (events: KioskEvent[], chart: Chart = ANA, now?: string) =>
  stayIn([chart], [declared(), ...events], chart.identity.id, now);
const act = (n: number, said: Said, after: string[] = [], kiosk = 'K1') =>
  event(`${kiosk}:${n}`, n, census('ana', n, said, after));

describe('where a patient is', () => {
  test('is the bed of the copy as long as nothing happened', () => {
    expect(stay([])).toMatchObject({ presence: { kind: 'here' }, bed: '401-A', bedInEhr: null, conflicts: [], alarm: null });
  });

  test('after a move is the new bed, and what the EHR still says is kept beside it', () => {
    expect(stay([act(2, moved('402-B'))])).toMatchObject({ bed: '402-B', bedInEhr: '401-A', conflicts: [], alarm: null });
  });

  test('after a swap each lies in the other’s bed', () => {
    const bob = inBed('bob', '402-B');
    const swap = event('K1:2', 2, census('ana', 2, { kind: 'beds-swapped', other: 'bob', bed: '402-B', otherBed: '401-A' }));
    const beds = ['ana', 'bob'].map(id => stayIn([ANA, bob], [declared(), swap], id));
    expect(beds.map(({ bed }) => bed)).toEqual(['402-B', '401-A']);
    expect(beds.flatMap(({ conflicts }) => conflicts)).toEqual([]);
    const back = [declared(), swap, event('K1:3', 3, undone('K1:2'))];
    expect(['ana', 'bob'].map(id => stayIn([ANA, bob], back, id).bed)).toEqual(['401-A', '402-B']);
  });

  test('on leave keeps the bed, says until when, and after that that it is overdue', () => {
    const leave = act(2, { kind: 'leave-began', from: '401-A', where: 'family', backBy: minute(60) });
    const away = stay([leave], ANA, minute(30));
    expect(away).toMatchObject({ bed: '401-A', overdue: false, alarm: expect.stringMatching(/^ON LEAVE since .*back by/) });
    expect(needsPaper(away)).toBe(false);
    const late = stay([leave], ANA, minute(61));
    expect(late).toMatchObject({ overdue: true, alarm: expect.stringContaining('OVERDUE') });
    expect(needsPaper(late)).toBe(true);
    expect(stay([leave, act(3, { kind: 'leave-ended' }, ['K1:2'])]).presence).toEqual({ kind: 'here' });
  });

  test('after a transfer is where to and who accepted', () => {
    const gone = stay([act(2, { kind: 'patient-transferred', from: '401-A', unit: 'ICU', bed: '3', acceptedBy: 'Dr. Lee' })]);
    expect(gone.alarm).toMatch(/^TRANSFERRED to ICU, bed 3, accepted by Dr\. Lee/);
    expect(needsPaper(gone)).toBe(false);
  });

  test('after a return is the unit again, and the orders are said to be from before', () => {
    const back = stay([
      act(2, { kind: 'patient-transferred', from: '401-A', unit: 'ICU', bed: null, acceptedBy: null }),
      act(3, { kind: 'patient-returned', origin: 'ICU', bed: '404-A' }, ['K1:2']),
    ]);
    expect(back).toMatchObject({ presence: { kind: 'here' }, bed: '404-A', alarm: null });
    expect(back.warnings).toEqual([expect.stringMatching(/^RETURNED .* ICU.*ORDERS OF THIS CHART ARE FROM BEFORE/)]);
  });

  test('of the dead and discharged is said with what that means for drugs', () => {
    expect(stay([act(2, { kind: 'patient-died', from: null, pronouncedBy: 'Dr. Lee' })]).alarm).toMatch(
      /^DIED at .*Dr\. Lee.*GIVE NOTHING/,
    );
    expect(stay([act(2, discharged)]).alarm).toMatch(/^DISCHARGED at .*home.*GIVE NOTHING/);
  });
});

describe('an undone act', () => {
  test('leaves the patient where they were before it', () => {
    for (const said of [
      moved('402-B'),
      discharged,
      { kind: 'patient-died', from: null, pronouncedBy: 'Dr. Lee' },
      { kind: 'leave-began', from: null, where: 'family', backBy: null },
      { kind: 'patient-transferred', from: null, unit: 'ICU', bed: null, acceptedBy: null },
    ] satisfies Said[])
      expect(stay([act(2, said), event('K1:3', 3, undone('K1:2'))])).toEqual(stay([]));
  });

  test('in the middle is no conflict between those around it', () => {
    const events = [
      act(2, moved('402-B')),
      act(3, moved('403-B'), ['K1:2']),
      act(4, moved('404-B'), ['K1:3']),
      event('K1:5', 5, undone('K1:3')),
    ];
    expect(stay(events)).toMatchObject({ bed: '404-B', conflicts: [] });
  });

  test('in the middle is no conflict for whoever records after the undoing', () => {
    const leave: Said = { kind: 'leave-began', from: '401-A', where: 'family', backBy: null };
    const events = [
      act(2, leave),
      act(3, moved('402-B'), ['K1:2']),
      act(4, { kind: 'leave-ended' }, ['K1:3']),
      event('K1:5', 5, undone('K1:3')),
      act(6, moved('404-B'), ['K1:2', 'K1:4']),
    ];
    expect(stay(events)).toMatchObject({ presence: { kind: 'here' }, bed: '404-B', conflicts: [] });
  });

  test('whose undoing is undone counts again', () => {
    const events = [act(2, moved('402-B')), event('K1:3', 3, undone('K1:2'))];
    const again = event('K1:4', 4, {
      kind: 'act-corrected',
      event: 'K1:2',
      after: ['K1:3'],
      becomes: census('ana', 2, moved('402-B')),
      reason: 'it was right',
    });
    expect(stay([...events, again]).bed).toBe('402-B');
  });
});

describe('two kiosks that did not know of each other', () => {
  const here = act(2, moved('402-B'));
  test('put a patient in two beds: both are said, nothing is decided, and the later is shown', () => {
    const both = stay([here, act(9, moved('405-A'), [], 'K2')]);
    expect(both.bed).toBe('405-A');
    expect(both.conflicts).toMatchObject([
      { kind: 'two-accounts', words: expect.stringMatching(/in bed 402-B .*A\. Clerk.* \/ in bed 405-A/) },
    ]);
    expect(both.alarm).toContain('VERIFY');
  });

  test('agree when they say the same', () => {
    for (const bed of ['402-B', '402 b'])
      expect(stay([here, act(9, moved(bed), [], 'K2')])).toMatchObject({ bed, conflicts: [] });
  });

  test('never make a patient vanish: one who by one of them is here counts as here', () => {
    const both = stay([here, act(9, discharged, [], 'K2')]);
    expect(both).toMatchObject({ presence: { kind: 'here' }, bed: '402-B' });
    expect(both.conflicts[0]!.words).toContain('discharged');
    expect(needsPaper(both)).toBe(true);
  });

  test('are settled by a later act that knew of both, or by undoing one', () => {
    const both = [here, act(9, moved('405-A'), [], 'K2')];
    expect(stay([...both, act(10, moved('406-A'), ['K1:2', 'K2:9'])])).toMatchObject({ bed: '406-A', conflicts: [] });
    expect(stay([...both, event('K1:10', 10, undone('K2:9'))])).toMatchObject({ bed: '402-B', conflicts: [] });
    const leave = act(10, { kind: 'leave-began', from: null, where: 'family', backBy: null }, ['K1:2', 'K2:9']);
    expect(stay([...both, leave]).conflicts, 'a leave does not say which bed').toHaveLength(1);
  });

  test('correct one act differently: both corrections are said', () => {
    const corrected = (id: string, bed: string) =>
      event(id, 5, {
        kind: 'act-corrected',
        event: 'K1:2',
        after: [],
        becomes: census('ana', 2, moved(bed)),
        reason: 'typed wrong',
      });
    const both = stay([here, corrected('K1:3', '403-A'), corrected('K2:3', '404-A')]);
    expect(both.conflicts[0]!.words).toMatch(/403-A.*404-A/);
  });
});

describe('a bed that two patients hold', () => {
  const bob = inBed('bob', '402-B');
  const into = (bed: string) => [declared(), event('K1:2', 2, census('ana', 2, moved(bed)))];
  test('is a conflict of both, with who said so, however the bed is spelled', () => {
    const [ana, other] = ['ana', 'bob'].map(id => stayIn([ANA, bob], into('402 b'), id).conflicts);
    expect(ana).toEqual(other);
    expect(ana).toMatchObject([
      { kind: 'bed-held-twice', words: expect.stringMatching(/HELD BY 2 PATIENTS: ANA.*A\. Clerk.* \/ BOB.*EHR, copy of/) },
    ]);
  });

  test('is none when the one has left, when the EHR alone says so, or when nobody has a bed', () => {
    const left = event('K1:3', 3, census('bob', 3, discharged));
    expect(stayIn([ANA, bob], [...into('402-B'), left], 'ana').conflicts).toEqual([]);
    expect(stayIn([ANA, inBed('bob', '401-A')], [declared()], 'ana').conflicts).toEqual([]);
    expect(stayIn([inBed('ana', null), inBed('bob', null)], [declared()], 'ana').conflicts).toEqual([]);
  });

  test('counts also while one is on leave from it', () => {
    const leave = event('K1:3', 3, census('bob', 3, { kind: 'leave-began', from: null, where: 'family', backBy: null }));
    expect(stayIn([ANA, bob], [...into('402-B'), leave], 'bob').conflicts).toHaveLength(1);
  });
});

describe('a copy that is newer than the ward’s word', () => {
  const later = (bed: string | null, part: Partial<Chart> = {}) => inBed('ana', bed, { asOf: minute(30), ...part });
  test('and names another bed is a conflict with both; the ward’s word goes first', () => {
    const both = stay([act(2, moved('402-B'))], later('401-A'));
    expect(both.bed).toBe('402-B');
    expect(both.conflicts).toMatchObject([
      { kind: 'ehr-differs', words: expect.stringMatching(/the ward says in bed 402-B .*newer, says in bed 401-A/) },
    ]);
  });

  test('and names the same bed, or none, is no conflict; nor is an older copy', () => {
    for (const chart of [later('402 b'), later(null), ANA]) expect(stay([act(2, moved('402-B'))], chart).conflicts).toEqual([]);
  });

  test('and has the patient here still although discharged, or gone although moved, is a conflict', () => {
    expect(stay([act(2, discharged)], later('401-A'))).toMatchObject({
      presence: { kind: 'discharged' },
      conflicts: [{ kind: 'ehr-differs' }],
    });
    const gone = { since: minute(30), why: 'not in the census any more' as const };
    expect(stay([act(2, moved('402-B'))], later('401-A', { gone }))).toMatchObject({
      presence: { kind: 'here' },
      bed: '402-B',
      conflicts: [{ kind: 'ehr-differs' }],
    });
    expect(stay([act(2, discharged)], later('401-A', { gone })).conflicts).toEqual([]);
  });

  test('with a stay that began after the departure has the patient here again', () => {
    const again = later('409-A', { encounter: { ...ANA.encounter, bed: '409-A', onUnitSince: minute(20) } });
    expect(stay([act(2, discharged)], again)).toMatchObject({ presence: { kind: 'here' }, bed: '409-A', conflicts: [] });
  });

  test('is no conflict in a drill, of which nobody tells the EHR', () => {
    const chart = later('401-A');
    expect(stayIn([chart], [declared(true), act(2, moved('402-B'))], 'ana').conflicts).toEqual([]);
  });
});

describe('what may be recorded', () => {
  test('of a patient who left is only a return; of the dead nothing: undo first', () => {
    expect(stay([act(2, discharged)]).possible).toEqual(['patient-returned']);
    const dead = stay([act(2, { kind: 'patient-died', from: null, pronouncedBy: 'Dr. Lee' })]);
    expect(dead.possible).toEqual([]);
    expect(mayHappen('ANA', [dead], 'patient-moved')).toMatchObject({
      ok: false,
      error: { why: 'ANA has died and cannot be moved. If that is wrong, undo it in the ADT log first.' },
    });
  });

  test('of a patient whom the EHR no longer names is what became of them, or that they are here', () => {
    const gone = { since: minute(1), why: 'not in the census any more' as const };
    expect(stay([], inBed('ana', '401-A', { gone })).possible).toContain('patient-returned');
    expect(
      stay([act(2, { kind: 'patient-returned', origin: 'never left', bed: '401-A' })], inBed('ana', '401-A', { gone })),
    ).toMatchObject({ presence: { kind: 'here' }, conflicts: [] });
  });
});

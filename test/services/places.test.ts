import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SaidPlace } from '../../main/contract.ts';
import { readSite, SITE_DEFAULTS } from '../../main/config/read-site.ts';
import { planOf } from '../../main/config/site-configuration.ts';
import type { KioskEvent } from '../../main/domain/event.ts';
import { ok } from '../../main/domain/result.ts';
import { adtLog, entryCounts } from '../../main/domain/ward/adt-log.ts';
import { bedKey, isOnUnit } from '../../main/domain/ward/place.ts';
import { wardCourse } from '../../main/domain/ward/ward-course.ts';
import { stayIn, type Copy } from '../../main/services/charts.ts';
import { chosenCharts } from '../../main/services/pack.ts';
import { placeService } from '../../main/services/places.ts';
import { wardActs } from '../../main/services/ward-acts.ts';
import { declared, inBed, minute } from '../support/census.ts';
import { AS_OF } from '../support/charts.ts';

const IDS = ['ana', 'bob', 'cy', 'dee'];
const CHARTS = IDS.map((id, i) => inBed(id, `40${i + 1}-A`));
const read = readSite(SITE_DEFAULTS);
if (!read.ok) throw new Error(read.error.why);
const { rules } = read.value;
const plan = planOf(read.value);

/** A kiosk of the ward with the events that it has; its clock goes on by a minute with each act. */
function kiosk(name: string, events: KioskEvent[] = [declared()]) {
  let list: readonly KioskEvent[] = events;
  let minutes = 1;
  const clock = { now: () => minute(minutes) };
  const snapshot = {
    unit: '4 West',
    institution: 'Lakeside',
    zone: 'America/New_York',
    source: 'test',
    asOf: AS_OF,
    charts: CHARTS,
    unread: [],
  };
  const copy = (): Copy => ({ generation: 1, snapshot, rules, plan, events: list });
  const acts = wardActs({
    ledger: {
      append: entry => {
        const event = { id: `${name}:${String(minutes).padStart(4, '0')}`, ...entry };
        list = [...list, event];
        return ok(event);
      },
      events: () => list as KioskEvent[],
    },
    clock,
    unit: '4 West',
    zone: 'America/New_York',
    changed: () => undefined,
  });
  const places = placeService({ acts, copy: () => ok(copy()), clock });
  return {
    places,
    copy,
    events: () => list,
    tick: (n = 1) => (minutes += n),
    say: (patient: string, said: SaidPlace, at: string | null = null) => {
      minutes += 1;
      return places.record(patient, said, at, 'A. Clerk');
    },
    stay: (patient: string) =>
      stayIn(
        copy(),
        CHARTS.find(({ identity }) => identity.id === patient)!,
        clock.now(),
      ),
    newest: () => list.at(-1)!.id,
  };
}
const moved = (bed: string): SaidPlace => ({ kind: 'patient-moved', bed });
const discharged: SaidPlace = { kind: 'patient-discharged', where: 'home' };

describe('what is recorded of a place', () => {
  test('says where from, so that the log is right even when a newer copy names another bed', () => {
    const ward = kiosk('K1');
    expect(ward.say('ana', moved('409-A')).ok).toBe(true);
    expect(ward.events().at(-1)!.act).toMatchObject({ kind: 'patient-moved', from: '401-A', bed: '409-A' });
    expect(ward.places.log()).toMatchObject({
      ok: true,
      value: [
        { name: 'ANA, Patient', mrn: 'mrn-ana', lines: [{ what: 'Moved', from: 'bed 401-A', to: 'bed 409-A', struck: null }] },
      ],
    });
  });

  test('is refused in words when it cannot follow', () => {
    const ward = kiosk('K1');
    ward.say('ana', discharged);
    const refused = (patient: string, said: SaidPlace, at: string | null = null) => {
      const result = ward.say(patient, said, at);
      return result.ok ? null : `${result.error.kind}: ${result.error.why}`;
    };
    expect(refused('ana', moved('409-A'))).toMatch(/^out-of-order: ANA, Patient was discharged and cannot be moved.*undo it/);
    expect(refused('bob', moved('402 a'))).toMatch(/^nothing-changes: .*is in bed 402-A already/);
    expect(refused('bob', { kind: 'beds-swapped', other: 'bob' })).toMatch(/^nothing-changes/);
    expect(refused('bob', { kind: 'beds-swapped', other: 'ana' })).toMatch(/^out-of-order: ANA.*cannot swap beds/);
    expect(refused('bob', { kind: 'leave-ended' })).toMatch(/^out-of-order: BOB.*cannot come back from leave/);
    expect(refused('bob', { kind: 'leave-began', where: 'x', backBy: minute(1) })).toMatch(/^impossible-time/);
    expect(refused('zoe', discharged)).toMatch(/^patient-unknown/);
    ward.say('bob', moved('408-A'));
    expect(refused('bob', moved('407-A'), minute(2))).toMatch(/^out-of-order: Something later is recorded of BOB/);
    expect(ward.events()).toHaveLength(3);
  });

  test('is undone, and corrected in time and bed; the log keeps what was said first', () => {
    const ward = kiosk('K1');
    ward.say('ana', moved('409-A'));
    const event = ward.newest();
    ward.tick();
    expect(ward.places.correct(event, { happenedAt: minute(1), bed: '410-A' }, 'typed wrong', 'B. Clerk')).toEqual({
      ok: true,
      value: { patients: ['ana'] },
    });
    expect(ward.stay('ana').bed).toBe('410-A');
    ward.tick();
    expect(ward.places.correct(event, null, 'another patient', 'B. Clerk').ok).toBe(true);
    expect(ward.stay('ana').bed).toBe('401-A');
    const log = ward.places.log();
    expect(log.ok && log.value[0]!.lines).toMatchObject([
      { to: 'bed 409-A', struck: { reason: 'typed wrong' } },
      { to: 'bed 410-A', at: minute(1), struck: { reason: 'another patient', by: 'B. Clerk' } },
    ]);
    expect(ward.places.correct(event, null, 'once more', 'B. Clerk')).toMatchObject({
      ok: false,
      error: { kind: 'no-such-act' },
    });
  });

  test('keeps its order when a time is corrected', () => {
    const ward = kiosk('K1');
    ward.say('ana', moved('409-A'));
    const first = ward.newest();
    ward.say('ana', moved('410-A'));
    ward.tick(30);
    expect(ward.places.correct(first, { happenedAt: minute(20), bed: null }, 'typed wrong', 'A. Clerk')).toMatchObject({
      ok: false,
      error: { kind: 'out-of-order' },
    });
    expect(ward.places.correct(first, { happenedAt: minute(1), bed: null }, 'typed wrong', 'A. Clerk').ok).toBe(true);
  });
});

test('after an undone swap in the middle what is recorded next builds on the last that counts, and its order is kept', () => {
  const ward = kiosk('K1');
  ward.say('dee', { kind: 'leave-began', where: 'family', backBy: null });
  const leave = ward.newest();
  ward.say('ana', { kind: 'beds-swapped', other: 'dee' });
  const swap = ward.newest();
  ward.say('dee', { kind: 'leave-ended' });
  const ended = ward.newest();
  ward.tick();
  ward.places.correct(swap, null, 'by mistake', 'A. Clerk');
  ward.tick(30);
  expect(ward.places.correct(leave, { happenedAt: minute(20), bed: null }, 'typed wrong', 'A. Clerk')).toMatchObject({
    ok: false,
    error: { kind: 'out-of-order' },
  });
  ward.say('dee', moved('409-A'));
  expect(ward.events().at(-1)!.act).toMatchObject({ after: [ended] });
  expect(ward.stay('dee')).toMatchObject({ bed: '409-A', presence: { kind: 'here' }, conflicts: [] });
});

test('paper for all is for who is here or overdue from leave: not for who left, or is away; whoever is chosen gets theirs', () => {
  const ward = kiosk('K1');
  ward.say('ana', discharged);
  ward.say('bob', { kind: 'leave-began', where: 'family', backBy: minute(100) });
  ward.say('cy', moved('400-A'));
  const chosen = (patients: 'all' | string[], now: string) =>
    chosenCharts({
      copy: ward.copy(),
      selection: { patients, forms: ['mar-prn'], from: null, span: 'hours', hours: 24 },
      now,
    }).map(chart => chart.identity.id);
  expect(chosen('all', minute(50))).toEqual(['cy', 'dee']);
  expect(chosen('all', minute(101))).toEqual(['cy', 'bob', 'dee']);
  expect(chosen(['ana'], minute(50))).toEqual(['ana']);
});

type Step = { kiosk: 0 | 1; patient: number; other: number; kind: number; bed: number; undo: number };
const step: fc.Arbitrary<Step> = fc.record({
  kiosk: fc.constantFrom(0, 1),
  patient: fc.nat(3),
  other: fc.nat(3),
  kind: fc.nat(9),
  bed: fc.nat(6),
  undo: fc.nat(30),
});

/** Does what a step says as far as it is allowed. */
function take(ward: ReturnType<typeof kiosk>, { patient, other, kind, bed, undo }: Step): void {
  const said: SaidPlace[] = [
    moved(`40${bed}-A`),
    { kind: 'beds-swapped', other: IDS[other]! },
    { kind: 'patient-transferred', unit: 'ICU', bed: null, acceptedBy: null },
    { kind: 'leave-began', where: 'family', backBy: null },
    { kind: 'leave-ended' },
    discharged,
    { kind: 'patient-died', pronouncedBy: 'Dr. Lee' },
    { kind: 'patient-returned', origin: 'ICU', bed: `40${bed}-B` },
  ];
  const act = said[kind];
  if (act) return void ward.say(IDS[patient]!, act);
  const own = ward.events().filter(event => event.act.kind !== 'outage-declared' && event.act.kind !== 'act-corrected');
  const event = own[undo % Math.max(1, own.length)];
  ward.tick();
  if (event) ward.places.correct(event.id, null, 'by mistake', 'A. Clerk');
}

const lineIds = (events: readonly KioskEvent[]) =>
  adtLog(CHARTS, wardCourse(events), 'America/New_York').map(entry => `${entry.event} ${entry.patient}`);

test('whatever is done and undone at one kiosk: nobody is in two places, nothing is lost, only what may follow follows', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), steps => {
      const ward = kiosk('K1');
      for (const next of steps) {
        const before = IDS.map(id => ward.stay(id));
        const known = ward.events().length;
        take(ward, next);
        const act = ward.events()[known]?.act;
        if (act && act.kind !== 'act-corrected' && 'patient' in act)
          expect(before[IDS.indexOf(act.patient)]!.possible).toContain(act.kind);
      }
      const stays = IDS.map(id => ward.stay(id));
      for (const { conflicts, presence, bed } of stays) {
        expect(conflicts.filter(({ kind }) => kind !== 'bed-held-twice')).toEqual([]);
        const mates = stays.filter(other => isOnUnit(other.presence) && bedKey(other.bed ?? '') === bedKey(bed ?? ''));
        if (isOnUnit(presence)) expect(conflicts.length).toBe(mates.length > 1 ? 1 : 0);
      }
      const acts = ward.events().filter(({ act }) => act.kind !== 'outage-declared' && act.kind !== 'act-corrected');
      expect(new Set(lineIds(ward.events()).map(line => line.split(' ')[0]))).toEqual(new Set(acts.map(({ id }) => id)));
    }),
    { numRuns: 150 },
  );
});

test('two kiosks apart fold to the same, whatever comes first, and everybody who is here by either is here', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 16 }), fc.infiniteStream(fc.boolean()), (steps, turns) => {
      const both = [kiosk('K1'), kiosk('K2')] as const;
      for (const next of steps) take(both[next.kiosk], next);
      const own = both.map(ward => ward.events().slice(1));
      const merged = (first: boolean[]): KioskEvent[] => {
        const left = own.map(events => [...events]);
        const list = [declared()];
        for (let turn = 0; left[0]!.length + left[1]!.length > 0; turn++) {
          const from = (first[turn] ?? true) && left[0]!.length > 0 ? left[0]! : left[1]!.length > 0 ? left[1]! : left[0]!;
          list.push(from.shift()!);
        }
        return list;
      };
      const order = [...turns.take(60)];
      const lists = [merged([]), merged(order.map(() => false)), merged(order)];
      const folded = lists.map(events => {
        const ward = kiosk('K3', events);
        ward.tick(500);
        return { stays: IDS.map(id => ward.stay(id)), log: ward.places.log() };
      });
      expect(folded[1]).toEqual(folded[0]);
      expect(folded[2]).toEqual(folded[0]);
      IDS.forEach((id, i) => {
        const here = both.some(
          (ward, k) => isOnUnit(ward.stay(id).presence) && own[k]!.some(({ act }) => 'patient' in act && act.patient === id),
        );
        const touchedByBoth = own.every(events => events.some(({ act }) => 'patient' in act && act.patient === id));
        if (here && touchedByBoth && !own.flat().some(({ act }) => act.kind === 'act-corrected'))
          expect(isOnUnit(folded[0]!.stays[i]!.presence)).toBe(true);
      });
      const log = folded[0]!.log;
      expect(log.ok && log.value.filter(entryCounts).length).toBeLessThanOrEqual(lineIds(lists[0]!).length);
    }),
    { numRuns: 100 },
  );
});

import { expect, test } from 'vitest';
import type { KioskEvent } from '../../main/domain/event.ts';
import { err, ok } from '../../main/domain/result.ts';
import { wardActs, type SaidAct } from '../../main/services/ward-acts.ts';
import type { Ledger } from '../../main/store/ledger.ts';

const NOW = '2026-11-22T20:00:00Z';

/** A ward with a ledger of ours; what is on decides what may be recorded. */
function ward({ declared = true, full = false } = {}) {
  const events: KioskEvent[] = [];
  const ledger: Pick<Ledger, 'append' | 'events'> = {
    append(entry) {
      if (full) return err({ kind: 'disk-full', why: 'The disk is full.' });
      const event = { id: `K1:${events.length + 1}`, ...entry };
      events.push(event);
      return ok(event);
    },
    events: () => [...events],
  };
  const declaration = { reason: 'EHR down', drill: false, planned: false, degraded: null, noticedAt: null };
  if (declared)
    events.push({ id: 'K1:1', at: NOW, by: 'R. Alvarez', unit: '4 West', act: { kind: 'outage-declared', ...declaration } });
  let told = 0;
  const acts = wardActs({
    ledger,
    clock: { now: () => NOW },
    unit: '4 West',
    zone: 'America/New_York',
    changed: () => (told += 1),
  });
  return { acts, events, told: () => told };
}
const moved = (bed: string, happenedAt = NOW): SaidAct => ({ kind: 'patient-moved', patient: 'p1', happenedAt, from: null, bed });

test('an act belongs to the downtime that is on, and knows what came before it', () => {
  const { acts, told } = ward();
  const first = acts.record(moved('401'), 'A. Clerk');
  const second = acts.record(moved('402'), 'A. Clerk');
  expect(first).toMatchObject({ ok: true, value: { by: 'A. Clerk', act: { outage: 'K1:1', after: [] } } });
  expect(second).toMatchObject({ ok: true, value: { act: { outage: 'K1:1', after: ['K1:2'] } } });
  expect(told()).toBe(2);
});

test('without a downtime nothing is recorded, and the refusal says where it belongs', () => {
  const { acts, events, told } = ward({ declared: false });
  expect(acts.record(moved('401'), 'A. Clerk')).toMatchObject({
    ok: false,
    error: { kind: 'no-outage', why: expect.stringContaining('EHR') },
  });
  expect([events.length, told()]).toEqual([0, 0]);
});

test('what is to happen in the future, or happened before any downtime could last, is refused in words', () => {
  const { acts, events } = ward();
  expect(acts.record(moved('401', '2026-11-22T20:30:00Z'), 'A. Clerk')).toMatchObject({
    ok: false,
    error: { kind: 'impossible-time', why: expect.stringContaining('11/22/2026 15:30 is in the future') },
  });
  expect(acts.record(moved('401', '2025-11-22T20:00:00Z'), 'A. Clerk')).toMatchObject({
    ok: false,
    error: { kind: 'impossible-time' },
  });
  expect(events).toHaveLength(1);
});

test('a correction names the newest one before it, and of what is not known nothing is corrected', () => {
  const { acts, events } = ward();
  acts.record(moved('401'), 'A. Clerk');
  acts.correct('K1:2', moved('402'), 'typed wrong', 'A. Clerk');
  acts.correct('K1:2', null, 'another patient', 'B. Clerk');
  expect(events.slice(2).map(({ act }) => act.kind === 'act-corrected' && act.after)).toEqual([[], ['K1:3']]);
  expect(acts.course().acts).toMatchObject([{ act: null }]);
  expect(acts.correct('K1:77', null, 'typed wrong', 'A. Clerk')).toMatchObject({ ok: false, error: { kind: 'no-such-act' } });
});

test('what the disk does not take is not claimed', () => {
  const { acts } = ward({ full: true });
  expect(acts.record(moved('401'), 'A. Clerk')).toMatchObject({
    ok: false,
    error: { kind: 'not-recorded', why: expect.stringContaining('full') },
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Act, KioskEvent } from '../../main/domain/event.ts';
import { isDowntime, mayFollow, outageOf, type OutageAct } from '../../main/domain/outage.ts';

const at = (n: number): string => new Date(Date.UTC(2026, 10, 22, 15, n)).toISOString();
const events = (...acts: Act[]): KioskEvent[] =>
  acts.map((act, i) => ({ id: `K1:${i + 1}`, at: at(i), by: 'R. Alvarez', unit: '4 West', act }));
const suspected: Act = { kind: 'outage-suspected', reason: 'no answer' };
const cleared: Act = { kind: 'suspicion-cleared', reason: 'answers again' };
const declared = (drill = false): Act => ({ kind: 'outage-declared', reason: 'EHR down', drill, noticedAt: null });
const recovery: Act = { kind: 'recovery-started', reason: 'EHR is back' };
const closed: Act = { kind: 'outage-closed', reason: 'all clear' };

test('a whole outage: normal, suspected, declared, recovery, closed', () => {
  const states = [suspected, declared(), recovery, closed].map((_, i, all) => outageOf(events(...all.slice(0, i + 1))).state);
  expect(states).toEqual(['suspected', 'declared', 'recovery', 'normal']);
});
test('a suspicion is cleared, and clears nothing that was declared', () => {
  expect(outageOf(events(suspected, cleared)).state).toBe('normal');
  expect(outageOf(events(declared(), cleared)).state).toBe('declared');
});
test('who, why and when are kept, and a drill stays a drill into its recovery', () => {
  expect(outageOf(events(declared()))).toEqual({
    state: 'declared',
    since: at(0),
    reason: 'EHR down',
    by: 'R. Alvarez',
    drill: false,
    noticedAt: null,
  });
  expect(outageOf(events(declared(true), recovery))).toMatchObject({ state: 'recovery', drill: true, declaredAt: at(0) });
});
test('a second outage during recovery is declared again', () => {
  expect(outageOf(events(declared(), recovery, declared()))).toMatchObject({ state: 'declared', since: at(2) });
});
test('what may not follow is refused in words', () => {
  const refused = mayFollow({ state: 'normal' }, 'recovery-started');
  expect(refused).toMatchObject({ ok: false, error: { kind: 'out-of-order', why: expect.stringContaining('"normal"') } });
});
test('whatever comes in whatever order: only acts that may follow take effect, and a declared outage ends only by its own acts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(suspected, cleared, declared(), declared(true), recovery, closed), { maxLength: 12 }),
      acts => {
        let before = outageOf([]);
        acts.forEach((act, i) => {
          const after = outageOf(events(...acts.slice(0, i + 1)));
          const allowed = mayFollow(before, act.kind as OutageAct).ok;
          if (!allowed) expect(after).toEqual(before);
          if (isDowntime(before) && !isDowntime(after)) expect(act.kind).toBe('outage-closed');
          before = after;
        });
      },
    ),
  );
});

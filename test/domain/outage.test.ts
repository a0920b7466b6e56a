import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actSchema } from '../../main/domain/act-schema.ts';
import type { Act, Declaration, KioskEvent } from '../../main/domain/event.ts';
import {
  isDowntime,
  isDrill,
  isOutageAct,
  mayFollow,
  minutesOf,
  type OutageAct,
  outageOf,
  outagesOf,
} from '../../main/domain/outage.ts';

const at = (n: number): string => new Date(Date.UTC(2026, 10, 22, 15, n)).toISOString();
const events = (...acts: Act[]): KioskEvent[] =>
  acts.map((act, i) => ({ id: `K1:${i + 1}`, at: at(i), by: 'R. Alvarez', unit: '4 West', act }));
const suspected: OutageAct = { kind: 'outage-suspected', reason: 'no answer' };
const cleared: OutageAct = { kind: 'suspicion-cleared', reason: 'answers again' };
const declared = (more: Partial<Declaration> = {}): OutageAct => ({
  kind: 'outage-declared',
  reason: 'EHR down',
  drill: false,
  planned: false,
  degraded: null,
  noticedAt: null,
  ...more,
});
const drill = declared({ drill: true, reason: 'Quarterly drill' });
const recovery: OutageAct = { kind: 'recovery-started', reason: 'EHR is back' };
const closed: OutageAct = { kind: 'outage-closed', reason: 'all clear' };
const printed: Act = {
  kind: 'sheets-released',
  pack: 1,
  generation: 1,
  sheets: [{ id: '4W-1-S', form: 'mar-scheduled', patientId: 'p1', pages: 2 }],
};

test('a whole outage: normal, suspected, declared, recovery, closed', () => {
  const states = [suspected, declared(), recovery, closed].map((_, i, all) => outageOf(events(...all.slice(0, i + 1))).state);
  expect(states).toEqual(['suspected', 'declared', 'recovery', 'normal']);
});
test('a suspicion is cleared, and clears nothing that was declared', () => {
  expect(outageOf(events(suspected, cleared)).state).toBe('normal');
  expect(outageOf(events(declared(), cleared)).state).toBe('declared');
});
test('who, why, when and how far are kept, and a drill stays a drill into its recovery', () => {
  const upgrade = { reason: 'Upgrade', planned: true, degraded: ['Orders', 'Results'], noticedAt: at(-9) };
  expect(outageOf(events(declared(upgrade)))).toEqual({
    state: 'declared',
    since: at(0),
    by: 'R. Alvarez',
    drill: false,
    recovering: [],
    ...upgrade,
  });
  expect(outageOf(events(drill, recovery))).toMatchObject({ state: 'recovery', drill: true, declaredAt: at(0) });
});

test('a second outage while the first is being recovered keeps the first one open: both are known, and each has its own all clear', () => {
  const acts = [declared(), recovery, declared({ reason: 'down again' }), recovery, closed, closed];
  const states = acts.map((_, i) => outageOf(events(...acts.slice(0, i + 1))));
  const first = { declaredAt: at(0), since: at(1) };
  expect(states.slice(2)).toMatchObject([
    { state: 'declared', since: at(2), reason: 'down again', recovering: [first] },
    { state: 'recovery', since: at(3), declaredAt: at(2), recovering: [first] },
    { state: 'recovery', since: at(1), declaredAt: at(0), recovering: [] },
    { state: 'normal' },
  ]);
  expect(outagesOf(events(...acts)).map(o => [o.declaredAt, o.ehrBack?.at, o.allClear?.at])).toEqual([
    [at(0), at(1), at(5)],
    [at(2), at(3), at(4)],
  ]);
});
test('a second outage that is ended without recovery leads back into the recovery of the first', () => {
  expect(outageOf(events(declared(), recovery, declared(), closed))).toMatchObject({ state: 'recovery', declaredAt: at(0) });
});
test('when the EHR really fails during a drill, the real outage is declared at once and the drill is over', () => {
  for (const practice of [[drill], [drill, recovery], [drill, recovery, drill]]) {
    const all = events(...practice, declared());
    expect(outageOf(all)).toMatchObject({ state: 'declared', drill: false, recovering: [] });
    const drills = outagesOf(all).filter(o => o.drill);
    for (const { allClear } of drills) expect(allClear).toMatchObject({ reason: 'a real outage began: EHR down' });
    expect(outageOf([...all, ...events(closed)]).state).toBe('normal');
  }
});
test('a drill never hides a real outage', () => {
  expect(mayFollow(outageOf(events(declared(), recovery)), drill)).toMatchObject({
    ok: false,
    error: { why: expect.stringContaining('end the outage first') },
  });
  expect(outageOf(events(declared(), recovery, drill))).toMatchObject({ state: 'recovery', drill: false });
});
test('what may not follow is refused in words', () => {
  const refused = mayFollow({ state: 'normal' }, recovery);
  expect(refused).toMatchObject({ ok: false, error: { kind: 'out-of-order', why: expect.stringContaining('"normal"') } });
});

test('an outage of the past tells who, why, when, its first sheet, the EHR’s return and its all clear', () => {
  const [past] = outagesOf(events(printed, suspected, declared({ noticedAt: at(1) }), printed, printed, recovery, closed));
  expect(past).toEqual({
    id: 'K1:3',
    declaredAt: at(2),
    noticedAt: at(1),
    by: 'R. Alvarez',
    reason: 'EHR down',
    drill: false,
    planned: false,
    degraded: null,
    firstSheetAt: at(3),
    ehrBack: { at: at(5), by: 'R. Alvarez', reason: 'EHR is back' },
    allClear: { at: at(6), by: 'R. Alvarez', reason: 'all clear' },
  });
  expect(minutesOf(past!, at(50))).toEqual({ toFirstSheet: 1, down: 3, open: 4 });
});
test('an open outage lasts until now, and a sheet printed after the EHR was back is no first sheet', () => {
  const [open] = outagesOf(events(declared(), recovery, printed));
  expect(minutesOf(open!, at(50))).toEqual({ toFirstSheet: null, down: 1, open: 50 });
});
test('an outage that an older version recorded was unplanned and whole', () => {
  const stored = { kind: 'outage-declared', reason: 'EHR down', drill: false, noticedAt: null };
  expect(actSchema.parse(stored)).toEqual(declared());
});

const anyAct = fc.constantFrom<Act[]>(
  suspected,
  cleared,
  declared(),
  declared({ planned: true, degraded: ['Orders'] }),
  drill,
  recovery,
  closed,
  printed,
);
const anyActs = fc.array(anyAct, { maxLength: 40 });

test('whatever comes in whatever order: only acts that may follow take effect, and a declared outage ends only by its own acts', () => {
  fc.assert(
    fc.property(anyActs, acts => {
      let before = outageOf([]);
      acts.forEach((act, i) => {
        const after = outageOf(events(...acts.slice(0, i + 1)));
        if (!isOutageAct(act)) return expect(after).toEqual(before);
        const allowed = mayFollow(before, act).ok;
        if (!allowed) expect(after).toEqual(before);
        else expect(after).not.toEqual(before);
        if (isDowntime(before) && !isDowntime(after)) expect(act.kind).toBe('outage-closed');
        if (isDowntime(before) && !isDrill(before)) expect(isDrill(after)).toBe(false);
        before = after;
      });
    }),
  );
});
test('whatever comes: every outage that was declared is in the history once, in order, and open exactly as the state says', () => {
  fc.assert(
    fc.property(anyActs, acts => {
      const all = events(...acts);
      const took = all.filter(({ act }, i) => act.kind === 'outage-declared' && mayFollow(outageOf(all.slice(0, i)), act).ok);
      const history = outagesOf(all);
      expect(history.map(o => o.id)).toEqual(took.map(e => e.id));
      const open = history.filter(o => o.allClear === null);
      const now = outageOf(all);
      const known = isDowntime(now) && 'recovering' in now ? [...now.recovering, now].length : 0;
      expect(open).toHaveLength(known);
      for (const o of open.slice(0, -1)) expect(o.ehrBack).not.toBeNull();
      for (const { declaredAt, ehrBack, allClear, firstSheetAt } of history) {
        const times = [declaredAt, firstSheetAt, ehrBack?.at, allClear?.at].filter(time => typeof time === 'string');
        expect(times).toEqual(times.toSorted());
      }
    }),
  );
});
test('whatever was recorded is never rewritten: more events only add outages or end open ones', () => {
  fc.assert(
    fc.property(anyActs, acts => {
      const all = events(...acts);
      const [before, after] = [outagesOf(all.slice(0, -1)), outagesOf(all)];
      before.forEach((past, i) =>
        expect(past.allClear === null ? after[i]!.id : after[i]).toEqual(past.allClear ? past : past.id),
      );
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actSchema } from '../../main/domain/act-schema.ts';
import type { Act, Declaration, KioskEvent, OutageDeclared } from '../../main/domain/event.ts';
import {
  isDowntime,
  isDrill,
  isOutageAct,
  mayAct,
  mayFollow,
  minutesOf,
  type OutageAct,
  outageOf,
  outagesOf,
  suspicionIn,
} from '../../main/domain/outage.ts';

const at = (n: number): string => new Date(Date.UTC(2026, 10, 22, 15, n)).toISOString();
const events = (...acts: Act[]): KioskEvent[] =>
  acts.map((act, i) => ({ id: `K1:${i + 1}`, at: at(i), by: 'R. Alvarez', unit: '4 West', act }));
const suspected: OutageAct = { kind: 'outage-suspected', reason: 'no answer' };
const cleared: OutageAct = { kind: 'suspicion-cleared', reason: 'answers again' };
const declared = (more: Partial<Declaration> = {}): OutageDeclared => ({
  kind: 'outage-declared',
  reason: 'EHR down',
  drill: false,
  planned: false,
  degraded: null,
  noticedAt: null,
  ...more,
});
const drill = declared({ drill: true, reason: 'Quarterly drill' });
const recovery = { kind: 'recovery-started', reason: 'EHR is back' } as const;
const closed: OutageAct = { kind: 'outage-closed', reason: 'all clear' };
const printed: Act = {
  kind: 'sheets-released',
  pack: 1,
  generation: 1,
  drill: false,
  sheets: [{ id: '4W-1-S', form: 'mar-scheduled', patientId: 'p1', pages: 2, period: null, says: null }],
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
    alsoDeclared: [],
    extents: [],
    reopened: [],
    mayReopen: true,
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

describe('what fails can change while an outage runs:', () => {
  const orders: OutageAct = { kind: 'extent-changed', degraded: ['Orders'], reason: 'the rest works again' };
  const whole: OutageAct = { kind: 'extent-changed', degraded: null, reason: 'now all of it' };
  test('the state says how far it reaches now, the history every change, and what was declared stays', () => {
    const all = events(declared(), orders, whole, orders);
    expect(outageOf(all)).toMatchObject({ state: 'declared', since: at(0), reason: 'EHR down', degraded: ['Orders'] });
    expect(outagesOf(all)[0]).toMatchObject({
      degraded: null,
      extents: [
        { at: at(1), by: 'R. Alvarez', reason: 'the rest works again', degraded: ['Orders'] },
        { at: at(2), reason: 'now all of it', degraded: null },
        { at: at(3), degraded: ['Orders'] },
      ],
    });
  });
  test('not to what it is already, in whatever order the systems are named', () => {
    const both = declared({ degraded: ['Orders', 'Results'] });
    const same: OutageAct = { kind: 'extent-changed', degraded: ['Results', 'Orders'], reason: 'said again' };
    expect(mayAct(events(both), same)).toMatchObject({
      ok: false,
      error: { why: 'this is what is recorded already: nothing has changed' },
    });
    expect(outagesOf(events(both, same))[0]!.extents).toEqual([]);
  });
  test('not without an outage, and not once the EHR is back', () => {
    for (const before of [[], [suspected], [declared(), recovery], [declared(), closed]])
      expect(mayAct(events(...before), orders)).toMatchObject({ ok: false, error: { kind: 'out-of-order' } });
  });
  test('of an outage that was reopened it is what it was', () => {
    const all = events(declared(), orders, closed, { kind: 'outage-reopened', outage: 'K1:1', reason: 'not over' });
    expect(outageOf(all)).toMatchObject({ state: 'declared', degraded: ['Orders'] });
  });
});

describe('when the EHR fails again while an outage is being recovered', () => {
  const failsAgain = events(declared(), recovery, suspected);
  test('it is suspected, since when and why, and the recovery goes on', () =>
    expect(outageOf(failsAgain)).toMatchObject({
      state: 'recovery',
      declaredAt: at(0),
      suspicion: { since: at(2), reason: 'no answer' },
    }));
  test('an answer clears it', () =>
    expect(outageOf(events(declared(), recovery, suspected, cleared))).toMatchObject({ state: 'recovery', suspicion: null }));
  test('a declaration makes it a second outage', () =>
    expect(outageOf(events(declared(), recovery, suspected, declared()))).toMatchObject({
      state: 'declared',
      recovering: [{ declaredAt: at(0) }],
    }));
  test('and somebody ends the outage, the suspicion stays', () =>
    expect(outageOf(events(declared(), recovery, suspected, closed))).toEqual({
      state: 'suspected',
      since: at(2),
      reason: 'no answer',
    }));
});

describe('an outage that was closed by mistake', () => {
  const reopen = (outage = 'K1:1'): OutageAct => ({ kind: 'outage-reopened', outage, reason: 'the wrong button' });
  test('goes on as it was: declared, or in recovery', () => {
    expect(outageOf(events(declared(), closed, reopen()))).toMatchObject({ state: 'declared', since: at(0) });
    expect(outageOf(events(declared(), recovery, closed, reopen()))).toMatchObject({ state: 'recovery', since: at(1) });
    expect(outageOf(events(drill, closed, reopen()))).toMatchObject({ state: 'declared', drill: true });
  });
  test('keeps the all clear that was a mistake, and can be closed and reopened again', () => {
    const [past] = outagesOf(events(declared(), closed, reopen(), closed, reopen(), closed));
    expect(past).toMatchObject({
      allClear: { at: at(5) },
      reopened: [
        { closed: { at: at(1), reason: 'all clear' }, opened: { at: at(2), by: 'R. Alvarez', reason: 'the wrong button' } },
        { closed: { at: at(3) }, opened: { at: at(4) } },
      ],
    });
  });
  test('stays closed once another one was declared', () => {
    for (const other of [declared(), drill]) {
      const all = events(declared(), closed, other, closed);
      expect(mayAct(all, reopen())).toMatchObject({ ok: false, error: { why: expect.stringContaining('declare a new one') } });
      expect(mayAct(all, reopen('K1:3'))).toEqual({ ok: true, value: null });
      expect(outageOf([...all, ...events(reopen())]).state).toBe('normal');
    }
  });
  test('is reopened while an earlier one is still being recovered, which goes on beside it', () => {
    const all = events(declared(), recovery, declared(), closed, reopen('K1:3'));
    expect(outageOf(all)).toMatchObject({ state: 'declared', since: at(2), recovering: [{ declaredAt: at(0) }] });
  });
  test('is one of the history, and not open', () => {
    expect(mayAct(events(declared(), closed), reopen('K1:9'))).toMatchObject({
      ok: false,
      error: { why: 'this outage is not in the history of this ward' },
    });
    expect(mayAct(events(declared()), reopen())).toMatchObject({ ok: false, error: { why: 'this outage is open' } });
  });
  test('that ended a drill leaves the drill closed', () => {
    const all = events(drill, declared(), closed, reopen('K1:1'));
    expect(outageOf(all).state).toBe('normal');
    expect(outageOf([...all, ...events(reopen('K1:2'))])).toMatchObject({ state: 'declared', drill: false });
  });
});

describe('when two kiosks declare the same outage', () => {
  test('it is one, that answers to the ids of both', () => {
    const all = events(declared(), declared({ reason: 'login fails' }), recovery, closed);
    expect(outagesOf(all)).toMatchObject([{ id: 'K1:1', alsoDeclared: ['K1:2'], reason: 'EHR down' }]);
    expect(mayAct(all, { kind: 'outage-reopened', outage: 'K1:2', reason: 'not over' }).ok).toBe(true);
  });
  test('a drill that another kiosk declares is the same drill, but no part of a real outage', () => {
    expect(outagesOf(events(drill, drill))[0]!.alsoDeclared).toEqual(['K1:2']);
    expect(outagesOf(events(declared(), drill))[0]!.alsoDeclared).toEqual([]);
  });
  test('a real outage is never taken for the drill that it ends', () => {
    const [practice, real] = outagesOf(events(drill, declared(), declared()));
    expect(practice).toMatchObject({ id: 'K1:1', alsoDeclared: [] });
    expect(practice!.allClear).not.toBeNull();
    expect(real).toMatchObject({ id: 'K1:2', alsoDeclared: ['K1:3'], allClear: null });
  });
  test('after the EHR was back it is a second outage', () =>
    expect(outagesOf(events(declared(), recovery, declared())).map(o => o.alsoDeclared)).toEqual([[], []]));
});

const anyAct = fc.constantFrom<Act[]>(
  suspected,
  cleared,
  declared(),
  declared({ planned: true, degraded: ['Orders'] }),
  drill,
  recovery,
  closed,
  { kind: 'extent-changed', degraded: ['Orders'], reason: 'the rest works again' },
  { kind: 'extent-changed', degraded: null, reason: 'now all of it' },
  ...[1, 2, 3, 5, 8].map((n): Act => ({ kind: 'outage-reopened', outage: `K1:${n}`, reason: 'the wrong button' })),
  printed,
);
const anyActs = fc.array(anyAct, { maxLength: 40 });

/** State and history, without the ids of what was declared twice. */
const told = (all: KioskEvent[]) => [outageOf(all), outagesOf(all).map(({ alsoDeclared: _, ...record }) => record)];

test('whatever comes in whatever order: only acts that may follow take effect, and a declared outage ends only by its own acts', () => {
  fc.assert(
    fc.property(anyActs, acts => {
      let before = outageOf([]);
      acts.forEach((act, i) => {
        const after = outageOf(events(...acts.slice(0, i + 1)));
        if (!isOutageAct(act)) return expect(after).toEqual(before);
        const past = events(...acts.slice(0, i));
        if (mayAct(past, act).ok) expect(told(events(...acts.slice(0, i + 1)))).not.toEqual(told(past));
        else {
          expect(after).toEqual(before);
          // Of an act that does not fit nothing is left but the id of a declaration that was one too many.
          expect(told(events(...acts.slice(0, i + 1)))).toEqual(told(past));
        }
        if (isDowntime(before) && !isDowntime(after)) expect(act.kind).toBe('outage-closed');
        if (isDowntime(before) && !isDrill(before)) expect(isDrill(after)).toBe(false);
        if (after.state === 'declared') expect(suspicionIn(after)).toBeNull();
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
test('whatever was recorded is never rewritten: more events only add outages, end open ones, or take back an all clear, which stays told', () => {
  fc.assert(
    fc.property(anyActs, acts => {
      const all = events(...acts);
      const [before, after] = [outagesOf(all.slice(0, -1)), outagesOf(all)];
      before.forEach((past, i) => {
        const { mayReopen, ...then } = past;
        const { mayReopen: _, ...now } = after[i]!;
        if (past.allClear === null) return expect(now.id).toBe(past.id);
        if (now.allClear !== null) return expect(now).toEqual(then);
        expect(mayReopen).toBe(true);
        expect(now).toEqual({
          ...then,
          allClear: null,
          reopened: [...past.reopened, { closed: past.allClear, opened: expect.anything() }],
        });
      });
    }),
  );
});
test('whatever comes: every declaration of the sort of the outage that is open names it, and no other does', () => {
  fc.assert(
    fc.property(anyActs, acts => {
      const all = events(...acts);
      const names = outagesOf(all).flatMap(o => [o.id, ...o.alsoDeclared]);
      expect(new Set(names).size).toBe(names.length);
      const declarations = all.filter(({ act }) => act.kind === 'outage-declared').map(({ id }) => id);
      const hidden = all.filter(
        ({ act }, i) =>
          act.kind === 'outage-declared' &&
          act.drill &&
          isDowntime(outageOf(all.slice(0, i))) &&
          !isDrill(outageOf(all.slice(0, i))),
      );
      expect(names.toSorted()).toEqual(declarations.filter(id => hidden.every(h => h.id !== id)).toSorted());
    }),
  );
});

import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { Act, KioskEvent } from '../../main/domain/event.ts';
import { phaseOf } from '../../main/domain/phase.ts';
import { PHASES, stepsShown, tickedOutage, ticksOf, type ProcedureStep } from '../../main/domain/procedure.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-22T15:05:00Z');
const after = (hours: number): string => new Date(START + hours * HOUR).toISOString();

const step = (id: string, phase: ProcedureStep['phase'], roles: ProcedureStep['roles'] = ['nurse']): ProcedureStep => ({
  id,
  phase,
  roles,
  text: `Do ${id}`,
  why: 'because',
  print: [],
});
/** One step a phase, written in the wrong order on purpose. */
const STEPS = [step('notes', 'first-day'), step('print', 'first-hour'), step('huddle', 'first-4-hours'), step('again', 'weeks')];

/** Events an hour apart, from the declaration on. */
const events = (...acts: [hours: number, act: Act, by?: string][]): KioskEvent[] =>
  acts.map(([hours, act, by = 'R. Alvarez'], i) => ({ id: `K1:${i + 1}`, at: after(hours), by, unit: '4 West', act }));
const declared = (drill = false): Act => ({
  kind: 'outage-declared',
  reason: 'EHR down',
  drill,
  planned: false,
  degraded: null,
  noticedAt: null,
});
const closed: Act = { kind: 'outage-closed', reason: 'all clear' };
const tick = (id: string, done = true, outage = 'K1:1'): Act => ({ kind: 'step-ticked', outage, step: id, done });

const shown = (happened: KioskEvent[], hours: number, role: ProcedureStep['roles'][number] = 'nurse') =>
  stepsShown(STEPS, role, happened, tickedOutage(happened, after(hours))).map(({ step: { id }, state }) => [id, state]);

test.each([
  [0, 'first-hour'],
  [0.999, 'first-hour'],
  [1, 'first-4-hours'],
  [3.999, 'first-4-hours'],
  [4, 'first-day'],
  [23.999, 'first-day'],
  [24, 'days'],
  [167.999, 'days'],
  [168, 'weeks'],
  [-1, 'first-hour'],
] as const)('%s hours after the start an outage is in its phase %s', (hours, phase) =>
  expect(phaseOf(after(0), after(hours))).toBe(phase),
);

describe('what a nurse has to do', () => {
  test('in the first hour: the steps of that hour only', () =>
    expect(shown(events([0, declared()]), 0.5)).toEqual([['print', 'now']]));

  test('later: the steps of the phase, after those of the phases before that nobody ticked', () =>
    expect(shown(events([0, declared()], [0.2, tick('print')]), 5)).toEqual([
      ['print', 'done'],
      ['huddle', 'overdue'],
      ['notes', 'now'],
    ]));

  test('a phase without steps makes the ones before overdue all the same', () =>
    expect(shown(events([0, declared()], [0.2, tick('print')]), 30)).toEqual([
      ['print', 'done'],
      ['huddle', 'overdue'],
      ['notes', 'overdue'],
    ]));

  test('is not what a pharmacist has to do', () => expect(shown(events([0, declared()]), 0.5, 'pharmacist')).toEqual([]));

  test('without an outage: everything, to be read', () =>
    expect(shown([], 0)).toEqual(['print', 'huddle', 'notes', 'again'].map(id => [id, 'to-read'])));

  test('a suspicion is no outage yet', () =>
    expect(tickedOutage(events([0, { kind: 'outage-suspected', reason: 'no answer' }]), after(0))).toBeNull());
});

describe('a tick', () => {
  test('says who and when', () =>
    expect(
      ticksOf(events([0, declared()], [0.5, tick('print'), 'M. Chen']), { id: 'K1:1', alsoDeclared: [] }).get('print'),
    ).toEqual({
      done: true,
      at: after(0.5),
      by: 'M. Chen',
    }));

  test('is taken back by another event, which says who and when too', () => {
    const happened = events([0, declared()], [0.2, tick('print')], [0.5, tick('print', false), 'M. Chen']);
    expect(shown(happened, 0.6)).toEqual([['print', 'now']]);
    expect(stepsShown(STEPS, 'nurse', happened, tickedOutage(happened, after(0.6)))[0]!.tick).toEqual({
      done: false,
      at: after(0.5),
      by: 'M. Chen',
    });
  });

  test('of a drill or of an outage that is over counts nothing in the next', () => {
    const drill = events([0, declared(true)], [0.2, tick('print')], [0.5, closed], [2, declared()]);
    expect(tickedOutage(drill, after(2.1))).toEqual({
      id: 'K1:4',
      alsoDeclared: [],
      since: after(2),
      phase: 'first-hour',
      drill: false,
    });
    expect(shown(drill, 2.1)).toEqual([['print', 'now']]);
  });

  test('names the outage by whichever kiosk’s declaration it knew: both are of the one outage', () => {
    const other = { id: 'K2:1', at: after(0.1), by: 'J. Park', unit: '4 West', act: declared() };
    const theirs: Act = { kind: 'step-ticked', outage: 'K2:1', step: 'print', done: true };
    const happened = [...events([0, declared()]), other, ...events([0.2, theirs]).map(e => ({ ...e, id: 'K2:2' }))];
    expect(tickedOutage(happened, after(0.3))).toMatchObject({ id: 'K1:1', alsoDeclared: ['K2:1'] });
    expect(shown(happened, 0.3)).toEqual([['print', 'done']]);
  });

  test('still counts while the EHR is being caught up with, and in a second outage begins anew', () => {
    const recovery = events([0, declared()], [0.2, tick('print')], [0.5, { kind: 'recovery-started', reason: 'EHR is back' }]);
    expect(shown(recovery, 0.6)).toEqual([['print', 'done']]);
    expect(shown([...recovery, ...events([0.7, declared()]).map(e => ({ ...e, id: 'K1:9' }))], 0.8)).toEqual([['print', 'now']]);
  });
});

test('whatever is ticked in whatever order: every step of a past phase is done or overdue, and none comes before its phase', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('print', 'huddle', 'notes', 'again', 'unknown'), fc.boolean()), { maxLength: 12 }),
      fc.integer({ min: 0, max: 400 }),
      (ticks, hours) => {
        const happened = events([0, declared()], ...ticks.map(([id, done]): [number, Act] => [0.1, tick(id, done)]));
        const outage = tickedOutage(happened, after(hours))!;
        const place = PHASES.indexOf(outage.phase);
        const steps = stepsShown(STEPS, 'nurse', happened, outage);
        expect(steps.map(s => s.step.id)).toEqual(
          ['print', 'huddle', 'notes', 'again'].filter(id => PHASES.indexOf(STEPS.find(s => s.id === id)!.phase) <= place),
        );
        for (const { step: s, state } of steps) {
          const last = ticks.findLast(([id]) => id === s.id);
          expect(state).toBe(last?.[1] ? 'done' : s.phase === outage.phase ? 'now' : 'overdue');
        }
      },
    ),
  );
});

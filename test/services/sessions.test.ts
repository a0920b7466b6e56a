import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Caller } from '../../main/contract.ts';
import { sessions, type SessionEnd } from '../../main/services/sessions.ts';

const nurse = (user: string): Caller => ({ name: user, role: 'nurse', user, breakGlass: null });

/** Sessions of two minutes by a clock that the test moves. */
function opened() {
  const state = { now: 0, ids: 0, ended: [] as [string, SessionEnd][] };
  const people = sessions({
    idleMs: 120_000,
    steady: () => state.now,
    newId: () => `s${++state.ids}`,
    ended: (session, why) => state.ended.push([session.id, why]),
  });
  return { state, people };
}

describe('who is signed in', () => {
  test('is known at the own window only', () => {
    const { people } = opened();
    people.begin('window 1', nurse('nora'));
    expect(people.at('window 1')?.caller.user).toBe('nora');
    expect(people.at('window 2')).toBeNull();
  });

  test('is signed out when another signs in at the same window', () => {
    const { people, state } = opened();
    people.begin('window', nurse('nora'));
    people.begin('window', nurse('sam'));
    expect(people.at('window')?.caller.user).toBe('sam');
    expect(state.ended).toEqual([['s1', 'another signed in']]);
    expect(people.count()).toBe(1);
  });

  test('is nobody after two minutes without a touch, however often the screen asks', () => {
    const { people, state } = opened();
    people.begin('window', nurse('nora'));
    for (state.now = 0; state.now < 120_000; state.now += 5_000) expect(people.at('window')).not.toBeNull();
    expect(people.at('window')).toBeNull();
    people.touch('window');
    expect(people.at('window')).toBeNull();
    expect(state.ended).toEqual([['s1', 'idle']]);
  });

  test('stays while somebody touches the screen', () => {
    const { people, state } = opened();
    people.begin('window', nurse('nora'));
    for (let i = 0; i < 100; i++) {
      state.now += 119_000;
      people.touch('window');
      people.endIdle();
      expect(people.at('window')).not.toBeNull();
    }
  });

  test('is signed out when IT took them out; whoever opened the envelope is on no list and stays', () => {
    const { people, state } = opened();
    people.begin('window 1', nurse('nora'));
    people.begin('window 2', nurse('sam'));
    people.begin('window 3', { name: 'Rosa Lee RN (break-glass)', role: 'nurse', user: null, breakGlass: 'nobody is enrolled' });
    people.endOthers(['sam']);
    expect(state.ended).toEqual([['s1', 'taken out']]);
    expect(people.count()).toBe(2);
  });

  test('each session ends once, and nobody is left when all were ended', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('begin' as const), seat: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ kind: fc.constant('touch' as const), seat: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ kind: fc.constant('end' as const), seat: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ kind: fc.constant('wait' as const), seat: fc.constant(''), ms: fc.integer({ min: 0, max: 200_000 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const { people, state } = opened();
        for (const each of steps) {
          if (each.kind === 'begin') people.begin(each.seat, nurse(each.seat));
          if (each.kind === 'touch') people.touch(each.seat);
          if (each.kind === 'end') people.end(each.seat, 'signed out');
          if (each.kind === 'wait') {
            state.now += each.ms;
            people.endIdle();
          }
        }
        expect(people.count()).toBe(state.ids - state.ended.length);
        people.endAll('lock screen');
        expect(people.count()).toBe(0);
        expect(new Set(state.ended.map(([id]) => id)).size).toBe(state.ids);
        expect(state.ended).toHaveLength(state.ids);
      }),
    );
  });
});

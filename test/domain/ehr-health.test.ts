import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterReading,
  afterVerdict,
  DEFAULT_HEALTH_RULES,
  NEVER_ASKED,
  suggestsOutage,
  verdictOf,
  verdictOfFault,
  type EhrHealth,
  type EhrLook,
  type HealthRules,
  type HealthState,
  type Verdict,
} from '../../main/domain/ehr-health.ts';

const rules = DEFAULT_HEALTH_RULES;
const GRADES: HealthState[] = ['reachable', 'slow', 'partial', 'unreachable'];
const grade = (state: EhrHealth['state']): number => GRADES.indexOf(state as HealthState);
const minute = (n: number): string => new Date(Date.UTC(2026, 10, 22, 12, n)).toISOString();
const verdict = (state: HealthState, n: number): Verdict => ({
  at: minute(n),
  state,
  reason: state === 'reachable' ? null : `It is ${state} at minute ${n}`,
});

/** The health after each of these verdicts, a minute apart. */
function course(states: readonly HealthState[], by: HealthRules = rules, from: EhrHealth = NEVER_ASKED): EhrHealth[] {
  let health = from;
  return states.map((state, n) => (health = afterVerdict(health, verdict(state, n), by)));
}
const last = (states: readonly HealthState[], by?: HealthRules): EhrHealth => course(states, by).at(-1)!;

const look = (at: EhrLook['at'], fault: string | null = null, milliseconds = 40): EhrLook => ({
  at,
  milliseconds,
  fault: fault === null ? null : { kind: fault, why: `why ${fault}` },
});

describe('what one round of looks says', () => {
  const cases: [string, EhrLook[], HealthState | null, RegExp | null][] = [
    ['all well', [look('metadata'), look('sign-in'), look('read')], 'reachable', null],
    ['a small question takes nine seconds', [look('metadata'), look('read', null, 9_000)], 'slow', /9\.0 s/],
    ['nothing answers', [look('metadata', 'unreachable'), look('read', 'unreachable')], 'unreachable', /why unreachable/],
    ['only the page about itself answers', [look('metadata'), look('read', 'server-error')], 'unreachable', /no patient data/],
    ['a web page answers everything', [look('metadata', 'not-fhir'), look('read', 'not-fhir')], 'unreachable', /not-fhir/],
    ['the sign-in service is gone', [look('metadata'), look('sign-in', 'timeout')], 'partial', /cannot sign in: why timeout/],
    ['the kiosk is refused', [look('metadata'), look('sign-in', 'unauthorised')], 'partial', /^why unauthorised$/],
    ['reading is forbidden', [look('metadata'), look('sign-in'), look('read', 'unauthorised')], 'partial', /^why unauthorised$/],
    ['only the page about itself is broken', [look('metadata', 'server-error'), look('read')], 'partial', /what it offers/],
    ['nobody was asked', [], null, null],
    ['the kiosk itself is not configured', [look('read', 'not-configured')], null, null],
    ['the looks were stopped', [look('metadata', 'cancelled'), look('read', 'cancelled')], null, null],
  ];
  test.each(cases)('%s', (_, looks, state, reason) => {
    const said = verdictOf(looks, minute(0), rules);
    expect(said?.state ?? null).toBe(state);
    if (reason) expect(said!.reason).toMatch(reason);
    else expect(said?.reason ?? null).toBeNull();
  });

  test('a reading that fails for want of a unit says nothing about the EHR', () => {
    expect(verdictOfFault({ kind: 'unit-unknown', why: 'no such unit' }, minute(0))).toBeNull();
    expect(verdictOfFault({ kind: 'disk-full', why: 'no room' }, minute(0))).toBeNull();
    expect(verdictOfFault({ kind: 'timeout', why: 'too long' }, minute(0))).toMatchObject({ state: 'unreachable' });
    expect(verdictOfFault({ kind: 'unauthorised', why: '401' }, minute(0))).toMatchObject({ state: 'partial' });
  });
});

describe('from verdicts to a state', () => {
  test('one lost answer changes nothing, and is said', () => {
    const { state, since, reason } = last(['reachable', 'reachable', 'unreachable']);
    expect({ state, since }).toEqual({ state: 'reachable', since: minute(0) });
    expect(reason).toMatch(/^The last look went wrong: It is unreachable/);
    expect(last(['reachable', 'unreachable', 'reachable']).reason).toBeNull();
  });

  test('two of three make it unreachable, since the first of them', () => {
    expect(last(['reachable', 'unreachable', 'reachable', 'unreachable'])).toMatchObject({
      state: 'unreachable',
      since: minute(1),
      reason: 'It is unreachable at minute 3',
    });
  });

  test('slow and then gone is at least slow', () => {
    expect(last(['reachable', 'slow', 'unreachable'])).toMatchObject({ state: 'slow', since: minute(1) });
  });

  test('one answer is no recovery, three are, since the first of them', () => {
    const states: HealthState[] = ['unreachable', 'unreachable', 'reachable', 'reachable'];
    expect(last(states)).toMatchObject({ state: 'unreachable', since: minute(0), reason: 'It is unreachable at minute 1' });
    expect(last([...states, 'slow'])).toMatchObject({ state: 'slow', since: minute(2) });
    expect(last([...states, 'reachable'])).toMatchObject({ state: 'reachable', since: minute(2), reason: null });
  });

  test('a whole reading of the unit proves that it answers, but not that it is fast', () => {
    const down = last(['unreachable', 'unreachable']);
    expect(afterReading(down, minute(9), rules)).toMatchObject({ state: 'reachable', since: minute(9) });
    const slow = last(['slow', 'slow']);
    expect(afterReading(slow, minute(9), rules)).toEqual(slow);
    expect(afterReading(NEVER_ASKED, minute(9), rules)).toMatchObject({ state: 'reachable' });
  });

  test('an outage is suggested by repeated failure only, also for a kiosk that starts in one', () => {
    expect(course(['unreachable', 'unreachable', 'unreachable']).map(h => suggestsOutage(h, rules))).toEqual([false, true, true]);
    expect(course(['slow', 'slow', 'partial', 'partial']).some(h => suggestsOutage(h, rules))).toBe(false);
  });
});

describe('for all courses and thresholds', () => {
  const anyRules = fc
    .record({
      worse: fc.integer({ min: 1, max: 5 }),
      more: fc.integer({ min: 0, max: 4 }),
      better: fc.integer({ min: 2, max: 6 }),
    })
    .map(({ worse, more, better }): HealthRules => ({ slowMilliseconds: 1_000, worse, window: worse + more, better }));
  const anyCourse = fc.array(fc.constantFrom(...GRADES), { minLength: 1, maxLength: 40 });
  const changes = (healths: EhrHealth[]): number => healths.filter((h, i) => i > 0 && h.state !== healths[i - 1]!.state).length;

  test('alternating answers never make it flap', () => {
    fc.assert(
      fc.property(anyRules, fc.constantFrom(...GRADES), fc.constantFrom(...GRADES), (by, a, b) => {
        const states = Array.from({ length: 60 }, (_, n) => (n % 2 ? b : a));
        expect(changes(course(states, by))).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('it is down within k failures, whatever was before, and reachable after as many answers as are asked for', () => {
    fc.assert(
      fc.property(anyRules, anyCourse, (by, before) => {
        const down = course([...before, ...Array<HealthState>(by.worse).fill('unreachable')], by).at(-1)!;
        expect(down.state).toBe('unreachable');
        const up = course([...before, ...Array<HealthState>(by.better).fill('reachable')], by).at(-1)!;
        expect(up.state).toBe('reachable');
      }),
    );
  });

  test('a state that isn’t the first is earned by verdicts in sight, and what isn’t well always has its reason and its since', () => {
    fc.assert(
      fc.property(anyRules, anyCourse, (by, states) => {
        const healths = course(states, by);
        healths.forEach(({ state, since, reason }, i) => {
          expect(Date.parse(since!)).toBeLessThanOrEqual(Date.parse(minute(i)));
          if (state !== 'reachable') expect(reason).not.toBeNull();
          const before = healths[i - 1];
          if (!before || before.state === state) return;
          const window = states.slice(Math.max(0, i + 1 - by.window), i + 1);
          if (grade(state) > grade(before.state))
            expect(window.filter(s => grade(s) >= grade(state)).length).toBeGreaterThanOrEqual(by.worse);
          else expect(states.slice(i + 1 - by.better, i + 1).every(s => grade(s) <= grade(state))).toBe(true);
        });
      }),
    );
  });
});

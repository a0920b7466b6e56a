import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueTimes } from '../../main/domain/due-times.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import type { Timing } from '../../main/domain/order.ts';
import { scheduleOf } from '../../main/domain/schedule.ts';
import type { AdministrationTimes } from '../../main/domain/site.ts';
import { epochMs, marTime } from '../../main/domain/time.ts';
import { chart, orders } from '../support/charts.ts';
import { order } from '../support/orders.ts';
import { site } from '../support/site.ts';

const spring = { from: '2026-03-08T05:00:00Z', to: '2026-03-09T04:00:00Z' };
const fall = { from: '2026-11-01T04:00:00Z', to: '2026-11-02T05:00:00Z' };
const due = (when: Partial<Timing>, window: typeof fall, rules = site.administrationTimes, zone = site.zone) => {
  const o = order({}, {}, when);
  return dueTimes(o, scheduleOf(o, rules), window, zone);
};
const times = (when: Partial<Timing>, window: typeof fall): string[] => due(when, window).map(d => marTime(d.at, site.zone));

describe('on the days when the clocks change', () => {
  test.each([
    ['Q2H', 12],
    ['Q3H', 8],
    ['Q4H', 6],
    ['Q6H', 4],
    ['Q8H', 3],
    ['Q12H', 2],
    ['TID', 3],
  ])('%s keeps its %s doses, in spring and in autumn', (code, count) => {
    for (const window of [spring, fall]) expect(due({ code }, window)).toHaveLength(count);
  });
  test('q2h in spring: 0200 does not exist and is given at 0300, two hours after midnight', () =>
    expect(times({ code: 'Q2H' }, spring).slice(0, 3)).toEqual(['0000', '0300', '0400']));
  test('q4h in autumn: 0100 comes twice and is given at the first', () => {
    const [first] = due({ code: 'Q4H' }, fall);
    expect(first).toMatchObject({ at: '2026-11-01T05:00:00.000Z', clock: { kind: 'first-of-two' } });
  });
  test('two times that the change moves onto each other are one dose that says so', () => {
    const moved = due({ timeOfDay: ['02:30', '03:30'] }, spring);
    expect(moved).toEqual([{ at: '2026-03-08T07:30:00.000Z', source: 'sent', clock: { kind: 'moved', from: '02:30' } }]);
  });
  test('where the change skips midnight, the dose of midnight is given after it', () =>
    expect(
      due({ timeOfDay: ['00:00'] }, { from: '2026-09-06T03:00:00Z', to: '2026-09-07T03:00:00Z' }, undefined, 'America/Santiago'),
    ).toMatchObject([{ at: '2026-09-06T04:00:00.000Z', clock: { kind: 'moved', from: '00:00' } }]));
  test('the order says it, on screen and paper', () => {
    const warnings = (window: typeof fall, when: Partial<Timing>): string[] =>
      foldPatient(chart(orders(order({}, {}, when))), { generation: 1, events: [], now: window.from, window, site }).orders[0]!
        .warnings;
    expect(warnings(spring, { timeOfDay: ['02:30'] })).toEqual([
      '03/08/2026, clocks change: 0230 does not exist, its dose is at 0330',
    ]);
    expect(warnings(fall, { timeOfDay: ['01:30'] })).toEqual([
      '11/01/2026, clocks change: 0130 comes twice, the dose is at the first of the two',
    ]);
    expect(warnings(fall, { code: 'Q6H' })).toEqual([]);
  });
  test('an interval counted from a dose is real hours', () => {
    const rules: AdministrationTimes = {
      ...site.administrationTimes,
      rows: [
        { codes: ['Q6H'], frequency: 1, period: 6, periodUnit: 'h', times: [], words: 'every 6 hours', anchor: 'last-given' },
      ],
    };
    const o = order({}, {}, { code: 'Q6H' });
    const schedule = scheduleOf(o, rules, { kind: 'known', at: '2026-11-01T03:00:00Z' });
    expect(dueTimes(o, schedule, fall, site.zone).map(d => d.at)).toEqual([
      '2026-11-01T09:00:00.000Z',
      '2026-11-01T15:00:00.000Z',
      '2026-11-01T21:00:00.000Z',
      '2026-11-02T03:00:00.000Z',
    ]);
  });
});

const CODES: [string, number][] = [
  ['Q2H', 2],
  ['Q3H', 3],
  ['Q4H', 4],
  ['Q6H', 6],
  ['Q8H', 8],
  ['Q12H', 12],
];
test('in any zone and any week, doses every so many hours are never lost, doubled, or more than the change of the clocks off', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CODES),
      fc.constantFrom(
        'America/New_York',
        'America/Santiago',
        'Australia/Lord_Howe',
        'Europe/Berlin',
        'America/Phoenix',
        '-05:00',
      ),
      fc.integer({ min: 0, max: 51 }),
      ([code, hours], zone, week) => {
        const from = new Date(Date.UTC(2026, 0, 1 + 7 * week)).toISOString();
        const to = new Date(Date.UTC(2026, 0, 8 + 7 * week)).toISOString();
        const moments = due({ code }, { from, to }, undefined, zone).map(d => epochMs(d.at));
        const gaps = moments.slice(1).map((ms, i) => (ms - moments[i]!) / 3_600_000);
        for (const gap of gaps) expect(Math.abs(gap - hours)).toBeLessThanOrEqual(1);
        expect(gaps.filter(gap => gap !== hours).length).toBeLessThanOrEqual(2);
        expect(Math.abs(moments.length - 168 / hours)).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 300 },
  );
});

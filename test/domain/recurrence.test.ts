import { describe, expect, test } from 'vitest';
import { dueTimes, stopsAt } from '../../main/domain/due-times.ts';
import type { MedicationOrder, Timing } from '../../main/domain/order.ts';
import { scheduleOf, type LastDose } from '../../main/domain/schedule.ts';
import type { AdministrationTimes, TimesRow } from '../../main/domain/site.ts';
import { marTime, paperDate } from '../../main/domain/time.ts';
import { dosage, order, timing } from '../support/orders.ts';
import { site } from '../support/site.ts';

const { zone } = site;
const table = site.administrationTimes;
const row = (part: Partial<TimesRow>): TimesRow => ({
  codes: ['X'],
  frequency: 1,
  period: 1,
  periodUnit: 'd',
  times: [],
  words: 'x',
  ...part,
});
const withRows = (...rows: TimesRow[]): AdministrationTimes => ({ ...table, rows: [...rows, ...table.rows] });
/** "11/23 0900": every due time of two weeks, or of another window. */
const due = (
  o: MedicationOrder,
  { rules = table, last, from = '2026-11-20T05:00:00Z', to = '2026-12-04T05:00:00Z' }: Settings = {},
): string[] =>
  dueTimes(o, scheduleOf(o, rules, last), { from, to }, zone).map(
    d => `${paperDate(d.at, zone).slice(0, 5)} ${marTime(d.at, zone)}`,
  );
interface Settings {
  rules?: AdministrationTimes;
  last?: LastDose;
  from?: string;
  to?: string;
}
const started = (when: Partial<Timing>, start = '2026-11-20') => order({ start }, {}, when);

describe('doses on some days only', () => {
  test('every other day, weekly and every two weeks count from the day of the start, and say so', () => {
    expect(due(started({ frequency: 1, period: 2, periodUnit: 'd' })).slice(0, 3)).toEqual([
      '11/20 0900',
      '11/22 0900',
      '11/24 0900',
    ]);
    expect(due(started({ frequency: 1, period: 1, periodUnit: 'wk' }))).toEqual(['11/20 0900', '11/27 0900']);
    expect(due(started({ frequency: 1, period: 2, periodUnit: 'wk' }))).toEqual(['11/20 0900']);
    expect(scheduleOf(started({ frequency: 1, period: 1, periodUnit: 'wk' }), table)).toMatchObject({
      confidence: 'doubtful',
      warnings: ["Every 7 days counted from the order's start: verify the day."],
    });
  });
  test('monthly is the day of the start, the last day where a month is shorter', () => {
    const months = { from: '2026-01-01T05:00:00Z', to: '2026-06-01T04:00:00Z' };
    const monthly = (start: string) => due(started({ frequency: 1, period: 1, periodUnit: 'mo' }, start), months);
    expect(monthly('2026-01-15')).toEqual(['01/15 0900', '02/15 0900', '03/15 0900', '04/15 0900', '05/15 0900']);
    expect(monthly('2026-01-31')).toEqual(['01/31 0900', '02/28 0900', '03/31 0900', '04/30 0900', '05/31 0900']);
  });
  test('without a first day, or several times in a longer period, the days are not known', () => {
    for (const when of [
      { frequency: 1, period: 1, periodUnit: 'wk' },
      { frequency: 1, period: 1, periodUnit: 'mo' },
    ])
      expect(scheduleOf(order({}, {}, when), table)).toMatchObject({ kind: 'not-known' });
    expect(scheduleOf(started({ frequency: 3, period: 1, periodUnit: 'wk', timeOfDay: ['09:00'] }), table).kind).toBe(
      'not-known',
    );
  });
  test('a row of the table can itself mean every other day', () =>
    expect(
      due(started({ code: 'QOD' }), { rules: withRows(row({ codes: ['QOD'], period: 2, times: ['10:00'] })) }).slice(0, 2),
    ).toEqual(['11/20 1000', '11/22 1000']));
  test('24 hours are a day and 120 minutes two hours, as in the table', () => {
    const oneDay = { from: '2026-11-22T05:00:00Z', to: '2026-11-23T05:00:00Z' };
    expect(due(order({}, {}, { frequency: 1, period: 24, periodUnit: 'h' }), oneDay)).toEqual(['11/22 0900']);
    expect(due(order({}, {}, { frequency: 1, period: 120, periodUnit: 'min' }), oneDay)).toHaveLength(12);
  });
  test('a patch at 0800 every 72 hours is every third day from its start', () =>
    expect(due(started({ frequency: 1, period: 72, periodUnit: 'h', timeOfDay: ['08:00'] })).slice(0, 3)).toEqual([
      '11/20 0800',
      '11/23 0800',
      '11/26 0800',
    ]));
});

describe('every so many hours', () => {
  const patch = row({ codes: ['Q72H'], period: 72, periodUnit: 'h', anchor: 'start' });
  const antibiotic = row({
    codes: ['Q8H'],
    period: 8,
    periodUnit: 'h',
    times: ['06:00', '14:00', '22:00'],
    anchor: 'last-given',
  });
  const q72h = { frequency: 1, period: 72, periodUnit: 'h' };
  test.each([36, 48, 72])('every %s hours has no times where the table has no row for it', hours =>
    expect(scheduleOf(started({ ...q72h, period: hours }), table)).toMatchObject({
      kind: 'not-known',
      why: `every ${hours} h is not in the unit's table of times`,
    }),
  );
  test('counted from the start, at the minute of the start', () => {
    const rules = withRows(patch);
    for (const when of [q72h, { code: 'Q72H' }])
      expect(due(started(when, '2026-11-20T14:20:00-05:00'), { rules }).slice(0, 2)).toEqual(['11/20 1420', '11/23 1420']);
    expect(scheduleOf(started(q72h), rules)).toMatchObject({
      kind: 'not-known',
      why: expect.stringContaining('no time of day') as string,
    });
    expect(scheduleOf(order({}, {}, q72h), rules)).toMatchObject({
      kind: 'not-known',
      why: expect.stringContaining('no start') as string,
    });
  });
  test('counted from the last dose given, which is not due itself', () => {
    const last: LastDose = { kind: 'known', at: '2026-11-22T19:40:00Z' };
    const to = '2026-11-23T12:00:00Z';
    const given = { rules: withRows(antibiotic), last, from: '2026-11-22T05:00:00Z', to };
    expect(due(order({}, {}, { code: 'Q8H' }), given)).toEqual(['11/22 2240', '11/23 0640']);
    expect(scheduleOf(order({}, {}, { code: 'Q8H' }), given.rules, last)).toMatchObject({ confidence: 'derived', warnings: [] });
  });
  test('without a last dose the table’s own times stand, with a warning; without those, none', () => {
    const last: LastDose = { kind: 'not-known', why: 'this EHR does not send given doses' };
    const schedule = scheduleOf(order({}, {}, { code: 'Q8H' }), withRows(antibiotic), last);
    expect(schedule).toMatchObject({ kind: 'times', times: ['06:00', '14:00', '22:00'], confidence: 'doubtful' });
    expect(schedule.warnings.join()).toContain('this EHR does not send given doses: the unit');
    const bare = scheduleOf(order({}, {}, { code: 'Q72H' }), withRows({ ...patch, anchor: 'last-given' }), last);
    expect(bare).toMatchObject({
      kind: 'not-known',
      why: 'every 72 h is counted from the last dose, and this EHR does not send given doses',
    });
  });
});

describe('exceptions for drugs', () => {
  const rules: AdministrationTimes = {
    ...table,
    exceptions: [
      { drugs: ['levothyroxine'], codes: ['DAILY'], times: ['06:00'] },
      { drugs: ['warfarin'], codes: ['DAILY'], times: ['18:00'] },
    ],
  };
  const of = (name: string, when: Partial<Timing>) =>
    scheduleOf(order({ drug: { name, resolved: true, codes: [], ingredients: [] } }, {}, when), rules);
  test('a drug of the list has its own time, by code and by frequency', () => {
    expect(of('levothyroxine 75 mcg tablet', { code: 'DAILY' })).toMatchObject({ times: ['06:00'], source: 'unit-table' });
    expect(of('Warfarin sodium', { frequency: 1, period: 1, periodUnit: 'd' })).toMatchObject({
      times: ['18:00'],
      source: 'frequency',
    });
  });
  test('other drugs, other codes, and times that the EHR sent stay', () => {
    expect(of('aspirin 81 mg', { code: 'DAILY' })).toMatchObject({ times: ['09:00'] });
    expect(of('levothyroxine 75 mcg tablet', { code: 'BID' })).toMatchObject({ times: ['09:00', '21:00'] });
    expect(of('levothyroxine 75 mcg tablet', { timeOfDay: ['07:00'] })).toMatchObject({ times: ['07:00'], source: 'sent' });
  });
});

describe('meals and bedtime with an offset', () => {
  test('an offset can lead into the next day and keeps to the days of the order', () => {
    const mondays = order({}, {}, { when: ['HS'], offsetMinutes: 240, dayOfWeek: ['mon'] });
    expect(due(mondays)).toEqual(['11/24 0100', '12/01 0100']);
  });
  test('an offset of days is no time', () =>
    expect(scheduleOf(order({}, {}, { when: ['HS'], offsetMinutes: 4000 }), table).kind).toBe('not-known'));
  test('before counts backwards, after forwards, each code by itself', () => {
    const both = order({}, {}, { when: ['ACM', 'PCV'], offsetMinutes: 30 });
    expect(due(both, { from: '2026-11-22T05:00:00Z', to: '2026-11-23T05:00:00Z' })).toEqual(['11/22 0700', '11/22 1800']);
  });
  test('clock times beside a meal that is at another time are a contradiction', () =>
    expect(scheduleOf(order({}, {}, { when: ['HS'], timeOfDay: ['09:00'] }), table)).toMatchObject({
      kind: 'not-known',
      contradictions: ['times of day were sent and "HS" as well'],
    }));
});

describe('how long', () => {
  test('a length of the order ends it so long after its start, a range by its longest', () => {
    const days = (boundsLength: { value: number; unit: string }) =>
      stopsAt(started({ code: 'BID', boundsDuration: 'x', boundsLength }, '2026-11-20T14:00:00-05:00'), zone);
    expect(days({ value: 3, unit: 'd' })).toBe('2026-11-23T19:00:00.000Z');
    expect(days({ value: 36, unit: 'h' })).toBe('2026-11-22T07:00:00.000Z');
    expect(stopsAt(order({}, {}, { boundsLength: { value: 3, unit: 'd' } }), zone)).toBeNull();
  });
  test('a length without a start stops nothing and is said', () =>
    expect(
      scheduleOf(order({}, {}, { code: 'BID', boundsDuration: '3 d', boundsLength: { value: 3, unit: 'd' } }), table),
    ).toMatchObject({
      confidence: 'doubtful',
      warnings: [expect.stringContaining('does not stop it by duration')],
    }));
  test.each(['500 mg daily for 5 days', '1 g x 3 doses', 'daily for 2 more weeks'])(
    'an end that stands only in the words "%s" is said, unless a stop was sent',
    text => {
      const schedule = (stop: string | null) => scheduleOf(order({ stop }, { text }, { code: 'DAILY' }), table);
      expect(schedule(null).warnings.join()).toContain('no stop was received as such');
      expect(schedule('2026-11-30').warnings).toEqual([]);
    },
  );
  test('a count that says what start and stop say needs no warning, in doses or in days', () => {
    const bounded = (count: number) =>
      scheduleOf(order({ start: '2026-11-20', stop: '2026-11-26' }, {}, { code: 'BID', count }), table).warnings;
    expect([bounded(7), bounded(14)]).toEqual([[], []]);
    expect(bounded(3).join()).toContain('count 3');
  });
  test('a dose that is said to last longer than until the next one is named', () =>
    expect(scheduleOf(order({}, {}, { code: 'BID', duration: 7, durationUnit: 'd' }), table).warnings.join()).toContain(
      'duration 7 d',
    ));
  test('an end before the start gives no times', () =>
    expect(scheduleOf(order({ start: '2026-11-22', stop: '2026-11-20' }, {}, { code: 'BID' }), table)).toMatchObject({
      kind: 'not-known',
      why: 'its stop 2026-11-20 is before its start 2026-11-22',
    }));
});

describe('first dose now, then …', () => {
  const now = dosage({ timing: timing({ code: 'NOW' }) });
  const at = dosage({ timing: timing({ code: 'ONCE', events: ['2026-11-22T20:30:00Z'] }) });
  const bid = dosage({ timing: timing({ code: 'BID' }) });
  const day = { from: '2026-11-22T18:00:00Z', to: '2026-11-23T18:00:00Z' };
  test('keeps the regular times and asks for the first dose, in whatever order the lines come', () => {
    for (const dosages of [
      [now, bid],
      [bid, now],
    ]) {
      expect(due(order({ dosages }), day)).toEqual(['11/22 2100', '11/23 0900']);
      expect(scheduleOf(order({ dosages }), table)).toMatchObject({ confidence: 'doubtful' });
      expect(scheduleOf(order({ dosages }), table).warnings.join()).toContain('A single dose is ordered besides');
    }
  });
  test('a first dose with a moment is due at it', () => expect(due(order({ dosages: [at, bid] }), day)[0]).toBe('11/22 1530'));
  test('two lines that repeat must be read by a person', () =>
    expect(scheduleOf(order({ dosages: [now, bid, bid] }), table).kind).toBe('not-known'));
  test.each(['First dose now, then every 12 hours', 'Now and then twice a day', 'Loading dose given in ED, 2 times a day'])(
    'the words "%s" ask for it too',
    text => expect(scheduleOf(order({}, { text }, { code: 'BID' }), table).warnings.join()).toContain('first dose'),
  );
  test('so does the urgency STAT', () =>
    expect(scheduleOf(order({ categories: ['stat'] }, {}, { code: 'BID' }), table).warnings.join()).toContain('Ordered STAT'));
});

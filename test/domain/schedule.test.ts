import { describe, expect, test } from 'vitest';
import { dueTimes, stopsAt } from '../../main/domain/due-times.ts';
import type { Timing } from '../../main/domain/order.ts';
import { scheduleOf } from '../../main/domain/schedule.ts';
import { marTime } from '../../main/domain/time.ts';
import { dosage, order, timing } from '../support/orders.ts';
import { site } from '../support/site.ts';

const table = site.administrationTimes;
const zone = site.zone;
const day = { from: '2026-11-22T12:00:00Z', to: '2026-11-23T12:00:00Z' };
const timesOf = (o: ReturnType<typeof order>, window = day): string[] =>
  dueTimes(o, scheduleOf(o, table), window, zone).map(d => marTime(d.at, zone));
const kindOf = (o: ReturnType<typeof order>): string => scheduleOf(o, table).kind;

describe('times come only from what was sent or an exact row of the table', () => {
  test('times of day sent by the EHR are used as given and not marked as computed', () => {
    const o = order({}, {}, { timeOfDay: ['08:00:00', '20:00:00'] });
    expect(scheduleOf(o, table)).toMatchObject({ kind: 'times', source: 'sent' });
    expect(timesOf(o)).toEqual(['0800', '2000']);
  });
  test.each([
    ['BID', ['0900', '2100']],
    ['tid', ['0900', '1400', '2100']],
    ['Q 8H', ['1400', '2200', '0600']],
    ['Q6H', ['1200', '1800', '0000', '0600']],
    ['DAILY', ['0900']],
    ['QHS', ['2100']],
  ])('code %s is read from the unit’s table', (code, expected) => {
    const o = order({}, {}, { code });
    expect(scheduleOf(o, table)).toMatchObject({ source: 'unit-table' });
    expect(timesOf(o)).toEqual(expected);
  });
  test.each([
    [{ frequency: 2, period: 1, periodUnit: 'd' }, ['0900', '2100']],
    [{ frequency: 1, period: 6, periodUnit: 'h' }, ['1200', '1800', '0000', '0600']],
  ])('a frequency equal to a row gives that row’s times, marked as computed', (when, expected) => {
    expect(scheduleOf(order({}, {}, when), table)).toMatchObject({ source: 'frequency' });
    expect(timesOf(order({}, {}, when))).toEqual(expected);
  });
  test('meal and bedtime codes come from the table, with their offset', () => {
    expect(timesOf(order({}, {}, { when: ['HS'] }))).toEqual(['2100']);
    expect(timesOf(order({}, {}, { when: ['ACM'], offsetMinutes: 30 }))).toEqual(['0700']);
  });
  test.each(['ASDIR', 'HD PROTOCOL', 'ONCE MR1', 'Q6H:PRN', 'TITRATE TO RASS', 'Q5H'])(
    'site code %s is no row, so there are no times',
    code => {
      const o = order({}, {}, { code });
      expect(timesOf(o)).toEqual([]);
      expect(['not-known', 'continuous']).toContain(kindOf(o));
    },
  );
  test('an unknown code forbids times although the structure would give them', () => {
    expect(kindOf(order({}, {}, { code: 'HD PROTOCOL', frequency: 1, period: 1, periodUnit: 'd' }))).toBe('not-known');
  });
  test('288 a day, ranges and no timing at all have no times', () => {
    expect(kindOf(order({}, {}, { frequency: 288, period: 1, periodUnit: 'd' }))).toBe('not-known');
    expect(kindOf(order({}, {}, { frequency: 1, period: 4, periodMax: 6, periodUnit: 'h' }))).toBe('not-known');
    expect(kindOf(order())).toBe('not-known');
    expect(kindOf(order({ dosages: [] }))).toBe('not-known');
  });
  test('more than twelve times a day get no grid', () => {
    const hourly = Array.from({ length: 24 }, (_, h) => `${String(h).padStart(2, '0')}:00`);
    expect(scheduleOf(order({}, {}, { timeOfDay: hourly }), table)).toMatchObject({
      kind: 'not-known',
      why: 'more than 12 times a day',
    });
  });
});

describe('kinds that never have times', () => {
  test('a PRN order never gets scheduled times, whatever its structure says', () => {
    expect(kindOf(order({}, { asNeeded: true }, { frequency: 1, period: 6, periodUnit: 'h', code: 'Q6H' }))).toBe('prn');
  });
  test('one-time orders: by code, by count, by a single event', () => {
    for (const when of [{ code: 'ONCE' }, { code: 'stat' }, { count: 1 }, { events: ['2026-11-22T18:00:00Z'] }])
      expect(kindOf(order({}, {}, when))).toBe('once');
  });
  test('"once" coded as frequency 1 per day stays one dose and says so', () => {
    const schedule = scheduleOf(order({}, {}, { code: 'ONCE', frequency: 1, period: 1, periodUnit: 'd' }), table);
    expect(schedule.kind).toBe('once');
    expect(schedule.contradictions.join()).toContain('treated as one dose');
  });
  test('a rate without times is an infusion; a rate with times is a scheduled dose', () => {
    expect(kindOf(order({}, { rate: '0.05 mcg/kg/min' }))).toBe('continuous');
    expect(kindOf(order({}, { rate: '200 mL/h' }, { code: 'Q12H' }))).toBe('times');
    expect(kindOf(order({ categories: ['PCA'] }))).toBe('continuous');
  });
  test('an order on hold is scheduled but has no due times', () => {
    expect(timesOf(order({ status: 'on-hold' }, {}, { code: 'BID' }))).toEqual([]);
  });
});

describe('contradictions give no times and are named', () => {
  test.each<[string, Partial<Timing>]>([
    ['Take 3 times a day', { frequency: 1, period: 1, periodUnit: 'd' }],
    ['every 8 hours', { code: 'BID' }],
    ['1 tablet twice daily', { timeOfDay: ['09:00', '14:00', '21:00'] }],
  ])('text "%s" against structure', (text, when) => {
    const schedule = scheduleOf(order({}, { text }, when), table);
    expect(schedule.kind).toBe('not-known');
    expect(schedule.contradictions.join()).toContain('text says');
  });
  test.each<[string, Partial<Timing>]>([
    ['50 mg PO 2 times daily for atrial fibrillation', { code: 'BID' }],
    ['1 tablet every 12 hours', { frequency: 2, period: 1, periodUnit: 'd' }],
    ['once daily at bedtime', { when: ['HS'], frequency: 1, period: 1, periodUnit: 'd' }],
  ])('text "%s" agrees with its structure', (text, when) => {
    expect(scheduleOf(order({}, { text }, when), table).kind).toBe('times');
  });
  test('several dosage lines that differ must be read by a person', () => {
    const o = order({ dosages: [dosage({ timing: timing({ code: 'BID' }) }), dosage({ asNeeded: true })] });
    expect(scheduleOf(o, table)).toMatchObject({ kind: 'not-known', why: '2 dosage lines: read each of them' });
  });
});

describe('days, bounds and count', () => {
  test('only the named days of the week', () => {
    const o = order({}, {}, { dayOfWeek: ['mon'], timeOfDay: ['09:00'] });
    expect(
      dueTimes(o, scheduleOf(o, table), { from: '2026-11-20T05:00:00Z', to: '2026-11-27T05:00:00Z' }, zone).map(d => d.at),
    ).toEqual(['2026-11-23T14:00:00.000Z']);
  });
  test('every other day counts from the start, and without a start it is not known', () => {
    const when = { frequency: 1, period: 2, periodUnit: 'd', timeOfDay: ['09:00'] };
    const o = order({ start: '2026-11-20' }, {}, when);
    expect(dueTimes(o, scheduleOf(o, table), { from: '2026-11-20T05:00:00Z', to: '2026-11-25T05:00:00Z' }, zone)).toHaveLength(3);
    expect(kindOf(order({}, {}, when))).toBe('not-known');
  });
  test('nothing before the start or from the stop on; a stop date includes its day', () => {
    expect(timesOf(order({ start: '2026-11-22T15:00:00-05:00' }, {}, { code: 'Q6H' }))).toEqual(['1800', '0000', '0600']);
    expect(timesOf(order({ stop: '2026-11-22T18:00:00-05:00' }, {}, { code: 'Q6H' }))).toEqual(['1200']);
    expect(timesOf(order({ stop: '2026-11-22' }, {}, { code: 'Q6H' }))).toEqual(['1200', '1800']);
  });
  test('a taper ends with its last line, and an open line keeps it open', () => {
    const line = (boundsEnd: string | null) => dosage({ timing: timing({ boundsEnd }) });
    expect(stopsAt(order({ dosages: [line('2026-11-20'), line('2026-11-24')] }), zone)).toBe('2026-11-25T05:00:00.000Z');
    expect(stopsAt(order({ dosages: [line('2026-11-20'), line(null)] }), zone)).toBeNull();
  });
  test('a count never stops a schedule; it is said', () => {
    const schedule = scheduleOf(order({}, {}, { code: 'BID', count: 3 }), table);
    expect(schedule.kind).toBe('times');
    expect(schedule.warnings.join()).toContain('count 3');
  });
});

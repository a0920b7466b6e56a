import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueTimes } from '../../main/domain/due-times.ts';
import type { Dosage, MedicationOrder, Timing } from '../../main/domain/order.ts';
import { scheduleOf } from '../../main/domain/schedule.ts';
import { statedTiming } from '../../main/domain/stated-timing.ts';
import { order } from '../support/orders.ts';
import { site } from '../support/site.ts';

const schedule = (line: Partial<Dosage>, when: Partial<Timing>, part: Partial<MedicationOrder> = {}) =>
  scheduleOf(order(part, line, when), site.administrationTimes);
const DAILY = { frequency: 1, period: 1, periodUnit: 'd' };

describe('what the words of an order say about how often', () => {
  test.each<[string, number | null]>([
    ['1 tab PO BID PRN', 2],
    ['b.i.d. with food', 2],
    ['TID with meals', 3],
    ['Take 1 capsule (30 mg total) by mouth 2 (two) times a day with dinner and at bedtime.', 2],
    ['1 (one) time each day', 1],
    ['with meals and at bedtime', 4],
    ['300 mg in the morning and 600 mg at night', 2],
    ['every morning and evening', 2],
    ['5 times a day', 5],
    ['2x/day', 2],
    ['1x daily', 1],
    ['take 1 every 12 hours', 2],
    ['1-2 tablets every 4 hours', 6],
    ['every 15 minutes', 96],
    ['daily x 5 days', 1],
    ['Take 2 tablets 3 times daily for a 3 day course', 3],
    ['1 tablet at bedtime', 1],
    ['every other day', 1 / 2],
    ['q48h', 1 / 2],
    ['QOD', 1 / 2],
    ['every 3 days', 1 / 3],
    ['q72h', 1 / 3],
    ['three times weekly', 3 / 7],
    ['twice a week', 2 / 7],
    ['once weekly', 1 / 7],
    ['every 2 weeks', 1 / 14],
    ['monthly', 1 / 30],
    ['4 g per day max', null],
    ['2.0 every day', 1],
    ['once every day', 1],
    ['twice every day', 2],
    ['2 times each day', 2],
    ['at 0900 and 2100', null],
    ['as directed', null],
    ['Hold for heart rate below 55 per minute or 60/min', null],
    ['5 mg daily. Check INR weekly', null],
  ])('"%s" says %s a day', (text, perDay) => {
    if (perDay === null) expect(statedTiming(text).perDay).toBeNull();
    else expect(statedTiming(text).perDay).toBeCloseTo(perDay, 4);
  });
  test.each<[string, string | null]>([
    ['Give 500 mg IV once', 'one dose'],
    ['one time only', 'one dose'],
    ['1 g x1 dose', 'one dose'],
    ['STAT', 'one dose'],
    ['250 mg once, then 125 mg daily', 'one dose'],
    ['once daily', null],
    ['once a day', null],
    ['once weekly', null],
    ['once able to swallow, 50 mg BID', null],
    ['every 6 to 8 hours', 'a range'],
    ['every 4-6 hours', 'a range'],
    ['1–2 times a day', 'a range'],
    ['20 mg BID for 3 days then 10 mg daily', 'one rate and then another'],
  ])('"%s" holds on a grid: %s', (text, noGrid) => expect(statedTiming(text).noGrid).toBe(noGrid));
  test.each<[string, string[]]>([
    ['MWF', ['mon', 'wed', 'fri']],
    ['on Mon, Wed and Fri', ['mon', 'wed', 'fri']],
    ['M/W/F after dialysis', ['mon', 'wed', 'fri']],
    ['weekly on Sunday', ['sun']],
    ['daily, starting Monday', []],
    ['Daily, First dose (after last modification) on Monday at 0900', []],
    ['after dialysis. Every Monday', ['mon']],
    ['keep sat > 92, avoid sun', []],
  ])('"%s" names the days %s', (text, days) => expect(statedTiming(text).days).toEqual(days));
  test.each<[string, string[]]>([
    ['at 0900 and 2100', ['09:00', '21:00']],
    ['daily at 9 am', ['09:00']],
    ['at 8:30 pm', ['20:30']],
    ['hold at 0600', []],
    ['2 times daily, First dose on Sun 11/22/26 at 2100, Until Discontinued', []],
    ['run at 1800 units/h', []],
  ])('"%s" names the times %s', (text, clock) => expect(statedTiming(text).clock).toEqual(clock));
});

describe('a dose that must not stand on the grid every day', () => {
  test.each([
    'Give 500 mg IV once',
    '1 g x1 dose',
    'once weekly',
    'Take 15 mg every week',
    'every other day',
    'q48h',
    'MWF',
    'on Mon, Wed and Fri',
    'three times weekly',
    'monthly',
    'every 6 to 8 hours',
    'with meals and at bedtime',
    'at 0600',
    '20 mg BID for 3 days then 10 mg daily',
  ])('text "%s" against a structure of once a day', text => {
    for (const line of [{ text }, { instructions: [text] }])
      expect(schedule(line, DAILY)).toMatchObject({
        kind: 'not-known',
        contradictions: expect.arrayContaining([expect.stringMatching(/says/)]) as string[],
      });
    expect(schedule({ text }, { code: 'DAILY' }).kind).toBe('not-known');
    expect(schedule({}, { code: text, timeOfDay: ['09:00'] }).kind).not.toBe('times');
  });
  test.each<[string, Partial<Timing>]>([
    ['a count of one that repeats', { ...DAILY, count: 1 }],
    ['every two weeks on Monday', { period: 2, periodUnit: 'wk', frequency: 1, dayOfWeek: ['mon'], timeOfDay: ['09:00'] }],
    ['monthly on a Monday', { period: 1, periodUnit: 'mo', frequency: 1, dayOfWeek: ['mon'], timeOfDay: ['09:00'] }],
    ['once a day "with meals"', { ...DAILY, when: ['C'] }],
    ['code BID and bedtime', { code: 'BID', when: ['HS'] }],
    ['twice in two days', { frequency: 2, period: 2, periodUnit: 'd' }],
    ['a period of nothing', { frequency: 1, period: 0, periodUnit: 'd' }],
  ])('%s', (_, when) => expect(schedule({}, when, { start: '2026-11-20' }).kind).toBe('not-known'));
  test('every other day from a start without a day', () =>
    expect(schedule({}, { ...DAILY, period: 2 }, { start: '2026' }).kind).toBe('not-known'));
  test('three times a week on three named days agree', () =>
    expect(schedule({ text: '3 times a week on MWF' }, { code: 'DAILY', dayOfWeek: ['mon', 'wed', 'fri'] }).kind).toBe('times'));
  test('a continuous infusion whose structure says once a day', () => {
    const drip = { rate: '12 mL/h', text: 'Continuous IV infusion, titrate to MAP' };
    expect(schedule(drip, DAILY).kind).toBe('continuous');
    expect(schedule({ text: 'continuous feed' }, DAILY).kind).toBe('not-known');
  });
});

describe('an order with doubt about itself has no times', () => {
  test.each<[string, Partial<MedicationOrder>]>([
    ['a status nobody knows', { status: 'suspended' }],
    ['no status', { status: 'not received' }],
    ['a part that could not be read', { unread: ['time of day "24:00"'] }],
    ['a stop that cannot be read', { stop: '11/24/2026' }],
    ['a start that cannot be read', { start: 'soon' }],
  ])('%s', (_, part) => {
    const o = order(part, {}, { timeOfDay: ['09:00'] });
    const read = scheduleOf(o, site.administrationTimes);
    expect(read).toMatchObject({ kind: 'not-known' });
    const window = { from: '2026-11-22T05:00:00Z', to: '2026-11-23T05:00:00Z' };
    expect(dueTimes(o, read, window, site.zone)).toEqual([]);
  });
  test('a single planned time beside a code that repeats is no one-time order, and says that later times are missing', () => {
    const read = schedule({}, { code: 'BID', events: ['2026-11-22T18:00:00Z'] });
    expect(read.kind).toBe('times');
    expect(read.warnings.join()).toContain('verify later times');
  });
  test('a one-time code beside a text that repeats says so', () =>
    expect(schedule({ text: '500 mg twice daily' }, { code: 'ONCE' }).contradictions.join()).toContain('text says it repeats'));
  test('an infusion that comes again without known times does not pass for a continuous one', () =>
    expect(schedule({ rate: '200 mL/h' }, { frequency: 3, period: 1, periodUnit: 'wk' }).warnings.join()).toContain(
      'ask pharmacy',
    ));
});

test('no words whatever can add a due time', () => {
  const window = { from: '2026-11-22T05:00:00Z', to: '2026-11-29T05:00:00Z' };
  const due = (text: string | null): string[] => {
    const o = order({}, { text }, { code: 'BID' });
    return dueTimes(o, scheduleOf(o, site.administrationTimes), window, site.zone).map(d => d.at);
  };
  const plain = due(null);
  const word = fc.constantFrom(
    'once',
    'daily',
    'twice',
    '3',
    'times',
    'a',
    'week',
    'every',
    '6',
    'hours',
    'then',
    'at',
    '0900',
    'MWF',
    'meals',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), words => {
      const said = due(words.join(' '));
      expect(said.length === 0 || said.join() === plain.join()).toBe(true);
    }),
  );
});

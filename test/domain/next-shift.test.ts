import { expect, test } from 'vitest';
import { hoursUntil, marWindow, nextShift, type Shifts } from '../../main/domain/medication-day.ts';
import { clockTime, minutesBetween } from '../../main/domain/time.ts';

const zone = 'America/New_York';
const site = (...from: string[]): Shifts => ({ zone, startOfDay: '00:00', shifts: from.map(f => ({ name: f, from: f })) });
const THREE = site('07:00', '15:00', '23:00');
const hours = (at: string, ward: Shifts): number => {
  const { from, to } = nextShift(at, ward);
  return hoursUntil(from, to, zone);
};

test('before three the next shift is the evening’s, and it lasts eight hours', () => {
  expect(nextShift('2026-11-22T14:52:00-05:00', THREE)).toEqual({
    name: '15:00',
    from: '2026-11-22T20:00:00.000Z',
    to: '2026-11-23T04:00:00.000Z',
  });
});

test('a shift that has just begun is the running one, not the next', () => {
  expect(nextShift('2026-11-22T15:00:00-05:00', THREE).name).toBe('23:00');
});

test('in the night the next shift is the coming day’s', () => {
  expect(nextShift('2026-11-23T00:30:00-05:00', THREE)).toMatchObject({ name: '07:00', from: '2026-11-23T12:00:00.000Z' });
});

test('a shift over the autumn clock change has one hour more, over the spring one an hour less', () => {
  expect(hours('2026-10-31T22:10:00-04:00', THREE)).toBe(9);
  expect(hours('2026-03-07T22:10:00-05:00', THREE)).toBe(7);
});

test('a shift that begins at half past is covered from its full hour to its end', () => {
  const ward = site('07:30', '19:30');
  const { from, to } = nextShift('2026-11-22T14:52:00-05:00', ward);
  const window = marWindow(from, hoursUntil(from, to, zone), zone);
  expect([clockTime(window.from, zone), minutesBetween(to, window.to)]).toEqual(['19:00', 30]);
});

test('a ward without shifts but one has days', () => {
  expect(hours('2026-11-22T14:52:00-05:00', site('07:00'))).toBe(24);
});

import { expect, test } from 'vitest';
import { startHours } from '../../renderer/print/start-hours.ts';
import { standby } from './support/ward-fixture.ts';

test('when the clocks go back the two hours of one name are told apart', () => {
  const words = startHours({ ...standby(), now: '2026-11-01T04:10:00Z' }).map(hour => hour.words);
  const ones = words.filter(said => said.includes('01:00'));
  expect(ones).toHaveLength(2);
  expect(ones[0]).not.toContain('second');
  expect(ones[1]).toContain('the second one: the clocks go back');
});

test('on any other day no hour is called the second', () => {
  expect(startHours(standby()).filter(hour => hour.words.includes('second'))).toEqual([]);
});

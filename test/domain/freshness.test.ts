import { expect, test } from 'vitest';
import { ageWords, durationWords, freshness } from '../../main/domain/freshness.ts';

const limits = { ageingMinutes: 30, staleMinutes: 120 };
const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 22, 12, minutes)).toISOString();
const stateAfter = (minutes: number): string => freshness(at(0), at(minutes), limits).state;

test('fresh under 30 min, ageing from 30, stale from 120', () => {
  expect([0, 29, 30, 119, 120, 100_000].map(stateAfter)).toEqual(['fresh', 'fresh', 'ageing', 'ageing', 'stale', 'stale']);
});
test('never received, unreadable and from the future are unknown, never fresh', () => {
  expect(freshness(null, at(0), limits).state).toBe('unknown');
  expect(freshness('noon', at(0), limits).state).toBe('unknown');
  expect(stateAfter(-6)).toBe('unknown');
  expect(ageWords(freshness(at(90), at(0), limits))).toContain('AGE UNKNOWN');
});
test('a clock a few minutes apart is no alarm', () => expect(stateAfter(-3)).toBe('fresh'));
test('ages in words', () =>
  expect([0, 42, 119, 120, 310, 2879, 2880, 4600].map(durationWords)).toEqual([
    '0 min',
    '42 min',
    '119 min',
    '2 h',
    '5 h 10 min',
    '47 h 59 min',
    '2 d',
    '3 d 4 h',
  ]));

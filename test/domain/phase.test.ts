import { expect, test } from 'vitest';
import { phaseOf } from '../../main/domain/phase.ts';
import { plusMinutes } from '../../main/domain/time.ts';

const DECLARED = '2026-10-31T22:30:00-04:00';

test.each([
  ['at once', 0, 'first-hour'],
  ['in the last minute of the first hour', 59, 'first-hour'],
  ['an hour later', 60, 'first-4-hours'],
  ['short of four hours, over the night the clocks go back', 239, 'first-4-hours'],
  ['after four hours', 240, 'first-day'],
  ['short of a day', 1439, 'first-day'],
  ['after a day of 24 real hours', 1440, 'days'],
  ['short of a week', 7 * 1440 - 1, 'days'],
  ['after a week', 7 * 1440, 'weeks'],
  ['a month later', 28 * 1440, 'weeks'],
  ['by a clock that was set back', -30, 'first-hour'],
])('%s', (_, minutes, phase) => expect(phaseOf(DECLARED, plusMinutes(DECLARED, minutes))).toBe(phase));

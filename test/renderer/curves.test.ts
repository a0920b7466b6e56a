import { expect, test } from 'vitest';
import { curvesOf, valueWords } from '../../renderer/patient/numbers.ts';
import type { Observation } from '../../main/domain/observation.ts';

const value = (sent: string | null, more: Partial<Observation> = {}): Observation => ({
  id: 'o',
  code: 'c',
  name: 'n',
  value: sent,
  unit: 'mmol/L',
  flag: null,
  range: null,
  at: '2026-11-22T12:00:00Z',
  status: 'final',
  absent: null,
  components: [],
  ...more,
});

test('only plain numbers are drawn: a limit or a word is never turned into a point', () => {
  const curves = curvesOf([value('4.1'), value('≥ 60'), value('NO GROWTH'), value('-2'), value('1e3')], 'UTC');
  expect(curves.flat().map(p => p.value)).toEqual([4.1, -2]);
});

test('a value without a time is in the table but not on the curve', () => {
  expect(curvesOf([value('4.1', { at: null })], 'UTC')).toEqual([]);
});

test('blood pressure is two curves and one value', () => {
  const bp = value(null, {
    unit: null,
    components: [
      { name: 'Systolic', value: '132', unit: 'mmHg' },
      { name: 'Diastolic', value: '78', unit: 'mmHg' },
    ],
  });
  expect(curvesOf([bp, bp], 'UTC')).toHaveLength(2);
  expect(valueWords(bp, 'no value')).toBe('132/78 mmHg');
});

test('a value that was not measured says why', () => {
  expect(valueWords(value(null, { absent: 'not performed' }), 'no value')).toBe('not performed');
  expect(valueWords(value('4.10'), 'no value')).toBe('4.10 mmol/L');
});

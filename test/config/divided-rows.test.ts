import { expect, test } from 'vitest';
import { dividedRows } from '../../main/config/divided-rows.ts';
import { mergedTimes } from '../../main/config/merge.ts';
import type { AdministrationTimes } from '../../main/domain/site.ts';

const row = (codes: string[], times: string[]) => ({ codes, frequency: null, period: null, periodUnit: null, times, words: 'x' });
const usual: AdministrationTimes = {
  rows: [row(['DAILY', 'QD', 'AM'], ['09:00']), row(['BID'], ['09:00', '21:00'])],
  exceptions: [],
  when: {},
};
const withRows = (...rows: ReturnType<typeof row>[]): string[] => dividedRows(usual, mergedTimes(usual, { rows }));

test('a ward on which "daily" would mean two times is told so', () => {
  expect(withRows(row(['DAILY'], ['08:00']))).toEqual([
    "DAILY has 08:00, but QD, AM still have the usual 09:00: compare with the unit's policy.",
  ]);
  expect(withRows(row(['DAILY', 'Q.D.'], ['08:00']))).toEqual([
    "DAILY, QD have 08:00, but AM still has the usual 09:00: compare with the unit's policy.",
  ]);
  expect(withRows(row(['DAILY'], []))).toEqual([
    "DAILY has no times, but QD, AM still have the usual 09:00: compare with the unit's policy.",
  ]);
});

test('rows that are changed whole, or not at all, need no word', () => {
  expect(withRows()).toEqual([]);
  expect(withRows(row(['BID'], ['08:00', '20:00']))).toEqual([]);
  expect(withRows(row(['DAILY', 'QD', 'AM'], ['08:00']))).toEqual([]);
  expect(withRows(row(['DAILY'], ['09:00']))).toEqual([]);
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSite, rulesFor } from '../../main/config/read-site.ts';

const path = join(mkdtempSync(join(tmpdir(), 'kiosk-times-')), 'site.yml');
const small = `institution: Lakeside
store: /var/lib/kiosk
ehr:
  baseUrl: https://ehr.example.org/r4
units:
  - name: 4 West
`;
function read(more: string) {
  writeFileSync(path, `${small}${more}`);
  return readSite(path);
}
function rules(more: string) {
  const site = read(more);
  if (!site.ok) throw new Error(site.error.why);
  return rulesFor(site.value, '4 West').administrationTimes;
}
const problems = (more: string): string[] => {
  const site = read(more);
  return site.ok ? [] : site.error.problems.map(({ line, field, why }) => `${line} ${field}: ${why}`);
};
const rows = (...list: string[]): string => `administrationTimes:\n  rows:\n${list.map(row => `    - { ${row} }\n`).join('')}`;
const exceptions = (...list: string[]): string =>
  `administrationTimes:\n  exceptions:\n${list.map(e => `    - { ${e} }\n`).join('')}`;
const levothyroxine = "drugs: [levothyroxine], codes: [DAILY], times: ['06:00']";

describe('exceptions for drugs', () => {
  test('the defaults have none; a unit’s come before the site’s', () => {
    expect(rules('').exceptions).toEqual([]);
    const unit = `    administrationTimes:\n      exceptions: [{ drugs: [levothyroxine], codes: [DAILY], times: ['05:00'] }]\n`;
    expect(rules(`${unit}${exceptions(levothyroxine)}`).exceptions.map(e => e.times)).toEqual([['05:00'], ['06:00']]);
  });
  test.each<[string, string, string[]]>([
    [
      'a code of no row',
      "drugs: [warfarin], codes: [EVENING], times: ['18:00']",
      ['9 administrationTimes.exceptions[1].codes[1]: "EVENING" is in no row of the table: write a code of one, or add the row'],
    ],
    [
      'too few times',
      "drugs: [warfarin], codes: [BID], times: ['18:00']",
      ['9 administrationTimes.exceptions[1].times: "BID" has 2 a day, here are 1: make them agree'],
    ],
    [
      'a name too short to mean a drug',
      "drugs: [wa], codes: [DAILY], times: ['18:00']",
      ['9 administrationTimes.exceptions[1].drugs[1]: write three letters or more of the drug’s name'],
    ],
    [
      'no times',
      'drugs: [warfarin], codes: [DAILY]',
      ['9 administrationTimes.exceptions[1].times: times is missing here: add it'],
    ],
  ])('with %s is refused with line and field', (_, exception, expected) =>
    expect(problems(exceptions(exception))).toEqual(expected),
  );
  test('two for one drug and code are refused', () =>
    expect(problems(exceptions(levothyroxine, "drugs: [Levothyroxine], codes: [QDAY, daily], times: ['07:00']"))).toEqual([
      '10 administrationTimes.exceptions[2].codes[2]: the same drug has other times for "daily" in exception 1: leave one of them',
    ]));
});

describe('rows counted from an anchor', () => {
  const q72h = 'codes: [Q72H], frequency: 1, period: 72, periodUnit: h, times: [], words: every 72 hours';
  test('stay without times of their own', () => {
    expect(rules(rows(`${q72h}, anchor: start`)).rows.find(r => r.codes.includes('Q72H'))).toMatchObject({
      anchor: 'start',
      times: [],
    });
    expect(rules(rows(q72h)).rows.some(r => r.codes.includes('Q72H'))).toBe(false);
  });
  test.each<[string, string, RegExp]>([
    [
      'an anchor nobody knows',
      `${q72h}, anchor: admission`,
      /^9 administrationTimes\.rows\[1\]\.anchor: "admission" is not known here: write table, start or last-given/,
    ],
    [
      'an anchor without hours',
      'codes: [QX], frequency: null, period: null, periodUnit: null, times: [], words: x, anchor: start',
      /^9 .*rows\[1\]\.anchor: QX cannot be counted from start/,
    ],
    [
      'times for 36 hours',
      "codes: [Q36H], frequency: 1, period: 36, periodUnit: h, times: ['09:00'], words: x",
      /^9 .*rows\[1\]\.times: every 36 h falls on other times each day/,
    ],
    [
      'three times for every 6 hours',
      "codes: [Q6H], frequency: 1, period: 6, periodUnit: h, times: ['00:00', '06:00', '12:00'], words: x",
      /^9 .*rows\[1\]\.times: Q6H means 4 times a day, here are 3: make them agree/,
    ],
    [
      'one time for twice a day',
      "codes: [BID], frequency: 2, period: 1, periodUnit: d, times: ['09:00'], words: x",
      /^9 .*rows\[1\]\.times: BID means 2 times a day, here are 1/,
    ],
  ])('%s is refused with line and field', (_, row, expected) => {
    const found = problems(rows(row));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });
  test('a unit’s table is checked like the site’s', () =>
    expect(problems(`    administrationTimes: { exceptions: [{ drugs: [warfarin], codes: [NEVER], times: [] }] }\n`)).toEqual([
      '7 units[1].administrationTimes.exceptions[1].codes[1]: "NEVER" is in no row of the table: write a code of one, or add the row',
    ]));
});

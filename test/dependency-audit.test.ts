import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audited, readExceptions } from './support/dependency-audit.ts';

const report = (vulnerabilities: object) => JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: {} });
const bad = {
  lodash: {
    name: 'lodash',
    severity: 'high',
    via: [
      {
        source: 1,
        name: 'lodash',
        title: 'Prototype pollution',
        url: 'https://github.com/advisories/GHSA-jf85-cpcp-j695',
        severity: 'high',
      },
    ],
  },
  grunt: { name: 'grunt', severity: 'high', via: ['lodash'] },
};
const exception = {
  advisory: 'GHSA-jf85-cpcp-j695',
  package: 'lodash',
  why: 'The function is never called by the kiosk.',
  until: '2027-01-31',
};

test('an advisory that nobody wrote down fails, once, by its own package', () => {
  expect(audited(report(bad), [], '2026-11-26')).toMatchObject({
    kind: 'checked',
    faults: [expect.stringMatching(/^NEW .*lodash: Prototype pollution \(high, .*GHSA-jf85-cpcp-j695\)$/)],
  });
});

test('a written exception holds until its day, for its package, and no longer', () => {
  expect(audited(report(bad), [exception], '2027-01-31')).toMatchObject({
    faults: [],
    accepted: [expect.stringContaining('never called')],
  });
  expect(audited(report(bad), [exception], '2027-02-01')).toMatchObject({ faults: [expect.stringMatching(/^EXPIRED/)] });
  const other = audited(report(bad), [{ ...exception, package: 'lodash-es' }], '2026-11-26');
  expect(other).toMatchObject({ faults: [expect.stringMatching(/^NEW/), expect.stringMatching(/^UNUSED/)] });
});

test('an exception that is needed no longer must go', () => {
  expect(audited(report({}), [exception], '2026-11-26')).toMatchObject({ faults: [expect.stringMatching(/^UNUSED.*lodash/)] });
});

test.each([
  ['an error of the registry', '{"message":"405 Method Not Allowed","statusCode":405}', '405 Method Not Allowed'],
  ['nothing', '', 'no report'],
  ['a page of a proxy', '<html>Sign in</html>', 'no report'],
  ['a report of another version', '{"auditReportVersion":3,"vulnerabilities":{}}', 'no report'],
])('%s is not taken for good news', (_, answer, why) => {
  const result = audited(answer, [], '2026-11-26');
  expect(result).toMatchObject({ kind: 'not-checked', why: expect.stringContaining(why) });
});

test('the exceptions say which advisory, why it can’t hurt and until when', () => {
  const file = readFileSync(join(import.meta.dirname, 'support/audit-exceptions.yml'), 'utf8');
  expect(() => readExceptions(file)).not.toThrow();
  const example = file
    .replace(/\n\[\]\n$/, '')
    .replaceAll(/^# ?/gm, '')
    .split('\n')
    .filter(line => /^(- | {2}\w)/.test(line))
    .join('\n');
  expect(readExceptions(example)).toHaveLength(1);
  for (const left of ['why', 'until', 'package'])
    expect(() => readExceptions(example.replace(new RegExp(`${left}:.*`), ''))).toThrow();
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from '../../main/host/settings.ts';

function written(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'kiosk-settings-')), 'settings.yml');
  writeFileSync(path, text);
  return path;
}
const read = (text: string, ...more: string[]) => readSettings(['/app/electron-entry.js', '--settings', written(text), ...more]);
const enough = 'fhir: https://ehr.example.org/r4\nunit: 4 West\nstore: /var/lib/kiosk\nzone: America/New_York\n';

test('a settings file with an EHR, a unit and a folder is enough', () => {
  expect(read(enough)).toEqual({
    ok: true,
    value: {
      fhir: 'https://ehr.example.org/r4',
      unit: '4 West',
      store: '/var/lib/kiosk',
      key: join('/var/lib/kiosk', 'kiosk.key'),
      print: join('/var/lib/kiosk', 'print'),
      zone: 'America/New_York',
    },
  });
});

test('the command line has the last word, and Chromium’s own switches are not settings', () => {
  const result = read(enough, '--unit', 'Tầng 5', '--disable-gpu', '--rules=/etc/rules.yml');
  expect(result).toMatchObject({ ok: true, value: { unit: 'Tầng 5', rules: '/etc/rules.yml', store: '/var/lib/kiosk' } });
});

test.each([
  ['no unit', 'fhir: https://ehr.example.org/r4\nstore: /s\n', 'unit'],
  ['an empty file', '', 'fhir'],
  ['a list', '- fhir\n', 'Unrecognized'],
  ['a file for an EHR', enough.replace('https://ehr.example.org/r4', 'file:///etc/passwd'), 'fhir'],
  ['no such time zone', enough.replace('America/New_York', 'Mars/Olympus'), 'zone'],
  ['a setting that there is not', `${enough}refreshMinute: 5\n`, 'refreshMinute'],
  ['no YAML', 'fhir: [\n', 'not YAML'],
])('%s is refused in words', (_, text, named) => {
  expect(read(text)).toMatchObject({ ok: false, error: { kind: 'bad-settings', why: expect.stringContaining(named) } });
});

test('a settings file that was named but is not there is refused, whatever the command line says', () => {
  const said = ['--settings', '/nowhere/settings.yml', '--fhir', 'http://127.0.0.1/', '--unit', '4 West', '--store', '/s'];
  expect(readSettings(said)).toMatchObject({ ok: false, error: { why: expect.stringContaining('/nowhere/settings.yml') } });
});

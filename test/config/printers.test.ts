import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printersFor, readSite } from '../../main/config/read-site.ts';

const here = mkdtempSync(join(tmpdir(), 'kiosk-printers-'));

/** A site of two units with these printers. */
function site(printers: string) {
  const path = join(here, 'site.yml');
  writeFileSync(
    path,
    `institution: Lakeside\nstore: /var/lib/kiosk\nunits:\n  - name: 4 West\n  - name: ICU\nprinters:\n${printers}`,
  );
  return readSite(path);
}

/** Its problems as "line field: sentence". */
function problems(printers: string): string[] {
  const read = site(printers);
  return read.ok ? [] : read.error.problems.map(({ line, field, why }) => `${line} ${field}: ${why}`);
}

test('a unit has its own printers and those of everybody, in the order of the file', () => {
  const read = site(
    `  - { name: 4W-PRN1, uri: 'ipps://prn1.example.org/ipp/print', units: [4 west], duplex: true, certificate: prn1.pem }
  - { name: ICU-PRN1, uri: 'ipp://10.20.30.60/ipp/print', units: [ICU], tray: tray-2 }
  - { name: HALL, uri: 'ipp://10.20.30.70:8631/ipp/print' }
`,
  );
  if (!read.ok) throw new Error(read.error.why);
  expect(printersFor(read.value, '4 West')).toEqual([
    {
      name: '4W-PRN1',
      uri: 'ipps://prn1.example.org/ipp/print',
      duplex: true,
      tray: null,
      certificate: join(here, 'prn1.pem'),
      label: null,
    },
    { name: 'HALL', uri: 'ipp://10.20.30.70:8631/ipp/print', duplex: false, tray: null, certificate: null, label: null },
  ]);
  expect(printersFor(read.value, 'ICU').map(p => p.name)).toEqual(['ICU-PRN1', 'HALL']);
});

describe('a mistake in the printers is named with its line', () => {
  test.each([
    [
      'an address that leads nowhere',
      `  - { name: A, uri: '10.20.30.40' }\n`,
      /^7 printers\[1\]\.uri: write the printer’s IPP address/,
    ],
    ['a password in the address', `  - { name: A, uri: 'ipp://a:b@prn/ipp' }\n`, /^7 printers\[1\]\.uri: /],
    ['a web address', `  - { name: A, uri: 'https://prn/' }\n`, /^7 printers\[1\]\.uri: /],
    [
      'a name twice',
      `  - { name: A, uri: 'ipp://prn1/ipp' }\n  - { name: a, uri: 'ipp://prn2/ipp' }\n`,
      /^8 printers\[2\]\.name: "a" is already the name of printer 1/,
    ],
    [
      'an address twice',
      `  - { name: A, uri: 'ipp://prn1/ipp' }\n  - { name: B, uri: 'ipp://prn1/ipp' }\n`,
      /^8 printers\[2\]\.uri: printer 1 \(A\) has this address too/,
    ],
    [
      'an unknown unit',
      `  - { name: A, uri: 'ipp://prn1/ipp', units: [5 East] }\n`,
      /^7 printers\[1\]\.units\[1\]: "5 East" is not among/,
    ],
    [
      'a certificate for an open line',
      `  - { name: A, uri: 'ipp://prn1/ipp', certificate: a.pem }\n`,
      /^7 printers\[1\]\.certificate: this address is not encrypted/,
    ],
    [
      'a tray in words',
      `  - { name: A, uri: 'ipp://prn1/ipp', tray: Upper Tray }\n`,
      /^7 printers\[1\]\.tray: write the tray’s IPP keyword/,
    ],
    ['an unknown setting', `  - { name: A, uri: 'ipp://prn1/ipp', dupelx: true }\n`, /did you mean duplex\?$/],
  ])('%s', (_, printers, sentence) => expect(problems(printers)).toEqual([expect.stringMatching(sentence)]));
});

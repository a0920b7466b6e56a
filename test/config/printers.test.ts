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
    [
      'a socket without saying what is loaded',
      `  - { name: A, uri: 'socket://prn:9100' }\n`,
      /^7 printers\[1\]\.uri: a printer at a socket is a label printer: add label/,
    ],
    [
      'labels at an IPP address',
      `  - { name: A, uri: 'ipp://prn/ipp', label: { prints: labels, widthMm: 57, heightMm: 32, dpi: 203 } }\n`,
      /^7 printers\[1\]\.label: labels are printed at a socket: write socket/,
    ],
    [
      'a path after a socket',
      `  - { name: A, uri: 'socket://prn:9100/ipp', label: { prints: labels, widthMm: 57, heightMm: 32, dpi: 203 } }\n`,
      /^7 printers\[1\]\.uri: write the printer’s IPP address/,
    ],
    [
      'a resolution that no label printer has',
      `  - { name: A, uri: 'socket://prn', label: { prints: labels, widthMm: 57, heightMm: 32, dpi: 600 } }\n`,
      /^7 printers\[1\]\.label\.dpi: /,
    ],
    [
      'a label printer with both sides',
      `  - { name: A, uri: 'socket://prn', duplex: true, label: { prints: bands, widthMm: 25, heightMm: 180, dpi: 203 } }\n`,
      /^7 printers\[1\]\.duplex: a label printer has neither/,
    ],
    ['an unknown setting', `  - { name: A, uri: 'ipp://prn1/ipp', dupelx: true }\n`, /did you mean duplex\?$/],
  ])('%s', (_, printers, sentence) => expect(problems(printers)).toEqual([expect.stringMatching(sentence)]));
});

test('on bands words run along the feed, on labels across it unless the site says so', () => {
  const label = (said: string): string => `{ ${said}, widthMm: 25, heightMm: 180, dpi: 203 }`;
  const read = site(
    `  - { name: A, uri: 'socket://prn1', label: ${label('prints: bands')} }\n` +
      `  - { name: B, uri: 'socket://prn2:9101', label: ${label('prints: labels')} }\n` +
      `  - { name: C, uri: 'socket://prn3', label: ${label('prints: labels, turned: true')} }\n`,
  );
  if (!read.ok) throw new Error(read.error.why);
  expect(read.value.printers.map(({ label }) => label?.turned)).toEqual([true, false, true]);
});

describe('sheets of labels', () => {
  const sheet = (part: string): string[] => {
    const path = join(here, 'sheets.yml');
    const usual = 'columns: 2, rows: 4, leftMm: 5, topMm: 10, widthMm: 90, heightMm: 60';
    writeFileSync(
      path,
      `institution: Lakeside\nstore: s\nunits: [{ name: 4 West }]\nlabelSheets:\n  Herma 4, own:\n    { ${usual}, ${part} }\n`,
    );
    const read = readSite(path);
    return read.ok
      ? Object.keys(read.value.rules.labelSheets)
      : read.error.problems.map(({ line, field, why }) => `${line} ${field}: ${why}`);
  };
  test('of the site stand beside those that are known', () =>
    expect(sheet('paper: a4, acrossMm: 100, downMm: 65')).toEqual([
      'Avery 5160',
      'Avery 5161',
      'Avery 5163',
      'Avery L7159',
      'Avery L7160',
      'Herma 4, own',
    ]));
  test.each([
    [
      'whose labels lie over each other',
      'paper: a4, acrossMm: 80, downMm: 65',
      /^6 labelSheets.*acrossMm: labels of 90 mm would lie over each other/,
    ],
    [
      'that are wider than their paper',
      'paper: letter, acrossMm: 125, downMm: 65',
      /acrossMm: the last label would end at 220 mm of 215.9 mm of letter paper/,
    ],
    [
      'that are longer than their paper',
      'paper: a4, acrossMm: 100, downMm: 80',
      /downMm: the last label would end at 310 mm of 297 mm of a4 paper/,
    ],
    ['without a measure', 'paper: a4, acrossMm: 100', /^5 labelSheets.*downMm: downMm is missing here/],
    ['with an unknown measure', 'paper: a4, acrossMm: 100, downMm: 65, gap: 2', /gap/],
  ])('%s are named with their line', (_, part, sentence) => expect(sheet(part)).toContainEqual(expect.stringMatching(sentence)));
});

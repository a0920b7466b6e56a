import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSite } from '../../main/config/read-site.ts';
import { START_FORMS } from '../../main/domain/form.ts';

const here = mkdtempSync(join(tmpdir(), 'kiosk-ahead-'));
const PRINTER = "printers: [{ name: PRN-1, uri: 'ipp://10.20.30.41/ipp/print' }]\n";
function site(more: string) {
  const path = join(here, 'site.yml');
  writeFileSync(path, `institution: Lakeside\nstore: /var/lib/kiosk\nunits: [{ name: 4 West }]\n${more}`);
  return readSite(path);
}
const problems = (more: string): string[] => {
  const read = site(more);
  return read.ok ? [] : read.error.problems.map(({ line, field, why }) => `${line} ${field}: ${why}`);
};

test('by itself it prints what a downtime begins with, unless other forms are named, and not when it is switched off', () => {
  const read = (more: string) => {
    const found = site(PRINTER + more);
    if (!found.ok) throw new Error(found.error.why);
    return found.value.printAhead;
  };
  expect(read('')).toBeNull();
  expect(read('printAhead: { kiosk: 4W-K1, downMinutes: 30 }')).toEqual({
    kiosk: '4W-K1',
    forms: START_FORMS,
    times: [],
    beforeMinutes: null,
    downMinutes: 30,
  });
  expect(read('printAhead: { kiosk: 4W-K1, forms: [census, worksheet], at: ["05:30"], beforeMinutes: 60 }')).toMatchObject({
    forms: ['census', 'worksheet'],
    times: ['05:30'],
    beforeMinutes: 60,
  });
  expect(read('printAhead: { on: false, kiosk: 4W-K1, downMinutes: 30 }')).toBeNull();
});

test('what makes no sense is said with its line', () => {
  expect(problems(`${PRINTER}printAhead: { kiosk: 4W-K1 }\n`)).toEqual([
    expect.stringMatching(/^5 printAhead: nothing says when to print/),
  ]);
  expect(problems('printAhead: { kiosk: 4W-K1, downMinutes: 30 }\n')).toEqual([
    expect.stringMatching(/^4 printAhead: there is no printer of pages/),
  ]);
  const labels = `printers: [{ name: L, uri: 'socket://lbl', label: { prints: labels, widthMm: 57, heightMm: 32, dpi: 203 } }]\n`;
  expect(problems(`${labels}printAhead: { kiosk: 4W-K1, downMinutes: 30 }\n`)).toEqual([
    expect.stringMatching(/printAhead: there is no printer of pages/),
  ]);
  expect(problems(`${PRINTER}printAhead: { kiosk: 4W-K1, downMinutes: 30, forms: [mar-blank] }\n`)).toEqual([
    expect.stringMatching(/printAhead\.forms\[1\]: mar-blank is not printed by itself/),
  ]);
  expect(problems(`${PRINTER}printAhead: { kiosk: 4W-K1, downMinutes: 30, forms: [mar] }\n`)).toEqual([
    expect.stringMatching(/there is no form called mar:/),
  ]);
  expect(problems(`${PRINTER}printAhead: { kiosk: 4W-K1, at: ["25:00"] }\n`)).toEqual([
    expect.stringMatching(/write a time of day as HH:MM/),
  ]);
});

test('second places are found from the site file’s folder, each once', () => {
  const read = site('standingPack: { folders: [stick, ./stick, /mnt/share] }\n');
  expect(read.ok && read.value.standingFolders).toEqual([join(here, 'stick'), '/mnt/share']);
});

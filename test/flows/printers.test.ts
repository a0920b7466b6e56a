import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';
import { needs } from '../support/needs.ts';
import { simulator, type Simulator } from '../support/printer-simulator.ts';

function siteWith(printers: { name: string; uri: string }[]): string {
  const path = join(folder(), 'site.yml');
  const lines = printers.map(({ name, uri }) => `  - { name: ${name}, uri: '${uri}', duplex: true }\n`).join('');
  writeFileSync(path, `institution: Lakeside\nstore: store\nunits: [{ name: 4 West }]\nprinters:\n${lines}`);
  return path;
}

describe.skipIf(needs.ippeveprinter.missing)('kiosk printers', () => {
  let sim: Simulator;
  beforeAll(async () => void (sim = await simulator('PRN-1')), 30_000);
  afterAll(() => sim.kill());

  test('says that a printer is ready and would take a sheet', async () => {
    const { code, stdout } = await kiosk('printers', '--site', siteWith([{ name: 'PRN-1', uri: sim.place.uri }]));
    expect(stdout).toMatch(/PRN-1 +ready +yes/);
    expect(code).toBe(0);
    expect(sim.paper()).toEqual([]);
  });

  test('says what is wrong with each, and ends with 1', async () => {
    const gone = { name: 'PRN-2', uri: 'ipp://127.0.0.1:9/ipp/print' };
    const { code, value } = await kioskJson<{ printers: { name: string; state: string; words: string[] }[] }>(
      'printers',
      '--site',
      siteWith([{ name: 'PRN-1', uri: sim.place.uri }, gone]),
    );
    expect(value.printers).toMatchObject([
      { name: 'PRN-1', state: 'ready' },
      { name: 'PRN-2', state: 'no-answer', words: [expect.stringContaining('look whether it is switched on')] },
    ]);
    expect(code).toBe(1);
  });
});

test('without printers it says where to write them', async () => {
  const path = join(folder(), 'site.yml');
  writeFileSync(path, 'institution: Lakeside\nstore: store\nunits: [{ name: 4 West }]\n');
  const { code, stderr } = await kiosk('printers', '--site', path);
  expect(stderr).toContain('write them under printers in site.yml');
  expect(code).toBe(1);
});

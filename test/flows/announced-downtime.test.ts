import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';
import { DEMO_NOW, openDemoKiosk, type DemoKiosk } from '../support/demo-kiosk.ts';
import { needs } from '../support/needs.ts';
import { simulator, until, type Simulator } from '../support/printer-simulator.ts';

describe.skipIf(needs.ippeveprinter.missing)('a downtime that IT announces', () => {
  const START = '2026-11-22T16:00:00-05:00';
  let printer: Simulator;
  let ward: DemoKiosk;
  let siteFile: string;
  const cli = (...args: string[]): string[] => [
    'downtime',
    ...args,
    '--site',
    siteFile,
    '--store',
    ward.store,
    '--unit',
    '4 West',
  ];
  beforeAll(async () => {
    printer = await simulator('4W-PRN1');
    const home = folder();
    siteFile = join(home, 'site.yml');
    writeFileSync(
      siteFile,
      [
        'institution: Lakeside General Hospital',
        'zone: America/New_York',
        'units: [{ name: 4 West }]',
        `printers: [{ name: 4W-PRN1, uri: '${printer.place.uri}', duplex: true }]`,
        'printAhead: { kiosk: K1, forms: [mar-scheduled], beforeMinutes: 60 }',
        '',
      ].join('\n'),
    );
    ward = await openDemoKiosk({ siteFile });
    await ward.kiosk.firstRefresh;
  }, 120_000);
  afterAll(async () => {
    await ward.close();
    await printer.kill();
  });

  test('is on the screen of the running kiosk, and an hour before its start everybody’s paper goes to the printer by itself', async () => {
    const announced = await kioskJson<{ id: string }>(...cli('announce', '--start', START, '--reason', 'upgrade', '--by', 'IT'));
    expect(announced.code).toBe(0);
    expect((await ward.call.getStatus({})).ahead).toMatchObject({ announced: [{ start: START, by: 'IT' }], printed: [] });
    expect((await kiosk(...cli('list'))).stdout).toContain('11/22/2026 16:00');
    ward.setNow(new Date(Date.parse(START) - 59 * 60_000).toISOString());
    await until('it is given to the printer', async () => (await ward.call.getPrints({})).length === 1, 240_000);
    const [print] = await ward.call.getPrints({});
    expect(print).toMatchObject({ by: 'the kiosk, by itself' });
    expect(print!.documents).toHaveLength(32);
    expect((await ward.call.getStatus({})).ahead!.printed).toMatchObject([
      { why: 'a downtime is announced for 11/22/2026 16:00 (upgrade)', printer: '4W-PRN1' },
    ]);
    await until('paper comes out', () => printer.paper().length > 3, 120_000);
  }, 400_000);

  test('can be withdrawn, but not one that is not announced', async () => {
    const other = await kioskJson<{ id: string }>(
      ...cli('announce', '--start', '2026-11-29T02:00:00-05:00', '--reason', 'network'),
    );
    expect(await kioskJson(...cli('withdraw', other.value.id, '--reason', 'put off'))).toMatchObject({ code: 0 });
    expect((await kioskJson<{ announced: unknown[] }>(...cli('list'))).value.announced).toHaveLength(1);
    const again = await kiosk(...cli('withdraw', other.value.id, '--reason', 'put off'));
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('No downtime is announced as') });
    expect((await ward.call.getStatus({})).ahead!.announced.map(({ start }) => Date.parse(start) > Date.parse(DEMO_NOW))).toEqual(
      [true],
    );
  }, 60_000);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PrintShown } from '../../main/contract.ts';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { folder } from '../support/command-line.ts';
import { openDemoKiosk, type DemoKiosk } from '../support/demo-kiosk.ts';
import { needs } from '../support/needs.ts';
import { simulator, until, type Simulator } from '../support/printer-simulator.ts';

describe.skipIf(needs.ippeveprinter.missing)('a ward prints for real', () => {
  let sim: Simulator;
  let kiosk: DemoKiosk;
  beforeAll(async () => void (sim = await simulator('4W-PRN1')), 30_000);
  afterEach(() => kiosk.close());
  afterAll(() => sim.kill());

  const store = folder();
  const open = async (): Promise<void> => {
    const siteFile = join(store, 'site.yml');
    writeFileSync(siteFile, `printers: [{ name: 4W-PRN1, uri: '${sim.place.uri}', duplex: true }]\n`);
    kiosk = await openDemoKiosk({ store, siteFile });
    await kiosk.kiosk.firstRefresh;
  };
  const print = async (): Promise<PrintShown> => (await kiosk.call.getPrints({}))[0]!;

  test('from the button to the last confirmed page, with the kiosk stopped and started in between', async () => {
    await open();
    await until('the printer was asked', async () => (await kiosk.call.getStatus({})).printers[0]?.state !== null);
    expect((await kiosk.call.getStatus({})).printers).toEqual([
      { name: '4W-PRN1', duplex: true, state: { state: 'ready', words: [] }, stock: null },
    ]);
    const ward = await kiosk.call.getWard({});
    if (!ward.ok) throw new Error(ward.error.why);
    const patients = ward.value.rows.slice(0, 4).map(row => row.patientId);
    const made = await kiosk.call.startPack({
      patients,
      forms: ['mar-scheduled', 'mar-prn'],
      from: null,
      span: 'hours',
      hours: 24,
    });
    if (!made.ok) throw new Error(made.error.why);
    const { pack } = made.value;
    await until('the pack is made', async () => {
      const progress = await kiosk.call.getPack({ pack });
      return progress.ok && progress.value.state === 'done';
    });
    const progress = await kiosk.call.getPack({ pack });
    if (!progress.ok) throw new Error(progress.error.why);

    sim.set('slow', true);
    expect(await kiosk.call.startPrint({ pack, printer: '4W-PRN1' })).toMatchObject({ ok: true });
    await until('a page is confirmed', async () => (await print()).documents.some(each => each.confirmed > 0));
    await kiosk.close();
    sim.set('slow', false);
    await open();
    await until('every page is confirmed', async () => (await print()).documents.every(each => each.state === 'done'), 40_000);

    const pages = progress.value.files.reduce((sum, file) => sum + file.pages, 0);
    expect(sim.paper()).toHaveLength(pages);
    expect(new Set(sim.paper().map(page => `${page.job} ${page.page}`)).size).toBe(pages);
    const jobs = [...new Set(sim.paper().map(page => page.job))];
    expect(jobs).toHaveLength(4);
    for (const [i, job] of jobs.entries()) {
      const { name, sheets } = progress.value.files[i]!;
      const text = (await readBack(sim.pdf(job))).map(pageText).join('');
      expect(text).toContain(folded(sheets[0]!.id));
      expect(job).not.toContain(name.split(',')[0]!);
    }
  }, 120_000);

  test('a printer or print that is not known is refused in words', async () => {
    await open();
    expect(await kiosk.call.startPrint({ pack: 1, printer: 'HALL' })).toMatchObject({
      error: { kind: 'printer-unknown', why: 'HALL is not a printer of this unit.' },
    });
    expect(await kiosk.call.startPrint({ pack: 4711, printer: '4W-PRN1' })).toMatchObject({ error: { kind: 'pack-unknown' } });
    expect(await kiosk.call.cancelPrint({ print: 'nothing' })).toMatchObject({ error: { kind: 'print-unknown' } });
  }, 60_000);
});

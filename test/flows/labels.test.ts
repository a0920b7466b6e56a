import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ready } from 'zpl-renderer-js';
import type { LabelStock } from '../../main/domain/label.ts';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { readZpl } from '../../main/paper/read-zpl.ts';
import { buildRenderer, openBrowser, openScreen } from '../renderer/support/screen.ts';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';
import { DEMO_NOW } from '../support/demo-kiosk.ts';
import { serveDemoKiosk, type DemoScreen } from '../support/demo-screen.ts';
import { giveNumbers } from '../support/give-numbers.ts';
import { labelSimulator, type LabelSimulator } from '../support/label-printer.ts';
import { BANDS_203, LABELS_203 } from '../support/label-patients.ts';
import { needs } from '../support/needs.ts';
import { until } from '../support/printer-simulator.ts';
import { codesIn } from '../support/read-codes.ts';

const PICTURES = process.env['KIOSK_PICTURES'];

const placeOf = ({ place: { name, uri, label } }: LabelSimulator): string => {
  const { prints, widthMm, heightMm, dpi } = label!;
  return `  - { name: ${name}, uri: '${uri}', label: { prints: ${prints}, widthMm: ${widthMm}, heightMm: ${heightMm}, dpi: ${dpi} } }\n`;
};

/** The codes that other programs find on labels that came out of a printer. */
async function codesOn(labels: string[], { widthMm, heightMm }: LabelStock): Promise<string[]> {
  const { api } = await ready;
  const found: string[] = [];
  for (const label of labels) {
    const picture = Buffer.from(await api.zplToBase64Async(label, widthMm, heightMm, 8), 'base64');
    found.push(...(await codesIn(picture)).map(code => code.split(' ')[1]!));
  }
  return found;
}

describe.skipIf(needs.chromium.missing)('bands and labels, from the screen to the label printer', { timeout: 240_000 }, () => {
  let demo: DemoScreen;
  let page: Page;
  let labels: LabelSimulator;
  let bands: LabelSimulator;
  let siteFile: string;
  const endings: (() => Promise<void> | void)[] = [];

  beforeAll(async () => {
    labels = await labelSimulator('4W-LBL1', LABELS_203);
    bands = await labelSimulator('4W-BAND1', BANDS_203);
    siteFile = join(folder(), 'site.yml');
    writeFileSync(siteFile, `printers:\n${placeOf(labels)}${placeOf(bands)}`);
    const built = await buildRenderer();
    endings.unshift(built.remove, labels.kill, bands.kill);
    demo = await serveDemoKiosk(built.folder, { siteFile });
    endings.unshift(demo.close);
    const browser = await openBrowser();
    endings.unshift(browser.close);
    browser.context.setDefaultTimeout(25000);
    ({ page } = await openScreen(browser.context, demo.link()));
    await page.locator('.ward-row').first().waitFor();
    await giveNumbers(demo, { mrn: 4, visit: 4, order: 4, alias: 2 });
    await demo.call.declareOutage({
      reason: 'EHR down',
      signed: 'R. Alvarez',
      drill: false,
      planned: false,
      degraded: null,
      noticedAt: null,
    });
  }, 120_000);
  afterAll(async () => {
    for (const end of endings) await end();
  });
  const button = (name: RegExp) => page.getByRole('button', { name });
  const picture = async (name: string): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`)).toEqual([]);
    if (!PICTURES) return;
    for (const size of [
      { width: 1366, height: 768 },
      { width: 1920, height: 1080 },
    ]) {
      await page.setViewportSize(size);
      await page.screenshot({ path: join(PICTURES, `${name}-${size.width}.png`) });
    }
    await page.setViewportSize({ width: 1366, height: 768 });
  };

  let number = '';
  test('a walk-in: the packet has no page of labels; band and labels come out of their own printers', async () => {
    await page.getByRole('link', { name: 'Walk-in' }).press('Enter');
    await page.getByLabel('Name, family name first').fill('ĐẶNG, Thị Mỹ Hạnh');
    await page.getByLabel('Birth date or age').fill('05/01/1990');
    await page.getByLabel('Allergies').fill('penicillin, latex');
    await page.getByLabel('Your name').fill('A. Clerk');
    await page.getByLabel('Sex').selectOption('female');
    await page.keyboard.press('Control+Enter');
    await page.locator('.pack-done').waitFor();
    number = (await page.locator('.packet > .page-head h1').innerText()).replace('Registered: ', '');
    await picture('packet-labels');
    const pack = Number(await page.evaluate(() => sessionStorage.getItem('kiosk-pack')));
    const pdf = await demo.call.getPackPdf({ pack, patientId: number });
    if (!pdf.ok) throw new Error(pdf.error.why);
    const paper = (await readBack(Buffer.from(pdf.value.base64, 'base64'))).map(pageText).join('');
    expect(paper).toContain(folded('PHYSICIAN ORDER SHEET'));
    expect(paper).not.toContain('WRISTBAND');

    await button(/^Print 1 wristband on 4W-BAND1/).click();
    await page.getByText('All 1 label confirmed on 4W-BAND1').waitFor();
    await button(/^Print 30 labels on 4W-LBL1/).click();
    await page.getByText('All 30 labels confirmed on 4W-LBL1').waitFor();
    expect(bands.labels()).toHaveLength(1);
    expect(labels.labels()).toHaveLength(30);
    expect(new Set(await codesOn([...new Set(bands.labels())], BANDS_203))).toEqual(new Set([number]));
    expect(new Set(await codesOn([...new Set(labels.labels())], LABELS_203))).toEqual(new Set([number]));
    const [band] = readZpl(bands.labels()[0]!);
    const said = folded(band!.texts.map(text => text.text).join(''));
    for (const words of ['ĐẶNG, Thị Mỹ Hạnh', number, 'DOWNTIME', 'ALLERGIES', 'Allergic to: penicillin, latex'])
      expect(said).toContain(folded(words));
    await picture('packet-labels-printed');
  });

  test('a patient of the ward: out of labels is said at the button; fewer labels; sheets from the fifth label on', async () => {
    const ward = await demo.call.getWard({});
    if (!ward.ok) throw new Error(ward.error.why);
    const { patientId, mrn } = ward.value.rows[3]!;
    labels.set('out-of-labels', true);
    await page.goto(page.url().replace(/#.*/, `#/patient/${encodeURIComponent(patientId)}`));
    await page.getByRole('link', { name: 'Wristband, labels' }).click();
    await page.getByRole('heading', { level: 1, name: /^Wristband and labels: / }).waitFor();
    const before = labels.labels().length;
    await page.getByRole('textbox', { name: 'Specimen labels' }).fill('3');
    await page.getByRole('textbox', { name: 'Patient labels' }).fill('2');
    await page.keyboard.press('Tab');
    await button(/^Print 5 labels on 4W-LBL1/).click();
    await page.getByText('Waiting. 4W-LBL1: out of labels: put in a new roll').waitFor();
    await picture('labels-waiting');
    labels.set('out-of-labels', false);
    await page.getByText('All 5 labels confirmed on 4W-LBL1').waitFor();
    const five = labels.labels().slice(before);
    expect(await codesOn(five, LABELS_203)).toEqual([mrn, mrn, mrn, mrn, mrn]);

    await page.getByRole('textbox', { name: 'First free label' }).fill('5');
    await page.keyboard.press('Tab');
    await picture('labels-page');
    await button(/^Make 5 labels on Avery 5160/).click();
    await page.locator('.pack-done').waitFor();
    await page.locator('canvas[data-drawn]').waitFor();
    await picture('labels-sheet');
    // No page goes to a label printer.
    expect(await button(/on 4W-LBL1$/).count()).toBe(0);
  });

  test('on the command line: ZPL and label sheets to a file that was not there before', async () => {
    const site = ['--site', siteFile, '--store', demo.store, '--patient', number, '--now', DEMO_NOW];
    const zpl = join(folder(), 'labels.zpl');
    const made = await kioskJson<{ pages: number; stock: string }>('labels', ...site, '--out', zpl, '--printer', '4W-LBL1');
    expect(made).toMatchObject({ code: 0, value: { pages: 30, stock: 'labels of 57 x 32 mm at 203 dpi' } });
    expect(
      new Set(
        await codesOn(
          readFileSync(zpl, 'utf8')
            .split(/(?<=\^XZ)\n/)
            .filter(Boolean),
          LABELS_203,
        ),
      ),
    ).toEqual(new Set([number]));
    if (process.platform !== 'win32') expect(statSync(zpl).mode & 0o077).toBe(0);
    const again = await kiosk('labels', ...site, '--out', zpl, '--printer', '4W-LBL1');
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('old labels must not be taken for new ones') });

    const pdf = join(folder(), 'labels.pdf');
    expect(
      await kiosk('labels', ...site, '--out', pdf, '--sheets', 'Avery L7160', '--start', '20', '--chart', '4'),
    ).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 sheets Avery L7160, read back'),
    });
    expect(await readBack(readFileSync(pdf))).toHaveLength(2);

    const none = join(folder(), 'none');
    for (const [said, why] of [
      [['--printer', 'HALL'], 'HALL is no label printer of this unit'],
      [['--sheets', 'Avery 1'], 'There are no label sheets Avery 1 in site.yml: it has Avery 5160'],
      [['--sheets', 'Avery 5163', '--start', '11'], 'A sheet Avery 5163 has 10 labels'],
      [['--printer', '4W-BAND1', '--chart', '3'], '4W-BAND1 prints bands: choose how many of them'],
      [[], 'Say either --printer NAME'],
    ] as const) {
      const { code, stderr } = await kiosk('labels', ...site, '--out', none, ...said);
      expect(stderr).toContain(why);
      expect(code).toBeGreaterThan(0);
    }
    expect(existsSync(none)).toBe(false);
  });

  test('kiosk printers says how label printers are', async () => {
    await until('nothing is printed', () => true);
    labels.set('head-open', true);
    const { stdout, code } = await kiosk('printers', '--site', siteFile);
    expect(stdout).toMatch(/4W-BAND1 +ready +yes/);
    expect(stdout).toMatch(/4W-LBL1 +stopped .*cover is open/);
    expect(code).toBe(1);
    labels.set('head-open', false);
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WardRow } from '../../main/domain/view.ts';
import { buildRenderer, openBrowser, openScreen } from '../renderer/support/screen.ts';
import { folder } from '../support/command-line.ts';
import { serveDemoKiosk, type DemoScreen } from '../support/demo-screen.ts';
import { needs } from '../support/needs.ts';
import { pageTexts } from '../support/pdf-text.ts';

const DRUG = 'linezolid 600 mg tablet';

describe.skipIf(needs.chromium.missing)('orders written at the screen, with the whole kiosk behind it', () => {
  let demo: DemoScreen;
  let page: Page;
  let row: WardRow;
  let complaints: string[];
  const endings: (() => Promise<void> | void)[] = [];

  beforeAll(async () => {
    const built = await buildRenderer();
    endings.unshift(built.remove);
    demo = await serveDemoKiosk(built.folder);
    endings.unshift(demo.close);
    const browser = await openBrowser();
    endings.unshift(browser.close);
    browser.context.setDefaultTimeout(0);
    ({ page, complaints } = await openScreen(browser.context, demo.link()));
    const ward = await demo.call.getWard({});
    if (!ward.ok) throw new Error(ward.error.why);
    row = ward.value.rows[4]!;
  });
  afterAll(async () => {
    for (const end of endings) await end();
  });

  const dialog = () => page.getByRole('dialog');
  const gone = () => dialog().waitFor({ state: 'detached' });
  const theOrder = (drug: string) => page.locator('.order', { hasText: drug });
  /** Types into fields one after the other, as somebody does who does not touch the mouse. */
  async function typed(...fields: string[]): Promise<void> {
    for (const [i, said] of fields.entries()) {
      if (i > 0) await page.keyboard.press('Tab');
      if (said !== '') await page.keyboard.type(said);
    }
  }
  async function chosenOrder(): Promise<string> {
    const view = await demo.call.getPatient({ patientId: row.patientId });
    if (!view.ok) throw new Error(view.error.why);
    return view.value.orders.find(o => o.group === 'scheduled' && o.onWard === null)!.order.drug.name;
  }

  test('standing by, the list says that orders belong into the EHR and lets nobody write one', async () => {
    await page.goto(`${new URL(page.url()).origin}/#/patient/${encodeURIComponent(row.patientId)}`);
    await page.getByText('No downtime is declared: orders belong into the EHR.').waitFor();
    expect(await page.getByRole('button', { name: /Write an order|Stop/ }).count()).toBe(0);
  });

  test('by keyboard alone an order is written: O, drug, dose, route, how often, prescriber, name, Enter', async () => {
    await demo.call.declareOutage({
      reason: 'EHR down',
      signed: 'R. Alvarez RN',
      drill: false,
      planned: false,
      degraded: null,
      noticedAt: null,
    });
    await page.getByRole('button', { name: /Write an order/ }).waitFor();
    await page.keyboard.press('o');
    await dialog().getByLabel('Drug').waitFor();
    expect(
      await dialog()
        .getByLabel('Drug')
        .evaluate(node => node === document.activeElement),
    ).toBe(true);
    await typed(DRUG, '600 mg', 'by mouth', 'BID', 'Dr. P. Lindqvist');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await typed('', 'R. Alvarez RN');
    await page.getByText('It will read').waitFor();
    expect(await page.locator('.order-preview').innerText()).toContain('600 mg by mouth BID, at 0900 2100');
    await page.keyboard.press('Enter');
    await dialog().getByRole('alert').getByText('is not in the formulary: ask pharmacy').waitFor();
    await page.keyboard.press('Enter');
    await gone();
    await page.getByRole('status').getByText('Recorded. The order goes by').waitFor();
    const words = await theOrder(DRUG).innerText();
    expect(words).toContain('NEW ON WARD');
    expect(words).toContain('NOT VERIFIED BY A SECOND PERSON');
    expect(words).toContain('by order of Dr. P. Lindqvist. Written down by R. Alvarez RN, read back. NOT VERIFIED.');
  });

  test('what cannot be right is said at its field and nothing is recorded', async () => {
    await page.keyboard.press('o');
    await dialog().getByLabel('Drug').waitFor();
    await typed('linezolid', '600', 'by mouth', 'BID', 'Dr. Hale', '', 'R. Alvarez RN');
    await page.keyboard.press('Enter');
    await dialog().getByText('"600" has no unit').waitFor();
    await dialog().getByLabel('Starts').fill('13/45 9:00');
    await page.keyboard.press('Enter');
    await dialog().getByText('"13/45 9:00" is no time').waitFor();
    await page.keyboard.press('Escape');
    await gone();
    expect(await theOrder('linezolid').count()).toBe(1);
  });

  test('from the ward page a second person verifies it; the writer cannot', async () => {
    await page.goto(`${new URL(page.url()).origin}/#/ward`);
    await page.getByRole('button', { name: '1 order to verify' }).click();
    const item = dialog().locator('.unverified li', { hasText: DRUG });
    await item.getByRole('button', { name: 'Verify' }).click();
    await dialog().getByLabel('Your name').fill('R. Alvarez RN');
    await page.keyboard.press('Enter');
    await dialog().getByText('wrote this down and cannot verify it').waitFor();
    await dialog().getByLabel('Your name').fill('M. Chen RPh');
    await page.keyboard.press('Enter');
    await dialog().getByText('Everything is verified.').waitFor();
    await page.keyboard.press('Escape');
    await gone();
  });

  test('by mouse an order of the EHR is changed and held, by keyboard resumed and the new one stopped', async () => {
    await page.goto(`${new URL(page.url()).origin}/#/patient/${encodeURIComponent(row.patientId)}`);
    const drug = await chosenOrder();
    const own = theOrder(drug).first();
    await own.getByRole('button', { name: 'Change' }).click();
    await dialog().getByLabel('Dose').fill('12.5 mg');
    await dialog().getByRole('textbox', { name: 'Prescriber', exact: true }).fill('Dr. Hale');
    await dialog().getByLabel('How often').selectOption('BID');
    await dialog().getByRole('button', { name: 'Change the order' }).click();
    await gone();
    await own.getByText('CHANGED ON WARD', { exact: true }).waitFor();
    expect(await own.innerText()).toContain(`THE EHR SAID: ${drug}`);

    await own.getByRole('button', { name: 'Hold' }).click();
    await dialog().getByRole('textbox', { name: 'Prescriber', exact: true }).fill('Dr. Hale');
    await dialog().getByLabel('Reason').fill('nil by mouth');
    await dialog().getByRole('button', { name: 'Hold the order' }).click();
    await gone();
    await own.getByText('HOLD NOT VERIFIED', { exact: true }).waitFor();

    await own.getByRole('button', { name: 'Resume' }).focus();
    await page.keyboard.press('Enter');
    await dialog().getByRole('textbox', { name: 'Prescriber', exact: true }).waitFor();
    await typed('Dr. Hale');
    await page.keyboard.press('Enter');
    await gone();
    await own.getByText('RESUMED ON WARD', { exact: true }).waitFor();

    await theOrder(DRUG).getByRole('button', { name: 'Stop' }).focus();
    await page.keyboard.press('Enter');
    await dialog().getByRole('textbox', { name: 'Prescriber', exact: true }).waitFor();
    await typed('Dr. Hale', 'rash');
    await page.keyboard.press('Enter');
    await gone();
    await theOrder(DRUG).getByText('STOP NOT VERIFIED', { exact: true }).waitFor();
    expect(await theOrder(DRUG).getByRole('button').allInnerTexts()).toEqual(['Verify', 'Written by mistake']);
  });

  test('a change that was written by mistake is taken back: the EHR’s order stands again, and what was said stays readable', async () => {
    const drug = await chosenOrder();
    const own = theOrder(drug).first();
    await own.getByRole('button', { name: 'Change' }).click();
    await dialog().getByLabel('Dose').fill('99 mg');
    await dialog().getByRole('textbox', { name: 'Prescriber', exact: true }).fill('Dr. Hale');
    await dialog().getByLabel('How often').selectOption('BID');
    await dialog().getByRole('button', { name: 'Change the order' }).click();
    await gone();
    await own.getByRole('button', { name: 'Written by mistake' }).click();
    expect(await dialog().innerText()).toContain('It leaves the MAR and stays readable here');
    await dialog().getByRole('button', { name: 'Take it back' }).click();
    expect(await dialog().innerText()).toContain('How it came about');
    await dialog().getByLabel('How it came about').fill('for the patient in the next bed');
    await dialog().getByRole('button', { name: 'Take it back' }).click();
    await gone();
    await page.getByText('Print the patient’s MARs again').waitFor();
    expect(await own.innerText()).not.toContain('99 mg');
    const said = page.getByRole('region', { name: /never ordered/ });
    expect(await said.innerText()).toMatch(
      /^.*\n.*Change of .* to .*99 mg.* TAKEN BACK by .* \(for the patient in the next bed\)$/s,
    );
  });

  test('tomorrow’s MAR is right: the changed order with its new dose, the stopped one crossed out, what nobody verified marked', async () => {
    demo.setNow('2026-11-23T07:00:00-05:00');
    const drug = await chosenOrder();
    const selection = {
      patients: [row.patientId],
      forms: ['mar-scheduled' as const],
      from: null,
      span: 'hours' as const,
      hours: 24,
    };
    const pack = await demo.call.startPack(selection);
    if (!pack.ok) throw new Error(pack.error.why);
    const progress = async () => {
      const known = await demo.call.getPack(pack.value);
      if (!known.ok) throw new Error(known.error.why);
      return known.value;
    };
    while ((await progress()).state === 'rendering') await new Promise(resolve => setTimeout(resolve, 50));
    expect((await progress()).refused).toEqual([]);
    const pdf = await demo.call.getPackPdf({ ...pack.value, patientId: row.patientId });
    if (!pdf.ok) throw new Error(pdf.error.why);
    const file = join(folder(), 'mar.pdf');
    writeFileSync(file, Buffer.from(pdf.value.base64, 'base64'));
    const words = (await pageTexts(file)).join(' ').replace(/\s+/g, ' ');
    expect(words).toContain('STOPPED ON THE WARD 11/22/2026 14:52 by order of Dr. Hale: do not give');
    expect(words).toContain('STOP NOT VERIFIED');
    expect(words).toContain('DOSE 12.5 mg');
    expect(words).toContain('CHANGED ON WARD');
    expect(words).toContain('NOT VERIFIED BY A SECOND PERSON');
    expect(words).toContain(drug);
    expect(complaints).toEqual([]);
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WardRow } from '../../main/domain/view.ts';
import { buildRenderer, openBrowser, openScreen } from '../renderer/support/screen.ts';
import { serveDemoKiosk, type DemoScreen } from '../support/demo-screen.ts';
import { needs } from '../support/needs.ts';

describe.skipIf(needs.chromium.missing)('patients change their places at the screen, with the whole kiosk behind it', () => {
  let demo: DemoScreen;
  let page: Page;
  let complaints: string[];
  let rows: WardRow[];
  const endings: (() => Promise<void> | void)[] = [];

  beforeAll(async () => {
    const built = await buildRenderer();
    endings.unshift(built.remove);
    demo = await serveDemoKiosk(built.folder);
    endings.unshift(demo.close);
    const browser = await openBrowser();
    endings.unshift(browser.close);
    // The first paper may be in the making, which takes its time; the test’s own limit is the one that counts.
    browser.context.setDefaultTimeout(0);
    ({ page, complaints } = await openScreen(browser.context, demo.link()));
    const ward = await demo.call.getWard({});
    if (!ward.ok) throw new Error(ward.error.why);
    rows = ward.value.rows.filter(row => row.bed !== null);
  });
  afterAll(async () => {
    for (const end of endings) await end();
  });

  const row = (index: number) => page.locator('.ward-row', { hasText: rows[index]!.mrn! });
  const dialog = () => page.getByRole('dialog');
  const closed = () => dialog().waitFor({ state: 'detached' });
  const toWard = async () => {
    await page.locator('.rail a').first().click();
    await page.locator('.ward-row').first().waitFor();
  };
  const radio = (name: string) => dialog().getByText(name, { exact: true }).click();

  test('standing by nothing can be recorded, and the dialog says where it belongs', async () => {
    await row(0).click();
    await page.getByRole('button', { name: 'Move, leave, discharge …' }).click();
    await dialog().getByText('No downtime is declared: this belongs into the EHR.').waitFor();
    await page.keyboard.press('Enter');
    await closed();
    await demo.call.declareOutage({
      reason: 'EHR down',
      signed: 'R. Alvarez',
      drill: false,
      planned: false,
      degraded: null,
      noticedAt: null,
    });
  });

  test('by keyboard alone: M on a row, the bed, the name, Enter', async () => {
    await toWard();
    await row(0).focus();
    await page.keyboard.press('m');
    await dialog().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('499-Z');
    // The moment, which is now, has several parts that Tab goes through.
    const name = dialog().getByLabel('Your name');
    for (let i = 0; i < 12 && !(await name.evaluate(node => node === document.activeElement)); i++)
      await page.keyboard.press('Tab');
    await page.keyboard.type('A. Clerk');
    await page.keyboard.press('Enter');
    await closed();
    await row(0).getByText('499-Z').waitFor();
    expect(await row(0).innerText()).toContain(`Moved; EHR: ${rows[0]!.bed}`);
  });

  test('by mouse: two swap beds, and the name is remembered', async () => {
    await row(1).click();
    await page.getByRole('button', { name: 'Move, leave, discharge …' }).click();
    await radio('Swap beds');
    await dialog().getByLabel('With whom?').selectOption(rows[2]!.patientId);
    expect(await dialog().locator('.dialog-consequence').innerText()).toContain(rows[2]!.name);
    await dialog().getByRole('button', { name: 'Record: Swap beds' }).click();
    await closed();
    await page.locator('.strip-bed', { hasText: rows[2]!.bed! }).waitFor();
    await toWard();
    await row(2).getByText(rows[1]!.bed!, { exact: true }).waitFor();
  });

  test('a bed that is held is said before it is recorded, and after it as a conflict on both and on top', async () => {
    await row(3).focus();
    await page.keyboard.press('m');
    await dialog().getByLabel('To bed').fill(rows[4]!.bed!);
    await dialog().getByText(`is held by ${rows[4]!.name}`).waitFor();
    await dialog().getByRole('button', { name: 'Record: Move to another bed' }).click();
    await closed();
    await page.locator('.alarm', { hasText: 'ONE PLACE IS IN CONFLICT' }).waitFor();
    for (const index of [3, 4]) expect(await row(index).innerText()).toContain('CONFLICT ABOUT THE PLACE');
    expect(await page.locator('h1').innerText()).toContain('2 IN CONFLICT');
  });

  test('a discharge that lacks something is not recorded; recorded, the patient is marked, uncounted and still readable', async () => {
    await row(5).focus();
    await page.keyboard.press('M');
    await radio('Discharge');
    await dialog().getByRole('button', { name: 'Record: Discharge' }).click();
    await dialog().getByText('Where to? is missing.').waitFor();
    await dialog().getByLabel('Where to?').fill('home');
    await page.keyboard.press('Enter');
    await closed();
    await row(5).getByText('Discharged 14:52').waitFor();
    expect(await page.locator('.print-ward').innerText()).toContain('all 31 patients');
    await row(5).click();
    await page.locator('.strip-alarm', { hasText: /DISCHARGED at .*GIVE NOTHING/ }).waitFor();
    expect(await page.locator('#medications').innerText()).toContain('STAY ENDED: DO NOT GIVE');
  });

  test('in the ADT log it is undone by keyboard with a reason; the line stays, struck', async () => {
    await toWard();
    await page.getByRole('link', { name: 'ADT log', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'ADT log' }).waitFor();
    await page.getByRole('button', { name: `Undo: Discharged, ${rows[5]!.name}` }).focus();
    await page.keyboard.press('Enter');
    await dialog().getByLabel('Why?').waitFor();
    await page.keyboard.type('another patient');
    await page.keyboard.press('Enter');
    await closed();
    const line = page.locator('tr[data-struck]', { hasText: rows[5]!.name });
    await line.waitFor();
    expect(await line.innerText()).toMatch(/Struck by A\. Clerk, 14:52: another patient/);
    const view = await demo.call.getPatient({ patientId: rows[5]!.patientId });
    expect(view.ok && view.value).toMatchObject({ gone: null, stay: { presence: { kind: 'here' }, alarm: null } });
  });

  test('a wrong bed is corrected by mouse, which ends the conflict', async () => {
    await page.getByRole('button', { name: `Correct: Moved, ${rows[3]!.name}` }).click();
    await dialog().getByLabel('To bed').fill('498-Z');
    await dialog().getByLabel('Why?').fill('typed wrong');
    await dialog().getByRole('button', { name: 'Correct it' }).click();
    await closed();
    await page.locator('tr', { hasText: 'bed 498-Z' }).waitFor();
    await page.locator('.alarm').waitFor({ state: 'detached' });
  });

  test('a death says what it means; undone by mouse the patient is back', async () => {
    await toWard();
    await row(6).click();
    await page.getByRole('button', { name: 'Move, leave, discharge …' }).click();
    await radio('Died');
    await dialog().getByText('is shown and printed as dead, and nothing is due from then on').waitFor();
    await dialog().getByLabel('Pronounced by').fill('Dr. Okafor');
    await dialog().getByRole('button', { name: 'Record: Died' }).click();
    await closed();
    await page.locator('.strip-alarm', { hasText: 'DIED at' }).waitFor();
    await page.getByRole('button', { name: 'Move, leave, discharge …' }).click();
    await dialog().getByText('undo it in the ADT log').waitFor();
    await page.keyboard.press('Escape');
    await toWard();
    await row(6).getByText(/^DIED/).waitFor();
    await page.getByRole('link', { name: 'ADT log', exact: true }).click();
    await page.getByRole('button', { name: `Undo: DIED, ${rows[6]!.name}` }).click();
    await dialog().getByLabel('Why?').fill('misread');
    await dialog().getByRole('button', { name: 'Undo it' }).click();
    await closed();
    await toWard();
    expect(await row(6).innerText()).not.toContain('DIED');
  });

  test('census and ADT log are printed in two presses from the ward', async () => {
    await page.getByRole('link', { name: 'Print census and ADT log' }).click();
    await page.getByRole('button', { name: 'Make census and ADT log, 2 sheets' }).click();
    await page.getByText(/2 sheets, \d+ pages: made, read back and found whole/).waitFor();
    expect(complaints).toEqual([]);
  });
});

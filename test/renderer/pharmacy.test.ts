import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveDemoKiosk, type DemoScreen } from '../support/demo-screen.ts';
import { deskSite, ICU } from '../support/desk-site.ts';
import { needs } from '../support/needs.ts';
import { buildRenderer, openBrowser, openScreen, SIZES } from './support/screen.ts';

let demo: DemoScreen;
let context: BrowserContext;
const endings: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  if (needs.chromium.missing) return;
  const built = await buildRenderer();
  demo = await serveDemoKiosk(built.folder, { siteFile: deskSite() });
  const browser = await openBrowser();
  context = browser.context;
  endings.push(browser.close, demo.close, built.remove);
  for (;;) {
    const units = await demo.call.getDesk({});
    if (units.every(({ refresh }) => !refresh.running && refresh.lastAttempt !== null)) break;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}, 120_000);
afterAll(async () => {
  for (const end of endings) await end();
});

/** Opens the desk through the rail. */
async function atDesk(act: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints } = await openScreen(context, demo.link());
  try {
    await tabTo(page, page.getByRole('link', { name: 'Pharmacy' }));
    await page.keyboard.press('Enter');
    await page.locator('.desk-table').first().waitFor();
    await act(page);
    expect(complaints).toEqual([]);
  } finally {
    await page.close();
  }
}
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let i = 0; i < 60; i++) {
    if (await target.evaluate(t => t === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${String(target)}`);
}
const { KIOSK_PICTURES } = process.env;

describe.skipIf(needs.chromium.missing)('at the pharmacy desk', () => {
  test('each unit stands under its own age, one without a copy says why; what is needed stands with its arithmetic', async () => {
    await atDesk(async page => {
      for (const size of SIZES) {
        await page.setViewportSize(size);
        if (KIOSK_PICTURES) await page.screenshot({ path: `${KIOSK_PICTURES}/pharmacy-${size.width}.png` });
        const over = await page.evaluate(
          () => document.querySelector('main')!.scrollWidth > document.querySelector('main')!.clientWidth,
        );
        expect(over).toBe(false);
      }
      expect(await page.locator('.desk-list > h2').allInnerTexts()).toEqual([
        expect.stringMatching(/^4 West: Pharmacy fill list\s+as of 14:52, 0 min old\s+14:00 to Nov 23 14:00/),
        expect.stringMatching(/^5 East: Pharmacy fill list\s+as of 14:52/),
        expect.stringMatching(new RegExp(`^${ICU}: Pharmacy fill list\\s+NO COPY`)),
        'Totals per drug',
      ]);
      await page.getByText('Not read at 14:52').first().waitFor();
      const row = page
        .getByRole('table', { name: '4 West: TO FILL' })
        .getByRole('row', { name: /carvedilol/ })
        .first();
      expect(await row.innerText()).toMatch(/2 tablets\s+1 tablet x 2 doses \(1700, 11\/23 0800\) = 2 tablets/);
      await page.getByRole('combobox', { name: 'List', exact: true }).selectOption('unverified-list');
      await page.getByRole('heading', { name: /5 East: Orders not verified/ }).waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(
          v =>
            `${v.id}: ${v.nodes
              .map(n => n.html)
              .join(' ')
              .slice(0, 400)}`,
        ),
      ).toEqual([]);
    });
  }, 120_000);

  test('with the mouse: fill lists of two units for 48 hours, then their medication sheets, each unit’s found whole', async () => {
    await atDesk(async page => {
      await page.locator('.check', { hasText: ICU }).click();
      await page.getByRole('combobox', { name: 'For', exact: true }).selectOption('48');
      await page.getByRole('button', { name: 'Print: Pharmacy fill list, 2 units' }).click();
      await page.getByText('1 sheet, ').first().waitFor();
      await page.getByText('found whole').waitFor({ timeout: 60_000 });
      await page.locator('.desk-tab', { hasText: '5 East' }).click();
      await page.getByText('found whole').waitFor({ timeout: 60_000 });
      await page.locator('canvas[data-drawn="1"]').waitFor();
      if (KIOSK_PICTURES) await page.screenshot({ path: `${KIOSK_PICTURES}/pharmacy-packs.png` });
      await page.getByRole('button', { name: 'Back to the lists' }).click();
      await page.getByRole('combobox', { name: 'For', exact: true }).selectOption('24');
      await page.getByRole('button', { name: /Print: MARs, 24 hours, 2 units/ }).click();
      await page.getByText('32 patients, 65 sheets').waitFor({ timeout: 120_000 });
      await page.locator('.desk-tab', { hasText: '5 East' }).click();
      await page.getByText('4 patients, 9 sheets').waitFor({ timeout: 60_000 });
      await page.getByRole('button', { name: 'Save all units to the printing folder' }).click();
      await page.getByText(/^38 PDFs saved to /).waitFor();
    });
  }, 240_000);

  test('with the keyboard alone: another list of one unit, and its paper; a unit without a copy is named when it is printed', async () => {
    await atDesk(async page => {
      await tabTo(page, page.getByRole('checkbox', { name: /4 West/ }));
      await page.keyboard.press('Space');
      await tabTo(page, page.getByRole('combobox', { name: 'List', exact: true }));
      await page.keyboard.type('Infus');
      await page.getByRole('heading', { name: /5 East: Infusions and IV drugs/ }).waitFor();
      expect(await page.locator('.desk-list > h2').count()).toBe(2);
      await tabTo(page, page.getByRole('button', { name: 'Print: Infusions and IV drugs, 2 units' }));
      await page.keyboard.press('Enter');
      await page.getByText(`NO SHEETS OF ${ICU}`).waitFor();
      await page.getByText('found whole').waitFor({ timeout: 60_000 });
    });
  }, 120_000);
});

import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { buildRenderer, openBrowser, openScreen } from '../renderer/support/screen.ts';
import { serveDemoKiosk, type DemoScreen } from '../support/demo-screen.ts';
import { giveNumbers } from '../support/give-numbers.ts';
import { needs } from '../support/needs.ts';

const PICTURES = process.env['KIOSK_PICTURES'];

describe.skipIf(needs.chromium.missing)(
  'a walk-in at the screen, by keyboard alone, with the whole kiosk behind it',
  { timeout: 240_000 },
  () => {
    let demo: DemoScreen;
    let page: Page;
    let complaints: string[];
    let keys = 0;
    const endings: (() => Promise<void> | void)[] = [];

    beforeAll(async () => {
      const built = await buildRenderer();
      endings.unshift(built.remove);
      demo = await serveDemoKiosk(built.folder);
      endings.unshift(demo.close);
      const browser = await openBrowser();
      endings.unshift(browser.close);
      // The tests’ own limit is the one that counts.
      browser.context.setDefaultTimeout(0);
      ({ page, complaints } = await openScreen(browser.context, demo.link()));
      await page.locator('.ward-row').first().waitFor();
    });
    afterAll(async () => {
      for (const end of endings) await end();
    });

    /** Presses keys or types a text; a text counts as one step, as a person counts. */
    const press = async (...names: string[]): Promise<void> => {
      for (const name of names) {
        keys++;
        await page.keyboard.press(name);
      }
    };
    const type = async (text: string): Promise<void> => {
      keys++;
      await page.keyboard.type(text);
    };
    /** Enter, which must lead to this field or button. */
    const enterTo = async (label: string): Promise<void> => {
      await press('Enter');
      await page.waitForFunction(
        wanted => document.activeElement?.closest('.field, .check, button')?.textContent.includes(wanted) === true,
        label,
        { timeout: 40_000 },
      );
    };
    const picture = async (name: string): Promise<void> => {
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
    const openWalkIn = async (): Promise<void> => {
      await page.getByRole('link', { name: 'Walk-in' }).press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Walk-in' }).waitFor();
      await page.getByLabel('Arrived').waitFor();
    };
    const packText = async (patientId: string): Promise<string> => {
      const pack = Number(await page.evaluate(() => sessionStorage.getItem('kiosk-pack')));
      const pdf = await demo.call.getPackPdf({ pack, patientId });
      if (!pdf.ok) throw new Error(pdf.error.why);
      return (await readBack(Buffer.from(pdf.value.base64, 'base64'))).map(pageText).join('');
    };

    test('without a downtime and without numbers the page says so in words, and the button waits', async () => {
      await openWalkIn();
      await page.getByText('No downtime is declared: this belongs into the EHR').waitFor();
      await page.getByText('NO DOWNTIME NUMBERS LEFT').waitFor();
      expect(await page.getByRole('button', { name: 'Register and print' }).isDisabled()).toBe(true);
      await picture('walk-in-not-possible');
      await giveNumbers(demo, { mrn: 4, visit: 4, order: 4, alias: 2 });
      await demo.call.declareOutage({
        reason: 'EHR down',
        signed: 'R. Alvarez',
        drill: false,
        planned: false,
        degraded: null,
        noticedAt: null,
      });
      await page.getByText('Numbers left: 4 patients, 2 of them unknown.').waitFor();
    });

    let jane = '';
    test('a patient with a name is registered by keyboard to a verified band and a blank MAR', async () => {
      keys = 0;
      await page.getByLabel('Arrived').focus();
      expect(await page.getByLabel('Arrived').inputValue()).toBe('14:52');
      await enterTo('Unknown patient');
      await enterTo('Name, family name first');
      await type('DOE, Jane');
      await enterTo('Birth date or age');
      await type('05/01/1990');
      await enterTo('Sex');
      await type('f');
      await enterTo('Bed');
      await type('409-W');
      await enterTo('Allergies');
      await type('penicillin, latex');
      await enterTo('Weight');
      await enterTo('Reason');
      await enterTo('Your name');
      await type('A. Clerk');
      await picture('walk-in-filled');
      await enterTo('Register and print');
      await press('Enter');
      await page.getByRole('heading', { level: 1, name: /^Registered: DM-001-0001/ }).waitFor();
      await page.locator('.pack-done').waitFor();
      await page.locator('canvas[data-drawn]').waitFor();
      await picture('walk-in-packet');
      // A text or a key is one step: the guide says so.
      expect(keys).toBeLessThanOrEqual(18);
      jane = (await page.locator('.packet > .page-head h1').innerText()).replace('Registered: ', '');
      const paper = await packText(jane);
      for (const said of [
        'WRISTBAND AND LABELS',
        'DOE, Jane',
        jane,
        'penicillin, latex',
        'NO SCHEDULED ORDERS ARE KNOWN HERE',
        'NO PRN ORDERS ARE KNOWN HERE',
        'PHYSICIAN ORDER SHEET',
        'REGISTERED 11/22/2026 14:52, NO DATA FROM THE EHR',
      ])
        expect(paper).toContain(folded(said));
      const row = (await demo.call.getWard({})) as {
        ok: true;
        value: { rows: { patientId: string; bed: string | null; name: string }[] };
      };
      expect(row.value.rows.find(({ patientId }) => patientId === jane)).toMatchObject({ bed: '409-W', name: 'DOE, Jane' });
    });

    let unknown = '';
    test('an unknown patient takes fewer steps: a space, an age, a sex', async () => {
      await page.getByRole('button', { name: 'Register another patient' }).press('Enter');
      await page.getByLabel('Arrived').focus();
      keys = 0;
      await enterTo('Unknown patient');
      await press('Space');
      await enterTo('Birth date or age');
      await type('45');
      await enterTo('Sex');
      await type('m');
      await press('Control+Enter');
      await page.getByRole('heading', { level: 1, name: /^Registered: DM-001-0002/ }).waitFor();
      await page.locator('.pack-done').waitFor();
      expect(keys).toBeLessThanOrEqual(7);
      unknown = (await page.locator('.packet > .page-head h1').innerText()).replace('Registered: ', '');
      const paper = await packText(unknown);
      expect(paper).toContain(folded('about 45 y (estimated) male'));
      expect(paper).toMatch(/[A-Z][a-z]+DA-004-0001-/);
    });

    test('what cannot be is said beside the field, and what was typed stays', async () => {
      await page.getByRole('button', { name: 'Register another patient' }).press('Enter');
      await page.getByLabel('Arrived').fill('23:59');
      await page.getByLabel('Name, family name first').fill('ROE, Richard');
      await page.getByLabel('Birth date or age').fill('05/01/2027');
      await press('Control+Enter');
      await page.getByText('23:59 is in the future: it is 14:52. For yesterday write 11/21 23:59.').waitFor();
      await page.getByText('05/01/2027 is after today: check the birth date.').waitFor();
      expect(await page.getByLabel('Name, family name first').inputValue()).toBe('ROE, Richard');
      await picture('walk-in-faults');
    });

    test('somebody who looks like a patient of the ward is shown with why; the clerk decides', async () => {
      await page.getByLabel('Arrived').fill('14:40');
      await page.getByLabel('Name, family name first').fill('Jane Doe');
      await page.getByLabel('Birth date or age').fill('01/05/1990');
      await press('Control+Enter');
      await page.getByRole('heading', { name: 'Is it the same person?' }).waitFor();
      expect(await page.locator('.similar').innerText()).toMatch(
        /DOE, Jane.*same name, birth date with day and month exchanged/s,
      );
      await picture('walk-in-similar');
      await page.getByRole('button', { name: 'No, another person: register and print' }).press('Enter');
      await page.getByRole('heading', { level: 1, name: /^Registered: DM-001-0003/ }).waitFor();
      await page.locator('.pack-done').waitFor();
    });

    test('who was unknown is identified from the list: the name stands beside the alias, and the band stays', async () => {
      await page.getByRole('button', { name: 'Register another patient' }).press('Enter');
      await page.locator('.registered tr', { hasText: unknown }).getByRole('button', { name: 'Identify' }).press('Enter');
      await page.getByText(`Band ${unknown} stays on and stays valid`).waitFor();
      await type('SMITH, John');
      await press('Enter');
      await type('02/01/1980');
      await press('Enter');
      await type('E100');
      await press('Enter');
      await type('driving licence');
      await picture('walk-in-identify');
      await press('Control+Enter');
      await page.locator('.registered tr', { hasText: unknown }).getByText('SMITH, John').waitFor();
      expect(await page.locator('.registered tr', { hasText: unknown }).innerText()).toContain(
        `Band ${unknown} stays on: blood bank samples match it.`,
      );
      await picture('walk-in-list');
      await page.getByRole('link', { name: unknown }).press('Enter');
      await page.getByRole('heading', { level: 1, name: /^SMITH, John \(band: / }).waitFor();
      await page.getByText(`Band ${unknown} stays on: blood bank samples match it.`).first().waitFor();
      await picture('walk-in-patient');
    });

    test('a registration is corrected from the list', async () => {
      await openWalkIn();
      await page.locator('.registered tr', { hasText: jane }).getByRole('button', { name: 'Correct' }).press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Bed').fill('410-W');
      await dialog.getByLabel('Why').fill('other bed');
      await picture('walk-in-correct');
      await dialog.getByRole('button', { name: 'Correct the registration' }).press('Enter');
      await page.locator('.registered tr', { hasText: jane }).getByText('410-W').waitFor();
    });

    test('the merge list is printed with one press', async () => {
      await page.getByRole('button', { name: 'Print the merge list' }).press('Enter');
      await page.locator('.pack-done').waitFor();
      const pack = Number(await page.evaluate(() => sessionStorage.getItem('kiosk-pack')));
      const pdf = await demo.call.getPackPdf({ pack, patientId: null });
      if (!pdf.ok) throw new Error(pdf.error.why);
      const paper = (await readBack(Buffer.from(pdf.value.base64, 'base64'))).map(pageText).join('');
      for (const said of ['DOWNTIME NUMBERS: MERGE LIST', unknown, 'E100', jane]) expect(paper).toContain(folded(said));
    });

    test('who turns out to be somebody else is unknown again, from the list', async () => {
      await openWalkIn();
      const line = page.locator('.registered tr', { hasText: unknown });
      await line.getByRole('button', { name: 'Not this person' }).press('Enter');
      await page.getByText('The patient is unknown again.').waitFor();
      await type('the licence was found in the street');
      await picture('walk-in-unidentify');
      await press('Control+Enter');
      await line.getByText('Name not known').waitFor();
      expect(await line.innerText()).not.toContain('SMITH');
      expect(await line.getByRole('button', { name: 'Not this person' }).count()).toBe(0);
    });

    test('the ward list marks them, nothing scrolls sideways, and the console stayed quiet', async () => {
      await page.getByRole('link', { name: 'Ward', exact: true }).click();
      const row = page.locator('.ward-row', { hasText: jane });
      await row.waitFor();
      expect(await row.innerText()).toContain('Registered 14:52, no data from the EHR');
      await row.scrollIntoViewIfNeeded();
      await picture('walk-in-ward');
      await openWalkIn();
      expect(
        await page.evaluate(
          () =>
            document.documentElement.scrollWidth <= innerWidth &&
            document.querySelector('main')!.scrollWidth <= document.querySelector('main')!.clientWidth,
        ),
      ).toBe(true);
      expect(complaints).toEqual([]);
    });
  },
);

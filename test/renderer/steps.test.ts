import { describe, expect, test } from 'vitest';
import { needs } from '../support/needs.ts';
import { openScreens, scene, settled } from './support/screens.ts';
import { outages, standby, statuses } from './support/ward-fixture.ts';

const { on } = openScreens();
const PRINT = /Print the ward\. Count the sheets/;

describe.skipIf(needs.chromium.missing)('the downtime steps', () => {
  test('are one press from the ward, and a step is ticked with one more: it says who and when', async () => {
    await on(scene(), '', async page => {
      await page.getByRole('link', { name: 'What to do now' }).click();
      await page.getByRole('heading', { level: 1, name: 'What to do now' }).waitFor();
      expect(await page.locator('.steps .page-head').innerText()).toContain('Downtime since 15:05. Phase: First hour.');
      await page.getByText(PRINT).click();
      await page.getByText('Done 15:27, Ward 4 West').waitFor();
      expect(await page.getByRole('checkbox', { name: PRINT }).isChecked()).toBe(true);
    });
  });

  test('are ticked by keyboard under one’s own name; a tick is taken back the same way and both are said', async () => {
    await on(scene(), '#/steps', async page => {
      await settled(page);
      await page.getByLabel('Your name').fill('R. Alvarez RN');
      const box = page.getByRole('checkbox', { name: PRINT });
      await box.focus();
      await page.keyboard.press('Space');
      await page.getByText('Done 15:27, R. Alvarez RN').waitFor();
      expect(await box.evaluate(node => node === document.activeElement)).toBe(true);
      await page.keyboard.press('Space');
      await page.getByText('Tick taken back 15:27, R. Alvarez RN').waitFor();
      expect(await box.isChecked()).toBe(false);
    });
  });

  test('are another role’s by one press', async () => {
    await on(scene(), '#/steps', async page => {
      await settled(page);
      await page.getByText('Pharmacist', { exact: true }).click();
      await page.getByText('Tell the wards how pharmacy is reached').waitFor();
      expect(await page.getByText(PRINT).count()).toBe(0);
    });
  });

  test('of an earlier phase stay and say that they are overdue, once the phase has gone by', async () => {
    const downtime = statuses.downtime();
    const now = '2026-11-22T22:30:00Z';
    await on(scene({ status: { ...downtime, now } }), '#/steps', async page => {
      await settled(page);
      expect(await page.locator('.steps .page-head').innerText()).toContain('Phase: From 1 to 4 hours');
      expect(await page.locator('.step', { hasText: PRINT }).innerText()).toContain('OVERDUE');
      expect(await page.locator('.step', { hasText: 'Have a second person compare' }).innerText()).not.toContain('OVERDUE');
      await page.getByText(PRINT).click();
      await page.locator('.step[data-state=done]', { hasText: PRINT }).waitFor();
      expect(await page.locator('.step', { hasText: PRINT }).innerText()).not.toContain('OVERDUE');
    });
  });

  test('that are overdue are counted on the ward list', async () => {
    await on(scene({ status: { ...statuses.downtime(), now: '2026-11-22T22:30:00Z' } }), '', async page => {
      await page.getByRole('link', { name: 'What to do now 7 OVERDUE' }).waitFor();
    });
  });

  test('in a drill say DRILL', async () => {
    await on(scene({ status: statuses.drill() }), '#/steps', async page => {
      await settled(page);
      expect(await page.locator('.steps .page-head').innerText()).toContain('DRILL since 15:05');
      expect(await page.getByRole('checkbox').count()).toBeGreaterThan(5);
    });
  });

  test('standing by can be read for every phase and not ticked', async () => {
    await on(scene({ status: standby() }), '', async page => {
      await page.getByRole('link', { name: 'Downtime steps' }).click();
      await page.getByText('No downtime is declared').waitFor();
      expect(await page.locator('.steps h2').allInnerTexts()).toEqual([
        'First hour',
        'From 1 to 4 hours',
        'From 4 to 24 hours',
        'After the first day',
        'After the first week',
        'Whom to call',
      ]);
      expect(await page.getByRole('checkbox').count()).toBe(0);
    });
  });

  test('a tick that could not be recorded is not shown as done, and why', async () => {
    await on(scene({ tickFails: 'the disk is full' }), '#/steps', async page => {
      await settled(page);
      await page.getByText(PRINT).click();
      await page.getByText('This was not recorded: the disk is full.').waitFor();
      expect(await page.getByRole('checkbox', { name: PRINT }).isChecked()).toBe(false);
    });
  });

  test('say so when the hospital’s own could not be read', async () => {
    await on(scene({ notOwn: true }), '#/steps', async page => {
      await page.getByRole('alert').getByText('these are the usual ones').waitFor();
      await page.getByText(PRINT).waitFor();
    });
  });

  test('are printed as the role’s card with one press, and so is the phone list', async () => {
    await on(scene(), '#/steps', async page => {
      await settled(page);
      await page.getByText('Pharmacist', { exact: true }).click();
      await page.getByRole('button', { name: 'Print the card: Pharmacist' }).click();
      await page.getByText('1 sheet, 1 page: made, read back and found whole').waitFor();
      await page.locator('.file-open', { hasText: 'Forms for the ward, 4 West' }).waitFor();
      expect(await page.locator('.preview-sheet').innerText()).toContain('Role card: pharmacist');
    });
    await on(scene(), '#/steps', async page => {
      await settled(page);
      await page.getByRole('button', { name: 'Print the phone list' }).press('Enter');
      await page.locator('.preview-sheet', { hasText: 'Phone and runner list' }).waitFor();
    });
  });

  test('have the all-clear notice beside them once an outage is over, and only then', async () => {
    await on(scene({ outages: outages() }), '#/steps', async page => {
      await page.getByRole('button', { name: 'Print the phone list' }).waitFor();
      expect(await page.getByRole('button', { name: 'Print the all-clear notice' }).count()).toBe(0);
    });
    await on(scene({ status: statuses.recovery(), outages: outages() }), '#/steps', async page => {
      await page.getByRole('button', { name: 'Print the all-clear notice' }).click();
      await page.locator('.preview-sheet', { hasText: 'All-clear notice' }).waitFor();
    });
  });

  test('have the numbers to call beside them, or say that there are none', async () => {
    await on(scene({ phones: [{ who: 'Pharmacy, day and night', number: '0412' }] }), '#/steps', async page => {
      await settled(page);
      expect(await page.locator('.phones').innerText()).toMatch(/Pharmacy, day and night\s+0412/);
    });
    await on(scene(), '#/steps', async page => {
      await settled(page);
      expect(await page.locator('.phones').innerText()).toContain('No numbers are on this kiosk');
    });
  });
});

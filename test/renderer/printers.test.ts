import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { PrinterShown, PrintShown } from '../../main/contract.ts';
import type { PrintedDocument } from '../../main/domain/prints.ts';
import { needs } from '../support/needs.ts';
import type { Scene } from './support/fake-kiosk.ts';
import { SIZES } from './support/screen.ts';
import { openScreens, scene, settled } from './support/screens.ts';
import { downtime, NOW } from './support/ward-fixture.ts';

const { on } = openScreens();

const ready: PrinterShown = { name: '4W-PRN1', duplex: true, state: { state: 'ready', words: [] }, stock: null };
const empty: PrinterShown = {
  ...ready,
  state: { state: 'stopped', words: ['out of paper: add paper, it continues by itself'] },
};
const second: PrinterShown = { name: '4W-PRN2', duplex: false, state: { state: 'ready', words: [] }, stock: null };
const withPrinters = (...printers: PrinterShown[]) => ({ ...downtime(), printers });

const document = (number: number, more: Partial<PrintedDocument> = {}): PrintedDocument => ({
  document: number,
  patientId: `p${number}`,
  bed: `4${String(number).padStart(2, '0')}-A`,
  sheets: [`K1-A-1-${number}`],
  pages: 3,
  stock: null,
  labelSheet: null,
  again: null,
  printer: '4W-PRN1',
  attempt: 1,
  from: 1,
  job: number,
  confirmed: 3,
  state: 'done',
  why: null,
  doubts: [],
  leftBehind: [],
  ...more,
});
const print = (documents: PrintedDocument[], troubles: string[] = []): PrintShown => ({
  id: 'P0',
  at: NOW,
  by: 'R. Alvarez RN',
  kiosk: '4W-K1',
  pack: 1,
  unit: null,
  documents,
  troubles,
});
const midway = (troubles: string[]): PrintShown =>
  print(
    Array.from({ length: 21 }, (_, i) =>
      document(
        i + 1,
        i < 13 ? {} : i === 13 ? { state: 'accepted', confirmed: 2 } : { state: 'waiting', confirmed: 0, job: null },
      ),
    ),
    troubles,
  );

const accessible = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`)).toEqual([]);
};
async function makeWard(page: Page): Promise<void> {
  await settled(page);
  await page.getByRole('button', { name: /Make 36 patients/ }).click();
  await page.getByText('found whole').waitFor();
}
const button = (page: Page, name: RegExp) => page.getByRole('button', { name });
const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['KIOSK_PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

describe.skipIf(needs.chromium.missing).each(SIZES)('printers on a screen of %o', size => {
  test('the ward is printed with one press, on the first printer that prints', async () => {
    const shown = { ...scene({ status: withPrinters(empty, second) }), printed: midway([]) };
    await on(shown, '#/print', async page => {
      await page.setViewportSize(size);
      await makeWard(page);
      await picture(page, `pack-${size.width}`);
      await accessible(page);
      await page.getByText('out of paper: add paper').first().waitFor();
      await button(page, /^Print 117 pages on 4W-PRN2/).click();
      await page.getByText('41 of 63 pages confirmed on 4W-PRN1').waitFor();
      expect(shown.startedOn).toBe('4W-PRN2');
    });
  });

  test('one page is printed again from the print that it belongs to', async () => {
    const shown = { ...scene({ status: withPrinters(second) }), prints: [midway([])] } as Scene;
    await on(shown, '#/print', async page => {
      await page.setViewportSize(size);
      await page.getByText('Print one page again').click();
      await page.getByText('destroy the spoiled one').waitFor();
      await page.getByRole('combobox', { name: 'Whose sheets' }).selectOption({ label: '402-A' });
      await page.getByRole('combobox', { name: 'Page', exact: true }).selectOption({ label: 'Page 2 of 3' });
      await picture(page, `page-again-${size.width}`);
      await accessible(page);
      await button(page, /Print it on 4W-PRN2/).click();
      await page.getByText('The page is on its way.').waitFor();
      expect(shown.pagesAgain).toEqual(['P0 2 2 4W-PRN2']);
    });
  });

  test('out of paper is said beside the count, and the rest can be cancelled', async () => {
    const shown = {
      ...scene({ status: withPrinters(empty, second) }),
      prints: [midway(['4W-PRN1: out of paper: add paper, it continues by itself'])],
    };
    await on(shown, '#/print', async page => {
      await page.setViewportSize(size);
      await page.getByText('41 of 63 pages confirmed on 4W-PRN1').first().waitFor();
      await page.getByText('Waiting. 4W-PRN1: out of paper').waitFor();
      await button(page, /Print the other 22 pages on 4W-PRN2/).waitFor();
      expect(await button(page, /on 4W-PRN1/).count()).toBe(0);
      await picture(page, `waiting-${size.width}`);
      await accessible(page);
      await button(page, /Cancel the rest/).click();
      await expect.poll(() => shown.cancelled).toBe('P0');
    });
  });

  test('what nobody knows is named by bed, and is printed elsewhere only after it was said what may come twice', async () => {
    const why = '4W-PRN1 has forgotten this job, as after being switched off: look whether bed 412-A, pages 2 to 3 came out.';
    const prints = [print([document(1), document(12, { state: 'unknown', confirmed: 1, why })])];
    await on({ ...scene({ status: withPrinters(ready, second) }), prints }, '#/print', async page => {
      await page.setViewportSize(size);
      await page.getByText('4 of 6 pages confirmed').first().waitFor();
      await page.getByText('Bed 412-A:').waitFor();
      await button(page, /I looked: all pages are there/).waitFor();
      await button(page, /Leave it: no more paper is needed/).waitFor();
      await button(page, /Print the other 2 pages on 4W-PRN2/).click();
      await page.getByText('It is not certain').waitFor();
      await picture(page, `unknown-${size.width}`);
      await accessible(page);
      await button(page, /Print them on 4W-PRN2 all the same/).click();
      await expect.poll(() => page.getByText('It is not certain').count()).toBe(0);
    });
  });

  test('System and the banner say how each printer is', async () => {
    await on(scene({ status: withPrinters(empty, second) }), '#/system', async page => {
      await page.setViewportSize(size);
      await page.getByText('4W-PRN1 NOT PRINTING: out of paper').waitFor();
      expect(await page.locator('.banner-printer').innerText()).toMatch(/4W-PRN2 ready\s+4W-PRN1 NOT PRINTING/);
      await picture(page, `system-${size.width}`);
      await accessible(page);
    });
  });
});

test.skipIf(needs.chromium.missing)('without printers sheets are saved as before, and System says so', async () => {
  await on(scene({ status: downtime() }), '#/print', async page => {
    await makeWard(page);
    expect(await button(page, /^Print \d+ pages/).count()).toBe(0);
    await button(page, /Save all to the printing folder/).waitFor();
  });
});

import { AxeBuilder } from '@axe-core/playwright';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveDemoKiosk, type DemoScreen } from '../support/demo-screen.ts';
import { needs } from '../support/needs.ts';
import { buildRenderer, openBrowser, openScreen, SIZES } from './support/screen.ts';

let demo: DemoScreen;
let context: BrowserContext;
let patient: { patientId: string; name: string };
const endings: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  if (needs.chromium.missing) return;
  const built = await buildRenderer();
  demo = await serveDemoKiosk(built.folder);
  const browser = await openBrowser();
  context = browser.context;
  endings.push(browser.close, demo.close, built.remove);
  const ward = await demo.call.getWard({});
  if (!ward.ok) throw new Error(ward.error.why);
  patient = ward.value.rows[2]!;
  for (const { patientId } of ward.value.rows) await demo.call.getPatient({ patientId });
  // More than a page of them.
  for (let i = 0; i < 120; i++) await demo.call.findSheet({ id: `NO-SUCH-${i}` });
}, 120_000);
afterAll(async () => {
  for (const end of endings) await end();
});

async function atAudit(act: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints } = await openScreen(context, demo.link());
  try {
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.locator('.audit-table').waitFor();
    await act(page);
    expect(complaints).toEqual([]);
  } finally {
    await page.close();
  }
}
const { KIOSK_PICTURES } = process.env;

describe.skipIf(needs.chromium.missing)('the privacy officer', () => {
  test('sees the newest first, that the audit holds, and can read on; nothing is cut off', async () => {
    await atAudit(async page => {
      await page.locator('.audit-state[data-state="good"]').waitFor();
      expect(await page.locator('.audit-state').innerText()).toMatch(/The audit holds: \d+ entries since/);
      const numbers = async () => (await page.locator('.audit-table tbody td:first-child').allInnerTexts()).map(Number);
      const first = await numbers();
      expect(first).toHaveLength(100);
      await page.getByRole('button', { name: 'Show older entries' }).click();
      await page.getByText('Started with a configuration').waitFor();
      const all = await numbers();
      expect(all).toEqual(Array.from({ length: all[0]! }, (_, i) => all[0]! - i));
      for (const size of SIZES) {
        await page.setViewportSize(size);
        if (KIOSK_PICTURES) await page.screenshot({ path: `${KIOSK_PICTURES}/audit-${size.width}.png` });
        const over = await page.evaluate(
          () => document.querySelector('main')!.scrollWidth > document.querySelector('main')!.clientWidth,
        );
        expect(over).toBe(false);
      }
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations).toEqual([]);
    });
  });

  test('finds who saw a patient by the name, and takes that away as a report', async () => {
    await atAudit(async page => {
      await page.getByLabel('Patient: name, MRN or id').fill(patient.name);
      await page.locator('.audit-table tbody tr', { hasText: 'Saw a patient' }).first().waitFor();
      await expect.poll(() => page.locator('.audit-table tbody tr').count()).toBeLessThan(20);
      for (const row of await page.locator('.audit-table tbody tr').all())
        expect(await row.textContent()).toContain(patient.name);
      if (KIOSK_PICTURES) await page.screenshot({ path: `${KIOSK_PICTURES}/audit-patient.png` });
      await page.getByRole('button', { name: 'Report by user (PDF)' }).click();
      const said = await page.locator('.audit-export [role=status].save-words').innerText();
      const file = /entr(?:y is|ies are) in (.*\.pdf)\. Whoever/.exec(said)?.[1] ?? '';
      expect(file.startsWith(demo.printFolder)).toBe(true);
      expect(existsSync(file)).toBe(true);
      await page.getByRole('button', { name: 'Show everything' }).click();
      await page.locator('.audit-table tbody tr', { hasText: 'the audit as pdf' }).first().waitFor();
    });
  });

  test('is told loudly when the audit was altered, and where', async () => {
    const segment = join(demo.store, 'audit', 'audit-000001.log');
    const lines = readFileSync(segment, 'utf8').split('\n');
    lines.splice(7, 1);
    writeFileSync(segment, lines.join('\n'));
    demo.setNow('2026-11-22T15:30:00-05:00');
    await atAudit(async page => {
      const state = page.locator('.audit-state[data-state="bad"]');
      await state.waitFor();
      const said = await state.innerText();
      expect(said).toContain('THE AUDIT DOES NOT HOLD');
      expect(said).toContain('audit-000001.log, line 8');
      if (KIOSK_PICTURES) await page.screenshot({ path: `${KIOSK_PICTURES}/audit-altered.png` });
    });
  });
});

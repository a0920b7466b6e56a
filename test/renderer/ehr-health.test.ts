import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Status } from '../../main/contract.ts';
import { needs } from '../support/needs.ts';
import { startFakeKiosk } from './support/fake-kiosk.ts';
import { buildRenderer, openBrowser, openScreen, SIZES } from './support/screen.ts';
import { standby, ward } from './support/ward-fixture.ts';

let context: BrowserContext;
let folder: string;
const endings: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  if (needs.chromium.missing) return;
  const built = await buildRenderer();
  folder = built.folder;
  const browser = await openBrowser();
  context = browser.context;
  endings.push(browser.close, built.remove);
});
afterAll(async () => {
  for (const end of endings) await end();
});

const CASES: [Status['ehr']['state'], string, string][] = [
  ['slow', 'SLOW', 'The EHR takes 8.0 s for a small question'],
  [
    'partial',
    'ONLY PARTLY WORKING',
    'The EHR does not accept this kiosk: its sign-in is missing, wrong or expired (Patient, HTTP 401)',
  ],
];

describe.skipIf(needs.chromium.missing)('an EHR that is ill but not gone', () => {
  test.each(CASES)(
    'that is %s is shown with since when and why, whole, at both sizes, and no outage is claimed',
    async (state, title, reason) => {
      const status: Status = { ...standby(), ehr: { state, since: '2026-11-22T20:01:00Z', reason } };
      const kiosk = await startFakeKiosk(folder, { status, ward: ward() });
      const { page, complaints } = await openScreen(context, kiosk.url);
      try {
        for (const size of SIZES) {
          await page.setViewportSize(size);
          const fact = page.locator(`.banner-ehr[data-reach=${state}]`);
          await fact.waitFor();
          const said = (await fact.innerText()).replace(/\s+/g, ' ');
          expect(said).toContain(title);
          expect(said).toContain(reason);
          expect(said).toContain('since');
          expect(await page.locator('.refresh').innerText()).not.toContain('does not answer');
          expect(await page.locator('.banner').getAttribute('data-kind')).toBe('standby');
          const clipped = await page.evaluate(() =>
            [...document.querySelectorAll('.banner, .banner *')]
              .filter(part => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== 'inline')
              .map(part => part.className),
          );
          expect(clipped).toEqual([]);
        }
        await page.goto(`${kiosk.url.split('#')[0]}#/system`);
        await page.getByText(reason).first().waitFor();
        expect(complaints).toEqual([]);
      } finally {
        await page.close();
        await kiosk.stop();
      }
    },
  );
});

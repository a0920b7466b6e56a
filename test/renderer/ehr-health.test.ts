import { describe, expect, test } from 'vitest';
import type { Status } from '../../main/contract.ts';
import { needs } from '../support/needs.ts';
import { SIZES } from './support/screen.ts';
import { openScreens } from './support/screens.ts';
import { standby, ward } from './support/ward-fixture.ts';

const screens = openScreens();

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
      await screens.on({ status, ward: ward() }, '', async page => {
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
        await page.goto(`${page.url().split('#')[0]}#/system`);
        await page.getByText(reason).first().waitFor();
      });
    },
  );
});

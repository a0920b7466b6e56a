import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import type { AheadShown } from '../../main/contract.ts';
import type { AheadPrint } from '../../main/domain/paper-ahead.ts';
import { needs } from '../support/needs.ts';
import { openScreens, scene, settled } from './support/screens.ts';
import { SIZES } from './support/screen.ts';
import { downtime, standby } from './support/ward-fixture.ts';

const { on } = openScreens();

const print: AheadPrint = {
  key: 'gone 2026-11-22T19:52:00.000Z',
  why: 'the EHR has not answered since 11/22/2026 14:52',
  at: '2026-11-22T20:22:00Z',
  kiosk: '4W-K1',
  pack: 7,
  print: '4W-K1-7F3QXH-7-1',
  printer: '4W-PRN1',
};
const ahead = (more: Partial<AheadShown> = {}): AheadShown => ({
  rules: { kiosk: '4W-K1', forms: ['mar-scheduled', 'mar-prn'], times: ['05:30'], beforeMinutes: 60, downMinutes: 30 },
  mine: true,
  fault: null,
  announced: [{ id: 'K1:1', start: '2026-11-23T07:00:00Z', reason: 'upgrade of the EHR', by: 'IT' }],
  printed: [print],
  ...more,
});

describe.skipIf(needs.chromium.missing)('on the screen', () => {
  test('the ward says that paper came out by itself and why; System says when it will', async () => {
    await on(scene({ status: { ...downtime(), ahead: ahead() } }), '', async page => {
      await settled(page);
      const notice = page.locator('.ahead-notice');
      expect(await notice.innerText()).toMatch(
        /4W-K1 prints by itself, 15:22:\s+everybody’s paper on 4W-PRN1, because the EHR has not answered since 11\/22\/2026 14:52\.\s+See what came out/,
      );
      for (const size of SIZES) {
        await page.setViewportSize(size);
        const folder = process.env['KIOSK_PICTURES'];
        if (folder) await page.screenshot({ path: `${folder}/ahead-${size.width}.png` });
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      }
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(v => v.id)).toEqual([]);
      await page.goto(page.url().replace(/#.*|$/, '#/system'));
      const row = page.locator('.check-row[data-state=good]', { hasText: 'Paper printed by itself' });
      expect(await row.innerText()).toContain(
        'every day at 05:30; 60 minutes before a downtime that is announced; when the EHR has not answered for 30 minutes and nobody has printed since',
      );
      expect(await row.innerText()).toContain('upgrade of the EHR. IT');
    });
  });

  test('paper that could not be printed by itself is a problem on both pages', async () => {
    const fault = 'Paper was to be printed because it is 05:30, but: There is no copy of this ward.';
    await on(scene({ status: { ...standby(), ahead: ahead({ fault, printed: [] }) } }), '', async page => {
      await settled(page);
      await page.locator('.ahead-fault', { hasText: 'There is no copy' }).waitFor();
      await page.goto(page.url().replace(/#.*|$/, '#/system'));
      await page.locator('.check-row[data-state=bad]', { hasText: 'There is no copy' }).waitFor();
    });
  });

  test('where the site wants none, nothing is said of it', async () => {
    await on(scene({ status: standby() }), '#/system', async page => {
      await settled(page);
      expect(await page.getByText('by itself').filter({ hasText: 'Paper printed' }).count()).toBe(0);
    });
  });
});

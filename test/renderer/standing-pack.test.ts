import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import type { StandingShown } from '../../main/contract.ts';
import type { PlaceShown } from '../../main/domain/standing-pack.ts';
import { standingReadiness } from '../../renderer/standing-ready.ts';
import { needs } from '../support/needs.ts';
import { openScreens, scene, settled } from './support/screens.ts';
import { SIZES } from './support/screen.ts';
import { NOW, standby } from './support/ward-fixture.ts';

const { on } = openScreens();

const stick: PlaceShown = {
  folder: '/media/stick/downtime',
  state: 'good',
  at: '2026-11-22T20:18:00Z',
  file: '4-West_4W-K1_p1_000123_2026-11-22_1518-0500.pdf',
  pages: 266,
  why: null,
};
const share: PlaceShown = { ...stick, folder: '\\\\files\\downtime\\4-west' };
const standing = (more: Partial<StandingShown> = {}): StandingShown => ({
  making: false,
  why: null,
  refused: [],
  phrase: { number: 1, since: '2026-11-20T10:00:00Z', printed: true },
  places: [stick, share],
  ...more,
});
const said = (more: Partial<StandingShown> = {}) => standingReadiness(standing(more), NOW, 'America/New_York');
const pulled: PlaceShown = {
  ...stick,
  state: 'failed',
  why: '/media/stick/downtime is not there: plug in the stick, or connect the share.',
};

test('packs that lie in both places are good, and each says how old it is', () => {
  expect(said().state).toBe('good');
  expect(said().lines[0]).toContain('266 pages, made 15:18');
});

test('a stick that was pulled out asks for attention; once its pack is too old it is a problem', () => {
  expect(said({ places: [pulled, share] })).toMatchObject({ state: 'attention' });
  expect(said({ places: [pulled, share] }).lines[0]).toContain('plug in the stick');
  const old = said({ places: [{ ...pulled, state: 'too-old', at: '2026-11-22T15:00:00Z' }, share] });
  expect(old.state).toBe('bad');
  expect(old.lines[0]).toMatch(/^TOO OLD: /);
});

test('a place that never got one is a problem, and so is a sheet that is not in the pack', () => {
  expect(said({ places: [{ ...pulled, at: null, file: null, pages: null }] }).state).toBe('bad');
  const refused = [{ patient: 'SMITH, John', sheet: 'SUMMARY', why: 'head and foot of SUMMARY leave no room' }];
  expect(said({ refused })).toMatchObject({ state: 'bad' });
  expect(said({ refused }).lines.join()).toContain('Not in it: SMITH, John');
});

test('a phrase that nobody printed asks for attention', () => {
  const { state, lines } = said({ phrase: { number: 2, since: NOW, printed: false } });
  expect(state).toBe('attention');
  expect(lines.join()).toContain('without it nobody can open the packs');
});

describe.skipIf(needs.chromium.missing)('on the screen', () => {
  test('System says how each place is and prints the sheet for the envelope; the ward points there when something is wrong', async () => {
    const shown = standing({ places: [pulled, share], phrase: { number: 1, since: NOW, printed: false } });
    await on(scene({ status: { ...standby(), standing: shown } }), '', async page => {
      await settled(page);
      await page.getByRole('link', { name: 'Standing pack: look at System' }).click();
      const row = page.locator('.check-row[data-state=attention]', { hasText: 'Standing pack' });
      await row.waitFor();
      expect(await row.innerText()).toContain('plug in the stick');
      for (const { width, height } of SIZES) {
        await page.setViewportSize({ width, height });
        const folder = process.env['KIOSK_PICTURES'];
        if (folder) await page.screenshot({ path: `${folder}/standing-${width}.png`, fullPage: true });
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      }
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(v => v.id)).toEqual([]);
      await page.getByRole('button', { name: 'Print the pass phrase for the envelope' }).click();
      await page.getByText('found whole').waitFor();
    });
  });

  test('without second places nothing is said of them, and no envelope is offered', async () => {
    await on(scene({ status: standby() }), '#/system', async page => {
      await settled(page);
      expect(await page.getByText('Standing pack').count()).toBe(0);
      expect(await page.getByRole('button', { name: /envelope/ }).count()).toBe(0);
    });
  });
});

import { describe, expect, test } from 'vitest';
import type { PaperReady } from '../../main/contract.ts';
import { paperReadiness } from '../../renderer/paper-ready.ts';
import { needs } from '../support/needs.ts';
import { openScreens, scene, settled } from './support/screens.ts';
import { NOW, standby } from './support/ward-fixture.ts';

const { on } = openScreens();
const paper = (more: Partial<PaperReady> = {}): PaperReady => ({ ...standby().paper, ...more });
const said = (more: Partial<PaperReady>) => paperReadiness(paper(more), NOW, 'America/New_York');
const refused = Array.from({ length: 7 }, (_, i) => ({
  patient: `SMITH, John ${i + 1}`,
  sheet: 'MEDICATION ADMINISTRATION RECORD: ONE-TIME AND PRN 4W-K1-1795-09P',
  why: 'head and foot of SUMMARY leave no room',
}));

test('paper that lies ready says for how many, and when it was last up to date', () => {
  expect(said({})).toEqual({ state: 'good', line: 'Paper ready for 36 of 36 patients: read back, up to date at 15:22' });
});

test('while it is made it says for how many it is there already', () => {
  const line = 'Making paper in advance: ready for 3 of 36 patients';
  expect(said({ making: true, ready: 3, at: null })).toEqual({ state: 'attention', line });
  expect(said({ making: true, ready: 3 })).toEqual({ state: 'attention', line });
});

test('looking through paper that is all there is nothing to tell', () => {
  expect(said({ making: true }).state).toBe('good');
});

test('paper that nobody looked after for long is not called up to date', () => {
  expect(said({ at: '2026-11-22T19:46:00Z' })).toEqual({
    state: 'attention',
    line: 'Paper ready for 36 of 36 patients, but not looked after since 14:46: it is made when asked for',
  });
});

test('one sheet that could not be made is a problem, even when every patient has others', () => {
  expect(said({ refused: refused.slice(0, 1) })).toEqual({
    state: 'bad',
    line: 'Paper ready for 36 of 36 patients at 15:22, 1 sheet could not be made',
  });
  expect(said({ ready: 35 }).state).toBe('bad');
});

test('no paper is said with its reason, and before the first time that there is none yet', () => {
  expect(said({ ready: 0, why: 'The key is missing.' })).toEqual({
    state: 'attention',
    line: 'No paper lies ready: The key is missing.',
  });
  expect(said({ ready: 0, of: 0, at: null }).line).toContain('No paper was made in advance yet');
});

describe.skipIf(needs.chromium.missing)('on the screen', () => {
  test('the ward standing by says that its paper is ready', async () => {
    await on(scene({ status: standby() }), '', async page => {
      await settled(page);
      await page.locator('.ready [data-state=good]', { hasText: 'Paper ready for 36 of 36 patients' }).waitFor();
    });
  });

  test('sheets that cannot be printed are an alarm on the ward before they are needed, and the list stays in sight', async () => {
    await on(scene({ status: { ...standby(), paper: paper({ ready: 35, refused }) } }), '', async page => {
      await settled(page);
      const alarm = page.getByRole('alert').filter({ hasText: /7 SHEETS CAN’T BE PRINTED/ });
      expect(await alarm.innerText()).toContain('SMITH, John 5');
      expect((await page.locator('.ward-row').first().boundingBox())!.y).toBeLessThan(768);
      await alarm.getByRole('link', { name: 'and 2 more: see System' }).click();
      await page.locator('.check-row[data-state=bad]', { hasText: 'SMITH, John 7' }).waitFor();
    });
  });
});

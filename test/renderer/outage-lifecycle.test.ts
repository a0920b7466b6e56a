import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { Fault } from '../../renderer/client.ts';
import { bannerState } from '../../renderer/frame/banner-state.ts';
import { needs } from '../support/needs.ts';
import { openScreens, scene } from './support/screens.ts';
import { NOW, outages, standby, statuses } from './support/ward-fixture.ts';

const { on } = openScreens();
const sign = async (page: Page, reason: string) => {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByLabel('Your name').fill('M. Chen');
};
const isAccessible = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`)).toEqual([]);
};

describe('when the EHR seems to fail again during recovery, the banner', () => {
  const said = (status = statuses.failsAgain(), fault: Fault | null = null) =>
    bannerState({ status, now: NOW, lostSince: null, fault });
  test('says since when and why, what is still being recovered, and offers to declare', () =>
    expect(said()).toEqual({
      kind: 'suspected',
      title: 'EHR NOT ANSWERING AGAIN SINCE 15:20',
      detail: 'Three attempts in a row had no answer. Declare an outage? The outage declared at 09:05 is still being recovered.',
      acts: ['declare', 'close'],
    }));
  test('keeps the DRILL of a drill', () => {
    const status = statuses.failsAgain();
    if (status.outage.state !== 'recovery') throw new Error('it is being recovered');
    expect(said({ ...status, outage: { ...status.outage, drill: true } })).toMatchObject({
      kind: 'drill',
      title: 'DRILL: EHR NOT ANSWERING SINCE 15:20',
    });
  });
});

describe.skipIf(needs.chromium.missing)('on the screen', () => {
  test('what fails now is chosen from what was said before; the banner says it', async () => {
    const said = scene({ status: statuses.degraded() });
    await on(said, '#/system', async page => {
      await page.locator('main').getByRole('button', { name: 'What fails has changed' }).click();
      const dialog = page.getByRole('dialog');
      expect(await dialog.getByRole('radio', { name: 'Only some systems' }).isChecked()).toBe(true);
      await isAccessible(page);
      await sign(page, 'now nothing works');
      await dialog.getByText('The whole EHR', { exact: true }).click();
      await dialog.getByRole('button', { name: 'Record what fails now' }).click();
      await page.locator('.banner', { hasText: 'PLANNED DOWNTIME SINCE 15:05' }).waitFor();
      expect(said.status.outage).toMatchObject({ degraded: null });
    });
  });

  test('every change of what fails stands in the history, with who and when', async () => {
    const [drill, lab, running] = outages();
    const extents = [{ at: '2026-11-22T20:20:00Z', by: 'J. Park', reason: 'the rest is back', degraded: ['Orders'] }];
    await on(scene({ outages: [drill!, lab!, { ...running!, extents }] }), '#/system', async page => {
      await page.getByText('From 15:20 only Orders: the rest is back. J. Park').waitFor();
    });
  });

  test('the outage that was closed last can be reopened from the history, which keeps the mistake; no other can', async () => {
    const [drill, lab] = outages();
    const said = scene({ status: standby(), outages: [drill!, { ...lab!, mayReopen: true }] });
    await on(said, '#/system', async page => {
      await page.getByRole('button', { name: 'Closed by mistake: reopen' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('declared at Nov 20 00:00 goes on as if it had never ended').waitFor();
      await isAccessible(page);
      await sign(page, 'the wrong button');
      await dialog.getByRole('button', { name: 'Reopen the outage of 4 West' }).press('Enter');
      await page.getByText('Ended Nov 20 03:30, M. Chen, by mistake; reopened 15:27, M. Chen: the wrong button').waitFor();
      expect(await page.getByRole('button', { name: 'Closed by mistake' }).count()).toBe(0);
      expect(await dialog.count()).toBe(0);
    });
  });

  test('a failure during recovery is declared as a second outage with what the kiosk noticed', async () => {
    const said = scene({ status: statuses.failsAgain() });
    await on(said, '', async page => {
      await page.getByRole('button', { name: 'EHR is down again' }).click();
      await sign(page, 'login fails again');
      await page.getByRole('dialog').getByRole('button', { name: 'Declare downtime for 4 West' }).click();
      await page.locator('.banner[data-kind=downtime]').waitFor();
      expect(said.status.outage).toMatchObject({ noticedAt: '2026-11-22T20:20:00Z' });
    });
  });
});

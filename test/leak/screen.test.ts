import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildRenderer } from '../renderer/support/screen.ts';
import { chromiumFlags } from '../support/chromium-flags.ts';
import { needs } from '../support/needs.ts';
import { filesLeft } from './support/files.ts';
import { guardedWard, PEOPLE, PIN, type GuardedWard, type RunningKiosk } from './support/guarded-ward.ts';
import { counter, MARK } from './support/marks.ts';

describe.skipIf(needs.chromium.missing)('the screen of a marked ward, in a real browser', { timeout: 240_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), 'kiosk-leak-'));
  const profile = join(root, 'browser');
  const marks = counter(MARK, PIN);
  let ward: GuardedWard;
  let kiosk: RunningKiosk;
  let browser: BrowserContext | null = null;
  let page: Page;
  let removeScreen = (): void => undefined;
  /** What the page's own storage holds. */
  const kept = (): Promise<string> => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));

  beforeAll(async () => {
    const built = await buildRenderer();
    removeScreen = built.remove;
    ward = await guardedWard(root, built.folder, { patients: 2 });
    kiosk = await ward.start();
    mkdirSync(join(root, 'browser-home'));
    browser = await chromium.launchPersistentContext(profile, {
      executablePath: needs.chromium.path,
      args: ['--headless=new', ...chromiumFlags],
      env: { ...process.env, HOME: join(root, 'browser-home'), TMPDIR: join(root, 'tmp') } as Record<string, string>,
    });
    browser.setDefaultTimeout(0);
    page = await browser.newPage();
    await page.goto(kiosk.url);
  });
  afterAll(async () => {
    await browser?.close();
    await kiosk.end();
    await ward.close();
    removeScreen();
    rmSync(root, { recursive: true, force: true });
  });

  test('shows them to who signs in: the ward, a patient, a preview', async () => {
    await page.getByLabel('User name or badge').fill(PEOPLE[0]!.user);
    await page.getByLabel('PIN', { exact: true }).fill(PIN);
    await page.keyboard.press('Enter');
    await page.locator('.ward-row').first().click();
    await page.getByRole('heading', { level: 1, name: new RegExp(MARK, 'i') }).waitFor();
    await page.evaluate(() => (window.location.hash = '#/print'));
    await page.getByRole('button', { name: /^Make \d+ patients, \d+ sheets$/ }).click();
    await page.locator('.preview-page').waitFor();
    expect(marks(Buffer.from(await page.locator('body').innerText()))).toBeGreaterThan(0);
  });

  test('keeps nothing of them in the page’s own storage, and the PIN nowhere', async () => {
    const stored = await kept();
    expect(stored).toContain('kiosk-pack');
    expect(marks(Buffer.from(stored))).toBe(0);
  });

  test('shows nobody once it is locked', async () => {
    await page.getByRole('button', { name: 'Lock' }).click();
    await page.getByLabel('User name or badge').waitFor();
    expect(marks(Buffer.from(await page.content()))).toBe(0);
    expect(marks(Buffer.from(await kept()))).toBe(0);
  });

  test('and leaves nobody’s name or number in the browser’s profile, its caches, its home or the temporary folder', async () => {
    await browser!.close();
    browser = null;
    // A kiosk that runs takes files away while they are looked at.
    await kiosk.end();
    const left = filesLeft(root, marks);
    const inProfile = left.filter(({ path }) => path.startsWith('browser'));
    const bytes = inProfile.reduce((sum, file) => sum + file.bytes, 0);
    console.log(
      `The browser left ${inProfile.length} files, ${bytes} bytes; marks found: ${left.reduce((sum, file) => sum + file.marks, 0)}`,
    );
    expect(inProfile.length).toBeGreaterThan(20);
    expect(left.filter(file => file.marks > 0)).toEqual([]);
    expect(left.filter(({ path }) => path.endsWith('.dmp'))).toEqual([]);
  });
});

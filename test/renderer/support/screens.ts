import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { needs } from '../../support/needs.ts';
import { startFakeKiosk, type Scene } from './fake-kiosk.ts';
import { buildRenderer, openBrowser, openScreen } from './screen.ts';
import { statuses, ward } from './ward-fixture.ts';

/** A full ward in downtime, or what a test says instead. */
export const scene = (more: Partial<Scene> = {}): Scene => ({ status: statuses.downtime(), ward: ward(), ...more });

/** When the page of a route is there, in its own type. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('main h1').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
};

/** Builds the renderer and opens a browser once for all tests of a file. */
export function openScreens() {
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
  return {
    context: () => context,
    folder: () => folder,
    /** Opens the screen on a scene, does something, and demands that the console stayed quiet. */
    async on(
      said: Scene,
      where: string,
      act: (page: Page, tell: (topic: 'status' | 'ward') => void) => Promise<void>,
    ): Promise<void> {
      const kiosk = await startFakeKiosk(folder, said);
      const { page, complaints } = await openScreen(context, kiosk.url + where);
      try {
        await act(page, kiosk.tell);
        expect(complaints).toEqual([]);
      } finally {
        await page.close();
        await kiosk.stop();
      }
    },
  };
}

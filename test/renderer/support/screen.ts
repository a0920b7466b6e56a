import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { build } from 'vite';
import { chromiumFlags } from '../../support/chromium-flags.ts';
import { needs } from '../../support/needs.ts';

/** Builds the renderer into a folder of its own; `remove` takes it away again. */
export async function buildRenderer(): Promise<{ folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'kiosk-screen-'));
  await build({
    configFile: join(import.meta.dirname, '..', '..', '..', 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true },
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A fresh browser with a user data folder of its own. */
export async function openBrowser(): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const data = mkdtempSync(join(tmpdir(), 'kiosk-chromium-'));
  const context = await chromium.launchPersistentContext(data, {
    executablePath: needs.chromium.path,
    args: ['--headless=new', ...chromiumFlags],
    viewport: { width: 1366, height: 768 },
    acceptDownloads: true,
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The pictures of both sizes that the screens are made for. */
export const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];

/** A page that keeps what its console complains of: errors and refusals of the content security policy. */
export async function openScreen(context: BrowserContext, url: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' || /content security policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(error.message));
  await page.goto(url);
  return { page, complaints };
}

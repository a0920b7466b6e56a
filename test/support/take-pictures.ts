import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildRenderer, openBrowser, openScreen } from '../renderer/support/screen.ts';
import { serveDemoKiosk } from './demo-screen.ts';

/** Takes the README's pictures anew from the demo ward in downtime: `node main/host/node24.mjs test/support/take-pictures.ts`. Needs Chromium, poppler-utils and ImageMagick. */
const PICTURES = join(import.meta.dirname, '../../resources/screens');
const built = await buildRenderer();
const demo = await serveDemoKiosk(built.folder);
const browser = await openBrowser();
try {
  demo.setNow('2026-11-22T15:05:00-05:00');
  demo.breakEhr(() => ({ status: 503 }));
  // One failed look is none yet.
  for (let look = 0; look < 2; look++) await demo.call.refresh({});
  await demo.call.declareOutage({
    reason: 'EHR is not answering',
    signed: 'R. Alvarez RN',
    drill: false,
    planned: false,
    degraded: null,
    noticedAt: null,
  });
  const ward = await demo.call.getWard({});
  if (!ward.ok) throw new Error(ward.error.why);
  const { patientId } = ward.value.rows[3]!;

  const { page } = await openScreen(browser.context, demo.link());
  const take = async (name: string, ready: string) => {
    await page.locator(ready).first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(PICTURES, name) });
  };
  await take('ward-downtime.png', '.ward-row');
  await page.goto(`${new URL(page.url()).origin}/#/patient/${encodeURIComponent(patientId)}`);
  await take('patient.png', '.order');

  const pack = await demo.call.startPack({
    patients: [patientId],
    forms: ['mar-scheduled'],
    from: null,
    span: 'hours' as const,
    hours: 24,
  });
  if (!pack.ok) throw new Error(pack.error.why);
  const isMaking = async (): Promise<boolean> => {
    const progress = await demo.call.getPack(pack.value);
    return progress.ok && progress.value.state === 'rendering';
  };
  while (await isMaking()) await new Promise(resolve => setTimeout(resolve, 100));
  const saved = await demo.call.savePack(pack.value);
  if (!saved.ok) throw new Error(saved.error.why);
  const sheet = readdirSync(saved.value.folder).find(name => name.endsWith('.pdf'))!;
  const one = ['-f', '1', '-l', '1', '-r', '70', '-png', '-singlefile'];
  execFileSync('pdftoppm', [...one, join(saved.value.folder, sheet), join(PICTURES, 'mar')]);
  const light = ['-strip', '+dither', '-colors', '192', '-define', 'png:compression-level=9'];
  execFileSync('mogrify', [...light, ...readdirSync(PICTURES).map(name => join(PICTURES, name))]);
} finally {
  await browser.close();
  await demo.close();
  built.remove();
}

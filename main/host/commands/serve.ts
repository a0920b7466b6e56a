import { join } from 'node:path';
import { gateOf } from '../../gate.ts';
import { createKiosk } from '../../kiosk.ts';
import type { Zone } from '../../domain/time.ts';
import { unitOf } from '../../config/read-site.ts';
import { fileLog, severalLogs } from '../file-log.ts';
import { serveBrowser, type BrowserHost } from '../browser.ts';
import { lastWords } from '../last-words.ts';
import { EXIT, fail, failUsage, interrupted, say, terminalLog } from '../terminal.ts';
import { clockAt, situationOf, type StoreOptions } from './store-options.ts';

export interface ServeOptions extends StoreOptions {
  fhir?: string;
  unit?: string;
  zone?: Zone;
  port: number;
  /** Who may sign in to the demo ward. */
  hints?: string[];
}

/** The built screen beside the source tree and in the packaged app. */
export const RENDERER_FOLDER = join(import.meta.dirname, '../../../dist/renderer');

/** Serves the kiosk to browsers on this computer until interrupted. */
export async function serve(options: ServeOptions): Promise<void> {
  const { fhir, unit: asked, zone, hints = [] } = options;
  const situation = situationOf(options, {
    ...(fhir !== undefined && { fhir }),
    ...(asked !== undefined && { unit: asked }),
    ...(zone !== undefined && { zone }),
  });
  if (!situation) return;
  const { site, folders } = situation;
  const unit = unitOf(site);
  if (!unit.ok) return failUsage(options.json, unit.error);
  const log = severalLogs(terminalLog(true), fileLog({ folder: folders.log }));
  lastWords(log, words => {
    process.stderr.write(`${words}\n`);
    process.exit(EXIT.failed);
  });
  const gate = await gateOf(folders);
  if (!gate.ok) return fail(options.json, gate.error);
  const kiosk = await createKiosk({
    site,
    unit: unit.value,
    host: 'browser',
    clock: clockAt(undefined),
    log,
    gate: gate.value,
    hints,
  });
  if (!kiosk.ok) return fail(options.json, kiosk.error);
  const { ready, close } = kiosk.value;
  try {
    const host = await serveBrowser({
      kiosk: kiosk.value,
      port: options.port,
      rendererFolder: RENDERER_FOLDER,
      log,
    });
    // With a copy on disk nobody waits for an EHR that may be gone: that is when the kiosk is opened.
    await ready;
    say(
      options.json,
      { url: host.url },
      `${unit.value.name} is served on this computer only. Open this link once:\n\n  ${host.url}\n`,
    );
    offerLinks(host);
    await interrupted();
    await host.close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES')
      fail(options.json, { kind: 'port', why: `Port ${options.port} cannot be had (${code}): choose another with --port.` });
    else if (code === 'ENOENT')
      fail(options.json, { kind: 'not-built', why: `The screen is not built: run "npm run build" first.` });
    else throw error;
  } finally {
    await close();
  }
}

/** A link opens one browser once; whoever sits at the terminal gets another with Enter. */
function offerLinks(host: BrowserHost): void {
  if (!process.stdin.isTTY) return;
  process.stdout.write('Press Enter for another link, Ctrl+C to end.\n');
  process.stdin.on('data', () => process.stdout.write(`  ${host.anotherUrl()}\n`));
}

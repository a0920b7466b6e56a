import { app, dialog } from 'electron';
import { join } from 'node:path';
import { gateOf } from '../gate.ts';
import { createKiosk } from '../kiosk.ts';
import { electronKeystore } from './electron-keystore.ts';
import { fileLog, severalLogs } from './file-log.ts';
import { lastWords } from './last-words.ts';
import { openElectron, prepareElectron } from './electron.ts';
import { siteOnCommandLine } from './command-line-site.ts';
import { terminalLog } from './terminal.ts';

// The program that Electron runs. `whenReady` must not be awaited here: Electron is not ready before this module has ended.
if (prepareElectron())
  void app
    .whenReady()
    .then(open)
    .catch((cause: unknown) => giveUp(cause));
else app.quit();

async function open(): Promise<void> {
  const situation = siteOnCommandLine(process.argv.slice(1));
  if (!situation.ok) return giveUp(situation.error.why);
  const { site, unit } = situation.value;
  const log = severalLogs(terminalLog(true), fileLog({ folder: site.folders!.log }));
  lastWords(log, words => giveUp(words, 'The Downtime Kiosk broke'));
  const keystore = await electronKeystore(site.folders!);
  if (!keystore.ok) log.write('warn', 'the keystore of this computer is not used', { kind: keystore.error.kind });
  const gate = await gateOf(site.folders!, keystore.ok ? { lock: keystore.value } : { noKeystore: keystore.error.why });
  if (!gate.ok) return giveUp(gate.error.why);
  const kiosk = await createKiosk({
    site,
    unit,
    host: 'electron',
    clock: { now: () => new Date().toISOString() },
    log,
    gate: gate.value,
  });
  if (!kiosk.ok) return giveUp(kiosk.error.why);
  const built = join(import.meta.dirname, '../../dist');
  const rendererFolder = join(built, 'renderer');
  await openElectron({ kiosk: kiosk.value, rendererFolder, preload: join(built, 'preload.cjs'), log });
}

/** Says why there is no kiosk, where somebody sees it, and ends. */
function giveUp(cause: unknown, title = 'The Downtime Kiosk can’t start'): void {
  const why = typeof cause === 'string' ? cause : `The kiosk broke while it was starting. ${String(cause)}`;
  process.stderr.write(`${why}\n`);
  dialog.showErrorBox(title, why);
  app.exit(1);
}

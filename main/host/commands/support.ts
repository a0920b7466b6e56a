import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { computersSiteFile, readSite } from '../../config/read-site.ts';
import type { Instant } from '../../domain/time.ts';
import { supportBundle } from '../../services/support.ts';
import { readLog } from '../file-log.ts';
import { fail, say } from '../terminal.ts';
import { keysToList } from './store-keys.ts';
import { clockAt, signInOf, type StoreOptions } from './store-options.ts';

/** Lines of the log that go into a bundle. */
const LINES = 2000;

/**
 * Writes the support bundle: JSON, compressed with gzip, without secrets and without patient data. It is made even when the configuration is
 * wrong or no copy can be read: that is when it is wanted.
 */
export async function support(options: StoreOptions & { out: string; now?: Instant }): Promise<void> {
  const file = options.site ?? null;
  const site = readSite(file, {
    ...(options.store !== undefined && { store: options.store }),
    ...(options.key !== undefined && { key: options.key }),
  });
  const folders = site.ok ? site.value.folders : null;
  const store = folders?.store ?? options.store ?? null;
  const key = folders?.key ?? options.key ?? (store === null ? null : join(store, 'kiosk.key'));
  const log = folders?.log ?? (store === null ? null : join(store, 'log'));
  const keys = store === null || key === null ? null : await keysToList({ store, key }, signInOf(options));
  const bundle = supportBundle({
    now: clockAt(options.now).now(),
    file: site.ok ? site.value.file : (file ?? computersSiteFile()),
    site: site.ok ? site.value : null,
    problems: site.ok ? [] : site.error.problems,
    store,
    keys: keys?.ok ? keys.value : null,
    log: log === null ? [] : readLog(log, LINES),
  });
  try {
    writeFileSync(options.out, gzipSync(`${JSON.stringify(bundle, null, 1)}\n`), { mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return fail(options.json, {
      kind: 'not-written',
      why: `The bundle could not be written to ${options.out} (${code}): choose another file with --out.`,
    });
  }
  const said = {
    file: options.out,
    units: bundle.units.length,
    logLines: bundle.log.length,
    problems: bundle.site.problems.length,
  };
  say(
    options.json,
    said,
    `${options.out}: configuration without secrets, ${said.units} units, ${said.logLines} log lines, no patient data. Read it with: gzip -dc ${options.out}`,
  );
}

import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../domain/result.ts';
import type { Keys } from '../ports.ts';
import { openLive, type Writer } from './connection.ts';
import type { Disk } from './disk.ts';
import type { StoreFault } from './fault.ts';
import { whileLocked } from './lock.ts';
import { migrate } from './schema.ts';

const sidecarSchema = z.object({ format: z.literal(1), ledger: z.string(), sealedKey: z.string() });

interface Place {
  folder: string;
  keys: Keys;
  disk: Disk;
  schemaFolder: string;
}

/** Opens the live database of the ledger and brings it up to date; makes it when the store never had one. Throws what the disk throws. */
export function openLedgerFile(place: Place): Result<Writer, StoreFault> {
  const { folder, disk, schemaFolder } = place;
  disk.makeFolder(folder);
  const opened = whileLocked(join(folder, 'ledger.lock'), 5000, () => {
    const made = makeOnce(place);
    return made.ok ? openExisting(place) : made;
  });
  if (!opened.ok) return opened;
  const migrated = migrate(opened.value, 'ledger', schemaFolder);
  if (migrated.ok) return opened;
  opened.value.close();
  return err({ ...migrated.error, why: `The ledger cannot be opened. ${migrated.error.why}` });
}

/**
 * Making is: key file beside (`ledger.json.tmp`), database built and renamed, then the key file renamed, which is the commit. Every
 * crash in between is told apart from a lost file: only then is `ledger.db` there with `ledger.json.tmp` and without `ledger.json`.
 */
function makeOnce(place: Place): Result<null, StoreFault> {
  const { folder, keys, disk } = place;
  const path = (name: string): string => join(folder, name);
  if (exists(path('ledger.json'))) return ok(null);
  if (exists(path('ledger.db'))) {
    if (!exists(path('ledger.json.tmp'))) return err(missing('ledger.json', folder));
    disk.rename(path('ledger.json.tmp'), path('ledger.json'));
    disk.flushFolder(folder);
    return ok(null);
  }
  for (const left of ['ledger.json.tmp', 'ledger.db.tmp', 'ledger.db.tmp-wal', 'ledger.db.tmp-shm']) disk.remove(path(left));
  const key = randomBytes(32);
  try {
    const ledger = randomUUID();
    const sealedKey = keys.seal(key, contextOf(ledger));
    if (!sealedKey.ok) return err({ kind: sealedKey.error.kind, why: `The ledger could not be made. ${sealedKey.error.why}` });
    disk.create(path('ledger.json.tmp'), `${JSON.stringify({ format: 1, ledger, sealedKey: sealedKey.value }, null, 2)}\n`);
    disk.create(path('ledger.db.tmp'), '');
    const db = openLive(path('ledger.db.tmp'), key, true);
    if (!db.ok) return err({ kind: 'unwritable', why: `The ledger could not be made: ${db.error.why}. Check the disk.` });
    const migrated = migrate(db.value, 'ledger', place.schemaFolder);
    db.value.close();
    if (!migrated.ok) return migrated;
    disk.flush(path('ledger.db.tmp'));
    disk.flushFolder(folder);
    disk.rename(path('ledger.db.tmp'), path('ledger.db'));
    disk.flushFolder(folder);
    disk.rename(path('ledger.json.tmp'), path('ledger.json'));
    disk.flushFolder(folder);
    return ok(null);
  } finally {
    key.fill(0);
  }
}

function openExisting({ folder, keys }: Place): Result<Writer, StoreFault> {
  const path = join(folder, 'ledger.db');
  if (!exists(path)) return err(missing('ledger.db', folder));
  const sidecar = readSidecar(join(folder, 'ledger.json'));
  if (!sidecar.ok) return sidecar;
  const key = keys.open(sidecar.value.sealedKey, contextOf(sidecar.value.ledger));
  if (!key.ok) return err({ kind: key.error.kind, why: `The ledger cannot be opened. ${key.error.why}` });
  try {
    const db = openLive(path, key.value, false);
    if (!db.ok) return err(damaged(db.error.why));
    const whole = integrity(db.value);
    if (whole === 'ok') return db;
    db.value.close();
    return err(damaged(whole));
  } finally {
    key.value.fill(0);
  }
}

/** "ok", or what is wrong. An emptied file opens as an empty database: its version tells it from one that was made here. */
function integrity(db: Writer): string {
  try {
    if (db.prepare('pragma user_version').pluck().get() === 0) return 'ledger.db was emptied';
    return String(db.prepare('pragma quick_check').pluck().get());
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code === 'string' && code.startsWith('SQLITE_')) return code;
    throw error;
  }
}

function readSidecar(path: string): Result<z.infer<typeof sidecarSchema>, StoreFault> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const format = (value as { format?: unknown } | null)?.format;
    if (typeof format === 'number' && format > 1) {
      return err({
        kind: 'newer-version',
        why: 'The ledger was written by a newer version of this app. It is untouched: install the newer version.',
      });
    }
    const parsed = sidecarSchema.safeParse(value);
    return parsed.success ? ok(parsed.data) : err(damaged('ledger.json is not whole'));
  } catch (error) {
    return err(damaged(`ledger.json cannot be read (${(error as NodeJS.ErrnoException).code ?? 'not whole'})`));
  }
}

const contextOf = (ledger: string): string => `ledger|${ledger}`;
const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

const damaged = (what: string): StoreFault => ({
  kind: 'damaged',
  why: `The ledger of this kiosk cannot be read: ${what}. It is untouched and the copies of the patients are not affected: keep the files, call IT.`,
});

const missing = (name: string, folder: string): StoreFault => ({
  kind: 'ledger-missing',
  why: `The ledger's file ${name} is missing in ${folder}. No new ledger was begun, so that what was recorded isn't forgotten: bring the file back from the backup, or call IT.`,
});

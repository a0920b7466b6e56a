import { statSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../domain/result.ts';
import type { Keys } from '../ports.ts';
import { backedUpPath, backupNumbers, backupsOf, verifiedBackup, type BackupManifest, type Backups } from './backup-folder.ts';
import { openReader } from './connection.ts';
import { namesIn, realDisk, type Disk } from './disk.ts';
import { faultOf, type StoreFault } from './fault.ts';
import { compared, contentsOf, type ComparedRun, type LedgerContents } from './ledger-contents.ts';
import { inUseFile, keyInText, keyOfBook, LEDGER, restoringFile } from './ledger-file.ts';
import { whileLocked } from './lock.ts';
import { isCurrent, SCHEMA_FOLDER } from './schema.ts';

export interface RestoreOptions {
  /** The store's. */
  folder: string;
  keys: Keys;
  disk?: Disk;
  schemaFolder?: string;
}

/** A ledger as it lies: what it holds, or why that can't be said. */
export type Held = { contents: LedgerContents; why: null } | { contents: null; why: string };

/** A backup that could be brought back, beside what is there now. */
export interface Restorable {
  manifest: BackupManifest;
  backup: Held;
  present: Held;
  runs: ComparedRun[];
  /** Newer backups that can't be used, and why. */
  skipped: { backup: number; why: string }[];
}

export interface Restored extends Restorable {
  /** The folder with the files that were there before; null when there were none. */
  aside: string | null;
}

const SAFE = 'The files that were there are kept.';
const FILES = ['.db', '.db-wal', '.db-shm', '.json', '.json.tmp'].map(suffix => LEDGER.name + suffix);

/** What is in the backup of that number, or else in the newest that verifies, and what is in the ledger now. Changes nothing. */
export function lookAtBackup(options: RestoreOptions, number?: number): Result<Restorable, StoreFault> {
  const backups = backupsOf(options.folder, options.keys, options.disk ?? realDisk());
  const skipped: Restorable['skipped'] = [];
  for (const candidate of number === undefined ? backupNumbers(backups) : [number]) {
    const verified = verifiedBackup(backups, candidate);
    if (!verified.ok) {
      skipped.push({ backup: candidate, why: verified.error.why });
      continue;
    }
    const backup = heldInBackup(options, backups, verified.value);
    const present = heldNow(options);
    const runs = backup.contents ? compared(backup.contents, present.contents) : [];
    return ok({ manifest: verified.value, backup, present, runs, skipped });
  }
  const list = skipped.map(s => `backup ${s.backup}: ${s.why}`).join('; ');
  const what =
    skipped.length > 0
      ? `No backup of the ledger can be used (${list}).`
      : `There is no backup of the ledger in ${backups.folder}.`;
  return err({ kind: 'none-verifies', why: `${what} Nothing was changed.` });
}

/**
 * Puts a backup in the place of the ledger. What is there moves aside, nothing is overwritten, and the restored ledger counts only once all events
 * of the backup read back from it. Breaking off at any moment leaves a ledger that says so instead of an empty one; then it is done again.
 */
export function restoreLedger(options: RestoreOptions, number?: number): Result<Restored, StoreFault> {
  const { folder, disk = realDisk() } = options;
  try {
    disk.makeFolder(folder);
    return whileLocked(inUseFile(folder), 0, () => {
      const found = lookAtBackup(options, number);
      if (!found.ok) return found;
      const { backup, manifest } = found.value;
      if (backup.contents === null)
        return err({ kind: 'unreadable', why: `Backup ${manifest.backup} cannot be used: ${backup.why} Nothing was changed.` });
      const marker = restoringFile(folder);
      if (!exists(marker)) disk.create(marker, `${manifest.backup}\n`);
      disk.flushFolder(folder);
      const aside = moveAside(folder, disk);
      const backups = backupsOf(folder, options.keys, disk);
      for (const name of FILES.filter(file => manifest.files.some(kept => kept.name === file)))
        disk.copy(backedUpPath(backups, manifest.backup, name), join(folder, name));
      disk.create(join(folder, `${LEDGER.name}.json`), manifest.keyFile);
      disk.flushFolder(folder);
      const restored = heldNow(options);
      if (JSON.stringify(restored.contents) !== JSON.stringify(backup.contents)) {
        const why = `What was restored does not read back as it is in the backup (${restored.why ?? 'other events'}). ${SAFE} Check the disk and try again.`;
        return err({ kind: 'damaged', why });
      }
      disk.remove(marker);
      disk.flushFolder(folder);
      return ok({ ...found.value, aside });
    });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY')
      return err({
        kind: 'busy',
        why: 'The ledger is in use: close the kiosk on this computer, and try again. Nothing was changed.',
      });
    return faultOf(error, 'The restored ledger', SAFE);
  }
}

/** Moves the ledger's files into a folder of their own, whose name says so. */
function moveAside(folder: string, disk: Disk): string | null {
  const present = FILES.filter(name => exists(join(folder, name)));
  if (present.length === 0) return null;
  const taken = namesIn(folder).map(name => Number(/^ledger-set-aside-(\d+)$/.exec(name)?.[1] ?? 0));
  const aside = join(folder, `ledger-set-aside-${String(Math.max(0, ...taken) + 1).padStart(4, '0')}`);
  disk.makeFolder(aside);
  for (const name of present) disk.rename(join(folder, name), join(aside, name));
  disk.flushFolder(aside);
  disk.flushFolder(folder);
  return aside;
}

function heldInBackup({ keys, schemaFolder }: RestoreOptions, backups: Backups, { backup, keyFile }: BackupManifest): Held {
  const path = backedUpPath(backups, backup, `${LEDGER.name}.db`);
  return heldIn(path, keyInText(keyFile, keys, LEDGER), schemaFolder);
}

/** What the store's ledger holds now. */
export function heldNow({ folder, keys, schemaFolder }: RestoreOptions): Held {
  return heldIn(join(folder, `${LEDGER.name}.db`), keyOfBook({ folder, keys, book: LEDGER }), schemaFolder);
}

function heldIn(path: string, key: Result<Buffer, StoreFault>, schemaFolder = SCHEMA_FOLDER): Held {
  if (!key.ok) return { contents: null, why: key.error.why };
  try {
    const opened = openReader(path, key.value);
    if (!opened.ok) return { contents: null, why: `${opened.error.why}.` };
    try {
      if (isCurrent(opened.value, LEDGER.name, schemaFolder)) return { contents: contentsOf(opened.value), why: null };
      return { contents: null, why: 'It was written by another version of this app.' };
    } finally {
      opened.value.close();
    }
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== 'string') throw error;
    return { contents: null, why: `It cannot be read (${code}).` };
  } finally {
    key.value.fill(0);
  }
}

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

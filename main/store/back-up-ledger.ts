import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Keys } from '../ports.ts';
import {
  backedUpPath,
  backupNumbers,
  backupsOf,
  commitBackup,
  newestBackup,
  pruneBackups,
  removeBackup,
  type BackupManifest,
  type Backups,
} from './backup-folder.ts';
import { openLive, openReader, type Reader } from './connection.ts';
import { fingerprint, realDisk, type Disk } from './disk.ts';
import { faultOf, type StoreFault } from './fault.ts';
import { contentsOf, type LedgerContents } from './ledger-contents.ts';
import { inUseFile, keyOfBook, LEDGER } from './ledger-file.ts';
import { inUse, whileLocked } from './lock.ts';
import { isCurrent, SCHEMA_FOLDER } from './schema.ts';

export interface BackUpOptions {
  /** The store's. */
  folder: string;
  keys: Keys;
  made: Instant;
  /** More files of the store, by their paths with slashes: such as only grow. */
  also?: readonly string[];
  disk?: Disk;
  schemaFolder?: string;
}

/** `unchanged`: the newest backup has all of it. `nothing`: there is no ledger yet. */
export type BackedUp = { kind: 'made'; manifest: BackupManifest } | { kind: 'unchanged'; backup: number } | { kind: 'nothing' };

const TASK = 'The backup of the ledger';
const SAFE = 'The ledger itself is untouched.';
const DB = `${LEDGER.name}.db`;
const SIDECAR = `${LEDGER.name}.json`;
const WAL = `${LEDGER.name}.db-wal`;

/**
 * Puts a copy of the ledger beside the generations, encrypted with its own key, and keeps the newest three. Where somebody is signed in it is
 * taken from the live database and read back; otherwise nobody writes to the ledger, and its files are copied as they lie.
 */
export function backUpLedger(options: BackUpOptions): Result<BackedUp, StoreFault> {
  const { folder, keys, disk = realDisk() } = options;
  if (!exists(join(folder, DB)) && !exists(join(folder, SIDECAR))) return ok({ kind: 'nothing' });
  const backups = backupsOf(folder, keys, disk);
  try {
    disk.makeFolder(backups.folder);
    return whileLocked(join(backups.folder, 'backups.lock'), 0, () => {
      const key = keyOfBook({ folder, keys, book: LEDGER });
      if (!key.ok && key.error.kind !== 'locked') return key;
      const use = inUse(inUseFile(folder));
      try {
        return backUpLocked(options, backups, key.ok ? key.value : null);
      } finally {
        if (key.ok) key.value.fill(0);
        use.release();
        pruneBackups(backups);
      }
    });
  } catch (error) {
    return faultOf(error, TASK, SAFE);
  }
}

function backUpLocked(options: BackUpOptions, backups: Backups, key: Buffer | null): Result<BackedUp, StoreFault> {
  const { folder, made, also = [] } = options;
  const { disk } = backups;
  const keyFile = readFileSync(join(folder, SIDECAR), 'utf8');
  const sizes = also.map(name => [name, statSync(join(folder, name)).size]);
  const live = key === null ? null : openLive(join(folder, DB), key, false);
  if (live?.ok === false) return err({ kind: 'damaged', why: `${TASK} could not be made: ${live.error.why}. ${SAFE} Call IT.` });
  try {
    const held = live ? stateOf(live.value, options) : closedFiles(folder);
    const state = createHash('sha256')
      .update(JSON.stringify([keyFile, sizes, held]))
      .digest('hex');
    const newest = newestBackup(backups);
    if (newest?.state === state) return ok({ kind: 'unchanged', backup: newest.backup });
    const number = (backupNumbers(backups)[0] ?? 0) + 1;
    const to = (name: string): string => backedUpPath(backups, number, name);
    let committed = false;
    try {
      let ledger: BackupManifest['ledger'] = null;
      const names = live ? [DB] : [DB, WAL].filter(name => exists(join(folder, name)));
      if (live) {
        disk.create(to(DB), '');
        live.value.prepare('vacuum into ?').run(to(DB));
        disk.flush(to(DB));
        const read = readBack(to(DB), key!, options);
        if (!read.ok) return read;
        ledger = read.value;
      } else {
        for (const name of names) disk.copy(join(folder, name), to(name));
        if (JSON.stringify(closedFiles(folder)) !== JSON.stringify(held))
          return err({ kind: 'busy', why: `${TASK} could not be made: another process is writing the ledger. ${SAFE}` });
      }
      for (const name of also) disk.copy(join(folder, name), to(name));
      const files = [...names, ...also].map(name => ({ name, ...fingerprint(to(name)) }));
      const manifest = commitBackup(backups, { format: 1, backup: number, made, files, keyFile, ledger, state });
      if (!manifest.ok)
        return err({ kind: manifest.error.kind, why: `${TASK} could not be made. ${SAFE} ${manifest.error.why}` });
      committed = true;
      return ok({ kind: 'made', manifest: manifest.value });
    } finally {
      if (!committed) removeBackup(backups, number);
    }
  } finally {
    if (live?.ok) live.value.close();
  }
}

/** Everything in a ledger that would make another backup. */
const stateOf = (db: Reader, { schemaFolder = SCHEMA_FOLDER }: BackUpOptions): unknown =>
  isCurrent(db, LEDGER.name, schemaFolder)
    ? [
        contentsOf(db),
        db.prepare('select public_key, bundle from heard_kiosk order by public_key').all(),
        db.prepare('select count(*) from signing_key').pluck().get(),
      ]
    : db.prepare('select count(*) from event').pluck().get();

/** The ledger's files while nobody has it open; what is not in the database yet lies in its log. */
const closedFiles = (folder: string): unknown =>
  [DB, WAL].filter(name => exists(join(folder, name))).map(name => [name, fingerprint(join(folder, name))]);

/** Proves that a copy is whole, and says what it holds; null when an earlier version of the app made the ledger. */
function readBack(path: string, key: Buffer, { schemaFolder }: BackUpOptions): Result<LedgerContents | null, StoreFault> {
  const notWhole = (what: string): StoreFault => ({
    kind: 'unwritable',
    why: `${TASK} is not whole (${what}). ${SAFE} Check the disk.`,
  });
  const opened = openReader(path, key);
  if (!opened.ok) return err(notWhole(opened.error.why));
  const reader = opened.value;
  try {
    const integrity = reader.prepare('pragma integrity_check').pluck().all();
    if (integrity.length !== 1 || integrity[0] !== 'ok') return err(notWhole(`integrity check: ${integrity[0]}`));
    return ok(isCurrent(reader, LEDGER.name, schemaFolder) ? contentsOf(reader) : null);
  } finally {
    reader.close();
  }
}

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

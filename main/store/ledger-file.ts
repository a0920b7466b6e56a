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
type Sidecar = z.infer<typeof sidecarSchema>;

export interface Place {
  folder: string;
  keys: Keys;
  disk: Disk;
  schemaFolder: string;
  /** Which book: its files are `<name>.db` and `<name>.json`. */
  book: Book;
}

interface Book {
  name: 'ledger' | 'adt' | 'paper' | 'print';
  /** "The ledger". */
  title: string;
}

/** What people on this ward did. */
export const LEDGER: Book = { name: 'ledger', title: 'The ledger' };
/** What the ADT feed said. */
export const ADT_JOURNAL: Book = { name: 'adt', title: 'The ADT journal' };

/** Paper made in advance. */
export const PAPER: Book = { name: 'paper', title: 'The shelf of ready paper' };

/** Paper that waits for a printer. */
export const PRINTS: Book = { name: 'print', title: 'The queue of what is to be printed' };

/** Whoever has a store's ledger open holds this file. */
export const inUseFile = (folder: string): string => join(folder, `${LEDGER.name}.in-use`);
/** While this file is there, the files of the ledger are being replaced: nobody may open or make it. */
export const restoringFile = (folder: string, book: Book = LEDGER): string => join(folder, `${book.name}.restoring`);

/** Opens the live database of a book and brings it up to date; makes it when the store never had one. Throws what the disk throws. */
export function openBook(place: Place): Result<Writer, StoreFault> {
  const { folder, disk, schemaFolder, book } = place;
  disk.makeFolder(folder);
  const opened = whileLocked(join(folder, `${book.name}.lock`), 5000, () => {
    if (exists(restoringFile(folder, book))) return err(halfRestored(book));
    const made = makeOnce(place);
    return made.ok ? openExisting(place) : made;
  });
  if (!opened.ok) return opened;
  const migrated = migrate(opened.value, book.name, schemaFolder);
  if (migrated.ok) return opened;
  opened.value.close();
  return err({ ...migrated.error, why: `${book.title} cannot be opened. ${migrated.error.why}` });
}

/**
 * Making is: key file beside (`ledger.json.tmp`), database built and renamed, then the key file renamed, which is the commit. Every
 * crash in between is told apart from a lost file: only then is `ledger.db` there with `ledger.json.tmp` and without `ledger.json`.
 */
function makeOnce(place: Place): Result<null, StoreFault> {
  const { folder, keys, disk, book } = place;
  const path = (suffix: string): string => join(folder, book.name + suffix);
  if (exists(path('.json'))) return ok(null);
  if (exists(path('.db'))) {
    if (!exists(path('.json.tmp'))) return err(missing(book, '.json', folder));
    disk.rename(path('.json.tmp'), path('.json'));
    disk.flushFolder(folder);
    return ok(null);
  }
  for (const left of ['.json.tmp', '.db.tmp', '.db.tmp-wal', '.db.tmp-shm']) disk.remove(path(left));
  const key = randomBytes(32);
  try {
    const ledger = randomUUID();
    const sealedKey = keys.seal(key, contextOf(book, ledger));
    if (!sealedKey.ok) return err({ kind: sealedKey.error.kind, why: `${book.title} could not be made. ${sealedKey.error.why}` });
    disk.create(path('.json.tmp'), `${JSON.stringify({ format: 1, ledger, sealedKey: sealedKey.value }, null, 2)}\n`);
    disk.create(path('.db.tmp'), '');
    const db = openLive(path('.db.tmp'), key, true);
    if (!db.ok) return err({ kind: 'unwritable', why: `${book.title} could not be made: ${db.error.why}. Check the disk.` });
    const migrated = migrate(db.value, book.name, place.schemaFolder);
    db.value.close();
    if (!migrated.ok) return migrated;
    disk.flush(path('.db.tmp'));
    disk.flushFolder(folder);
    disk.rename(path('.db.tmp'), path('.db'));
    disk.flushFolder(folder);
    disk.rename(path('.json.tmp'), path('.json'));
    disk.flushFolder(folder);
    return ok(null);
  } finally {
    key.fill(0);
  }
}

/** Opens the key of a book that is there. Whoever gets it wipes it. */
export function keyOfBook({ folder, keys, book }: Pick<Place, 'folder' | 'keys' | 'book'>): Result<Buffer, StoreFault> {
  if (!exists(join(folder, `${book.name}.db`))) return err(missing(book, '.db', folder));
  const path = join(folder, `${book.name}.json`);
  if (!exists(path)) return err(missing(book, '.json', folder));
  const sidecar = readSidecar(path, book);
  return sidecar.ok ? keyIn(sidecar.value, keys, book) : sidecar;
}

/** Opens the key in the text of a book's key file, wherever that is kept. Whoever gets it wipes it. */
export function keyInText(text: string, keys: Keys, book: Book): Result<Buffer, StoreFault> {
  const sidecar = sidecarIn(text, book);
  return sidecar.ok ? keyIn(sidecar.value, keys, book) : sidecar;
}

function keyIn({ ledger, sealedKey }: Sidecar, keys: Keys, book: Book): Result<Buffer, StoreFault> {
  const key = keys.open(sealedKey, contextOf(book, ledger));
  return key.ok ? key : err({ kind: key.error.kind, why: `${book.title} cannot be opened. ${key.error.why}` });
}

function openExisting(place: Place): Result<Writer, StoreFault> {
  const { folder, book } = place;
  const path = join(folder, `${book.name}.db`);
  const key = keyOfBook(place);
  if (!key.ok) return key;
  try {
    const db = openLive(path, key.value, false);
    if (!db.ok) return err(damaged(book, db.error.why));
    const whole = integrity(db.value, book);
    if (whole === 'ok') return db;
    db.value.close();
    return err(damaged(book, whole));
  } finally {
    key.value.fill(0);
  }
}

/** "ok", or what is wrong. An emptied file opens as an empty database: its version tells it from one that was made here. */
function integrity(db: Writer, book: Book): string {
  try {
    if (db.prepare('pragma user_version').pluck().get() === 0) return `${book.name}.db was emptied`;
    return String(db.prepare('pragma quick_check').pluck().get());
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code === 'string' && code.startsWith('SQLITE_')) return code;
    throw error;
  }
}

function readSidecar(path: string, book: Book): Result<Sidecar, StoreFault> {
  try {
    return sidecarIn(readFileSync(path, 'utf8'), book);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return err(damaged(book, `${book.name}.json cannot be read (${code})`));
  }
}

function sidecarIn(text: string, book: Book): Result<Sidecar, StoreFault> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err(damaged(book, `${book.name}.json cannot be read (not whole)`));
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > 1) {
    return err({
      kind: 'newer-version',
      why: `${book.title} was written by a newer version of this app. It is untouched: install the newer version.`,
    });
  }
  const parsed = sidecarSchema.safeParse(value);
  return parsed.success ? ok(parsed.data) : err(damaged(book, `${book.name}.json is not whole`));
}

/** What a book's sidecar says, for sealing its key anew; null where there is none, or it isn't whole. */
export function sealedBook(path: string, book: Book): { written: object; sealedKey: string; context: string } | null {
  if (!exists(path)) return null;
  const sidecar = readSidecar(path, book);
  if (!sidecar.ok) return null;
  const { ledger, sealedKey } = sidecar.value;
  return { written: sidecar.value, sealedKey, context: contextOf(book, ledger) };
}

const contextOf = ({ name }: Book, id: string): string => `${name}|${id}`;
const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

const damaged = ({ title }: Book, what: string): StoreFault => ({
  kind: 'damaged',
  why: `${title} of this kiosk cannot be read: ${what}. It is untouched and the copies of the patients are not affected: keep the files, call IT.`,
});

const halfRestored = ({ title }: Book): StoreFault => ({
  kind: 'ledger-missing',
  why: `${title} was being brought back from a backup, and that was not finished. No new one was begun: run "kiosk ledger restore" again, or call IT.`,
});

const missing = ({ name, title }: Book, suffix: string, folder: string): StoreFault => ({
  kind: 'ledger-missing',
  why: `${title}'s file ${name}${suffix} is missing in ${folder}. No new one was begun, so that what was recorded isn't forgotten: bring the file back from the backup, or call IT.`,
});

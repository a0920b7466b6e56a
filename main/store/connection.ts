import Database from 'better-sqlite3';
import { closeSync, openSync, readSync, fstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { err, ok, type Result } from '../domain/result.ts';

/** A connection that can only read. Branded, so that no query is handed the right to write by accident. */
export type Reader = Pick<Database.Database, 'prepare' | 'close'> & { readonly __reader: true };
/** A connection that can write. */
export type Writer = Reader & Pick<Database.Database, 'exec' | 'transaction'> & { readonly __writer: true };

/** The encrypting build's own method, which the types of the plain one don't know. */
type Keyed = Database.Database & { key(key: Buffer): number };

/** Why a database did not open. A damaged first page and a wrong key look alike to SQLCipher; a checked hash tells them apart. */
export type OpenFault = { kind: 'wrong-key' | 'not-a-database' | 'damaged' | 'missing'; why: string };

/** Opens an encrypted database to read only: no write, no function or trigger of a doctored schema runs. */
export function openReader(path: string, key: Buffer): Result<Reader, OpenFault> {
  return open(path, key, { readonly: true, fileMustExist: true }, [
    'query_only = on',
    'trusted_schema = off',
    'cell_size_check = on',
  ]) as Result<Reader, OpenFault>;
}

/** Opens a temporary file to be filled once, flushed and renamed by the caller: SQLite itself neither journals nor flushes. */
export function openBuilder(path: string, key: Buffer): Result<Writer, OpenFault> {
  return open(path, key, { fileMustExist: true }, ['journal_mode = off', 'synchronous = off', 'locking_mode = exclusive']);
}

/**
 * Opens a live database: what was committed survives a power cut. `create` for the first time only. Each commit is moved from the log into the
 * database before it is acknowledged: a damaged log reads like one that was cut off, so what is only there could be lost without a word.
 */
export function openLive(path: string, key: Buffer, create: boolean): Result<Writer, OpenFault> {
  return open(path, key, { fileMustExist: !create }, [
    'journal_mode = wal',
    'synchronous = full',
    'wal_autocheckpoint = 1',
    'fullfsync = on',
    'checkpoint_fullfsync = on',
    'foreign_keys = on',
    'recursive_triggers = on',
    'trusted_schema = off',
    'cell_size_check = on',
  ]);
}

/**
 * SQLCipher 4's scheme with a raw key: readable by SQLCipher's own tools, so that recovery isn't tied to this app. Temporary
 * tables stay in memory: by default SQLite spills them to disk in plain text.
 */
function open(path: string, key: Buffer, options: Database.Options, pragmas: string[]): Result<Writer, OpenFault> {
  const raw = Buffer.concat([Buffer.from('raw:'), key]);
  let db: Database.Database | null = null;
  try {
    db = new Database(resolve(path), options);
    db.pragma(`cipher = 'sqlcipher'`);
    db.pragma('legacy = 4');
    (db as Keyed).key(raw);
    db.pragma('temp_store = memory');
    for (const pragma of pragmas) db.pragma(pragma);
    db.prepare('select count(*) from sqlite_schema').get();
    return ok(db as unknown as Writer);
  } catch (error) {
    db?.close();
    return err(openFault(error, path));
  } finally {
    raw.fill(0);
  }
}

function openFault(error: unknown, path: string): OpenFault {
  const code = (error as { code?: unknown }).code;
  if (code === 'SQLITE_CANTOPEN') return { kind: 'missing', why: 'the file is missing or may not be read' };
  if (code === 'SQLITE_NOTADB') return unrecognised(path);
  if (typeof code === 'string' && code.startsWith('SQLITE_CORRUPT')) return { kind: 'damaged', why: 'the file is damaged' };
  throw error;
}

/** The first page didn't authenticate: says what else the file is, if it plainly is something else. */
function unrecognised(path: string): OpenFault {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(16);
    readSync(file, head);
    if (head.toString('latin1').startsWith('SQLite format 3')) {
      return { kind: 'not-a-database', why: 'the file is a database of some other program, not encrypted' };
    }
    if (fstatSync(file).size % 4096) return { kind: 'not-a-database', why: 'the file is cut short or is no database' };
    return { kind: 'wrong-key', why: 'the file does not open with its key, or its first page is damaged' };
  } finally {
    closeSync(file);
  }
}

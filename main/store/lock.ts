import Database from 'better-sqlite3';
import { resolve } from 'node:path';

/**
 * Runs a task while no other process (or connection of this one) holds the same lock; throws SQLITE_BUSY when it can't be had in
 * time. The lock is SQLite's own on an empty file, so the operating system frees it when its holder is killed: no stale locks.
 */
export function whileLocked<T>(path: string, patienceMs: number, task: () => T): T {
  const lock = new Database(resolve(path), { timeout: patienceMs });
  try {
    lock.pragma('journal_mode = memory');
    lock.exec('begin exclusive');
    return task();
  } finally {
    lock.close();
  }
}

/** Shows other processes, until it is let go of or this process ends, that a file is in use here: `whileLocked` of the same path waits for it. */
export function inUse(path: string): { release(): void } {
  const lock = new Database(resolve(path));
  lock.pragma('journal_mode = memory');
  lock.exec('begin');
  lock.prepare('select count(*) from sqlite_schema').get();
  return { release: () => void lock.close() };
}

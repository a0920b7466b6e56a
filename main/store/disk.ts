import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** What the store does to files besides SQLite's own reading and writing; each step is durable, or throws. */
export interface Disk {
  /** Makes a folder that only its owner can read, and its parents. */
  makeFolder(folder: string): void;
  /** Writes a file that must not exist yet, and flushes it. */
  create(path: string, content: string | Uint8Array): void;
  /** Copies a file to a name that must not exist yet, and flushes the copy. */
  copy(from: string, to: string): void;
  flush(path: string): void;
  flushFolder(folder: string): void;
  /** The target never exists: names are unique. */
  rename(from: string, to: string): void;
  /** Removing what isn't there is no error. */
  remove(path: string): void;
}

/**
 * The real disk. On Windows a folder cannot be flushed, so the renamed file is flushed instead, and virus scanners or readers hold
 * files for moments, so renames and removals are tried again.
 */
export function realDisk(platform: NodeJS.Platform = process.platform): Disk {
  const windows = platform === 'win32';
  const act = windows ? patiently : <T>(step: () => T): T => step();
  const disk: Disk = {
    makeFolder(folder) {
      const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (first === undefined) return;
      for (let made = folder; ; made = dirname(made)) {
        disk.flushFolder(dirname(made));
        if (made === first || made === dirname(made)) return;
      }
    },
    create(path, content) {
      withFile(path, 'wx', file => {
        const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
        if (bytes.length > 0) writeSync(file, bytes);
        fsyncSync(file);
      });
    },
    copy(from, to) {
      copyFileSync(from, to, constants.COPYFILE_EXCL);
      chmodSync(to, 0o600);
      disk.flush(to);
    },
    flush: path => withFile(path, 'r+', fsyncSync),
    flushFolder(folder) {
      if (!windows) withFile(folder, 'r', fsyncSync);
    },
    rename(from, to) {
      act(() => renameSync(from, to));
      if (windows) disk.flush(to);
    },
    remove: path => act(() => rmSync(path, { force: true })),
  };
  return disk;
}

/** Repeats a step that Windows refuses while somebody else holds the file, for about two seconds. */
export function patiently<T>(step: () => T, wait: (ms: number) => void = sleep): T {
  for (const ms of [10, 30, 100, 300, 500, 1000]) {
    try {
      return step();
    } catch (error) {
      if (!['EPERM', 'EACCES', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      wait(ms);
    }
  }
  return step();
}

/** Names in a folder; none when there is no such folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Size in bytes and SHA-256 of a file's whole content. */
export function fingerprint(path: string): { size: number; sha256: string } {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(1 << 20);
  let size = 0;
  withFile(path, 'r', file => {
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      hash.update(chunk.subarray(0, read));
      size += read;
    }
  });
  return { size, sha256: hash.digest('hex') };
}

function withFile(path: string, flags: string, use: (file: number) => void): void {
  const file = openSync(path, flags, 0o600);
  try {
    use(file);
  } finally {
    closeSync(file);
  }
}

const sleep = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

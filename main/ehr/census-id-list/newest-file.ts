import { readFile, readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { err, ok, type Result } from '../../domain/result.ts';

/** The list that counts: the newest whole one in the folder. */
export interface ListFile {
  name: string;
  /** When it was last written, in milliseconds since the epoch. */
  writtenMs: number;
  bytes: Uint8Array;
  /** Name of a newer file that was still being written; '' for none. */
  unfinished: string;
}

export type FolderFault = { kind: 'no-folder' | 'no-file' | 'too-large' | 'unreadable'; why: string };

const LIST_FILE = new Set(['.csv', '.txt', '.tsv', '.lst']);
const MOST_BYTES = 5_000_000;

/** Is this a file that somebody drops here, and no temporary or hidden one? */
export const isListFile = (name: string): boolean => LIST_FILE.has(extname(name).toLowerCase()) && !/^[.~]/.test(name);

/** A file's name, size and last change: the same means that nobody has touched it. */
export interface Seen {
  name: string;
  size: number;
  writtenMs: number;
  changedMs: number;
}

/** The list files of a folder, the one written last first. Throws as the file system does. */
export async function listFiles(folder: string): Promise<Seen[]> {
  const names = (await readdir(folder)).filter(isListFile);
  const seen = await Promise.all(names.map(name => lookAt(folder, name)));
  return seen.filter(file => file !== null).sort((a, b) => b.writtenMs - a.writtenMs || (a.name < b.name ? 1 : -1));
}

async function lookAt(folder: string, name: string): Promise<Seen | null> {
  try {
    const found = await stat(join(folder, name));
    return found.isFile()
      ? { name, size: found.size, writtenMs: found.mtimeMs, changedMs: Math.max(found.mtimeMs, found.ctimeMs) }
      : null;
  } catch {
    return null;
  }
}

/**
 * Reads the newest file that has not changed for `settleMs` and does not change while it is read. A newer one that is still being written
 * is waited for twice as long, then the one before it is taken and the newer one named.
 */
export async function newestFile(folder: string, settleMs: number): Promise<Result<ListFile, FolderFault>> {
  const fail = (kind: FolderFault['kind'], why: string): Result<never, FolderFault> => err({ kind, why });
  const deadline = Date.now() + 3 * settleMs;
  try {
    for (;;) {
      const files = await listFiles(folder);
      if (files.length === 0) return fail('no-file', `there is no .csv, .txt or .tsv file in ${folder}`);
      const late = Date.now() >= deadline;
      const whole = late ? files.find(f => isSettled(f, settleMs)) : files.slice(0, 1).find(f => isSettled(f, settleMs));
      if (late && !whole) return fail('no-file', `${files[0]!.name} in ${folder} is still being written`);
      if (whole) {
        if (whole.size > MOST_BYTES)
          return fail('too-large', `${whole.name} has more than ${MOST_BYTES / 1e6} MB: it is no list of a unit's patients`);
        const bytes = await readFile(join(folder, whole.name));
        const after = await lookAt(folder, whole.name);
        if (after && same(after, whole) && bytes.length === whole.size)
          return ok({
            name: whole.name,
            writtenMs: whole.writtenMs,
            bytes,
            unfinished: whole === files[0] ? '' : files[0]!.name,
          });
        if (late) return fail('unreadable', `${whole.name} changed while it was read`);
      }
      await wait(Math.max(10, settleMs / 4));
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return fail('no-folder', `there is no folder ${folder}`);
    return fail('unreadable', `${folder} cannot be read (${code ?? 'no reason given'}): check the kiosk's rights to it`);
  }
}

const isSettled = (file: Seen, settleMs: number): boolean => Math.abs(Date.now() - file.changedMs) >= settleMs;

/** Is this the very same file, untouched? */
export const same = (a: Seen, b: Seen): boolean =>
  a.name === b.name && a.size === b.size && a.writtenMs === b.writtenMs && a.changedMs === b.changedMs;

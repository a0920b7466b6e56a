import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { err, ok, type Result } from '../domain/result.ts';

/** What the files are called that kiosks exchange. */
const SUFFIX = '.exchange';
const HALF = `${SUFFIX}.tmp`;

export type FolderFault = { kind: 'folder-unreachable' | 'disk-full'; why: string };

/**
 * A folder on a share or a stick, where each kiosk of the ward puts files that the others read. A file is never changed once it has its name.
 * Everything is asynchronous: a share that hangs must not hold the screen.
 */
export interface ExchangeFolder {
  names(): Promise<Result<string[], FolderFault>>;
  /** A file's content; null when it was taken away meanwhile. */
  read(name: string): Promise<Result<Buffer | null, FolderFault>>;
  /** Writes a file that then is there whole and durable, or not at all. */
  put(name: string, content: Buffer): Promise<Result<null, FolderFault>>;
  remove(name: string): Promise<Result<null, FolderFault>>;
  /** Clears away what a kiosk with this sign had half written when it was stopped. */
  sweep(sign: string): Promise<Result<null, FolderFault>>;
}

/** A file's name: whose, of which run, and which of it. */
export const exchangeName = (kiosk: string, sign: string, run: string, count: number): string =>
  `${kiosk}-${sign}-${run}-${String(count).padStart(6, '0')}${SUFFIX}`;

/** Is this the name of a file that a kiosk with this sign put there? */
export const isOfSign = (name: string, sign: string): boolean => name.includes(`-${sign}-`);

/** The exchange folder at a path. */
export function exchangeFolder(path: string): ExchangeFolder {
  const attempt = async <T>(step: () => Promise<T>): Promise<Result<T, FolderFault>> => {
    try {
      return ok(await step());
    } catch (error) {
      return err(faultOf(error, path));
    }
  };
  return {
    names: () => attempt(async () => (await readdir(path)).filter(name => name.endsWith(SUFFIX)).sort()),
    read: name =>
      attempt(() =>
        readFile(join(path, name)).catch((error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return null;
          throw error;
        }),
      ),
    put: (name, content) =>
      attempt(async () => {
        const half = join(path, name.replace(SUFFIX, HALF));
        try {
          const file = await open(half, 'wx', 0o600);
          try {
            await file.writeFile(content);
            await file.sync();
          } finally {
            await file.close();
          }
          await patiently(() => rename(half, join(path, name)));
        } catch (error) {
          await rm(half, { force: true }).catch(() => undefined);
          throw error;
        }
        if (process.platform === 'win32') return null;
        const folder = await open(path, 'r');
        // Some network file systems can't flush a folder; the file itself is flushed.
        await folder.sync().catch(() => undefined);
        await folder.close();
        return null;
      }),
    sweep: sign =>
      attempt(async () => {
        const halves = (await readdir(path)).filter(name => name.endsWith(HALF) && isOfSign(name, sign));
        for (const half of halves) await patiently(() => rm(join(path, half), { force: true }));
        return null;
      }),
    remove: name =>
      attempt(async () => {
        await patiently(() => rm(join(path, name), { force: true }));
        return null;
      }),
  };
}

/** Repeats what Windows refuses while a virus scanner or another kiosk holds the file. */
async function patiently(step: () => Promise<void>): Promise<void> {
  for (const ms of [30, 100, 300, 1000]) {
    try {
      return await step();
    } catch (error) {
      if (!['EPERM', 'EACCES', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      await wait(ms);
    }
  }
  return step();
}

/** What a disk or share said, in words; anything else is a bug and is thrown on. */
function faultOf(error: unknown, path: string): FolderFault {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) throw error;
  if (/^(ENOSPC|EDQUOT)$/.test(code))
    return {
      kind: 'disk-full',
      why: `There is no room left in ${path}: what this kiosk has for the others could not be put there.`,
    };
  return {
    kind: 'folder-unreachable',
    why: `The exchange folder ${path} cannot be used (${code}): check the share or the stick and its rights.`,
  };
}

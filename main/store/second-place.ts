import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { packFileName, readPackName } from '../domain/standing-pack.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Instant, Zone } from '../domain/time.ts';

export type PlaceFault = { kind: 'not-there' | 'disk-full' | 'read-only' | 'unusable' | 'not-whole'; why: string };

/** A pack as it lies in a second place. */
export interface LyingPack {
  name: string;
  /** Number of the phrase that opens it. */
  phrase: number;
  count: number;
  at: Instant;
}

/** So many packs of a unit lie in a place: the newest, and the one before in case somebody has it open. */
const KEPT = 2;
const HALF = '.tmp';

/** A folder on a stick, a share or another computer, where standing packs lie. It is never made: what isn't there is not plugged in. */
export interface SecondPlace {
  folder: string;
  /** The packs of this unit and kiosk, newest first. */
  packs(): Promise<Result<LyingPack[], PlaceFault>>;
  read(name: string): Promise<Result<Buffer, PlaceFault>>;
  /**
   * Writes a pack that then is there whole and durable, or not at all; `fault` says what is wrong with it as it lies there, before it gets its name.
   * Then all but the last two go, and any that another phrase opens.
   */
  put(
    pack: { content: Buffer; phrase: number; at: Instant; zone: Zone },
    fault: (written: Buffer) => Promise<string | null>,
  ): Promise<Result<LyingPack, PlaceFault>>;
}

/** A second place; `prefix` is what all packs of the unit and kiosk are called. Everything is asynchronous: a share that hangs must hold nothing. */
export function secondPlace(folder: string, prefix: string): SecondPlace {
  const attempt = async <T>(step: () => Promise<Result<T, PlaceFault>>): Promise<Result<T, PlaceFault>> => {
    try {
      return await step();
    } catch (error) {
      return err(faultOf(error, folder));
    }
  };
  const remove = (name: string): Promise<void> => patiently(() => rm(join(folder, name), { force: true }));

  async function list(): Promise<LyingPack[]> {
    const names = await readdir(folder);
    return names
      .flatMap(name => {
        const said = readPackName(prefix, name);
        return said ? [{ name, ...said }] : [];
      })
      .sort((a, b) => b.count - a.count);
  }

  async function write(half: string, content: Buffer): Promise<void> {
    const file = await open(join(folder, half), 'wx', 0o644);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** On a full place older packs make way, never the newest. */
  async function writeWithRoom(half: string, content: Buffer, lying: LyingPack[]): Promise<void> {
    try {
      await write(half, content);
    } catch (error) {
      await remove(half).catch(() => undefined);
      if (!isFull(error) || lying.length < 2) throw error;
      for (const { name } of lying.slice(1)) await remove(name);
      await write(half, content);
    }
  }

  async function flush(name: string): Promise<void> {
    // On Windows a folder can't be flushed: the renamed file is flushed instead. Some network file systems can flush neither.
    const windows = process.platform === 'win32';
    const handle = await open(windows ? join(folder, name) : folder, windows ? 'r+' : 'r');
    await handle.sync().catch(() => undefined);
    await handle.close();
  }

  return {
    folder,
    packs: () => attempt(async () => ok(await list())),
    read: name => attempt(async () => ok(await readFile(join(folder, name)))),
    put: ({ content, phrase, at, zone }, fault) =>
      attempt(async () => {
        for (const name of await readdir(folder)) if (name.startsWith(prefix) && name.endsWith(HALF)) await remove(name);
        const lying = await list();
        const count = (lying[0]?.count ?? 0) + 1;
        const name = packFileName(prefix, { phrase, count, at }, zone);
        const half = `${name}${HALF}`;
        try {
          await writeWithRoom(half, content, lying);
          const written = await readFile(join(folder, half));
          const wrong = written.equals(content) ? await fault(written) : 'it comes back altered';
          if (wrong !== null) {
            await remove(half);
            return err({
              kind: 'not-whole',
              why: `What was written to ${folder} is not what was meant: ${wrong}. The pack before it stays there. Try another stick or share.`,
            });
          }
          await patiently(() => rename(join(folder, half), join(folder, name)));
        } catch (error) {
          await remove(half).catch(() => undefined);
          throw error;
        }
        await flush(name);
        const kept = lying.filter(pack => pack.phrase === phrase).slice(0, KEPT - 1);
        // One that somebody has open on Windows can't be removed: it goes next time.
        for (const old of lying) if (!kept.includes(old)) await remove(old.name).catch(() => undefined);
        return ok({ name, phrase, count, at });
      }),
  };
}

/** Repeats what Windows refuses while a virus scanner or a reader holds the file. */
async function patiently(step: () => Promise<void>): Promise<void> {
  for (const ms of [30, 100, 300, 1000]) {
    try {
      return await step();
    } catch (error) {
      if (!['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error))) throw error;
      await wait(ms);
    }
  }
  return step();
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';
const isFull = (error: unknown): boolean => /^(ENOSPC|EDQUOT|EFBIG)$/.test(codeOf(error));

/** What a disk or share said, in words; anything else is a bug and is thrown on. */
function faultOf(error: unknown, folder: string): PlaceFault {
  const code = codeOf(error);
  if (!/^E[A-Z0-9]+$/.test(code)) throw error;
  if (isFull(error))
    return {
      kind: 'disk-full',
      why: `There is no room left in ${folder} for a new pack; the newest one stays there. Make room, or use a larger stick.`,
    };
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return { kind: 'not-there', why: `${folder} is not there: plug in the stick, or connect the share.` };
  if (/^(EROFS|EACCES|EPERM)$/.test(code))
    return {
      kind: 'read-only',
      why: `Nothing can be written to ${folder} (${code}): look whether it is write-protected, and at its rights.`,
    };
  return { kind: 'unusable', why: `${folder} cannot be used (${code}): check the stick or the share.` };
}

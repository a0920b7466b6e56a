import { createHash, randomInt } from 'node:crypto';
import { closeSync, fsyncSync, fstatSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { HighWater } from '../domain/number-stock.ts';
import { claimCode, sameKiosk, type Claim } from '../domain/number-block.ts';
import { ok, type Result } from '../domain/result.ts';
import { namesIn, realDisk, type Disk } from './disk.ts';
import { faultOf, type StoreFault } from './fault.ts';
import { whileLocked } from './lock.ts';

/** The kiosk's claim and what was issued under it. */
export interface Mark {
  claim: Claim;
  issued: HighWater;
}

/**
 * The high-water mark of issued numbers: kept beside the ledger, so that an older ledger brought back reissues nothing. Each state is a file
 * of its own, numbered upwards, that names itself and the very file it is on the disk. Files copied over the folder leave the newest mark
 * in place and it counts; a mark that was itself brought back is another file than it says and is not believed.
 */
export interface NumberMark {
  /** The mark; a new claim when there is none to be believed. */
  read(): Result<Mark, StoreFault>;
  /** Runs a step alone among all processes of this kiosk, which may raise the mark; what it raised survives a power cut when `raise` returns. */
  alone<T>(step: (mark: Mark, raise: (block: string, running: number) => void) => T): Result<T, StoreFault>;
  /** Gives the claim up: nothing is issued any more from the blocks given to it. */
  renew(): Result<Mark, StoreFault>;
}

const markSchema = z.strictObject({
  kiosk: z.string(),
  claim: z.string(),
  issued: z.record(z.string(), z.int().positive()),
  file: z.string(),
});
type Written = z.infer<typeof markSchema>;

const NAME = /^numbers-(\d{8})\.mark$/;
const nameOf = (count: number): string => `numbers-${String(count).padStart(8, '0')}.mark`;
const PATIENCE_MS = 5000;

/** The mark in a store's folder, for the kiosk of that name. */
export function numberMark({ folder, kiosk, disk = realDisk() }: { folder: string; kiosk: string; disk?: Disk }): NumberMark {
  const counts = (): number[] =>
    namesIn(folder)
      .flatMap(name => NAME.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => b - a);
  const pathOf = (count: number): string => join(folder, nameOf(count));

  const write = (mark: Mark): void => {
    const old = counts();
    writeMark(pathOf((old[0] ?? 0) + 1), mark);
    disk.flushFolder(folder);
    for (const count of old) disk.remove(pathOf(count));
  };
  const begin = (): Mark => {
    const fresh: Mark = { claim: { kiosk, claim: claimCode(Array.from({ length: 5 }, () => randomInt(32))) }, issued: {} };
    write(fresh);
    return fresh;
  };
  const current = (): Mark => {
    for (const count of counts()) {
      const written = readMark(pathOf(count));
      // A torn newest one was never acted upon; a whole one that isn't believed is a copy, and so may be what is below it.
      if (written === null) continue;
      const believed = written.file === fileOf(pathOf(count)) && sameKiosk(written.kiosk, kiosk);
      return believed ? { claim: { kiosk: written.kiosk, claim: written.claim }, issued: written.issued } : begin();
    }
    return begin();
  };
  const locked = <T>(step: () => T): Result<T, StoreFault> => {
    try {
      disk.makeFolder(folder);
      return ok(whileLocked(join(folder, 'numbers.lock'), PATIENCE_MS, step));
    } catch (error) {
      return faultOf(error, 'The mark of issued numbers', 'No number was issued.');
    }
  };

  return {
    read: () => locked(current),
    renew: () => locked(begin),
    alone: step =>
      locked(() => {
        let mark = current();
        return step(mark, (block, running) => {
          mark = { ...mark, issued: { ...mark.issued, [block]: Math.max(running, mark.issued[block] ?? 0) } };
          write(mark);
        });
      }),
  };
}

function writeMark(path: string, { claim, issued }: Mark): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    const { ino, birthtimeNs } = fstatSync(file, { bigint: true });
    const body = JSON.stringify({ ...claim, issued, file: `${ino}.${birthtimeNs}` } satisfies Written);
    writeSync(file, `${body}\n${digestOf(body)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The mark as written, or null when it is not whole. */
function readMark(path: string): Written | null {
  const [body = '', digest] = readFileSync(path, 'utf8').split('\n');
  if (digest !== digestOf(body)) return null;
  const parsed = markSchema.safeParse(JSON.parse(body));
  return parsed.success ? parsed.data : null;
}

/** The very file on the disk: a copy of it has another number, or was born later. */
function fileOf(path: string): string {
  const { ino, birthtimeNs } = statSync(path, { bigint: true });
  return `${ino}.${birthtimeNs}`;
}

const digestOf = (body: string): string => createHash('sha256').update(body).digest('hex');

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { blockCount, isBlockName, LARGEST_BLOCK, NUMBER_KINDS } from '../domain/downtime-number.ts';
import type { BlockBook } from '../domain/number-block.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { realDisk } from './disk.ts';
import { faultOf, type StoreFault } from './fault.ts';
import { whileLocked } from './lock.ts';

const bookSchema = z.strictObject({
  format: z.literal(1),
  site: z.string().min(1),
  book: z.string().min(1),
  blocks: z.array(
    z.strictObject({
      block: z.string().refine(isBlockName),
      kiosk: z.string().min(1),
      claim: z.string().min(1),
      kind: z.enum(NUMBER_KINDS),
      size: z.int().min(1).max(LARGEST_BLOCK),
    }),
  ),
});
const fileSchema = z.strictObject({ ...bookSchema.shape, sha256: z.string() });

const PATIENCE_MS = 5000;

export type BookFault = { kind: 'no-book' | 'unreadable' | 'damaged' | 'newer-version' | 'overlapping'; why: string };

/** An empty book for a hospital that never had one. */
export const newBook = (site: string): BlockBook => ({ site, book: randomUUID(), blocks: [] });

/** Runs a step while nobody else works on the book: two who give out blocks at once must not give out the same. */
export function aloneWithBook<T>(path: string, step: () => T): Result<T, StoreFault> {
  if (!existsSync(dirname(resolve(path))))
    return err({
      kind: 'unwritable',
      why: `There is no folder ${dirname(resolve(path))} for the book: make it, or name another file.`,
    });
  try {
    return ok(whileLocked(`${path}.lock`, PATIENCE_MS, step));
  } catch (error) {
    return faultOf(error, `The book ${path}`, 'No block was given out.');
  }
}

/** Reads a hospital's book of blocks and proves that it is whole and that no block is given twice. */
export function readBook(path: string): Result<BlockBook, BookFault> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'no reason given';
    if (code === 'ENOENT') return err({ kind: 'no-book', why: `There is no file ${path}.` });
    return err({ kind: 'unreadable', why: `${path} cannot be read (${code}).` });
  }
  const damaged = err({
    kind: 'damaged' as const,
    why: `${path} is not a whole book of number blocks: it was changed or cut short. Bring it from IT once more; nothing was imported or made.`,
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return damaged;
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > 1)
    return err({ kind: 'newer-version', why: `${path} was written by a newer version of this app: install that.` });
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success || parsed.data.sha256 !== digestOf(parsed.data)) return damaged;
  const { site, book, blocks } = parsed.data;
  const twice = blocks.find(({ block }, i) => i > 0 && blockCount(block) <= blockCount(blocks[i - 1]!.block));
  if (twice)
    return err({
      kind: 'overlapping',
      why: `In ${path} block ${twice.block} is given to ${twice.kiosk} although it was given out before: two kiosks would issue the same numbers. Nothing was imported or made.`,
    });
  return ok({ site, book, blocks });
}

/** Writes a book in the place of the one before it: either is whole at any moment. */
export function writeBook(path: string, book: BlockBook): Result<null, StoreFault> {
  const disk = realDisk();
  const whole = { format: 1 as const, ...book };
  const body = JSON.stringify({ ...whole, sha256: digestOf(whole) }, null, 1);
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    disk.create(temporary, `${body}\n`);
    disk.rename(temporary, path);
    disk.flushFolder(dirname(path));
    return ok(null);
  } catch (error) {
    return faultOf(error, `The book ${path}`, 'No block was given out.');
  } finally {
    if (existsSync(temporary)) disk.remove(temporary);
  }
}

function digestOf({ site, book, blocks }: BlockBook): string {
  const rows = blocks.map(({ block, kiosk, claim, kind, size }) => [block, kiosk, claim, kind, size]);
  return createHash('sha256')
    .update(JSON.stringify([site, book, rows]))
    .digest('hex');
}

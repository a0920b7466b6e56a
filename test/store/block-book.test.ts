import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { BlockBook } from '../../main/domain/number-block.ts';
import { newBook, readBook, writeBook } from '../../main/store/block-book.ts';
import { folder } from './support/fresh-store.ts';

let path: string;
let book: BlockBook;
beforeEach(() => {
  path = join(folder(), 'blocks.json');
  book = {
    ...newBook('Lakeside General Hospital'),
    blocks: [
      { block: '001', kiosk: 'K1', claim: '7F3QXH', kind: 'mrn', size: 200 },
      { block: '002', kiosk: 'K2', claim: '8F3QXH', kind: 'mrn', size: 200 },
    ],
  };
  writeBook(path, book);
});
const kindOf = (): string => {
  const read = readBook(path);
  return read.ok ? 'whole' : read.error.kind;
};

test('a book reads back as it was written, also over the one before', () => {
  expect(readBook(path)).toEqual({ ok: true, value: book });
  const grown = { ...book, blocks: [...book.blocks, { ...book.blocks[0]!, block: '003' }] };
  writeBook(path, grown);
  expect(readBook(path)).toEqual({ ok: true, value: grown });
  expect(readdirSync(join(path, '..'))).toEqual(['blocks.json']);
});

test('a book that was changed or cut short anywhere is refused, unless it still says the same', () => {
  const good = readFileSync(path);
  for (let at = 0; at < good.length; at++) {
    const bent = Buffer.from(good);
    bent[at]! ^= 1;
    writeFileSync(path, bent);
    const read = readBook(path);
    if (read.ok) expect(read.value, `byte ${at}`).toEqual(book);
    writeFileSync(path, good.subarray(0, at));
    if (at < good.length - 1) expect(kindOf(), `${at} bytes`).toBe('damaged');
  }
});

test('a book that gives one block to two kiosks is refused, however whole it is', () => {
  writeBook(path, { ...book, blocks: [book.blocks[0]!, { ...book.blocks[1]!, block: '001' }] });
  const read = readBook(path);
  expect(read.ok ? '' : read.error.why).toMatch(/block 001 is given to K2 although it was given out before/);
});

test('what is no book is refused in words', () => {
  for (const [text, kind] of [
    ['', 'damaged'],
    ['null', 'damaged'],
    ['{"format":2}', 'newer-version'],
    [JSON.stringify({ format: 1, ...book, sha256: createHash('sha256').digest('hex') }), 'damaged'],
  ] as const) {
    writeFileSync(path, text);
    expect(kindOf(), text.slice(0, 20)).toBe(kind);
  }
  expect(readBook(join(path, 'none'))).toMatchObject({ ok: false, error: { kind: 'unreadable' } });
  expect(readBook(`${path}x`)).toMatchObject({ ok: false, error: { kind: 'no-book' } });
});

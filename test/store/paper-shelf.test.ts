import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBook, PAPER } from '../../main/store/ledger-file.ts';
import { openPaperShelf, type PaperShelf } from '../../main/store/paper-shelf.ts';
import { memoryLog } from '../support/small-kiosk.ts';
import { emptyStore } from './support/fresh-store.ts';

const paper = { content: 'c1', about: '{"pages":3}', pdf: Buffer.from('%PDF-1.7 Xylophone, Ana') };

function opened(store: ReturnType<typeof emptyStore>): PaperShelf {
  const shelf = openPaperShelf(store);
  if (!shelf.ok) throw new Error(shelf.error.why);
  return shelf.value;
}

test('paper lies on the shelf until it is taken, and can be taken once', () => {
  const shelf = opened(emptyStore());
  shelf.put('p1', 'mar', paper);
  expect(shelf.find('p1', 'mar')).toEqual(paper);
  expect(shelf.look('p1', 'mar')).toEqual({ content: paper.content, about: paper.about });
  expect(shelf.find('p1', 'summary')).toBeNull();
  expect(shelf.look('p1', 'summary')).toBeNull();
  expect(shelf.take('p1', 'mar', 'c1')).toEqual(paper);
  expect(shelf.take('p1', 'mar', 'c1')).toBeNull();
});

test('sheets that lie there in two choices of forms are handed out in one of them only', () => {
  const shelf = opened(emptyStore());
  for (const forms of ['mar,summary', 'mar']) shelf.put('p1', forms, paper);
  shelf.put('p2', 'mar', paper);
  expect(shelf.take('p1', 'mar', 'c1')).toEqual(paper);
  expect(shelf.find('p1', 'mar,summary')).toBeNull();
  expect(shelf.find('p2', 'mar')).toEqual(paper);
});

test('paper whose content is not the one asked for stays where it is', () => {
  const shelf = opened(emptyStore());
  shelf.put('p1', 'mar', paper);
  expect(shelf.take('p1', 'mar', 'c2')).toBeNull();
  expect(shelf.find('p1', 'mar')).toEqual(paper);
});

test('newer paper takes the older one’s place, and that of patients who left is cleared away', () => {
  const shelf = opened(emptyStore());
  shelf.put('p1', 'mar', paper);
  shelf.put('p1', 'mar', { ...paper, content: 'c2', pdf: null });
  shelf.put('p2', 'mar', paper);
  shelf.keepOnly(['p1']);
  expect(shelf.find('p1', 'mar')).toEqual({ ...paper, content: 'c2', pdf: null });
  expect(shelf.find('p2', 'mar')).toBeNull();
});

test('it is still there after the app ends, and no file shows a patient', () => {
  const store = emptyStore();
  const first = opened(store);
  first.put('p1', 'mar', paper);
  const files = readdirSync(store.folder).filter(name => name.startsWith('paper'));
  expect(files).toContain('paper.db');
  for (const name of files) expect(readFileSync(join(store.folder, name)).includes('Xylophone')).toBe(false);
  first.close();
  expect(opened(store).find('p1', 'mar')).toEqual(paper);
});

test.each([
  ['damaged', (folder: string) => writeFileSync(join(folder, 'paper.db'), 'not a database, '.repeat(600))],
  ['cut short', (folder: string) => truncateSync(join(folder, 'paper.db'), 5000)],
  ['emptied', (folder: string) => truncateSync(join(folder, 'paper.db'), 0)],
  ['without its key file', (folder: string) => rmSync(join(folder, 'paper.json'))],
  ['without its database', (folder: string) => rmSync(join(folder, 'paper.db'))],
  [
    'of a newer version',
    (folder: string) => writeFileSync(join(folder, 'paper.json'), JSON.stringify({ format: 2, ledger: 'x', sealedKey: 'x' })),
  ],
])('a shelf that is %s is begun anew: all of it can be made again', (_, harm) => {
  const store = emptyStore();
  const first = opened(store);
  first.put('p1', 'mar', paper);
  first.close();
  harm(store.folder);
  const again = opened(store);
  expect(again.find('p1', 'mar')).toBeNull();
  again.put('p1', 'mar', paper);
  expect(again.take('p1', 'mar', 'c1')).toEqual(paper);
});

test('paper that cannot be noted down as handed out is not handed out, and whoever prints gets no error', () => {
  const store = emptyStore();
  const log = memoryLog();
  const shelf = opened({ ...store, log });
  shelf.put('p1', 'mar', paper);
  whileAnotherWrites(store, () => {
    expect(shelf.take('p1', 'mar', 'c1')).toBeNull();
    expect(() => shelf.put('p2', 'mar', paper)).toThrow();
  });
  expect(log.lines.join()).toContain('"kind":"busy"');
  expect(shelf.take('p1', 'mar', 'c1')).toEqual(paper);
});

/** Another process in the middle of writing. */
function whileAnotherWrites(store: ReturnType<typeof emptyStore>, task: () => void): void {
  const other = openBook({ ...store, book: PAPER });
  if (!other.ok) throw new Error(other.error.why);
  other.value.exec('begin immediate');
  try {
    task();
  } finally {
    other.value.exec('rollback');
    other.value.close();
  }
}

test('a shelf that another key sealed is left alone, and said to be', () => {
  const folder = emptyStore();
  opened(folder).close();
  const before = readFileSync(join(folder.folder, 'paper.json'));
  const keys = {
    ...folder.keys,
    open: () => ({ ok: false as const, error: { kind: 'wrong-key' as const, why: 'another key' } }),
  };
  expect(openPaperShelf({ ...folder, keys })).toMatchObject({ ok: false, error: { kind: 'wrong-key' } });
  expect(readFileSync(join(folder.folder, 'paper.json')).equals(before)).toBe(true);
});

import { describe, expect, test } from 'vitest';
import { blockName, LAST_BLOCK, NUMBER_KINDS } from '../../main/domain/downtime-number.ts';
import {
  blocksToTake,
  claimCode,
  claimWords,
  readClaim,
  withMoreBlocks,
  type BlockBook,
  type Claim,
  type KnownBlock,
} from '../../main/domain/number-block.ts';

const SITE = 'Lakeside General Hospital';
const claim = (kiosk: string, seed: number): Claim => ({ kiosk, claim: claimCode([seed, 1, 2, 3, 4]) });
const K1 = claim('K1', 1);
const K2 = claim('K2', 2);
const empty: BlockBook = { site: SITE, book: 'B', blocks: [] };
const sizes = { mrn: 200, order: 2000 };
const more = (book: BlockBook, claims: Claim[], from?: string): BlockBook => {
  const made = withMoreBlocks(book, claims, sizes, from);
  if (!made.ok) throw new Error(made.error.why);
  return made.value;
};
const known = (book: BlockBook, own: Claim): KnownBlock[] =>
  book.blocks.filter(({ kiosk, claim }) => kiosk === own.kiosk && claim === own.claim).map(b => ({ ...b, book: book.book }));
const refused = (book: BlockBook, own: Claim, has: KnownBlock[] = [], site = SITE): [string, string] => {
  const taken = blocksToTake(book, { ...own, site }, has);
  return taken.ok ? ['taken', ''] : [taken.error.kind, taken.error.why];
};

describe('a hospital’s book of blocks', () => {
  test('gives each kiosk a block of its own for each kind, and goes on above what it gave before', () => {
    const first = more(empty, [K1, K2]);
    const second = more(first, [K2]);
    expect(second.blocks.map(({ block, kiosk, kind, size }) => [block, kiosk, kind, size])).toEqual([
      ['001', 'K1', 'mrn', 200],
      ['002', 'K1', 'order', 2000],
      ['003', 'K2', 'mrn', 200],
      ['004', 'K2', 'order', 2000],
      ['005', 'K2', 'mrn', 200],
      ['006', 'K2', 'order', 2000],
    ]);
  });

  test('has room for four kinds for 1,000 kiosks eight times, and says when it is full', () => {
    expect(LAST_BLOCK).toBeGreaterThan(1000 * NUMBER_KINDS.length * 8);
    const almost = more(empty, [K1], blockName(LAST_BLOCK - 2));
    const full = withMoreBlocks(almost, [K2], sizes);
    expect(full.ok ? '' : full.error.why).toBe(`There are not so many blocks left: 1 of ${LAST_BLOCK}.`);
  });

  test('refuses a kiosk that is named twice', () => {
    const twice = withMoreBlocks(empty, [K1, claim('k1', 9)], sizes);
    expect(twice.ok ? '' : twice.error.why).toMatch(/k1 is named twice/);
  });
});

describe('a kiosk takes', () => {
  const book = more(empty, [K1, K2]);

  test('what was given to it, and what was added since', () => {
    expect(blocksToTake(book, { ...K1, site: ' lakeside  general hospital' }, [])).toEqual({
      ok: true,
      value: [
        { block: '001', kind: 'mrn', size: 200 },
        { block: '002', kind: 'order', size: 2000 },
      ],
    });
    const grown = blocksToTake(more(book, [K1]), { ...K1, site: SITE }, known(book, K1));
    expect(grown.ok && grown.value.map(({ block }) => block)).toEqual(['005', '006']);
  });

  test('nothing twice', () => {
    expect(refused(book, K1, known(book, K1))).toEqual([
      'already-imported',
      'The numbers for K1 in this book were imported before. Nothing was imported.',
    ]);
  });

  test('nothing of another kiosk, hospital or claim', () => {
    expect(refused(book, claim('K3', 3))).toEqual([
      'not-for-this-kiosk',
      expect.stringMatching(/are for K1, K2, and this is K3/),
    ]);
    expect(refused(book, K1, [], 'Hillside')).toEqual(['other-site', expect.stringMatching(/of Lakeside.*belongs to Hillside/)]);
    const later = claim('K1', 7);
    expect(refused(book, later)).toEqual([
      'other-claim',
      expect.stringContaining(`some of them may be in use: have new ones made for ${claimWords(later)}.`),
    ]);
  });

  test('nothing from a book in which one of its blocks is given otherwise', () => {
    const older = more(more(empty, [K2]), [K1]);
    expect(refused(older, K1, known(book, K1))).toEqual(['overlapping', expect.stringMatching(/Block 001 is given to K2 here/)]);
  });

  test('nothing from a book begun anew, but from one begun above all that is known', () => {
    const anew = more({ ...empty, book: 'C' }, [K1]);
    expect(refused(anew, K1, known(book, K1))).toEqual(['other-book', expect.stringMatching(/begun anew at block 001/)]);
    const above = more({ ...empty, book: 'C' }, [K1], '0ZZ');
    expect(refused(above, K1, known(book, K1))[0]).toBe('taken');
    const both = [...known(book, K1), ...known(above, K1)];
    expect(refused(more(above, [K1]), K1, both)[0], 'and what is added to it later').toBe('taken');
  });
});

describe('a claim', () => {
  test('is read as IT types it', () => {
    expect(readClaim(` ${claimWords(K1).toLowerCase()} `)).toEqual({ ok: true, value: { kiosk: 'k1', claim: K1.claim } });
  });

  test('that is mistyped or missing is refused, so that no block is made in vain', () => {
    const mistyped = `K1:${K1.claim.slice(0, 5)}${K1.claim.endsWith('0') ? '1' : '0'}`;
    for (const [written, why] of [
      ['K1', /does not say for which kiosk.*kiosk numbers status/],
      ['K1:12', /does not say/],
      ['K1:A:B', /does not say/],
      [mistyped, /is mistyped/],
      ['K1:ÄBCDEF', /is mistyped/],
    ] as const) {
      const read = readClaim(written);
      expect(read.ok ? written : read.error.why).toMatch(why);
    }
  });
});

import { ALPHABET, asMeant, checkCharacter, isChecked } from './check-character.ts';
import { blockCount, blockName, LAST_BLOCK, type NumberKind } from './downtime-number.ts';
import { err, ok, type Result } from './result.ts';

/** So many numbers of one kind, from 1, for one kiosk and one claim. */
export interface NumberBlock {
  block: string;
  kind: NumberKind;
  size: number;
}

/** A block as IT gave it out. */
export interface GivenBlock extends NumberBlock {
  kiosk: string;
  claim: string;
}

/**
 * Every block that a hospital ever gave out, in the order of their counts: made by IT, never shortened. A block stands in it once, so no two
 * kiosks can have the same number.
 */
export interface BlockBook {
  /** The hospital. */
  site: string;
  /** Tells this book from one that was begun anew. */
  book: string;
  blocks: GivenBlock[];
}

/**
 * A kiosk's claim stands for what it knows of the numbers it issued: blocks are given to a kiosk and its claim. When it can't vouch for that
 * knowledge any more (reinstalled, restored from a backup) it makes another claim, and no block of the former is ever used again.
 */
export interface Claim {
  kiosk: string;
  claim: string;
}

/** A claim's code of six characters from five places of the alphabet; the last one is its check character. */
export const claimCode = (places: readonly number[]): string => {
  const code = places.map(place => ALPHABET[place % ALPHABET.length]!).join('');
  return code + checkCharacter(code);
};

/** A claim as IT writes it: "K1:7F3QXH". */
export const claimWords = ({ kiosk, claim }: Claim): string => `${kiosk}:${claim}`;

/** Reads "K1:7F3QX2"; says what is wrong with it. */
export function readClaim(written: string): Result<Claim, { kind: 'bad-claim'; why: string }> {
  const [kiosk = '', code = '', ...more] = written.trim().split(':');
  const claim = asMeant(code);
  if (!/^[A-Za-z0-9-]{1,12}$/.test(kiosk) || claim.length !== 6 || more.length > 0)
    return err({
      kind: 'bad-claim',
      why: `"${written}" does not say for which kiosk: write its name and claim as "kiosk numbers status" shows them there, like K1:7F3QXH.`,
    });
  if ([...claim].some(c => !ALPHABET.includes(c)) || !isChecked(claim))
    return err({
      kind: 'bad-claim',
      why: `The claim in "${written}" is mistyped: copy it from "kiosk numbers status" on ${kiosk}.`,
    });
  return ok({ kiosk, claim });
}

/** The book with more blocks, one of each wanted kind for each claim, above all that were given out before; `from` is for a new book only. */
export function withMoreBlocks(
  book: BlockBook,
  claims: readonly Claim[],
  sizes: Partial<Record<NumberKind, number>>,
  from = '001',
): Result<BlockBook, { kind: 'book-full' | 'kiosk-twice'; why: string }> {
  const twice = claims.find(({ kiosk }, i) => claims.findIndex(other => sameKiosk(other.kiosk, kiosk)) < i);
  if (twice) return err({ kind: 'kiosk-twice', why: `${twice.kiosk} is named twice: name each kiosk once.` });
  const wanted = claims.flatMap(claim =>
    (Object.entries(sizes) as [NumberKind, number][]).map(([kind, size]) => ({ ...claim, kind, size })),
  );
  const last = book.blocks.at(-1);
  const next = last ? blockCount(last.block) + 1 : blockCount(from);
  if (next + wanted.length - 1 > LAST_BLOCK)
    return err({ kind: 'book-full', why: `There are not so many blocks left: ${LAST_BLOCK - next + 1} of ${LAST_BLOCK}.` });
  return ok({ ...book, blocks: [...book.blocks, ...wanted.map((given, i) => ({ block: blockName(next + i), ...given }))] });
}

/** A block that a kiosk knows of: its own, or one of another kiosk whose events it has. */
export interface KnownBlock extends GivenBlock {
  book: string;
}

type Refusal = 'other-site' | 'not-for-this-kiosk' | 'other-claim' | 'already-imported' | 'overlapping' | 'other-book';

/** Which blocks of a book a kiosk may take: those given to it and its claim that it hasn't yet; or in one sentence why none. */
export function blocksToTake(
  book: BlockBook,
  own: Claim & { site: string },
  known: readonly KnownBlock[],
): Result<NumberBlock[], { kind: Refusal; why: string }> {
  const refuse = (kind: Refusal, why: string): { ok: false; error: { kind: Refusal; why: string } } =>
    err({ kind, why: `${why} Nothing was imported.` });
  if (plain(book.site) !== plain(own.site))
    return refuse(
      'other-site',
      `These numbers are of ${book.site}, and this kiosk belongs to ${own.site}: bring its own hospital's, or correct institution in site.yml.`,
    );
  const foreign = known.filter(block => block.book !== book.book);
  const first = book.blocks[0];
  if (first && foreign.some(({ block }) => blockCount(block) >= blockCount(first.block)))
    return refuse(
      'other-book',
      `This book was begun anew at block ${first.block} although numbers of an earlier one are in use: continue the earlier book, or begin above its last block.`,
    );
  const given = book.blocks.filter(({ kiosk }) => sameKiosk(kiosk, own.kiosk));
  if (given.length === 0)
    return refuse(
      'not-for-this-kiosk',
      `These numbers are for ${kioskList(book)}, and this is ${own.kiosk}: have some made for it.`,
    );
  const clash = book.blocks.find(block => known.some(other => other.block === block.block && !sameBlock(other, block)));
  if (clash)
    return refuse(
      'overlapping',
      `Block ${clash.block} is given to ${clash.kiosk} here, and this kiosk knows it as given otherwise: this is not the hospital's newest book.`,
    );
  const mine = given.filter(({ claim }) => claim === own.claim);
  if (mine.length === 0)
    return refuse(
      'other-claim',
      `These numbers were made before ${own.kiosk} was installed anew or restored, so some of them may be in use: have new ones made for ${claimWords(own)}.`,
    );
  const fresh = mine.filter(({ block }) => !known.some(other => other.block === block));
  if (fresh.length === 0) return refuse('already-imported', `The numbers for ${own.kiosk} in this book were imported before.`);
  return ok(fresh.map(({ block, kind, size }) => ({ block, kind, size })));
}

/** Kiosks are told apart as people read their names. */
export const sameKiosk = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const sameBlock = (a: GivenBlock, b: GivenBlock): boolean =>
  sameKiosk(a.kiosk, b.kiosk) && a.claim === b.claim && a.kind === b.kind && a.size === b.size;

const plain = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

function kioskList({ blocks }: BlockBook): string {
  const kiosks = [...new Set(blocks.map(({ kiosk }) => kiosk))];
  return kiosks.length <= 5
    ? kiosks.join(', ') || 'no kiosk'
    : `${kiosks.slice(0, 5).join(', ')} and ${kiosks.length - 5} others`;
}

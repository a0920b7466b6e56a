import { ALPHABET, asMeant, checkCharacter, isChecked } from './check-character.ts';
import { err, ok, type Result } from './result.ts';

/** What is numbered in a downtime: a patient's record, a visit, an order, an unknown patient. */
export const NUMBER_KINDS = ['mrn', 'visit', 'order', 'alias'] as const;
export type NumberKind = (typeof NUMBER_KINDS)[number];

/** The letter of a kind, and its name in a sentence. */
const KINDS: Record<NumberKind, { letter: string; words: string }> = {
  mrn: { letter: 'M', words: 'medical record number' },
  visit: { letter: 'V', words: 'visit number' },
  order: { letter: 'R', words: 'order number' },
  alias: { letter: 'A', words: 'alias for an unknown patient' },
};
/** What a kind of number is called. */
export const kindWords = (kind: NumberKind): string => KINDS[kind].words;

/** A number of a downtime by its parts: a block belongs to one kiosk and one kind, and `running` counts from 1 within it. */
export interface DowntimeNumber {
  kind: NumberKind;
  /** Three characters, "07Q". */
  block: string;
  running: number;
}

/** Blocks are counted from 1 to this, and so are the numbers in a block. */
export const LAST_BLOCK = ALPHABET.length ** 3 - 1;
export const LARGEST_BLOCK = 9_999;

/** A block by its count: 1 → "001", 247 → "07Q". */
export const blockName = (count: number): string => [count >> 10, count >> 5, count].map(place => ALPHABET[place & 31]!).join('');

/** The count of a block by its name. */
export const blockCount = (block: string): number =>
  [...block].reduce((sum, c) => sum * ALPHABET.length + ALPHABET.indexOf(c), 0);

/** Is this the name of a block, as it is written? */
export const isBlockName = (name: string): boolean =>
  name.length === 3 && [...name].every(character => ALPHABET.includes(character)) && name !== '000';

/** As it is printed: D for downtime, the kind's letter, block, running number, check character: "DM-07Q-0042-A". */
export function writtenNumber({ kind, block, running }: DowntimeNumber): string {
  const prefix = `D${KINDS[kind].letter}`;
  const digits = String(running).padStart(4, '0');
  return `${prefix}-${block}-${digits}-${checkCharacter(prefix + block + digits)}`;
}

const LENGTH = 10;

/**
 * Reads a number as people write it: small letters, with or without hyphens and spaces, O for 0, and the word of an unknown patient before
 * it. What isn't one is said in a sentence.
 */
export function readNumber(written: string): Result<DowntimeNumber, { kind: 'not-a-number' | 'mistyped'; why: string }> {
  const number = asMeant(withoutWord(written));
  const said = `"${written.trim().slice(0, 40)}"`;
  if (number === '') return err({ kind: 'not-a-number', why: 'No number is written here.' });
  if (!number.startsWith('D'))
    return err({ kind: 'not-a-number', why: `${said} is no downtime number: those begin with D, like DM-07Q-0042-A.` });
  if (number.length !== LENGTH)
    return err({
      kind: 'mistyped',
      why: `${said} has ${number.length} characters and a downtime number has ${LENGTH}: look at the paper again.`,
    });
  const strange = [...number].find(character => !ALPHABET.includes(character));
  if (strange !== undefined)
    return err({
      kind: 'mistyped',
      why: `${said} holds a character that no downtime number has (${strange}): look at the paper again.`,
    });
  const kind = NUMBER_KINDS.find(name => KINDS[name].letter === number[1]);
  const digits = number.slice(5, 9);
  if (!isChecked(number) || kind === undefined || !/^\d+$/.test(digits) || !isBlockName(number.slice(2, 5)) || digits === '0000')
    return err({
      kind: 'mistyped',
      why: `${said} is wrong: one character is wrong or two are exchanged. Look at the paper again.`,
    });
  return ok({ kind, block: number.slice(2, 5), running: Number(digits) });
}

/** "Lighthouse DA-07Q-0042-8" → the number. */
const withoutWord = (written: string): string => written.trim().replace(/^\p{L}{4,}[\s,]+(?=D)/iu, '');

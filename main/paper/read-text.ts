import type { ReadPage, ReadText } from './read-back.ts';

const SPELLED = /\[U\+(10[0-9A-F]{4}|[0-9A-F]{4,5})\]/g;

/**
 * The form in which read and expected words are compared: composed, without white space and invisible characters, since lines break
 * anywhere. What is spelled by its number, as paper does where no font has it, is taken for the character. Written apart from what cleans text for printing, on purpose.
 */
export const folded = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\s\p{Cc}\p{Cf}\u180b-\u180d\ufe00-\ufe0f]/gu, '')
    .replace(SPELLED, (_, number: string) => String.fromCodePoint(parseInt(number, 16)))
    .normalize('NFC');

/** Texts in the order they were written, folded into one. */
export const joined = (texts: ReadText[]): string => folded(texts.map(t => t.text).join(''));

/** Everything a page says, in the order it was written: band, foot, content. */
export const pageText = (page: ReadPage): string => joined(page.texts);

/** Does `text` contain these, one after the other? */
export function inOrder(text: string, parts: string[]): boolean {
  let from = 0;
  for (const part of parts.map(folded)) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}

/** A text's box: what its letters can cover. */
export const inkOf = ({ x, y, width, size }: ReadText): { left: number; right: number; top: number; bottom: number } => ({
  left: x,
  right: x + width,
  top: y - 0.72 * size,
  bottom: y + 0.2 * size,
});

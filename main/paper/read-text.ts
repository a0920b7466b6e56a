import type { ReadPage, ReadText } from './read-back.ts';

/**
 * The form in which read and expected words are compared: composed, without white space and invisible characters, since lines break
 * anywhere. Unreadable characters are spelt as on paper. Written apart from what cleans text for printing, on purpose.
 */
export const folded = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll('\ufffd', '[U+FFFD]')
    .replace(/[\s\p{Cc}\p{Cf}\u180b-\u180d\ufe00-\ufe0f]/gu, '');

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

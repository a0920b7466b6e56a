import { stampContent, type Stamp } from './draw.ts';
import { printedRoom } from './foot.ts';
import { trailerOf } from './pdf-trailer.ts';
import { readBack } from './read-back.ts';
import { folded, pageText } from './read-text.ts';
import { STYLES } from './type-sizes.ts';
import { wrapText } from './wrap.ts';

/** What a printing says of itself on every page: how old the data were, and by whom, when and where it was printed. */
export interface StampWords {
  age: string;
  printed: string;
}

/**
 * Gives a finished PDF another stamp, by an incremental update (ISO 32000-1, 7.5.6): nothing of what has been verified is touched, only the
 * objects that draw the stamps are replaced at the end of the file. Null when the words have a character outside the document's own fonts, or
 * are too long for their place: then the sheets have to be rendered again.
 */
export function restamped(pdf: Buffer, stamps: readonly Stamp[], words: StampWords): Buffer | null {
  const trailer = trailerOf(pdf);
  const parts: Buffer[] = [pdf];
  const offsets: { object: number; at: number }[] = [];
  let at = pdf.length;
  const add = (part: Buffer): void => {
    parts.push(part);
    at += part.length;
  };
  for (const { object, width, height, texts } of stamps) {
    const content = stampContent(
      texts.map(text => ({ ...text, text: said(text.text, words) })),
      height,
    );
    if (content === null || wrapText(words.printed, STYLES.foot, printedRoom(width)).length > 1) return null;
    offsets.push({ object, at });
    add(Buffer.from(`${object} 0 obj\n<<\n/Length ${content.length}\n>>\nstream\n`, 'latin1'));
    add(content);
    add(Buffer.from('\nendstream\nendobj\n', 'latin1'));
  }
  const xref = offsets.map(entry => `${entry.object} 1\n${String(entry.at).padStart(10, '0')} 00000 n \n`).join('');
  add(Buffer.from(`xref\n${xref}trailer\n<<${trailer.dictionary}/Prev ${trailer.xref}\n>>\nstartxref\n${at}\n%%EOF\n`, 'latin1'));
  return Buffer.concat(parts);
}

/** A stamp is told by its beginning which of the words it carries. */
const said = (text: string, { age, printed }: StampWords): string => (text.startsWith('Printed ') ? printed : age);

/**
 * Does every sheet say these words, as a reader of the PDF gets them? `firsts` are the sheets' first pages, from 1: the others draw the same
 * object. Sheets without data say no age.
 */
export async function isStamped(pdf: Uint8Array, words: StampWords, firsts: readonly number[]): Promise<boolean> {
  const pages = await readBack(pdf, firsts);
  return pages.every(page => {
    const text = pageText(page);
    return text.includes(folded(words.printed)) && (!text.includes('DATAASOF') || text.includes(folded(words.age)));
  });
}

import bwip from 'bwip-js/node';
import type { Sheet } from '../domain/sheet.ts';
import type { Code } from './page.ts';

/** Sizes in points: a cell of 1.2 is 3.3 pixels of a fine fax, a bar of 0.9 is 2.5. */
const CELL = 1.2;
const BAR = 0.9;
const LONG_BAR = 1.1;
/** Height of the MRN's bars in points. */
export const BARCODE_HEIGHT = 22;

/** What the page's DataMatrix says: sheet id, page, pages, patient, generation. */
export const pageCodeContent = (sheet: Sheet, page: number, pages: number): string =>
  [sheet.id, page, pages, sheet.head.code, sheet.foot.generation ?? 0].join('|');

type RawBars = { sbs: ArrayLike<number> };
type RawCells = { pixs: ArrayLike<number>; pixx: number };

/** A square symbol: cells row by row from the top left, 1 is black. */
interface Matrix {
  side: number;
  cells: ArrayLike<number>;
}

/** Cells to a side of the largest symbol the foot has room for, and what surely doesn't fit into it. */
const LARGEST = 48;
const TOO_LONG = 350;
const matrices = new Map<string, Matrix | null>();

/** The symbol for a text; kept, because the page that has been drawn is soon compared with it. */
function matrixOf(content: string): Matrix | null {
  let known = matrices.get(content);
  if (known === undefined) {
    if (matrices.size > 500) matrices.clear();
    matrices.set(content, (known = encoded(content)));
  }
  return known;
}

/**
 * Plain text goes to the library as codewords, which takes half the time of letting it look for the shortest encodation. ECI 26 says that what
 * follows is UTF-8; where it is used "^" begins a command.
 */
function encoded(content: string): Matrix | null {
  if (content.length > TOO_LONG) return null;
  const plain = /^[\x20-\x7e]*$/.test(content);
  const options = plain
    ? { text: asciiCodewords(content), raw: true }
    : { text: `^ECI000026${content.replaceAll('^', '^^')}`, parsefnc: true };
  const [raw] = bwip.raw({ bcid: 'datamatrix', ...options }) as RawCells[];
  if (!raw) throw new Error('no DataMatrix');
  return raw.pixx > LARGEST ? null : { side: raw.pixx, cells: raw.pixs };
}

/** ASCII encodation (ISO/IEC 16022, 5.2.3): two digits are one codeword, any other character its code and one. */
const asciiCodewords = (text: string): string =>
  text.replace(/\d\d|./g, part => `^${String(part.length === 2 ? 130 + Number(part) : part.charCodeAt(0) + 1).padStart(3, '0')}`);

/** A DataMatrix with its lower right corner at a place, quiet zone of two cells included; null when the content is too long for one. */
export function dataMatrix(content: string, right: number, bottom: number): Code | null {
  const matrix = matrixOf(content);
  if (matrix === null) return null;
  const { side, cells } = matrix;
  const width = (side + 4) * CELL;
  const x = right - width;
  const y = bottom - width;
  const bars: Code['bars'] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      let end = column;
      while (end < side && cells[row * side + end] === 1) end++;
      if (end > column) {
        bars.push({ x: x + (column + 2) * CELL, y: y + (row + 2) * CELL, width: (end - column) * CELL, height: CELL });
      }
      column = Math.max(column, end);
    }
  }
  return { kind: 'datamatrix', content, module: CELL, x, y, width, height: width, bars };
}

const known128 = new Map<string, readonly number[]>();

/** Widths of bars and gaps in modules; kept, because each sheet of a patient has the same, and reading back asks again. */
function barsOf(content: string): readonly number[] | null {
  if (!/^[\x20-\x7e]+$/.test(content)) return null;
  let widths = known128.get(content);
  if (widths === undefined) {
    if (known128.size > 500) known128.clear();
    const [raw] = bwip.raw({ bcid: 'code128', text: content }) as RawBars[];
    if (!raw) throw new Error('no Code 128');
    known128.set(content, (widths = Array.from(raw.sbs)));
  }
  return widths;
}

/** A Code 128 from a top left corner; null when what it should say can't be encoded or doesn't fit: then the text alone must do. */
export function code128(content: string, x: number, y: number, room: number, height: number): Code | null {
  const widths = barsOf(content);
  if (widths === null) return null;
  const modules = widths.reduce((sum, w) => sum + w, 0) + 20;
  const module = modules * LONG_BAR <= room ? LONG_BAR : BAR;
  if (modules * module > room) return null;
  const bars: Code['bars'] = [];
  let pen = x + 10 * module;
  widths.forEach((w, i) => {
    if (i % 2 === 0) bars.push({ x: pen, y, width: w * module, height });
    pen += w * module;
  });
  return { kind: 'code128', content, module, x, y, width: modules * module, height, bars };
}

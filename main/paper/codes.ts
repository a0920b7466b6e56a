import { createRequire } from 'node:module';
import type { SymbolShapeHint } from '@zxing/library/cjs/core/datamatrix/encoder/constants.js';
import type * as zxing from '@zxing/library';
import bwip from 'bwip-js/node';
import type { Sheet } from '../domain/sheet.ts';
import type { Bar, Code } from './page.ts';

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

/** A symbol: cells to a side without the quiet zone, and its black ones. */
interface Square {
  side: number;
  bars: readonly Bar[];
}

const QUIET = 2;

/** Cells to a side of the largest symbol the foot has room for, and what surely doesn't fit into it. */
const LARGEST = 48;
const TOO_LONG = 350;
/** So many symbols are kept, as many as a patient has pages: a page that was drawn is soon compared with its own. */
const KEPT = 40;
const symbols = new Map<string, Square | null>();

/** Only the part that writes: the whole of the library takes four times as long to load. */
const require = createRequire(import.meta.url);
const part = (path: string): unknown => (require(`@zxing/library/cjs/core/${path}.js`) as { default: unknown }).default;
const Writer = part('datamatrix/DataMatrixWriter') as typeof zxing.DataMatrixWriter;
const { DATA_MATRIX } = part('BarcodeFormat') as typeof zxing.BarcodeFormat;
const { DATA_MATRIX_SHAPE } = part('EncodeHintType') as typeof zxing.EncodeHintType;
const SQUARE = new Map([[DATA_MATRIX_SHAPE, 1 satisfies SymbolShapeHint.FORCE_SQUARE]]);
const writer = new Writer();

/** The symbol for a text; null when it has no room in the foot. */
function symbolOf(content: string): Square | null {
  let known = symbols.get(content);
  if (known === undefined) {
    if (symbols.size > KEPT) symbols.clear();
    symbols.set(content, (known = encoded(content)));
  }
  return known;
}

/**
 * Plain text is written by the library that needs a tenth of the time. The other one knows other text: ECI 26 says that what follows is UTF-8,
 * and where it is used "^" begins a command.
 */
function encoded(content: string): Square | null {
  if (content.length > TOO_LONG) return null;
  const square = /^[\x20-\x7e]+$/.test(content) && content.trim() !== '' ? plain(content) : utf8(content);
  return square.side > LARGEST ? null : square;
}

function plain(content: string): Square {
  const matrix = writer.encode(content, DATA_MATRIX, 0, 0, SQUARE);
  return squareOf(matrix.getWidth(), (column, row) => matrix.get(column, row));
}

function utf8(content: string): Square {
  const text = `^ECI000026${content.replaceAll('^', '^^')}`;
  const [raw] = bwip.raw({ bcid: 'datamatrix', text, parsefnc: true }) as RawCells[];
  if (!raw) throw new Error('no DataMatrix');
  const { pixs, pixx } = raw;
  return squareOf(pixx, (column, row) => pixs[row * pixx + column] === 1);
}

/** Black cells beside each other as one bar. */
function squareOf(side: number, black: (column: number, row: number) => boolean): Square {
  const bars: Bar[] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      let end = column;
      while (end < side && black(end, row)) end++;
      if (end > column) bars.push({ x: column + QUIET, y: row + QUIET, width: end - column, height: 1 });
      column = Math.max(column, end);
    }
  }
  return { side, bars };
}

/** A DataMatrix with its lower right corner at a place, quiet zone of two cells included, a cell of so many points; null when the content is too long for one. */
export function dataMatrix(content: string, right: number, bottom: number, cell = CELL): Code | null {
  const found = symbolOf(content);
  if (found === null) return null;
  const { side, bars } = found;
  const width = (side + 2 * QUIET) * cell;
  return { kind: 'datamatrix', content, module: cell, x: right - width, y: bottom - width, width, height: width, bars };
}

const known128 = new Map<string, readonly number[]>();

/** No longer text has room on any page, and the library takes none of more than 256 characters. */
const LONGEST_128 = 100;

/** Widths of bars and gaps in modules; kept, because each sheet of a patient has the same, and reading back asks again. */
function barsOf(content: string): readonly number[] | null {
  if (content.length > LONGEST_128 || !/^[\x20-\x7e]+$/.test(content)) return null;
  let widths = known128.get(content);
  if (widths === undefined) {
    if (known128.size > 500) known128.clear();
    const [raw] = bwip.raw({ bcid: 'code128', text: content }) as RawBars[];
    if (!raw) throw new Error('no Code 128');
    known128.set(content, (widths = Array.from(raw.sbs)));
  }
  return widths;
}

/** A Code 128 from a top left corner, of the first module width in points that fits; null when what it should say can't be encoded or doesn't fit: then the text alone must do. */
export function code128(
  content: string,
  x: number,
  y: number,
  room: number,
  height: number,
  sizes: readonly number[] = [LONG_BAR, BAR],
): Code | null {
  const widths = barsOf(content);
  if (widths === null) return null;
  const modules = widths.reduce((sum, w) => sum + w, 0) + 20;
  const module = sizes.find(size => modules * size <= room);
  if (module === undefined) return null;
  const bars: Bar[] = [];
  let pen = 10;
  widths.forEach((width, i) => {
    if (i % 2 === 0) bars.push({ x: pen, y: 0, width, height: height / module });
    pen += width;
  });
  return { kind: 'code128', content, module, x, y, width: modules * module, height, bars };
}

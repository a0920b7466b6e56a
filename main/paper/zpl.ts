import type { LabelStock } from '../domain/label.ts';
import { textBits, turned, type Bits } from './glyph-bits.ts';
import type { LabelSpace } from './label-layout.ts';
import type { Boxes, Code, Rect, Text } from './page.ts';
import { inPrinterFont, printerWidth } from './printer-font.ts';

/** What no label printer can be trusted to print on: points on every side of a label. */
const EDGE = 4;
/** The printer's capitals are larger than ours: at this part of our size they are alike. */
const CAPITALS = 0.9;
const POINTS_PER_MM = 72 / 25.4;

/** Dots of a label: across the print head, and along the feed. */
export const dotsOf = ({ widthMm, heightMm, dpi }: LabelStock): { across: number; along: number } => ({
  across: Math.floor((widthMm / 25.4) * dpi),
  along: Math.floor((heightMm / 25.4) * dpi),
});

/** The room for words on a printer's labels, as they are read. */
export function spaceOf(stock: LabelStock): LabelSpace {
  const [width, height] = stock.turned ? [stock.heightMm, stock.widthMm] : [stock.widthMm, stock.heightMm];
  return {
    width: width * POINTS_PER_MM - 2 * EDGE,
    height: height * POINTS_PER_MM - 2 * EDGE,
    dot: 72 / stock.dpi,
  };
}

/** A label in its parts, so many times. */
export interface Repeated {
  parts: readonly Boxes[];
  copies: number;
}

/** Draws labels as ZPL II, in order; parts of one label stay together. Nothing is decided here but which font of the printer can say a text. */
export function zplOf(labels: readonly Repeated[], stock: LabelStock): string {
  return labels
    .flatMap(({ parts, copies }) => {
      const [only, more] = parts;
      if (only && !more) return [format(only, copies, stock)];
      return Array.from({ length: copies }, () => parts.map(boxes => format(boxes, 1, stock))).flat();
    })
    .join('');
}

function format(boxes: Boxes, copies: number, stock: LabelStock): string {
  const { across, along } = dotsOf(stock);
  const page = placing(stock, across);
  return [
    `${BEGIN}^PW${across}^LL${along}`,
    ...boxes.rects.map(rect => rule(rect, page)),
    ...boxes.texts.map(text => words(text, page)),
    ...boxes.codes.map(code => symbol(code, page)),
    `^PQ${copies}^XZ\n`,
  ].join('\n');
}

/** Words in UTF-8, and nothing of what another program may have left in the printer: turned over, mirrored, white on black, shifted. */
const BEGIN = '^XA^CI28^PON^PMN^LRN^LH0,0';

/** How points of a label become dots of the printer: turned, its top is the right edge of the feed. */
interface Placing {
  dots(points: number): number;
  /** Letter of the orientation: normal, or turned by 90 degrees clockwise. */
  way: 'N' | 'R';
  turned: boolean;
  /** A point as dots. */
  point(x: number, y: number): [number, number];
  /** The corner of a box of so many dots whose own corner is here. */
  corner(x: number, y: number, width: number, height: number): [number, number];
}

function placing({ dpi, turned }: LabelStock, across: number): Placing {
  const dots = (points: number): number => Math.round((points / 72) * dpi);
  const at = (points: number): number => dots(points + EDGE);
  return {
    dots,
    way: turned ? 'R' : 'N',
    turned,
    point: (x, y) => (turned ? [across - at(y), at(x)] : [at(x), at(y)]),
    corner: (x, y, _width, height) => (turned ? [across - at(y) - height, at(x)] : [at(x), at(y)]),
  };
}

function rule({ x, y, width, height, fill, stroke }: Rect, { dots, corner, turned }: Placing): string {
  const [w, h] = [dots(width), dots(height)];
  const thick = fill === 0 ? Math.min(w, h) : Math.max(1, dots(stroke ?? 0));
  return `^FO${corner(x, y, w, h).join()}^GB${(turned ? [h, w] : [w, h]).join()},${thick}^FS`;
}

/** In the printer's own font where it surely has all characters, no wider than was measured; else as a picture, whose words stand before it. */
function words(text: Text, page: Placing): string {
  const { dots, way, point } = page;
  const size = dots(text.size);
  const reverse = text.white ? '^FR' : '';
  if (inPrinterFont(text.text) && !text.rightToLeft) {
    const high = Math.round(size * CAPITALS);
    const wide = Math.min(high, Math.floor(dots(text.width) / Math.max(0.001, printerWidth(text.text))));
    return `^FT${point(text.x, text.y).join()}^A0${way},${high},${Math.max(1, wide)}${reverse}^FH_^FD${escaped(text.text)}^FS`;
  }
  const drawn = textBits(text, size);
  if (drawn === null) return '';
  const { bits, left, top } = drawn;
  const [x, y] = point(text.x, text.y);
  const [cx, cy] = page.turned ? [x - top - bits.height, y + left] : [x + left, y + top];
  const said = [size, text.weight, text.rightToLeft ? 'rtl' : 'ltr', encodeURIComponent(text.text).replaceAll('~', '%7E')].join(
    ' ',
  );
  return `^FX${said}^FS^FO${cx},${cy}${reverse}${graphic(page.turned ? turned(bits) : bits)}^FS`;
}

/** Bits as a graphic field, in hexadecimal. */
export function graphic({ rows }: Bits): string {
  const perRow = rows[0]!.length;
  const hex = rows.map(row => Buffer.from(row).toString('hex').toUpperCase()).join('');
  return `^GFA,${perRow * rows.length},${perRow * rows.length},${perRow},${hex}`;
}

function symbol({ kind, content, module, x, y, width, height }: Code, { dots, corner, way }: Placing): string {
  const cell = dots(module);
  if (kind === 'code128') {
    const [w, h] = [dots(width), dots(height)];
    return `^BY${cell},3,${h}^FO${corner(x + 10 * module, y, w, h).join()}^BC${way},${h},N,N,N,N^FH_^FD>:${escaped(content.replaceAll('>', '>0'))}^FS`;
  }
  const side = Math.round(width / module) - 4;
  const [cx, cy] = corner(x + 2 * module, y + 2 * module, side * cell, side * cell);
  return `^FO${cx},${cy}^BX${way},${cell},200,${side},${side},6,${unused(content)}^FH_^FD${escaped(content)}^FS`;
}

/** A character that the content doesn't have: in a DataMatrix one always begins a command. */
const unused = (content: string): string => ['|', '`', '{', '}', '!'].find(char => !content.includes(char)) ?? '|';

/** Field data with every character that could be a command, and everything outside ASCII, as the hexadecimal of its UTF-8. */
const escaped = (text: string): string =>
  text.replace(/[^\x20-\x7e]|[\^~_\\]/gu, char =>
    [...Buffer.from(char, 'utf8')].map(byte => `_${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );

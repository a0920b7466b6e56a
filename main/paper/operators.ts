import { contentBytes } from './content-bytes.ts';
import type { DocumentFonts } from './embed-fonts.ts';
import { core } from './fonts.ts';
import type { Boxes } from './page.ts';
import { shape } from './shape.ts';

const bytes = contentBytes();

/**
 * The content operators of boxes on a page of so many points' height, valid until the next are asked for. Light fills first, black ones over
 * them, rules over those, words on top.
 */
export function content(boxes: Boxes, height: number, fonts: DocumentFonts): Buffer {
  // Never nothing: pdfkit would write no stream for it, and a page whose contents aren't all streams is blank to some readers.
  bytes.plain('\n');
  fills(boxes, height);
  hatches(boxes, height);
  strokes(boxes, height);
  codes(boxes, height);
  texts(boxes, height, fonts);
  return bytes.take();
}

function fills({ rects }: Boxes, height: number): void {
  const filled = rects.filter(r => r.fill !== null).sort((a, b) => b.fill! - a.fill!);
  let grey = -1;
  for (const rect of filled) {
    if (rect.fill !== grey) {
      bytes.number((grey = rect.fill!));
      bytes.plain('g\n');
    }
    rectangle(rect, height);
    bytes.plain('f\n');
  }
}

const HATCH_SPACING = 4.5;

/** Diagonals at 45 degrees, cut at the edges of each area. */
function hatches({ hatches: areas }: Boxes, height: number): void {
  if (areas.length === 0) return;
  bytes.plain('0.4 w\n');
  for (const { x, y, width, height: tall } of areas) {
    for (let at = HATCH_SPACING; at < width + tall; at += HATCH_SPACING) {
      const left = Math.max(0, at - tall);
      const right = Math.min(at, width);
      segment(x + left, height - y - (at - left), x + right, height - y - (at - right));
    }
  }
  bytes.plain('S\n');
}

function strokes({ lines, rects }: Boxes, height: number): void {
  const weights = new Set<number>();
  for (const { stroke } of rects) if (stroke !== null) weights.add(stroke);
  for (const { weight } of lines) weights.add(weight);
  for (const weight of weights) {
    bytes.number(weight);
    bytes.plain('w\n');
    for (const rect of rects) if (rect.stroke === weight) rectangle(rect, height);
    for (const line of lines) if (line.weight === weight) segment(line.x1, height - line.y1, line.x2, height - line.y2);
    bytes.plain('S\n');
  }
}

/** In modules: most of a page's rectangles are cells, and whole numbers are short. */
function codes({ codes: all }: Boxes, height: number): void {
  if (all.length === 0) return;
  bytes.plain('0 g\n');
  for (const { bars, module, x, y } of all) {
    bytes.plain('q ');
    for (const value of [module, 0, 0, -module, x, height - y]) bytes.number(value);
    bytes.plain('cm\n');
    for (const bar of bars) box(bar.x, bar.y, bar.width, bar.height);
    bytes.plain('f Q\n');
  }
}

function rectangle(r: { x: number; y: number; width: number; height: number }, height: number): void {
  box(r.x, height - r.y - r.height, r.width, r.height);
}

function box(x: number, y: number, width: number, height: number): void {
  bytes.number(x);
  bytes.number(y);
  bytes.number(width);
  bytes.number(height);
  bytes.plain('re\n');
}

function segment(x1: number, y1: number, x2: number, y2: number): void {
  bytes.number(x1);
  bytes.number(y1);
  bytes.plain('m ');
  bytes.number(x2);
  bytes.number(y2);
  bytes.plain('l\n');
}

function texts({ texts: all }: Boxes, height: number, fonts: DocumentFonts): void {
  if (all.length === 0) return;
  bytes.plain('BT\n0 g\n');
  let white = false;
  let squeeze = 1;
  let font = '';
  let size = 0;
  const use = (name: string, points: number): void => {
    if (name === font && points === size) return;
    bytes.plain(`/${(font = name)} `);
    bytes.number((size = points));
    bytes.plain('Tf\n');
  };
  for (const text of all) {
    if (text.white !== white) {
      white = text.white;
      bytes.plain(white ? '1 g\n' : '0 g\n');
    }
    if (text.squeeze !== squeeze) {
      bytes.number((squeeze = text.squeeze) * 100);
      bytes.plain('Tz\n');
    }
    const baseline = height - text.y;
    const { glyphs } = shape(text.text, text.weight, text.rightToLeft);
    if (glyphs === null) {
      use(fonts.coreName(text.weight), text.size);
      goTo(text.x, baseline);
      bytes.string(text.text, core(text.weight).cids);
      bytes.plain(' Tj\n');
      continue;
    }
    const scale = text.size / 1000;
    for (const glyph of glyphs) {
      const { name, cid } = fonts.take(glyph);
      use(name, text.size);
      goTo(text.x + glyph.x * scale * squeeze, baseline + glyph.y * scale);
      bytes.glyph(cid);
      bytes.plain(' Tj\n');
    }
  }
  if (squeeze !== 1) bytes.plain('100 Tz\n');
  bytes.plain('ET\n');
}

/** Goes to a place. */
function goTo(x: number, y: number): void {
  bytes.plain('1 0 0 1 ');
  bytes.number(x);
  bytes.number(y);
  bytes.plain('Tm ');
}

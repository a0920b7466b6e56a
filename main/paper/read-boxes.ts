import { EDGE } from './fields.ts';
import type { ReadPage, ReadStroke } from './read-back.ts';
import { joined } from './read-text.ts';

/** A field's box as it stands on paper: its words in the order they were written, folded. */
export interface ReadBox {
  page: number;
  text: string;
  /** Squares to tick in it. */
  squares: number;
  /** Points from its last words to its lower edge: room for a hand. */
  free: number;
}

/** The boxes of fields on pages that follow each other, in the order they were drawn. */
export const boxesOf = (pages: { page: number; read: ReadPage }[]): ReadBox[] =>
  pages.flatMap(({ page, read }) => {
    const rects = rectsOf(read.strokes);
    const edges = rects.filter(({ weight }) => Math.abs(weight - EDGE) < 0.01);
    return edges.map((edge): ReadBox => {
      const within = (x: number, y: number): boolean =>
        x > edge.left - 0.1 && x < edge.right && y > edge.top && y < edge.bottom + 0.1;
      const texts = read.texts.filter(({ x, y }) => within(x, y));
      return {
        page,
        text: joined(texts),
        squares: rects.filter(rect => rect !== edge && isSquare(rect) && within(rect.left, rect.bottom)).length,
        free: edge.bottom - Math.max(edge.top, ...texts.map(({ y }) => y)),
      };
    });
  });

interface Rect {
  left: number;
  right: number;
  top: number;
  bottom: number;
  weight: number;
}

const isSquare = ({ left, right, top, bottom }: Rect): boolean => {
  const width = right - left;
  return width > 6 && width < 16 && Math.abs(width - (bottom - top)) < 0.1;
};

/** Four strokes, each beginning where the one before ends, and the last where the first began. */
function rectsOf(strokes: readonly ReadStroke[]): Rect[] {
  const rects: Rect[] = [];
  for (let i = 0; i + 3 < strokes.length; i++) {
    const four = strokes.slice(i, i + 4);
    const [first, , , last] = four;
    const closed = four.every((s, k) => k === 3 || (near(s.x2, four[k + 1]!.x1) && near(s.y2, four[k + 1]!.y1)));
    if (!closed || !near(last!.x2, first!.x1) || !near(last!.y2, first!.y1)) continue;
    const xs = four.map(s => s.x1);
    const ys = four.map(s => s.y1);
    rects.push({
      left: Math.min(...xs),
      right: Math.max(...xs),
      top: Math.min(...ys),
      bottom: Math.max(...ys),
      weight: first!.weight,
    });
    i += 3;
  }
  return rects;
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < 0.01;

import type { Path } from 'fontkit';
import type { Text } from './page.ts';
import { core } from './fonts.ts';
import { shape } from './shape.ts';

/** A picture of one bit a dot, rows from the top, packed from the left, 1 black. */
export interface Bits {
  width: number;
  height: number;
  rows: Uint8Array[];
}

/** Steps into which a curve is cut. */
const STEPS = 6;

interface Edge {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** A drawn text: its dots, and where their top left corner lies from the beginning of its baseline. */
export interface DrawnText {
  bits: Bits;
  left: number;
  top: number;
}

/** Draws a text as dots with the fonts of the paper, shaped as there; `size` in dots. Null for one without ink. */
export function textBits(
  { text, weight, rightToLeft }: Pick<Text, 'text' | 'weight' | 'rightToLeft'>,
  size: number,
): DrawnText | null {
  const scale = size / 1000;
  const outlines =
    shape(text, weight, rightToLeft).glyphs?.map(g => ({ path: g.face.font.getGlyph(g.id).path, x: g.x, y: g.y })) ??
    plain(text, weight);
  const edges = outlines.flatMap(({ path, x, y }) => edgesOf(path, (px, py) => [(x + px) * scale, -(y + py) * scale]));
  if (edges.length === 0) return null;
  const left = Math.floor(Math.min(...edges.map(e => e.x1)));
  const top = Math.floor(Math.min(...edges.map(e => e.y1)));
  const bits = blank(Math.ceil(Math.max(...edges.map(e => e.x1))) - left, Math.ceil(Math.max(...edges.map(e => e.y1))) - top);
  const within = edges.map(({ x1, y1, x2, y2 }) => ({ x1: x1 - left, y1: y1 - top, x2: x2 - left, y2: y2 - top }));
  fill(bits, within);
  return { bits, left, top };
}

/** Glyphs of characters side by side, for a text of the core. */
function plain(text: string, weight: Text['weight']): { path: Path; x: number; y: number }[] {
  const { face, advances } = core(weight);
  let pen = 0;
  return [...text].map(char => {
    const at = pen;
    pen += advances[char.codePointAt(0)!]!;
    return { path: face.font.glyphForCodePoint(char.codePointAt(0)!).path, x: at, y: 0 };
  });
}

/** A white picture. */
export const blank = (width: number, height: number): Bits => ({
  width,
  height,
  rows: Array.from({ length: height }, () => new Uint8Array(Math.ceil(width / 8))),
});

export const isBlack = ({ rows }: Bits, x: number, y: number): boolean => ((rows[y]![x >> 3]! >> (7 - (x & 7))) & 1) === 1;

const blacken = ({ rows }: Bits, x: number, y: number): void => void (rows[y]![x >> 3]! |= 0x80 >> (x & 7));

/** Turned by 90 degrees clockwise. */
export function turned(bits: Bits): Bits {
  const out = blank(bits.height, bits.width);
  for (let y = 0; y < bits.height; y++)
    for (let x = 0; x < bits.width; x++) if (isBlack(bits, x, y)) blacken(out, bits.height - 1 - y, x);
  return out;
}

/** An outline as straight edges. */
function edgesOf(path: Path, place: (x: number, y: number) => [number, number]): Edge[] {
  const edges: Edge[] = [];
  let start: [number, number] = [0, 0];
  let here = start;
  const to = (x: number, y: number): void => {
    edges.push({ x1: here[0], y1: here[1], x2: x, y2: y });
    here = [x, y];
  };
  for (const { command, args } of path.commands) {
    const points: [number, number][] = [];
    for (let i = 0; i < args.length; i += 2) points.push(place(args[i]!, args[i + 1]!));
    switch (command) {
      case 'moveTo':
        start = here = points[0]!;
        break;
      case 'lineTo':
        to(...points[0]!);
        break;
      case 'quadraticCurveTo':
      case 'bezierCurveTo': {
        const from = here;
        for (let step = 1; step <= STEPS; step++) to(...onCurve([from, ...points], step / STEPS));
        break;
      }
      case 'closePath':
        to(...start);
    }
  }
  return edges;
}

/** The point of a Bézier curve of any degree at t (de Casteljau). */
function onCurve(points: [number, number][], t: number): [number, number] {
  if (points.length === 1) return points[0]!;
  return onCurve(
    points.slice(1).map(([x, y], i) => [points[i]![0] * (1 - t) + x * t, points[i]![1] * (1 - t) + y * t]),
    t,
  );
}

/** Fills what the edges wind around; a dot is black when its centre is inside. */
function fill(bits: Bits, edges: readonly Edge[]): void {
  for (let y = 0; y < bits.height; y++) {
    const middle = y + 0.5;
    const crossings = edges
      .filter(({ y1, y2 }) => (y1 <= middle && y2 > middle) || (y2 <= middle && y1 > middle))
      .map(({ x1, y1, x2, y2 }) => ({ x: x1 + ((middle - y1) / (y2 - y1)) * (x2 - x1), turn: y2 > y1 ? 1 : -1 }))
      .sort((a, b) => a.x - b.x);
    let winding = 0;
    crossings.forEach(({ x, turn }, i) => {
      winding += turn;
      const next = crossings[i + 1];
      if (winding === 0 || !next) return;
      for (let dot = Math.max(0, Math.ceil(x - 0.5)); dot + 0.5 < next.x && dot < bits.width; dot++) blacken(bits, dot, y);
    });
  }
}

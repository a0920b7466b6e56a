import { getDocument, OPS, PasswordException } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A text as a reader of the PDF gets it, in the order it was written. Points from the page's top left corner, y the baseline. */
export interface ReadText {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
  white: boolean;
}

/** A straight stroke. */
export interface ReadStroke {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  weight: number;
}

export interface ReadRect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One page of a PDF: what is on it and where. */
export interface ReadPage {
  width: number;
  height: number;
  texts: ReadText[];
  strokes: ReadStroke[];
  /** Rectangles filled black: tags, and the cells of codes. */
  black: ReadRect[];
}

/** pdf.js takes its input for itself. */
const reading = (pdf: Uint8Array, password?: string) =>
  getDocument({
    data: new Uint8Array(pdf),
    disableFontFace: true,
    useSystemFonts: false,
    verbosity: 0,
    ...(password !== undefined && { password }),
  });

/** How many pages a PDF has; null when it does not open without, or with this, password. */
export async function pageCount(pdf: Uint8Array, password?: string): Promise<number | null> {
  const task = reading(pdf, password);
  try {
    return (await task.promise).numPages;
  } catch (error) {
    if (error instanceof PasswordException) return null;
    throw error;
  } finally {
    await task.destroy();
  }
}

/**
 * Reads a PDF back with pdf.js, which shares nothing with what wrote it: all its pages, or those of these numbers, counted from 1; with its
 * password when it is encrypted.
 */
export async function readBack(pdf: Uint8Array, numbers?: readonly number[], password?: string): Promise<ReadPage[]> {
  const task = reading(pdf, password);
  try {
    const document = await task.promise;
    const pages: ReadPage[] = [];
    for (const number of numbers ?? Array.from({ length: document.numPages }, (_, i) => i + 1)) {
      const page = await document.getPage(number);
      const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
      const { fnArray, argsArray } = await page.getOperatorList();
      pages.push(interpret(fnArray, argsArray as unknown[][], { left, top, width: right - left, height: top - bottom }));
    }
    return pages;
  } finally {
    await task.destroy();
  }
}

type Matrix = [number, number, number, number, number, number];
const times = (m: Matrix, n: ArrayLike<number>): Matrix => {
  const [a, b, c, d, e, f] = m;
  const [g, h, i, j, k, l] = [n[0]!, n[1]!, n[2]!, n[3]!, n[4]!, n[5]!];
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
};

interface State {
  matrix: Matrix;
  weight: number;
  colour: string;
}

interface Glyph {
  unicode: string;
  width: number;
}

/** Runs a page's operators far enough to know where its words, strokes and black areas are. */
function interpret(
  operators: number[],
  args: unknown[][],
  page: { left: number; top: number; width: number; height: number },
): ReadPage {
  const out: ReadPage = { width: page.width, height: page.height, texts: [], strokes: [], black: [] };
  let state: State = { matrix: [1, 0, 0, 1, -page.left, -page.top], weight: 1, colour: '#000000' };
  const saved: State[] = [];
  let text: Matrix = [1, 0, 0, 1, 0, 0];
  let size = 0;
  let squeeze = 1;
  operators.forEach((operator, i) => {
    const given = args[i] ?? [];
    switch (operator) {
      case OPS.save:
        saved.push({ ...state });
        return;
      case OPS.restore:
        state = saved.pop() ?? state;
        return;
      case OPS.transform:
        state.matrix = times(state.matrix, given as number[]);
        return;
      case OPS.paintFormXObjectBegin:
        saved.push({ ...state });
        if (given[0]) state.matrix = times(state.matrix, given[0] as number[]);
        return;
      case OPS.paintFormXObjectEnd:
        state = saved.pop() ?? state;
        return;
      case OPS.setLineWidth:
        state.weight = given[0] as number;
        return;
      case OPS.setFillRGBColor:
        state.colour = given[0] as string;
        return;
      case OPS.setFont:
        size = given[1] as number;
        return;
      case OPS.setHScale:
        // pdf.js hands on percent or a fraction, by version.
        squeeze = (given[0] as number) > 2 ? (given[0] as number) / 100 : (given[0] as number);
        return;
      case OPS.beginText:
        text = [1, 0, 0, 1, 0, 0];
        return;
      case OPS.setTextMatrix:
        text = times([1, 0, 0, 1, 0, 0], (given.length === 1 ? given[0] : given) as ArrayLike<number>);
        return;
      case OPS.showText: {
        const at = times(state.matrix, text);
        const glyphs = (given[0] as (Glyph | number | null)[]).filter(g => typeof g === 'object' && g !== null);
        const width = (glyphs.reduce((sum, g) => sum + g.width, 0) * size * squeeze) / 1000;
        const read = glyphs.map(g => g.unicode).join('');
        out.texts.push({
          text: read,
          x: at[4],
          y: -at[5],
          width: width * at[0],
          size: size * at[3],
          white: state.colour === '#ffffff',
        });
        text = times(text, [1, 0, 0, 1, width, 0]);
        return;
      }
      case OPS.constructPath:
        construct(out, state, given);
    }
  });
  return out;
}

const DRAW = { moveTo: 0, lineTo: 1, curveTo: 2, quadraticCurveTo: 3, closePath: 4 } as const;

/** Reads one path: its strokes as segments, or its black rectangles. */
function construct(out: ReadPage, { matrix, weight, colour }: State, given: unknown[]): void {
  const painted = given[0] as number;
  const path = (given[1] as (ArrayLike<number> | null)[])[0];
  if (!path) return;
  const stroked = painted === OPS.stroke || painted === OPS.closeStroke;
  const point = (i: number): [number, number] => {
    const [a, b, c, d, e, f] = matrix;
    const x = path[i]!;
    const y = path[i + 1]!;
    return [a * x + c * y + e, -(b * x + d * y + f)];
  };
  let start: [number, number] = [0, 0];
  let here = start;
  let corners: [number, number][] = [];
  const line = (to: [number, number]): void => {
    if (stroked) out.strokes.push({ x1: here[0], y1: here[1], x2: to[0], y2: to[1], weight });
    here = to;
  };
  const finish = (): void => {
    if (!stroked && colour === '#000000' && corners.length >= 3) out.black.push(boundsOf(corners));
    corners = [];
  };
  for (let i = 0; i < path.length;) {
    switch (path[i]) {
      case DRAW.moveTo:
        finish();
        start = here = point(i + 1);
        corners = [start];
        i += 3;
        break;
      case DRAW.lineTo:
        line(point(i + 1));
        corners.push(here);
        i += 3;
        break;
      case DRAW.closePath:
        line(start);
        i += 1;
        break;
      default:
        throw new Error(`a path of this product has no operator ${path[i]}`);
    }
  }
  finish();
}

function boundsOf(corners: [number, number][]): ReadRect {
  const xs = corners.map(c => c[0]);
  const ys = corners.map(c => c[1]);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

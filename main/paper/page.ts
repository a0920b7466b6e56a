import type { Weight } from './fonts.ts';
import type { FormKind, Sheet } from '../domain/sheet.ts';

/** Paper sizes the product prints on, in points, upright. */
export const PAPER_SIZES = { letter: { width: 612, height: 792 }, a4: { width: 595, height: 842 } } as const;
export type PaperSize = keyof typeof PAPER_SIZES;

/** What no printer can be trusted to print on: points on every side. */
export const MARGIN = 18;

/** A text on one line. x and y (baseline) in points from the page's top left corner. */
export interface Text {
  x: number;
  y: number;
  text: string;
  weight: Weight;
  size: number;
  width: number;
  /** White, for a black ground. */
  white: boolean;
  /** Direction of the paragraph it comes from. */
  rightToLeft: boolean;
  /** Horizontal scale, 1 unless a time has to fit its column. */
  squeeze: number;
}

export interface Line {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  /** Points. */
  weight: number;
}

/** A rectangle from its top left corner. Fill 0 is black, 1 white; nothing between but light greys of 0.85 and more. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
  fill: number | null;
  stroke: number | null;
}

/** A black bar of a code, or cells beside each other. */
export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A machine-readable code, already as its black rectangles. */
export interface Code {
  kind: 'datamatrix' | 'code128';
  content: string;
  /** Width of the narrowest bar or cell in points. */
  module: number;
  x: number;
  y: number;
  width: number;
  height: number;
  /** In modules, from the code's top left corner; shared by all codes of one content. */
  bars: readonly Bar[];
}

/** Everything on a page or on a part of it. Rectangles lie under hatches, those under lines, those under texts. */
export interface Boxes {
  texts: Text[];
  lines: Line[];
  rects: Rect[];
  /** Areas hatched with thin diagonal lines: not to be given. */
  hatches: Rect[];
  codes: Code[];
}

/** A page as positioned boxes: nothing is left to decide. */
export interface Page {
  sheet: string;
  form: FormKind;
  width: number;
  height: number;
  number: number;
  of: number;
  /** Head and foot: the same object on all pages of a sheet. */
  frame: Boxes;
  /** What only this printing says: by whom, when, how old the data were. The same object on all pages of a sheet; it can be replaced later. */
  stamp: Text[];
  own: Boxes;
}

/** No boxes yet. */
export const noBoxes = (): Boxes => ({ texts: [], lines: [], rects: [], hatches: [], codes: [] });

/** A sheet's page in points, turned as it asks. */
export function pageSize(sheet: Sheet, paper: PaperSize): { width: number; height: number } {
  const { width, height } = PAPER_SIZES[paper];
  return sheet.orientation === 'portrait' ? { width, height } : { width: height, height: width };
}

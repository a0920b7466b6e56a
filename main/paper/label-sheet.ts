import { labelsOnSheet, type LabelSheetLayout } from '../domain/label.ts';
import { draw } from './draw.ts';
import type { LabelSpace } from './label-layout.ts';
import { noBoxes, PAPER_SIZES, type Boxes, type Page } from './page.ts';

const POINTS_PER_MM = 72 / 25.4;
/** Points on every side of a label that are left free: page printers draw paper in askew by so much. */
const SAFE = 5;

/** A label's place on a sheet, in points from the page's top left corner. */
export interface LabelPlace {
  /** From 1. */
  page: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The room for words on a label of a sheet. */
export const sheetSpace = ({ widthMm, heightMm }: LabelSheetLayout): LabelSpace => ({
  width: widthMm * POINTS_PER_MM - 2 * SAFE,
  height: heightMm * POINTS_PER_MM - 2 * SAFE,
  dot: null,
});

/** Where the nth label (from 0) of a print goes that begins at label `start` of its first sheet: row by row, from left to right. */
export function placeOf(layout: LabelSheetLayout, start: number, n: number): LabelPlace {
  const at = start - 1 + n;
  const onPage = at % labelsOnSheet(layout);
  const left = (layout.leftMm + (onPage % layout.columns) * layout.acrossMm) * POINTS_PER_MM;
  const top = (layout.topMm + Math.floor(onPage / layout.columns) * layout.downMm) * POINTS_PER_MM;
  const [right, bottom] = [left + layout.widthMm * POINTS_PER_MM, top + layout.heightMm * POINTS_PER_MM];
  return { page: Math.floor(at / labelsOnSheet(layout)) + 1, left, top, right, bottom };
}

/** Labels on the pages that they are printed on. */
export function labelPages(labels: readonly Boxes[], sheet: string, layout: LabelSheetLayout, start: number): Page[] {
  const { width, height } = PAPER_SIZES[layout.paper];
  const last = placeOf(layout, start, labels.length - 1).page;
  const frame = noBoxes();
  const pages = Array.from({ length: last }, (_, i): Page => {
    return { sheet, form: 'band-and-labels', width, height, number: i + 1, of: last, frame, stamp: [], own: noBoxes() };
  });
  labels.forEach((label, i) => {
    const place = placeOf(layout, start, i);
    const { own } = pages[place.page - 1]!;
    const [dx, dy] = [place.left + SAFE, place.top + SAFE];
    const moved = <T extends { x: number; y: number }>(each: T): T => ({ ...each, x: each.x + dx, y: each.y + dy });
    own.texts.push(...label.texts.map(moved));
    own.rects.push(...label.rects.map(moved));
    own.codes.push(...label.codes.map(moved));
  });
  return pages;
}

/** The PDF of label sheets; its properties name no patient. */
export const labelSheetPdf = (pages: Page[], institution: string, date: Date): Buffer =>
  draw(pages, { title: `${institution}: LABELS`, subject: pages[0]?.sheet ?? '', date }).pdf;

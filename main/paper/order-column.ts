import type { OrderBlock, Words } from '../domain/sheet.ts';
import { current, pageNumber, room, turnPage, wholePage, type Flow } from './flow.ts';
import type { Boxes } from './page.ts';
import { STYLES } from './type-sizes.ts';
import { fitting, heightOf, lineWidth, placeLines, wrap, wrapParagraphs, wrapText, type Fragment, type SetLine } from './wrap.ts';

/** Share of the width that an order's words have; the grid or the writing lines have the rest. */
const SHARE = 0.35;
const PAD_X = 3;
/** Between the parting rule and the notes beside it, in points. */
export const NOTES_PAD = 4;
const PAD_TOP = 2;
const PAD_BOTTOM = 1.5;
const VERIFY_WIDTH = 90;
/** A split order begins on a page only with at least this share of it. */
const WORTH_BEGINNING = 0.4;

/** Width of the order column in points. */
export const orderColumnWidth = (flow: Flow): number => Math.round(flow.width * SHARE);

/** What stands beside an order's words. */
export interface Beside {
  /** The order's notes stand there; else they follow its lines. */
  hasNotes: boolean;
  /** Height in points that its first piece must have. */
  first: number;
  /** Height in points that all pieces together must have. */
  total: number;
  /** Fills the right side of the next piece; returns how many points of `total` it took. */
  paint(boxes: Boxes, top: number, height: number): number;
}

/** Heads the columns on each page; returns where the rows begin. `height` is asked before. */
export interface TableHead {
  height: number;
  paint(boxes: Boxes, top: number): void;
}

/** Puts a table's head where the flow is. */
export function placeHead(flow: Flow, head: TableHead): void {
  head.paint(current(flow), flow.y);
  flow.y += head.height;
}

interface SetOrder {
  lines: readonly SetLine[];
  anchor: readonly SetLine[];
  anchorHeight: number;
  verifyBelow: boolean;
}

function linesOf({ lines: [first = [], ...rest], marks }: OrderBlock, notes: Words[][], width: number): readonly SetLine[] {
  return [...withTags(wrap(first, width), marks, width), ...wrapParagraphs([...rest, ...notes], width)];
}

function setOrder(flow: Flow, order: OrderBlock, { hasNotes }: Beside): SetOrder {
  const width = orderColumnWidth(flow) - 2 * PAD_X;
  const lines = linesOf(order, hasNotes ? [] : order.notes, width);
  const anchor = wrapText(`Order ${order.number}`, STYLES.order, width);
  const verifyBelow = anchor.length > 1 || lineWidth(anchor[0]!) > width - VERIFY_WIDTH;
  return { lines, anchor, anchorHeight: heightOf(anchor) + (verifyBelow ? 13 : 1.5), verifyBelow };
}

/** Marks side by side as white on black tags, beginning in the last of the drug's lines when they fit. */
function withTags(lines: readonly SetLine[], marks: string[], width: number): readonly SetLine[] {
  const out = [...lines];
  for (const mark of marks) {
    for (const line of wrapText(mark, STYLES.tag, width - 4)) {
      const before = out.at(-1);
      const at = before ? lineWidth(before) + 7 : 0;
      if (before && at + lineWidth(line) <= width - 2) {
        const fragments = [...before.fragments, ...shifted(line, at)];
        out[out.length - 1] = { ...before, fragments, size: Math.max(before.size, line.size) };
      } else out.push({ ...line, fragments: shifted(line, 2) });
    }
  }
  return out;
}

const shifted = ({ fragments }: SetLine, by: number): Fragment[] => fragments.map(f => ({ ...f, x: f.x + by }));

/** Height in points that must be free under a table's head for an order to begin. */
export function orderNeed(flow: Flow, head: TableHead, order: OrderBlock, beside: Beside): number {
  const page = wholePage(flow) - head.height;
  const height = wholeHeight(setOrder(flow, order, beside), beside);
  return height <= page ? height : WORTH_BEGINNING * page;
}

const wholeHeight = (set: SetOrder, beside: Beside): number =>
  Math.max(PAD_TOP + heightOf(set.lines) + set.anchorHeight + PAD_BOTTOM, beside.first, beside.total);

/**
 * Places an order's row. One that fits on a page is kept whole; a taller one goes on over pages, each piece ending in
 * "Order … continues on page n" and the next beginning with "continued: drug, Order …"; no line of it is lost.
 *
 * Every piece, and nothing else on paper, ends in a line in the style `order` that begins with "Order" and the number: that line is
 * what reading back finds the piece by, and the end of the piece before it (or the table's head) is where the piece begins.
 */
export function placeOrder(flow: Flow, head: TableHead, order: OrderBlock, beside: Beside): void {
  const set = setOrder(flow, order, beside);
  const needed = wholeHeight(set, beside);
  const page = wholePage(flow) - head.height;
  if (needed > room(flow) && (needed <= page || room(flow) < WORTH_BEGINNING * page)) nextPage(flow, head);
  if (needed <= room(flow)) {
    paintPiece(flow, set.lines, set, needed, null);
    beside.paint(current(flow), flow.y, needed);
    close(flow, needed);
    return;
  }
  placeInPieces(flow, head, order, set, beside);
}

function placeInPieces(flow: Flow, head: TableHead, order: OrderBlock, set: SetOrder, beside: Beside): void {
  const width = orderColumnWidth(flow) - 2 * PAD_X;
  let rest = set.lines;
  let besideLeft = beside.total;
  for (let piece = 0; ; piece++) {
    const space = room(flow);
    const whole = Math.max(PAD_TOP + heightOf(rest) + set.anchorHeight + PAD_BOTTOM, besideLeft, piece === 0 ? beside.first : 0);
    if (whole <= space) {
      paintPiece(flow, rest, set, whole, null);
      beside.paint(current(flow), flow.y, whole);
      close(flow, whole);
      return;
    }
    const onward = wrapText(`Order ${order.number} continues on page ${pageNumber(flow) + 1}`, STYLES.order, width);
    const fits = fitting(rest, space - PAD_TOP - PAD_BOTTOM - heightOf(onward) - 2);
    const taken = Math.max(fits, Math.min(1, rest.length)); // so that an order always gets on
    paintPiece(flow, rest.slice(0, taken), set, space, onward);
    besideLeft = Math.max(0, besideLeft - beside.paint(current(flow), flow.y, space));
    close(flow, space);
    rest = [...continuedHead(order, width), ...rest.slice(taken)];
    nextPage(flow, head);
  }
}

function continuedHead(order: OrderBlock, width: number): readonly SetLine[] {
  const drug = (order.lines[0] ?? []).map(w => w.text).join(' ');
  const full = wrapText(`continued: ${drug}, Order ${order.number}`, STYLES.strongFact, width);
  return full.length <= 4 ? full : wrapText(`continued: Order ${order.number}`, STYLES.strongFact, width);
}

function nextPage(flow: Flow, head: TableHead): void {
  turnPage(flow);
  placeHead(flow, head);
}

/** `onward` is null for the piece that ends the order: that one has the boxes to verify it in. */
function paintPiece(
  flow: Flow,
  lines: readonly SetLine[],
  set: SetOrder,
  height: number,
  onward: readonly SetLine[] | null,
): void {
  const boxes = current(flow);
  const left = flow.left + PAD_X;
  placeLines(boxes, lines, left, flow.y + PAD_TOP);
  if (onward !== null) {
    placeLines(boxes, onward, left, flow.y + height - PAD_BOTTOM - heightOf(onward));
    return;
  }
  const top = flow.y + PAD_TOP + heightOf(lines) + 1;
  paintAnchor(boxes, set, left, top, flow.left + orderColumnWidth(flow) - VERIFY_WIDTH);
}

/** The order's number, and boxes in which a pharmacist and a nurse say that they have verified it. */
function paintAnchor(boxes: Boxes, { anchor, verifyBelow }: SetOrder, left: number, top: number, verifyLeft: number): void {
  placeLines(boxes, anchor, left, top);
  const y = top + (verifyBelow ? heightOf(anchor) : 0);
  ['RPh', 'RN'].forEach((who, i) => {
    const x = verifyLeft + i * 45;
    placeLines(boxes, wrapText(who, STYLES.label, 20), x, y + 2);
    boxes.rects.push({ x: x + 17, y: y + 0.5, width: 26, height: 11, fill: null, stroke: 0.5 });
  });
}

/** Ends a row with the strong rule between orders, and its sides. */
function close(flow: Flow, height: number): void {
  const { left, width, y } = flow;
  const boxes = current(flow);
  const bottom = y + height;
  boxes.lines.push({ x1: left, y1: bottom, x2: left + width, y2: bottom, weight: 1.2 });
  for (const x of [left, left + orderColumnWidth(flow), left + width]) {
    boxes.lines.push({ x1: x, y1: y, x2: x, y2: bottom, weight: 0.8 });
  }
  flow.y = bottom;
}

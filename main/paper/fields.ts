import type { Block, FieldBox } from '../domain/sheet.ts';
import { current, pageNumber, room, turnPage, wholePage, type Flow } from './flow.ts';
import { STYLES, styleOf } from './type-sizes.ts';
import { fitting, heightOf, lineWidth, placeLines, wrap, wrapStyled, wrapText, type SetLine } from './wrap.ts';

type Fields = Extract<Block, { kind: 'fields' }>;

/** Weight in points of a field's box: of no other rule on a page. */
export const EDGE = 0.65;
/** Points that a box stays away from the margins, by which it is no row of a table. */
const INSET = 2;
/** Points between a box and its words. */
const PAD = 3;
/** Points that a hand needs under what is said, besides what is left under its last line. */
const HAND = 18.5;
/** Points: side of a square to tick, its distance from its words and from the next, height of a line of them. */
const TICK = 9;
const TICK_GAP = 4;
const OPTION_GAP = 12;
const OPTION_LINE = 15;
const OPTION = styleOf({ text: '', role: 'large' });
const MARK = styleOf({ text: '', role: 'label', tone: 'alarm' });
/** Points between a label and what is said under it: letters with two marks above them need them. */
const ACCENTS = 1.2;
/** Points above a block of fields. */
const GAP = 3;

/** A box as set: its lines of words, its options line by line, and the room to write that it needs under them. */
interface Cell {
  x: number;
  width: number;
  label: string;
  lines: readonly SetLine[];
  /** So many of them are its label. */
  head: number;
  options: Option[][];
  hand: number;
}

interface Option {
  words: SetLine;
  x: number;
}

function cellsOf(flow: Flow, row: FieldBox[]): Cell[] {
  const all = row.reduce((sum, box) => sum + box.weight, 0);
  const width = flow.width - 2 * INSET;
  let x = flow.left + INSET;
  return row.map(box => {
    const cell = cellOf(box, x, (width * box.weight) / all);
    x += cell.width;
    return cell;
  });
}

function cellOf({ label, mark, said, options, room: open }: FieldBox, x: number, width: number): Cell {
  const inner = width - 2 * PAD;
  const head = [{ text: label, style: STYLES.tableHead }, ...(mark === null ? [] : [{ text: mark, style: MARK }])];
  const top = wrapStyled(head, inner);
  const lines = [...top, ...said.flatMap(words => wrap([words], inner))];
  return { x, width, label, lines, head: top.length, options: optionLines(options, inner), hand: open ? HAND : 2 };
}

/** Options from left to right, as many as a line has room for; one that is longer than a line goes on under its square. */
function optionLines(options: readonly string[], width: number): Option[][] {
  const rows: Option[][] = [];
  let row: Option[] = [];
  let pen = 0;
  const turn = (): void => {
    if (row.length > 0) rows.push(row);
    row = [];
    pen = 0;
  };
  for (const option of options) {
    const [first, ...more] = wrapText(option, OPTION, width - TICK - TICK_GAP);
    const needed = TICK + TICK_GAP + lineWidth(first!);
    if (pen > 0 && pen + needed > width) turn();
    row.push({ words: first!, x: pen });
    pen += needed + OPTION_GAP;
    for (const rest of more) {
      turn();
      rows.push([{ words: rest, x: -1 }]);
    }
  }
  turn();
  return rows;
}

const tailOf = ({ options, hand }: Cell): number => options.length * OPTION_LINE + hand;
const accentsOf = (cell: Cell): number => (hasMore(cell) ? ACCENTS : 0);
/** Where nobody writes, a row is only as high as its words. */
const heightOfRow = (cells: Cell[], least: number): number =>
  Math.max(
    cells.some(({ hand }) => hand === HAND) ? least : 0,
    ...cells.map(cell => heightOf(cell.lines) + tailOf(cell) + 3 + accentsOf(cell)),
  );

/** Height in points that must be free for fields to begin: their first row, or a piece of it that makes sense alone. */
export function fieldsNeed(flow: Flow, { rows: [first = []], rowHeight }: Fields): number {
  const height = heightOfRow(cellsOf(flow, first), rowHeight);
  return GAP + Math.min(height, wholePage(flow) / 2);
}

/** Rows of boxes; one that is taller than a page goes on in boxes of the same labels on the next. */
export function placeFields(flow: Flow, { rows, rowHeight }: Fields): void {
  flow.y += GAP;
  for (const row of rows) {
    let cells = cellsOf(flow, row);
    let least = rowHeight;
    const whole = heightOfRow(cells, least);
    if (whole > room(flow) && whole <= wholePage(flow)) turnPage(flow);
    // What has no words left to go on with can't be parted: it then runs into the foot, and read-back refuses the sheet.
    while (heightOfRow(cells, least) > room(flow) && (flow.y > flow.top || cells.some(hasMore))) {
      const piece = pieceOf(flow, cells);
      if (piece === null) {
        turnPage(flow);
        continue;
      }
      paint(flow, piece.now, room(flow));
      turnPage(flow);
      cells = piece.rest;
      least = 0;
    }
    paint(flow, cells, heightOfRow(cells, least));
  }
}

/** Whether more of a box's words are left than its label. */
const hasMore = ({ lines, head }: Cell): boolean => lines.length > head;

/** What of a row fits on the page, each box with where it goes on; null when that is nothing and a new page has more room. */
function pieceOf(flow: Flow, cells: Cell[]): { now: Cell[]; rest: Cell[] } | null {
  const split = cells.map(cell => {
    const inner = cell.width - 2 * PAD;
    const onward = wrapText(`continues on page ${pageNumber(flow) + 1}`, STYLES.strongFact, inner);
    const again = wrapText(`${cell.label}, continued`, STYLES.tableHead, inner);
    const count = fitting(cell.lines, room(flow) - heightOf(onward) - 5 - ACCENTS);
    return {
      count,
      now: { ...cell, lines: [...cell.lines.slice(0, count), ...onward], options: [], hand: 0 },
      rest: { ...cell, head: again.length, lines: [...again, ...cell.lines.slice(count)] },
    };
  });
  // Less than a label and a line is nothing.
  if (split.some(({ count }, i) => count < Math.min(3, cells[i]!.lines.length)) && flow.y > flow.top) return null;
  return { now: split.map(({ now }) => now), rest: split.map(({ rest }) => rest) };
}

function paint(flow: Flow, cells: Cell[], height: number): void {
  const boxes = current(flow);
  for (const { x, width, lines, head, options } of cells) {
    boxes.rects.push({ x, y: flow.y, width, height, fill: null, stroke: EDGE });
    const under = placeLines(boxes, lines.slice(0, head), x + PAD, flow.y + 1.5);
    let y = placeLines(boxes, lines.slice(head), x + PAD, under + ACCENTS) + 2;
    for (const row of options) {
      for (const { words, x: at } of row) {
        const left = x + PAD + Math.max(0, at);
        if (at >= 0) boxes.rects.push({ x: left, y: y + 2, width: TICK, height: TICK, fill: null, stroke: 1 });
        placeLines(boxes, [words], left + TICK + TICK_GAP, y);
      }
      y += OPTION_LINE;
    }
  }
  flow.y += height;
}

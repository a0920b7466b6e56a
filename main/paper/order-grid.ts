import type { Block, GridColumn, GridRow } from '../domain/sheet.ts';
import { pageNumber, type Flow } from './flow.ts';
import {
  NOTES_PAD,
  orderColumnWidth,
  orderNeed,
  placeHead,
  placeOrder,
  wordsHeight,
  type Beside,
  type TableHead,
} from './order-column.ts';
import type { Boxes } from './page.ts';
import { shape } from './shape.ts';
import { STYLES } from './type-sizes.ts';
import { heightOf, placeLines, wrapParagraphs, wrapText } from './wrap.ts';

type OrderGrid = Extract<Block, { kind: 'order-grid' }>;

const INITIALS = 16;
const DUE = STYLES.due.leading + INITIALS + 3;
const WRITING = 24;
const COMPUTED = '~';
/** Room over the notes for the order's number. */
const NUMBER_ROOM = 12.5;
/** Points of notes that find room under the hours; more of them follow the order's lines, which can go on over pages. */
const MOST_NOTES = 54;
/** The rule over notes: no other rule from side to side of a grid is of this weight. */
export const NOTES_RULE = 0.6;

interface Grid {
  left: number;
  width: number;
  column: number;
  columns: GridColumn[];
}

const gridOf = (flow: Flow, { columns }: OrderGrid): Grid => {
  const left = flow.left + orderColumnWidth(flow);
  const width = flow.width - orderColumnWidth(flow);
  return { left, width, column: width / Math.max(1, columns.length), columns };
};

/** Height in points that must be free for the block to begin: its head and first order. */
export function orderGridNeed(flow: Flow, block: OrderGrid): number {
  const grid = gridOf(flow, block);
  const [first] = block.rows;
  const head = headOf(flow, grid);
  return head.height + (first ? orderNeed(flow, head, first.order, besideOf(flow, grid, first)) : 0);
}

/** Orders with an hour a column. */
export function placeOrderGrid(flow: Flow, block: OrderGrid): void {
  const grid = gridOf(flow, block);
  const head = headOf(flow, grid);
  placeHead(flow, head);
  for (const row of block.rows) placeOrder(flow, head, row.order, besideOf(flow, grid, row));
}

function headOf(flow: Flow, grid: Grid): TableHead {
  const days = grid.columns.some(c => c.dayLabel !== null);
  const height = STYLES.hour.leading + 3 + (days ? STYLES.label.leading : 0);
  return {
    height,
    paint(boxes, top) {
      boxes.rects.push({ x: flow.left, y: top, width: flow.width, height, fill: 0.88, stroke: 0.8 });
      const words = wrapText('Medication, dose, route, schedule', STYLES.hour, orderColumnWidth(flow));
      placeLines(boxes, words, flow.left + 3, top + height - STYLES.hour.leading - 2);
      grid.columns.forEach(({ label, dayLabel }, i) => {
        const x = grid.left + i * grid.column;
        centred(boxes, label, 'hour', x, top + height - STYLES.hour.leading - 1, grid.column);
        if (dayLabel !== null) centred(boxes, dayLabel, 'label', x, top + 1, grid.column);
        columnRule(boxes, grid, i, top, height);
      });
    },
  };
}

function columnRule(boxes: Boxes, grid: Grid, i: number, top: number, height: number): void {
  const x = grid.left + i * grid.column;
  const newDay = i > 0 && grid.columns[i]?.dayLabel !== null;
  boxes.lines.push({ x1: x, y1: top, x2: x, y2: top + height, weight: newDay ? 1.4 : 0.4 });
}

/** A text in the middle of a column, narrowed when it would touch the column's rules. */
function centred(
  boxes: Boxes,
  text: string,
  style: 'hour' | 'label' | 'due' | 'computedDue',
  x: number,
  top: number,
  width: number,
): void {
  const { weight, size, leading } = STYLES[style];
  const natural = (shape(text, weight, false).width * size) / 1000;
  const squeeze = Math.min(1, (width - 0.6) / natural);
  const set = natural * squeeze;
  const y = top + (leading - size) / 2 + size * 0.78;
  boxes.texts.push({ x: x + (width - set) / 2, y, text, weight, size, width: set, white: false, rightToLeft: false, squeeze });
}

function besideOf(flow: Flow, grid: Grid, row: GridRow): Beside {
  const most = Math.max(0, ...row.cells.map(c => (c.kind === 'due' ? c.times.length : 0)));
  const strip = row.across === null ? [] : wrapText(row.across, STYLES.strongFact, grid.width - 8);
  const stripHeight = strip.length > 0 ? heightOf(strip) + 5 : 0;
  const closed = row.cells.length > 0 && row.cells.every(c => c.kind === 'closed');
  const writing = row.across !== null && most === 0 && !closed;
  const notes = wrapParagraphs(row.order.notes, grid.width - 2 * NOTES_PAD);
  const saysNotes = notes.length > 0 && heightOf(notes) <= MOST_NOTES;
  const notesOnly = saysNotes ? heightOf(notes) + 3 : 0;
  const cellsHeight = stripHeight + 2 + (writing ? WRITING + 2 : most * DUE);
  // The number stands on the side that has more room for it.
  const numberRoom = saysNotes && wordsHeight(flow, row.order) > cellsHeight + notesOnly ? NUMBER_ROOM : 0;
  const notesHeight = notesOnly + numberRoom;
  const height = cellsHeight + notesHeight;
  let firstPage = 0;
  return {
    notesHeight,
    hasNumber: numberRoom > 0,
    first: height,
    total: height,
    paint(boxes, top, pieceHeight, piece) {
      if (piece > 0) {
        const words = wrapText(`Times and boxes of this order are on page ${firstPage}`, STYLES.strongFact, grid.width - 8);
        boxes.rects.push({ x: grid.left, y: top, width: grid.width, height: pieceHeight, fill: 0.93, stroke: null });
        placeLines(boxes, words, grid.left + 4, top + 3);
        return 0;
      }
      firstPage = pageNumber(flow);
      if (stripHeight > 0) {
        boxes.rects.push({
          x: grid.left + 1.5,
          y: top + 1.5,
          width: grid.width - 3,
          height: stripHeight - 2,
          fill: null,
          stroke: 1,
        });
        placeLines(boxes, strip, grid.left + 5, top + 2);
      }
      const below = top + stripHeight;
      const tall = pieceHeight - stripHeight - notesHeight;
      if (writing) writingBoxes(boxes, grid, below, tall);
      else cells(boxes, grid, row, below, tall);
      if (saysNotes) {
        const y = below + tall;
        boxes.lines.push({ x1: grid.left, y1: y, x2: grid.left + grid.width, y2: y, weight: NOTES_RULE });
        placeLines(boxes, notes, grid.left + NOTES_PAD, y + 1.5 + numberRoom);
      }
      return height;
    },
  };
}

/** Empty boxes to write times into by hand. */
function writingBoxes(boxes: Boxes, grid: Grid, top: number, height: number): void {
  const across = Math.max(2, Math.floor(grid.width / 76));
  const width = (grid.width - 6) / across;
  for (let y = top + 1; y + WRITING <= top + height; y += WRITING) {
    for (let i = 0; i < across; i++) {
      const x = grid.left + 3 + i * width;
      boxes.rects.push({ x, y, width: width - 3, height: WRITING - 3, fill: null, stroke: 0.5 });
      placeLines(boxes, wrapText('Time', STYLES.label, width / 2), x + 2, y);
      placeLines(boxes, wrapText('Initials', STYLES.label, width / 2), x + width / 2, y);
      boxes.lines.push({ x1: x + width / 2 - 3, y1: y, x2: x + width / 2 - 3, y2: y + WRITING - 3, weight: 0.4 });
    }
  }
}

function cells(boxes: Boxes, grid: Grid, row: GridRow, top: number, height: number): void {
  grid.columns.forEach((_, i) => {
    if (i > 0) columnRule(boxes, grid, i, top, height);
  });
  row.cells.forEach((cell, i) => {
    const x = grid.left + i * grid.column;
    switch (cell.kind) {
      case 'open':
        return;
      case 'closed':
        hatch(boxes, x, top, grid.column, height);
        return;
      case 'due':
        cell.times.forEach((time, k) => {
          const y = top + 1.5 + k * DUE;
          const text = time.computed ? COMPUTED + time.text : time.text;
          centred(boxes, text, time.computed ? 'computedDue' : 'due', x, y, grid.column);
          const box = { x: x + 1.5, y: y + STYLES.due.leading, width: grid.column - 3, height: INITIALS };
          boxes.rects.push({ ...box, fill: time.charted ? 0.93 : null, stroke: time.charted ? 0.3 : 0.9 });
          time.charted?.forEach((word, n) => centred(boxes, word, 'label', x, box.y + n * (INITIALS / 2) - 1, grid.column));
        });
    }
  });
}

/** Neighbouring closed cells are one hatched area. */
function hatch(boxes: Boxes, x: number, y: number, width: number, height: number): void {
  const last = boxes.hatches.at(-1);
  if (last && last.y === y && Math.abs(last.x + last.width - x) < 0.01) last.width += width;
  else boxes.hatches.push({ x, y, width, height, fill: null, stroke: null });
}

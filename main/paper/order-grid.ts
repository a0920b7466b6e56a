import type { Block, GridRow } from '../domain/sheet.ts';
import { pageNumber, type Flow } from './flow.ts';
import { centred, columnRule, FIELD, isWide, labelledBox, lineHeight, paintLine, type Grid } from './grid-cells.ts';
import { NOTES_PAD, orderColumnWidth, orderNeed, placeHead, placeOrder, type Beside, type TableHead } from './order-column.ts';
import type { Boxes } from './page.ts';
import { STYLES } from './type-sizes.ts';
import { heightOf, placeLines, wrapParagraphs, wrapText } from './wrap.ts';

type OrderGrid = Extract<Block, { kind: 'order-grid' }>;

/** Points of notes that find room under the hours; more of them follow the order's lines, which can go on over pages. */
const MOST_NOTES = 54;
/** The rule over notes: no other rule from side to side of a grid is of this weight. */
export const NOTES_RULE = 0.6;
/** Between the lines of one order's row. */
const LINE_RULE = 0.3;
/** Lines of boxes in a column of a shift or day, for an order whose times have to be written in. */
const WRITTEN_LINES = 3;

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

/** Orders with a column an hour, shift or day. */
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

/** Something beside an order's words that is never parted; `stretches` when room that is left over is its own. */
interface Part {
  height: number;
  stretches: boolean;
  paint(boxes: Boxes, top: number, height: number): void;
}

function besideOf(flow: Flow, grid: Grid, row: GridRow): Beside {
  const notes = notesPart(grid, row);
  const parts = [
    ...stripPart(grid, row),
    ...(isWritten(row) ? [writingPart(grid, row)] : linesParts(grid, row)),
    ...row.fields.map(labels => fieldPart(grid, labels)),
    ...notes,
  ];
  const total = parts.reduce((sum, part) => sum + part.height, 0);
  let next = 0;
  let lastPage = 0;
  return {
    hasNotes: notes.length > 0,
    first: parts.slice(0, 2).reduce((sum, part) => sum + part.height, 0),
    total,
    paint(boxes, top, height) {
      if (next === parts.length) {
        elsewhere(boxes, grid, lastPage, top, height);
        return 0;
      }
      lastPage = pageNumber(flow);
      const from = next;
      let used = 0;
      while (next < parts.length && used + parts[next]!.height <= height + 0.01) used += parts[next++]!.height;
      const placed = parts.slice(from, next);
      const stretching = placed.filter(part => part.stretches).length;
      const spare = next === parts.length && stretching > 0 ? Math.max(0, height - used) / stretching : 0;
      let y = top;
      for (const part of placed) {
        const own = part.height + (part.stretches ? spare : 0);
        part.paint(boxes, y, own);
        y += own;
      }
      return used;
    },
  };
}

/** No cell says when to give it: times are written in by hand. */
function isWritten({ across, lines }: GridRow): boolean {
  const cells = lines.flat();
  return across !== null && !cells.some(c => c.kind === 'due') && !(cells.length > 0 && cells.every(c => c.kind === 'closed'));
}

function elsewhere(boxes: Boxes, grid: Grid, page: number, top: number, height: number): void {
  const words = wrapText(`Times and boxes of this order are on page ${page}`, STYLES.strongFact, grid.width - 8);
  boxes.rects.push({ x: grid.left, y: top, width: grid.width, height, fill: 0.93, stroke: null });
  placeLines(boxes, words, grid.left + 4, top + 3);
}

function stripPart(grid: Grid, { across }: GridRow): Part[] {
  if (across === null) return [];
  const lines = wrapText(across, STYLES.strongFact, grid.width - 8);
  return [
    {
      height: heightOf(lines) + 5,
      stretches: false,
      paint(boxes, top, height) {
        const frame = { x: grid.left + 1.5, y: top + 1.5, width: grid.width - 3, height: height - 2 };
        boxes.rects.push({ ...frame, fill: null, stroke: 1 });
        placeLines(boxes, lines, grid.left + 5, top + 2);
      },
    },
  ];
}

function linesParts(grid: Grid, { order, lines }: GridRow): Part[] {
  const initials = order.twoInitials ? 2 : 1;
  return lines.map((line, i) => ({
    height: lineHeight(grid, line, initials),
    stretches: true,
    paint(boxes, top, height) {
      if (i > 0) boxes.lines.push({ x1: grid.left, y1: top, x2: grid.left + grid.width, y2: top, weight: LINE_RULE });
      paintLine(boxes, grid, line, initials, top, height);
    },
  }));
}

/** Empty boxes to write times into by hand: over hours wherever there is room, else in each shift's or day's own column. */
function writingPart(grid: Grid, { order }: GridRow): Part {
  const running = order.group === 'infusion';
  const two = order.twoInitials || running;
  const labels = ['Time', ...(running ? ['Rate'] : []), 'Init.', ...(two ? ['2nd'] : [])];
  const columns = isWide(grid) ? grid.columns.length : Math.max(2, Math.floor(grid.width / (labels.length * 38)));
  const width = grid.width / columns;
  const fitting = labels.slice(0, Math.max(2, Math.floor(width / 22)));
  const lines = isWide(grid) ? WRITTEN_LINES : 1;
  return {
    height: lines * FIELD + 3,
    stretches: true,
    paint(boxes, top, height) {
      for (let i = 0; i < columns; i++) {
        const x = grid.left + i * width;
        if (isWide(grid) && i > 0) columnRule(boxes, grid, i, top, height);
        for (let y = top + 2; y + FIELD <= top + height; y += FIELD) labelledBox(boxes, fitting, x + 2, y, width - 4);
      }
    },
  };
}

const fieldPart = (grid: Grid, labels: string[]): Part => ({
  height: FIELD + 1,
  stretches: false,
  paint: (boxes, top) => labelledBox(boxes, labels, grid.left + 2, top + 2, grid.width - 4),
});

function notesPart(grid: Grid, { order }: GridRow): Part[] {
  const notes = wrapParagraphs(order.notes, grid.width - 2 * NOTES_PAD);
  if (notes.length === 0 || heightOf(notes) > MOST_NOTES) return [];
  return [
    {
      height: heightOf(notes) + 3,
      stretches: false,
      paint(boxes, top) {
        boxes.lines.push({ x1: grid.left, y1: top, x2: grid.left + grid.width, y2: top, weight: NOTES_RULE });
        placeLines(boxes, notes, grid.left + NOTES_PAD, top + 1.5);
      },
    },
  ];
}

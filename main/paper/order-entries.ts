import type { Block, EntryRow } from '../domain/sheet.ts';
import type { Flow } from './flow.ts';
import { FIELD, labelledBox } from './grid-cells.ts';
import { orderColumnWidth, orderNeed, placeHead, placeOrder, type Beside, type TableHead } from './order-column.ts';
import { STYLES } from './type-sizes.ts';
import { heightOf, placeLines, wrapText } from './wrap.ts';

type OrderEntries = Extract<Block, { kind: 'order-entries' }>;

/** A line to write on, in points. */
const ENTRY = 20;

interface Entries {
  left: number;
  right: number;
  columns: { label: string; x: number; width: number; initials: boolean }[];
}

function entriesOf(flow: Flow, { columns }: OrderEntries): Entries {
  const left = flow.left + orderColumnWidth(flow);
  const right = flow.left + flow.width;
  const all = columns.reduce((sum, c) => sum + c.weight, 0);
  let x = left;
  const placed = columns.map(({ label, weight, initials }) => {
    const column = { label, x, width: ((right - left) * weight) / all, initials: initials ?? false };
    x += column.width;
    return column;
  });
  return { left, right, columns: placed };
}

/** Height in points that must be free for the block to begin: its head and first order. */
export function orderEntriesNeed(flow: Flow, block: OrderEntries): number {
  const entries = entriesOf(flow, block);
  const [first] = block.rows;
  const head = headOf(flow, entries);
  return head.height + (first ? orderNeed(flow, head, first.order, besideOf(entries, first)) : 0);
}

/** Orders with empty lines to write doses on. */
export function placeOrderEntries(flow: Flow, block: OrderEntries): void {
  const entries = entriesOf(flow, block);
  const head = headOf(flow, entries);
  placeHead(flow, head);
  for (const row of block.rows) placeOrder(flow, head, row.order, besideOf(entries, row));
}

function headOf(flow: Flow, { columns }: Entries): TableHead {
  const labels = columns.map(c => wrapText(c.label, STYLES.tableHead, c.width - 4));
  const height = Math.max(STYLES.hour.leading, ...labels.map(heightOf)) + 4;
  return {
    height,
    paint(boxes, top) {
      boxes.rects.push({ x: flow.left, y: top, width: flow.width, height, fill: 0.88, stroke: 0.8 });
      placeLines(boxes, wrapText('Medication, dose, route, when', STYLES.hour, orderColumnWidth(flow)), flow.left + 3, top + 2);
      columns.forEach(({ x }, i) => {
        placeLines(boxes, labels[i]!, x + 2, top + 2);
        boxes.lines.push({ x1: x, y1: top, x2: x, y2: top + height, weight: 0.4 });
      });
    },
  };
}

function besideOf({ left, right, columns }: Entries, { order, lines, fields, across }: EntryRow): Beside {
  if (across !== null) return crossedOut(left, right, across);
  const fieldsHeight = fields.length > 0 ? fields.length * FIELD + 2 : 0;
  let begun = false;
  return {
    hasNotes: false,
    first: fieldsHeight + Math.min(lines, 2) * ENTRY,
    total: fieldsHeight + lines * ENTRY,
    paint(boxes, top, height) {
      const above = begun ? 0 : fieldsHeight;
      if (!begun) fields.forEach((labels, i) => labelledBox(boxes, labels, left + 2, top + 2 + i * FIELD, right - left - 4));
      begun = true;
      const from = top + above;
      const count = Math.max(1, Math.floor((height - above) / ENTRY));
      const line = (height - above) / count;
      if (above > 0) rule(from, 0.9);
      for (let i = 1; i < count; i++) rule(from + i * line, 0.5);
      for (const { x, width, initials } of columns) {
        boxes.lines.push({ x1: x, y1: from, x2: x, y2: top + height, weight: 0.4 });
        const middle = x + width / 2;
        if (initials && order.twoInitials) boxes.lines.push({ x1: middle, y1: from, x2: middle, y2: top + height, weight: 0.4 });
      }
      return above + count * ENTRY;

      function rule(y: number, weight: number): void {
        boxes.lines.push({ x1: left, y1: y, x2: right, y2: y, weight });
      }
    },
  };
}

/** Words over a hatched area: there is nothing to write on. */
function crossedOut(left: number, right: number, across: string): Beside {
  const lines = wrapText(across, STYLES.strongFact, right - left - 8);
  const height = heightOf(lines) + 5;
  let begun = false;
  return {
    hasNotes: false,
    first: height + ENTRY,
    total: height + ENTRY,
    paint(boxes, top, room) {
      const strip = begun ? 0 : height;
      boxes.hatches.push({ x: left, y: top + strip, width: right - left, height: room - strip, fill: null, stroke: null });
      if (!begun) {
        boxes.rects.push({ x: left + 1.5, y: top + 1.5, width: right - left - 3, height: height - 2, fill: null, stroke: 1 });
        placeLines(boxes, lines, left + 5, top + 2);
      }
      begun = true;
      return room;
    },
  };
}

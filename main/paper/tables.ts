import type { Block, Words } from '../domain/sheet.ts';
import { current, room, turnPage, wholePage, type Flow } from './flow.ts';
import { STYLES } from './type-sizes.ts';
import { fitting, heightOf, placeLines, wrap, wrapText, type SetLine } from './wrap.ts';

type Table = Extract<Block, { kind: 'table' }>;

const PAD = 3;
/** A row taller than a page begins where so many points are left. */
const LEAST_PIECE = 60;

/** Points: the side of a square to tick, and from the top of its row. */
const TICK = 12;
const TICK_TOP = 4;

interface Column {
  label: string;
  tick: boolean;
  x: number;
  width: number;
}

function columnsOf(flow: Flow, { columns }: Table): Column[] {
  const all = columns.reduce((sum, c) => sum + c.weight, 0);
  let x = flow.left;
  return columns.map(({ label, weight, tick = false }) => {
    const column = { label, tick, x, width: (flow.width * weight) / all };
    x += column.width;
    return column;
  });
}

const labelLines = (columns: Column[]): (readonly SetLine[])[] =>
  columns.map(c => wrapText(c.label, STYLES.tableHead, c.width - 2 * PAD));
const headHeight = (labels: (readonly SetLine[])[]): number => Math.max(0, ...labels.map(heightOf)) + 4;
const cellLines = (columns: Column[], row: Words[][]): (readonly SetLine[])[] =>
  columns.map((c, i) => linesOf(row[i] ?? [], c.width - 2 * PAD));

function linesOf(words: Words[], width: number): readonly SetLine[] {
  if (words.length === 0) return [];
  if (!words.some(word => word.text.startsWith('\n'))) return wrap(words, width);
  return paragraphsOf(words).flatMap(each => wrap(each, width));
}

/** Words that begin with a line break begin a paragraph of their own, with the leading of its own type. */
function paragraphsOf(words: Words[]): Words[][] {
  const paragraphs: Words[][] = [];
  for (const word of words) {
    const last = paragraphs.at(-1);
    if (last && !word.text.startsWith('\n')) last.push(word);
    else paragraphs.push([{ ...word, text: word.text.replace(/^\n/, '') }]);
  }
  return paragraphs;
}

const rowHeight = (cells: (readonly SetLine[])[], least = 0): number => Math.max(least, Math.max(0, ...cells.map(heightOf)) + 3);

/** Height in points that must be free for a table to begin: its head and first row. */
export function tableNeed(flow: Flow, table: Table): number {
  const columns = columnsOf(flow, table);
  const [first] = table.rows;
  const head = headHeight(labelLines(columns));
  const row = first ? rowHeight(cellLines(columns, first), table.rowHeight) : 0;
  return head + (row <= wholePage(flow) - head ? row : LEAST_PIECE);
}

/** A table with its head on every page; rows stay whole unless one is taller than a page. */
export function placeTable(flow: Flow, table: Table): void {
  const columns = columnsOf(flow, table);
  const labels = labelLines(columns);
  const head = (): void => {
    const height = headHeight(labels);
    current(flow).rects.push({ x: flow.left, y: flow.y, width: flow.width, height, fill: 0.93, stroke: null });
    columns.forEach(({ x }, i) => placeLines(current(flow), labels[i]!, x + PAD, flow.y + 2));
    flow.y += height;
    rule(flow, 0.8);
  };
  const turn = (): void => {
    turnPage(flow);
    head();
  };
  const page = wholePage(flow) - headHeight(labels);
  head();
  for (const row of table.rows) {
    if (row.length > columns.length) throw new Error(`a row of ${row.length} cells in a table of ${columns.length} columns`);
    let cells = cellLines(columns, row);
    const whole = rowHeight(cells, table.rowHeight);
    if (whole > room(flow) && whole <= page) turn();
    while (rowHeight(cells) > room(flow)) {
      const fits = cells.map(lines => fitting(lines, room(flow) - 3));
      if (fits.every(n => n === 0)) {
        // On a page of its own: it runs into the foot, and read-back refuses the sheet.
        if (flow.y <= flow.top + headHeight(labels)) break;
        turn();
        continue;
      }
      paint(
        flow,
        columns,
        cells.map((lines, i) => lines.slice(0, fits[i])),
      );
      cells = cells.map((lines, i) => lines.slice(fits[i]));
      turn();
    }
    paint(flow, columns, cells, table.rowHeight);
  }
}

function paint(flow: Flow, columns: Column[], cells: (readonly SetLine[])[], least = 0): void {
  const height = rowHeight(cells, least);
  columns.forEach(({ x, width, tick }, i) => {
    placeLines(current(flow), cells[i]!, x + PAD, flow.y + 1.5);
    if (tick && cells[i]!.length === 0) {
      const square = { x: x + (width - TICK) / 2, y: flow.y + TICK_TOP, width: TICK, height: TICK };
      current(flow).rects.push({ ...square, fill: null, stroke: 1 });
    }
    if (i > 0) current(flow).lines.push({ x1: x, y1: flow.y, x2: x, y2: flow.y + height, weight: 0.4 });
  });
  flow.y += height;
  rule(flow, 0.4);
}

const rule = (flow: Flow, weight: number): void => {
  current(flow).lines.push({ x1: flow.left, y1: flow.y, x2: flow.left + flow.width, y2: flow.y, weight });
};

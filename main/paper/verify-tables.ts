import { rowsOf, type ReadRow } from './read-rows.ts';
import type { ReadPage } from './read-back.ts';
import { folded } from './read-text.ts';
import type { OrderFault } from './verify-orders.ts';

export type Pages = { page: number; read: ReadPage }[];

/** A table as it must stand on paper: its head, its rows word for word in their order, and lines to write on after them. */
export interface Expected {
  heading: string;
  head: string;
  rows: ExpectedRow[];
  lines?: number;
  /** Squares to tick in each of those lines. */
  lineTicks?: number;
}

export interface ExpectedRow {
  text: string;
  /** So many squares to tick must stand in it. */
  ticks?: number;
  /** Somebody writes in it. */
  written?: true;
}

/** A row as read, with its page's strokes. */
interface Found {
  row: ReadRow;
  read: ReadPage;
}

/** Reads the rows under each head that is expected; a head stands again on every page on which its table goes on. */
export function tableFaults(pages: Pages, expected: Expected[]): OrderFault[] {
  const faults: OrderFault[] = [];
  const say = (what: string, page = 0): void => void faults.push({ page, order: null, what });
  const found = new Map<Expected, Found[]>();
  let current: Expected | undefined;
  let page = 0;
  for (const row of rowsOf(pages)) {
    const read = pages.find(p => p.page === row.page)!.read;
    if (row.page !== page) current = undefined;
    page = row.page;
    const headed = expected.find(t => row.heading === folded(t.heading) && row.text.endsWith(folded(t.head)));
    current = headed ?? current;
    if (current === undefined || endsAtFrame(row, read)) continue;
    const rows = found.get(current) ?? [];
    found.set(current, rows);
    if (!headed) rows.push({ row, read });
  }
  for (const table of expected) {
    if (!found.has(table))
      say(`the heads of the columns under ${table.heading} are missing or wrong: "${table.head.slice(0, 80)}"`);
    compare(table, found.get(table) ?? [], say);
  }
  const order = [...found.keys()].map(table => expected.indexOf(table));
  if (order.some((place, i) => i > 0 && place < order[i - 1]!)) say('the tables are not in their order');
  return faults;
}

/** What is left of a page between its last row and its foot is no row. */
const endsAtFrame = ({ bottom }: ReadRow, { strokes }: ReadPage): boolean =>
  strokes.some(s => s.weight > 1 && s.y1 === s.y2 && Math.abs(s.y1 - bottom) < 0.2 && Math.abs(s.x2 - s.x1) > 100);

/** Lower than this, in points, a line can’t be written on; rules are read to a tenth of a point. */
const LEAST_LINE = 19.8;

function compare(
  { heading, rows, lines = 0, lineTicks = 0 }: Expected,
  found: Found[],
  say: (what: string, page?: number) => void,
): void {
  const written = found.filter(({ row }) => row.text !== '');
  const left = [...written];
  for (const { text } of rows) {
    const at = left.findIndex(({ row }) => row.text === folded(text));
    if (at < 0) say(`under ${heading} a row is missing or wrong: "${text.slice(0, 80)}"`);
    else left.splice(at, 1);
  }
  for (const { row } of left) say(`under ${heading} stands what is not in the procedures or the record`, row.page);
  if (written.some(({ row }, i) => rows[i] !== undefined && row.text !== folded(rows[i].text)) && left.length === 0)
    say(`the rows under ${heading} are not in their order`);
  written.forEach(({ row, read }, i) => {
    if (squaresIn(row, read) !== (rows[i]?.ticks ?? 0))
      say(`under ${heading} a box to tick is missing or one too many`, row.page);
  });
  const low = written.some(({ row }, i) => rows[i]?.written === true && row.bottom - row.top < LEAST_LINE);
  if (low) say(`under ${heading} a row is too low to be written in`);
  const empty = found.filter(({ row }) => row.text === '' && row.bottom - row.top >= LEAST_LINE);
  if (empty.some(({ row, read }) => squaresIn(row, read) !== lineTicks))
    say(`under ${heading} a box to tick is missing in an empty line, or one too many`);
  if (empty.length !== lines) say(`under ${heading} stand ${empty.length} lines to write on instead of ${lines}`);
}

/** How many squares to tick stand in a row: four short strokes each. */
export function squaresIn({ top, bottom }: ReadRow, { strokes }: ReadPage): number {
  const sides = strokes.filter(s => {
    const length = Math.abs(s.x2 - s.x1) + Math.abs(s.y2 - s.y1);
    return length > 8 && length < 16 && Math.min(s.y1, s.y2) > top + 1 && Math.max(s.y1, s.y2) < bottom - 1;
  });
  return sides.length / 4;
}

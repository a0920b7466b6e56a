import type { DueCellTime, GridCell, GridColumn } from '../domain/sheet.ts';
import type { Boxes } from './page.ts';
import { shape } from './shape.ts';
import { STYLES } from './type-sizes.ts';
import { placeLines, wrapText } from './wrap.ts';

const INITIALS = 16;
const COMPUTED = '~';
/** From so many points on a column has its times beside their boxes instead of over them. */
const WIDE = 40;
/** Beside a box: its time, with the mark of a computed one; the least width of a box for initials; a line of both. */
const TIME = 29;
const BOX = 19;
const SLOT = INITIALS + 3;

/** Where a grid's columns are, in points. */
export interface Grid {
  left: number;
  width: number;
  column: number;
  columns: GridColumn[];
}

export const isWide = (grid: Grid): boolean => grid.column >= WIDE;

/** Height in points of a line of cells whose due times have one or two boxes for initials each. */
export function lineHeight(grid: Grid, line: GridCell[], initials: number): number {
  const most = Math.max(0, ...line.map(cell => (cell.kind === 'due' ? cell.times.length : 0)));
  if (most === 0) return 2;
  return isWide(grid)
    ? Math.ceil(most / slotsAcross(grid, initials)) * SLOT + 1
    : most * (STYLES.due.leading + initials * INITIALS + 3) + 2;
}

const slotsAcross = (grid: Grid, initials: number): number =>
  Math.max(1, Math.floor((grid.column - 3) / (TIME + initials * (BOX + 8) + 4)));

/** Draws a line of cells: due ones with times and boxes, closed ones hatched, open ones empty. */
export function paintLine(boxes: Boxes, grid: Grid, line: GridCell[], initials: number, top: number, height: number): void {
  grid.columns.forEach((_, i) => {
    if (i > 0) columnRule(boxes, grid, i, top, height);
  });
  line.forEach((cell, i) => {
    const x = grid.left + i * grid.column;
    if (cell.kind === 'closed') hatch(boxes, x, top, grid.column, height);
    if (cell.kind !== 'due') return;
    cell.times.forEach((time, k) => {
      if (isWide(grid)) besideTime(boxes, grid, time, k, initials, x, top);
      else underTime(boxes, grid, time, initials, x, top + 1.5 + k * (STYLES.due.leading + initials * INITIALS + 3));
    });
  });
}

const styleOf = (time: DueCellTime): 'due' | 'computedDue' => (time.computed ? 'computedDue' : 'due');
const said = (time: DueCellTime): string => (time.computed ? COMPUTED + time.text : time.text);

function underTime(boxes: Boxes, grid: Grid, time: DueCellTime, initials: number, x: number, y: number): void {
  centred(boxes, said(time), styleOf(time), x, y, grid.column);
  const top = y + STYLES.due.leading;
  initialsBox(boxes, time, x + 1.5, top, grid.column - 3);
  for (let i = 1; i < initials; i++) emptyBox(boxes, x + 1.5, top + i * INITIALS, grid.column - 3);
}

function besideTime(boxes: Boxes, grid: Grid, time: DueCellTime, k: number, initials: number, x: number, top: number): void {
  const across = slotsAcross(grid, initials);
  const width = (grid.column - 3) / across;
  const left = x + 1.5 + (k % across) * width;
  const y = top + 2 + Math.floor(k / across) * SLOT;
  centred(boxes, said(time), styleOf(time), left, y + (time.date === null ? 2.5 : -0.5), TIME - 1);
  if (time.date !== null) centred(boxes, time.date, 'label', left, y + 7.5, TIME - 1);
  const room = Math.min(width - TIME - 2, initials * 40);
  const box = room / initials;
  initialsBox(boxes, time, left + TIME, y, box - 1);
  for (let i = 1; i < initials; i++) emptyBox(boxes, left + TIME + i * box, y, box - 1);
}

function initialsBox(boxes: Boxes, { charted }: DueCellTime, x: number, y: number, width: number): void {
  if (!charted) return emptyBox(boxes, x, y, width);
  boxes.rects.push({ x, y, width, height: INITIALS, fill: 0.93, stroke: 0.3 });
  charted.forEach((word, n) => centred(boxes, word, 'label', x, y + n * (INITIALS / 2) - 1, width));
}

function emptyBox(boxes: Boxes, x: number, y: number, width: number): void {
  boxes.rects.push({ x, y, width, height: INITIALS, fill: null, stroke: 0.9 });
}

/** The rule on the left of a column: strong where a new day begins among hours. */
export function columnRule(boxes: Boxes, grid: Grid, i: number, top: number, height: number): void {
  const x = grid.left + i * grid.column;
  const newDay = i > 0 && (isWide(grid) || grid.columns[i]?.dayLabel !== null);
  boxes.lines.push({ x1: x, y1: top, x2: x, y2: top + height, weight: newDay ? (isWide(grid) ? 0.9 : 1.4) : 0.4 });
}

/** A text in the middle of a width, narrowed when it would touch its ends. */
export function centred(
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

/** Neighbouring closed cells are one hatched area. */
function hatch(boxes: Boxes, x: number, y: number, width: number, height: number): void {
  const last = boxes.hatches.at(-1);
  if (last && last.y === y && Math.abs(last.x + last.width - x) < 0.01) last.width += width;
  else boxes.hatches.push({ x, y, width, height, fill: null, stroke: null });
}

/** Height in points of a line of labelled boxes, and of one to write a time and initials into. */
export const FIELD = 24;

/** A box to write into with its parts labelled: "Time | Init.". */
export function labelledBox(boxes: Boxes, labels: readonly string[], x: number, y: number, width: number): void {
  const part = width / labels.length;
  boxes.rects.push({ x, y, width, height: FIELD - 3, fill: null, stroke: 0.5 });
  labels.forEach((label, i) => {
    const left = x + i * part;
    placeLines(boxes, wrapText(label, STYLES.label, part - 2), left + 2, y);
    if (i > 0) boxes.lines.push({ x1: left, y1: y, x2: left, y2: y + FIELD - 3, weight: 0.4 });
  });
}

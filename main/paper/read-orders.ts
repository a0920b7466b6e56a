import { NOTES_RULE } from './order-grid.ts';
import { MARGIN } from './page.ts';
import type { ReadPage, ReadStroke, ReadText } from './read-back.ts';
import { folded, joined } from './read-text.ts';
import { STYLES, styleOf } from './type-sizes.ts';

const DRUG_SIZE = styleOf({ text: '', role: 'drug' }).size;
const DOSE_SIZE = styleOf({ text: '', role: 'dose' }).size;

/** A page of one sheet, with the heads of its order tables. */
export interface SheetPage {
  /** Page of the PDF, from 1. */
  page: number;
  /** Page of the sheet, from 1. */
  sheetPage: number;
  read: ReadPage;
  heads: Head[];
}

/** The head of a table of orders: where it ends, and its columns of hours, shifts or days; none over entry lines. */
export interface Head {
  bottom: number;
  /** `label`: what stands over it, folded, the upper line first. In points from the page's left side. */
  columns: { label: string; middle: number }[];
  /** Width of each column. */
  pitch: number;
}

/** A piece of an order's block on one page. */
export interface Piece {
  page: number;
  sheetPage: number;
  /** Order number, folded. */
  number: string;
  continuesOn: number | null;
  /** The order column's words in reading order, folded, without the line that ends the piece. */
  words: string;
  /** Notes under its hours, folded. */
  notes: string;
  /** Words in the type of a drug's name, and in that of a dose, folded. */
  drug: string;
  dose: string;
  /** Words beside it, folded. */
  beside: string;
  times: { text: string; column: number }[];
  /** Dates beside times, "11/23". */
  dates: { text: string; column: number }[];
}

/** The heads of a page's order tables, from the words that only they begin with. */
export function headsOf(read: ReadPage): Head[] {
  return read.texts
    .filter(t => t.text.startsWith('Medication, dose, route, schedule') && sized(t, STYLES.hour.size))
    .map(head => {
      const beside = read.texts.filter(t => t.x > head.x + head.width && Math.abs(t.y - head.y) < 14);
      const labels = beside.filter(t => Math.abs(t.y - head.y) < 3 && sized(t, STYLES.hour.size)).sort((a, b) => a.x - b.x);
      const upper = beside.filter(t => t.y < head.y - 3 && sized(t, STYLES.label.size));
      const last = labels.at(-1);
      // The last column ends at the margin, and labels stand in the middle.
      const pitch = last ? 2 * (read.width - MARGIN - middleOf(last)) : 0;
      const columns = labels.map(label => {
        const over = upper.filter(t => Math.abs(middleOf(t) - middleOf(label)) < pitch / 4);
        return { label: joined([...over, label]), middle: middleOf(label) };
      });
      return { bottom: head.y + 2, columns, pitch };
    });
}

/** The heads of tables of entry lines end where their first words do. */
export function entryHeadsOf(read: ReadPage): Head[] {
  return read.texts
    .filter(t => t.text.startsWith('Medication, dose, route, when') && sized(t, STYLES.hour.size))
    .map(head => ({ bottom: head.y + 2, columns: [], pitch: 0 }));
}

const middleOf = (text: ReadText): number => text.x + text.width / 2;

const sized = (text: ReadText, size: number): boolean => Math.abs(text.size - size) < 0.05;

/**
 * Finds the order blocks of a page by where things are, not by how they were made. Every piece ends in a line in a size of type
 * nothing else has, "Order …" with perhaps "continues on page n"; the heavy rule under it ends the row; the row begins where the
 * one above, or the table's head, ends. The rule that runs down the whole row parts the order's words from what is beside them.
 */
export function piecesOf({ page, sheetPage, read, heads }: SheetPage): Piece[] {
  const anchors = anchorsOf(read);
  const rows = anchors.map(anchor => ({ anchor, bottom: rowEnd(read, anchor) }));
  return rows.map(({ anchor, bottom }): Piece => {
    const above = [...heads.map(h => h.bottom), ...rows.map(r => r.bottom)].filter(y => y < anchor.y);
    const top = Math.max(0, ...above);
    const inRow = read.texts.filter(t => t.y > top && t.y < bottom);
    const parting = partingRule(read.strokes, top, bottom);
    const own = inRow.filter(t => t.x < parting && !anchor.texts.includes(t) && !sized(t, STYLES.label.size));
    const notesFrom = notesRule(read.strokes, parting, top, bottom);
    const beside = inRow.filter(t => t.x >= parting && t.y < notesFrom);
    const notes = inRow.filter(
      t => t.x >= parting && t.y >= notesFrom && !anchor.texts.includes(t) && !sized(t, STYLES.label.size),
    );
    const head = heads.filter(h => h.bottom < anchor.y).at(-1);
    const placed = (looks: RegExp): Piece['times'] =>
      beside.flatMap(t => (looks.test(folded(t.text)) ? [{ text: folded(t.text), column: columnOf(head, t) }] : []));
    const said = /^Order(.+?)(?:continuesonpage(\d+))?$/.exec(joined(anchor.texts));
    return {
      page,
      sheetPage,
      number: said?.[1] ?? '',
      continuesOn: said?.[2] === undefined ? null : Number(said[2]),
      words: joined(own.toSorted(byLine)),
      notes: joined(notes),
      drug: joined(own.filter(t => sized(t, DRUG_SIZE)).toSorted(byLine)),
      dose: joined(own.filter(t => sized(t, DOSE_SIZE)).toSorted(byLine)),
      beside: joined(beside),
      times: placed(/^~?\d{4}$/),
      dates: placed(/^\d\d\/\d\d$/),
    };
  });
}

/** From line to line; within a line as written, because of scripts that run to the left. */
const byLine = (a: ReadText, b: ReadText): number => (Math.abs(a.y - b.y) > 4.5 ? a.y - b.y : 0);

interface Anchor {
  texts: ReadText[];
  y: number;
}

/** Lines that end pieces; a long number may take several. */
function anchorsOf(read: ReadPage): Anchor[] {
  const anchors: Anchor[] = [];
  for (const text of read.texts) {
    if (!sized(text, STYLES.order.size)) continue;
    const last = anchors.at(-1);
    const goesOn = last && !text.text.startsWith('Order ') && text.y - last.y < 1.5 * STYLES.order.leading && text.y >= last.y;
    if (goesOn) {
      last.texts.push(text);
      last.y = text.y;
    } else anchors.push({ texts: [text], y: text.y });
  }
  return anchors;
}

const HEAVY = 1;

function rowEnd(read: ReadPage, anchor: Anchor): number {
  const left = anchor.texts[0]?.x ?? 0;
  const below = read.strokes.filter(
    s =>
      s.weight > HEAVY && s.y1 === s.y2 && s.y1 > anchor.y && Math.min(s.x1, s.x2) <= left && Math.max(s.x1, s.x2) > left + 200,
  );
  return Math.min(...below.map(s => s.y1), read.height);
}

function partingRule(strokes: ReadStroke[], top: number, bottom: number): number {
  const full = strokes.filter(
    s => s.x1 === s.x2 && Math.min(s.y1, s.y2) < top + 16 && Math.max(s.y1, s.y2) >= bottom - 0.5 && s.x1 > 100,
  );
  return Math.min(...full.map(s => s.x1), Infinity);
}

/** Where notes begin under a row's hours: at a rule of its own weight from the parting rule to the right. */
function notesRule(strokes: ReadStroke[], parting: number, top: number, bottom: number): number {
  const rules = strokes.filter(
    s =>
      Math.abs(s.weight - NOTES_RULE) < 0.01 &&
      s.y1 === s.y2 &&
      s.y1 > top &&
      s.y1 < bottom &&
      Math.abs(Math.min(s.x1, s.x2) - parting) < 0.5 &&
      Math.abs(s.x2 - s.x1) > 200,
  );
  return Math.min(...rules.map(r => r.y1), Infinity);
}

/** From so many points on a column is wide: several times find room in it. */
const WIDE = 40;

/** Place of a text's column under the head; -1 when it stands in none, or not in the middle of a narrow one. */
function columnOf(head: Head | undefined, text: ReadText): number {
  const { columns, pitch } = head ?? { columns: [], pitch: 0 };
  return columns.findIndex(({ middle }) =>
    pitch < WIDE
      ? Math.abs(middle - middleOf(text)) < pitch / 4
      : text.x >= middle - pitch / 2 - 0.5 && text.x + text.width <= middle + pitch / 2 + 0.5,
  );
}

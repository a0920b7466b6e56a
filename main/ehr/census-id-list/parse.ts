import { err, ok, type Result } from '../../domain/result.ts';
import { cellsOf, separatorOf } from './cells.ts';

/** One number of a list, and the line where it first stands, counted from 1. */
export interface ListEntry {
  value: string;
  line: number;
}

/** A list as read. Every line is in exactly one place: an entry, a fault, the heading, or one of the counted. */
export interface ParsedList {
  entries: ListEntry[];
  /** Lines that hold no number that could be used, and why. */
  faults: { line: number; why: string }[];
  /** What the column is called; null for a list without a heading. */
  heading: string | null;
  headingLine: number | null;
  /** Lines whose number had come before, lines with nothing on them, and lines starting with # or //. */
  repeated: number[];
  blank: number[];
  comments: number[];
}

export type ListFault = { kind: 'no-column'; why: string };

/** Words that a column of numbers goes by. */
const HEADING =
  /^(mrns?|fins?|csns?|hars?|ids?|numbers?|(medical|med)?[ _-]?rec(ord)?([ _-]?(no|num|nr|number|#|id))?\.?|(patient|pat|pt|visit|encounter|account|acct|hospital|unit)[ _-]?(no|num|nr|number|#|id|mrn|csn|fin)?\.?)$/i;

/** Reads a list of numbers, one a line or in a column of a CSV. Whatever the text, each line comes out as a number or is named. */
export function parseList(text: string, column: string | null): Result<ParsedList, ListFault> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const list: ParsedList = { entries: [], faults: [], heading: null, headingLine: null, repeated: [], blank: [], comments: [] };
  const rows = lines.flatMap((line, i) => {
    const number = i + 1;
    if (/^[\s,;|]*$/.test(line.replaceAll('\u0000', ''))) list.blank.push(number);
    else if (/^\s*(#|\/\/)/.test(line)) list.comments.push(number);
    else return [{ line: number, text: line }];
    return [];
  });
  const separator = separatorOf(rows.map(row => row.text));
  const cells = rows.map(row => ({ line: row.line, read: cellsOf(row.text, separator) }));
  const first = cells[0];
  const chosen = first ? columnOf(first.read.ok ? first.read.value : null, column) : ok({ at: 0, heading: null });
  if (!chosen.ok) return chosen;
  const { at, heading } = chosen.value;
  const seen = new Set<string>();
  for (const { line, read } of cells) {
    if (heading !== null && line === first!.line) {
      list.heading = heading;
      list.headingLine = line;
      continue;
    }
    const number = read.ok ? numberIn(read.value[at], heading) : read;
    if (!number.ok) list.faults.push({ line, why: number.error.why });
    else if (seen.has(number.value)) list.repeated.push(line);
    else {
      seen.add(number.value);
      list.entries.push({ value: number.value, line });
    }
  }
  return ok(list);
}

/** Which column holds the numbers: the configured one by its heading or place, the only one, or the only one whose heading says so. */
function columnOf(first: string[] | null, column: string | null): Result<{ at: number; heading: string | null }, ListFault> {
  const headings = (first ?? []).map(cell => cell.trim());
  const fail = (why: string): Result<never, ListFault> => err({ kind: 'no-column', why });
  const shown =
    headings.length > 0 ? `its columns are ${headings.map(h => `"${h}"`).join(', ')}` : 'its first line cannot be read';
  if (column !== null) {
    const place = /^[1-9]\d?$/.test(column.trim()) ? Number(column) - 1 : null;
    if (place !== null && place < Math.max(1, headings.length)) {
      const cell = headings[place] ?? '';
      return ok({ at: place, heading: cell !== '' && !/\d/.test(cell) ? cell : null });
    }
    const at = headings.findIndex(h => normal(h) === normal(column));
    if (at >= 0) return ok({ at, heading: headings[at]! });
    return fail(`it has no column "${column}": ${shown}`);
  }
  const named = headings.flatMap((h, i) => (HEADING.test(h) ? [i] : []));
  const record = headings.findIndex(h => /^(mrn|medical record)/i.test(h));
  const at = named.length === 1 ? named[0]! : record;
  if (at >= 0) return ok({ at, heading: headings[at]! });
  if (named.length === 0 && headings.length <= 1) return ok({ at: 0, heading: null });
  return fail(
    `it has ${headings.length} columns and no heading says which holds the numbers: add headings, or configure the column`,
  );
}

const normal = (heading: string): string => heading.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();

const LONGEST = 64;

/** The number in a cell as the EHR knows it; leading zeros count. */
function numberIn(cell: string | undefined, heading: string | null): Result<string, { kind: 'no-number'; why: string }> {
  const fail = (why: string): Result<never, { kind: 'no-number'; why: string }> => err({ kind: 'no-number', why });
  const bare = (cell ?? '')
    .replaceAll('\u0000', '')
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'/, '')
    .trim();
  if (bare === '') return fail(heading === null ? 'there is no number on it' : `its column "${heading}" is empty`);
  if (/^\d+([.,]\d+)?E\+?\d+$/i.test(bare)) return fail('a spreadsheet has rounded its number: save the column as text');
  if (bare.length > LONGEST) return fail(`it is longer than ${LONGEST} characters`);
  if (!/\d/.test(bare)) return fail('it holds no digit');
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(bare)) return fail('it holds more than a number');
  return ok(bare);
}

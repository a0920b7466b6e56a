import type { Block, EntryColumn, TableColumn } from './sheet.ts';

/** Points that a hand needs: for a line of words, for an order in full. */
export const LINE = 21;
export const ORDER = 50;

/** What is written of each dose of a one-time or PRN order (practice.md section 4). */
export const ENTRY_COLUMNS: EntryColumn[] = [
  { label: 'Date', weight: 8 },
  { label: 'Time', weight: 8 },
  { label: 'Dose and route', weight: 15 },
  { label: 'Init.', weight: 8, initials: true },
  { label: 'Reason', weight: 19 },
  { label: 'Result', weight: 19 },
  { label: 'Result time', weight: 8 },
  { label: 'Init.', weight: 7 },
];

/** A table whose rows are to be written. */
export const empty = (of: TableColumn[], rows: number, rowHeight: number): Block => ({
  kind: 'table',
  columns: of,
  rows: Array.from({ length: rows }, () => []),
  rowHeight,
});

/** Lines for so many scheduled orders written by hand, each with boxes for times and initials. */
export const scheduledLines = (rows: number): Block =>
  empty(
    [
      { label: 'Drug, dose, route, schedule, reason', weight: 30 },
      { label: 'Ordered by, date, time; start; stop', weight: 16 },
      { label: 'RPh', weight: 5 },
      { label: 'RN', weight: 5 },
      ...Array.from({ length: 8 }, () => ({ label: 'Time | initials', weight: 6.5 })),
    ],
    rows,
    ORDER,
  );

/** So many lines for doses of one-time and PRN orders written by hand. */
export const prnLines = (rows: number): Block =>
  empty(
    [
      { label: 'Drug, dose, route, reason, not more than', weight: 34 },
      ...ENTRY_COLUMNS.map(({ label, weight }) => ({ label, weight: weight * 0.7 })),
    ],
    rows,
    LINE,
  );

/** What bands and labels are for. */
export const LABEL_KINDS = ['band', 'chart', 'specimen'] as const;
export type LabelKind = (typeof LABEL_KINDS)[number];

/** What a label printer is loaded with: the part that can be printed on, in millimetres, and the printer's dots to an inch. */
export interface LabelStock {
  prints: 'labels' | 'bands';
  /** Across the print head. */
  widthMm: number;
  /** Along the feed. */
  heightMm: number;
  dpi: 203 | 300;
  /** Words run along the feed, as on a band. */
  turned: boolean;
}

/** A sheet of labels to tear off, for a page printer; millimetres from the upright sheet's top left corner. */
export interface LabelSheetLayout {
  paper: 'letter' | 'a4';
  columns: number;
  rows: number;
  /** Of the first label's corner. */
  leftMm: number;
  topMm: number;
  widthMm: number;
  heightMm: number;
  /** From a label's edge to the next one's. */
  acrossMm: number;
  downMm: number;
}

/** Where labels are printed: on a label printer, or on sheets from label `start` (counted from 1) of the first, partly used one. */
export type LabelTarget =
  | { kind: 'printer'; name: string; stock: LabelStock }
  | { kind: 'sheets'; name: string; layout: LabelSheetLayout; start: number };

/** How many of each. */
export type LabelCounts = Record<LabelKind, number>;

/** A patient's labels as they were asked for. */
export interface LabelJob {
  counts: LabelCounts;
  target: LabelTarget;
}

/** How many labels a sheet has. */
export const labelsOnSheet = ({ columns, rows }: LabelSheetLayout): number => columns * rows;

/** Can this be printed there? Bands only where bands are loaded, and nothing else there. */
export const takes = (prints: LabelStock['prints'], kind: LabelKind): boolean => (prints === 'bands') === (kind === 'band');

/** What labels were made for, in words; the same words, the same stock: "labels of 57 x 32 mm at 203 dpi". */
export const stockWords = ({ prints, widthMm, heightMm, dpi, turned }: LabelStock): string =>
  `${prints} of ${widthMm} x ${heightMm} mm at ${dpi} dpi${turned ? ', along the feed' : ''}`;

import type { FactName } from './form-facts.ts';
import type { ListName } from './form-lists.ts';

/** A stretch of a form as it is defined: what is printed, what is filled in beforehand, and where somebody writes. */
export type FormSection = HeadingSection | WordsSection | FieldsSection | TableSection;

interface HeadingSection {
  kind: 'heading';
  text: string;
  note: string | null;
  /** It begins a page. */
  newPage: boolean;
}

/** Printed words: what to do, what a signature says. */
interface WordsSection {
  kind: 'words';
  text: string;
  strong: boolean;
}

/** Labelled boxes side by side, row by row. */
export interface FieldsSection {
  kind: 'fields';
  rows: FormField[][];
  /** Points that a row has at least. */
  height: number;
}

export interface FormField {
  label: string;
  /** Relative to the others of its row. */
  width: number;
  /** What of the chart is printed in it beforehand; null for a box to write in. */
  prefill: FactName | null;
  /** Whoever reads it can't go on without it: as long as it is not known, the box says that it must be filled in. */
  must: boolean;
  /** Boxes to tick, each with its words. */
  options: string[];
}

/** Columns and lines. */
export interface TableSection {
  kind: 'table';
  columns: FormColumn[];
  /** Lines that are filled in beforehand; null for none. */
  prefill: ListName | null;
  /** The first words of further lines. */
  rows: Said[];
  /** Empty lines after them. */
  empty: number;
  /** Points that a line has at least. */
  height: number;
}

export interface FormColumn {
  label: Said;
  width: number;
  /** A square to tick stands in its empty cells. */
  tick: boolean;
}

/** Words, after a stretch of the nursing day where there is one: hours from the start of its first shift. */
export interface Said {
  words: string;
  hours: { from: number; to: number } | null;
}

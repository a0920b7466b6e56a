import type { LabelKind } from './label.ts';
import type { Instant } from './time.ts';
import type { OrderGroup } from './view.ts';

/** Id of a form: one of this kiosk's, or on what is stored one of another version or site (see form.ts). */
export type FormKind = string;

/**
 * A page as data: every word that will be printed is here, decided. `measure` breaks it into pages, `draw` draws, `verify` reads
 * the PDF back. A sheet is a run of pages under one head; head, notices and foot are repeated on each of them.
 */
export interface Sheet {
  /** Unique for ever: kiosk, its run, pack, patient's place in it, form letter. */
  id: string;
  form: FormKind;
  title: string;
  orientation: 'landscape' | 'portrait';
  head: Head;
  blocks: Block[];
  foot: Foot;
}

/** What stands at the head of every page: a patient, patients of a unit, an empty box for whoever the form will be about, or the ward itself. */
export type Head = Band | UnitHead | EmptyHead | WardHead;

/** What every head says, whomever it is about. */
interface AnyHead {
  institution: string;
  unit: string;
  /** "11/22/2026 07:00 to 11/23/2026 07:00" or null. */
  period: string | null;
  /** "DATA AS OF 11/22/2026 14:45"; null on a form without data. */
  asOf: string | null;
  /** "(42 min old when printed)", beside it; null on a form without data. */
  age: string | null;
  /** Null unless old or unknown: "STALE COPY …", printed white on black. */
  ageAlarm: string | null;
  /** "READ-ONLY DOWNTIME COPY" and DRILL when it is one. */
  mark: string;
  drill: boolean;
  /** Whom or what the code on the page names: the patient's MRN, the unit, nobody. */
  code: string;
}

/** Several patients, each named on their own lines. */
export interface UnitHead extends AnyHead {
  kind: 'unit';
  /** "8 patients of 4 West: beds 401-A, 401-B …" */
  whom: string;
}

/** No patient: the ward and how it stands. */
export interface WardHead extends AnyHead {
  kind: 'ward';
  /** "4 West, 11/22/2026 15:30: downtime since 11/22/2026 15:05" */
  situation: string;
}

/** A box to write identity into, or to put a label on. */
export interface EmptyHead extends AnyHead {
  kind: 'empty';
  /** "Write or label: …" */
  instruction: string;
}

/** Identity and safety facts of one patient. Values only: the labels MRN, Visit, Born, Bed, Weight … are the form's own. */
export interface Band extends AnyHead {
  kind: 'patient';
  /** Null for a patient who is here and in one place: "DIED at …", printed white on black. */
  placeAlarm: string | null;
  name: string;
  mrn: string;
  /** What the bar code of the band says: the bare MRN; null when the EHR sent none. */
  mrnCode: string | null;
  visit: string;
  born: string;
  ageSex: string;
  weight: string;
  height: string;
  bed: string;
  admitted: string;
  attending: string;
  /** "ALLERGIES", "NO KNOWN ALLERGIES", … : which silence it is, in words. */
  allergyHeading: string;
  /** One string an allergy, with reaction. */
  allergies: string[];
  codeStatus: string;
  /** One string a flag, or why there are none. */
  isolation: string[];
  /** That the flags may not be all, or are older. */
  isolationDoubt: string | null;
}

export interface Foot {
  /** "Printed 11/22/2026 15:02 by R. Alvarez from 4W-K1" */
  printed: string;
  /** The same moment as data: the PDF's date, so that a reprint is the same file. */
  printedAt: Instant;
  /** "Copy 17 of 4 West, times are America/New_York" */
  source: string;
  /** Legends printed on every page; empty for forms that need none. */
  legends: { title: string; items: string[] }[];
  /** Whether the page has the signature/title/initials boxes. */
  signatures: boolean;
  /** Number of the copy; null on a form without data. */
  generation: number | null;
}

/**
 * Words with the weight they carry. Sizes are by role, so that type sizes are decided in one place. A space is set between two
 * `Words` of a line unless one brings its own or the second begins with punctuation; "\n" breaks the line.
 */
export interface Words {
  text: string;
  /** `large` is read from a step away: what to do, whom to call. */
  role: 'drug' | 'dose' | 'large' | 'body' | 'small' | 'label' | 'hand';
  tone?: 'plain' | 'strong' | 'alarm';
}

/** The building blocks of every form. A line of `Words[]` is set as one wrapped paragraph. */
export type Block =
  | { kind: 'heading'; text: string; note: string | null; newPage?: true }
  | { kind: 'paragraph'; lines: Words[][]; box: 'none' | 'frame' | 'alarm' }
  | { kind: 'order-grid'; columns: GridColumn[]; rows: GridRow[] }
  | { kind: 'order-entries'; columns: EntryColumn[]; rows: EntryRow[] }
  /** `rowHeight`: points that a row has at least, for handwriting. */
  | { kind: 'table'; columns: TableColumn[]; rows: Words[][][]; rowHeight?: number }
  /** Labelled boxes side by side; `rowHeight`: points that a row has at least. */
  | { kind: 'fields'; rows: FieldBox[][]; rowHeight: number }
  /** Labels to cut out, so many side by side. */
  | { kind: 'labels'; across: number; labels: Label[] };

/** A box to write in: its label, what is said in it beforehand, and what can be ticked. */
export interface FieldBox {
  label: string;
  /** Said beside the label: that it has to be filled in before anybody can act on the form. */
  mark: string | null;
  /** Relative width in its row. */
  weight: number;
  said: Words[];
  options: string[];
  /** Somebody writes in it: room for a hand is left under what is said. */
  room: boolean;
}

/** A band or label: whose it is, which stands on each part of one that goes on, what else it says, and the number as a code; null where there is none. */
export interface Label {
  kind: LabelKind;
  identity: Words[][];
  rest: Words[][];
  code: string | null;
}

/** A column of a MAR: an hour ("07"), a shift ("Day 07:00") or a day ("Mon"). */
export interface GridColumn {
  label: string;
  /** The first column of a new calendar day: "11/23"; over shifts and days, always, with the year. */
  dayLabel: string | null;
}

/** A time in a cell; `charted` stands in the box instead of room for initials: "given", "14:05" (with a colon, so that it is no due time). */
export interface DueCellTime {
  text: string;
  computed: boolean;
  /** "11/23" when it isn't on the date that stands over the column: after midnight of a night shift. */
  date: string | null;
  charted?: string[];
}

/** A cell: due (times printed, initials box), not to be given (hatched), or open. */
export type GridCell = { kind: 'due'; times: DueCellTime[] } | { kind: 'closed' } | { kind: 'open' };

/** The left part of an order's row. */
export interface OrderBlock {
  /** The order number in text; also what read-back looks for. */
  number: string;
  group: OrderGroup;
  /** Drug and dose first, then schedule in words, then everything else; each a wrapped paragraph. */
  lines: Words[][];
  /** Marks such as HIGH ALERT, printed reversed. */
  marks: string[];
  /** Two people sign for each dose. */
  twoInitials: boolean;
  /** Doubts about doses, dates and prescriber: under the hours of a grid, where there is room, else after the lines. */
  notes: Words[][];
}

export interface GridRow {
  order: OrderBlock;
  /** Each with a cell a column. One line over hours and shifts; over days one a time of day. */
  lines: GridCell[][];
  /** Printed across the grid over the cells: "TIMES NOT KNOWN: ask pharmacy". Null when cells speak. */
  across: string | null;
  /** Lines to write on below the cells, each of labelled boxes: "Old patch removed", "From site". */
  fields: string[][];
}

export interface EntryColumn {
  label: string;
  /** Relative width. */
  weight: number;
  /** Whoever gave a dose signs here; halved for orders that two people sign. */
  initials?: true;
}

/** An order with empty lines to write on. */
export interface EntryRow {
  order: OrderBlock;
  lines: number;
  /** Lines of labelled boxes over the empty ones, as in a grid. */
  fields: string[][];
  /** Stands over a hatched area in place of lines, where nothing is to be given any more; null where doses are written. */
  across: string | null;
}

export interface TableColumn {
  label: string;
  weight: number;
  /** A square to tick stands in its empty cells. */
  tick?: true;
}

/** A PDF of a pack as it was given to the queue; a patient's, or with null that of no single patient. */
export interface QueuedDocument {
  /** Its place in the print, from 1. */
  document: number;
  patientId: string | null;
  bed: string | null;
  /** Ids of the sheets in it. */
  sheets: string[];
  /** Pages, or labels of what is for a label printer. */
  pages: number;
  /** The label stock that it was made for, in words; null for pages. */
  stock: string | null;
  /** Sheets of labels: printed on one side of this paper; null for what is printed as the site prints. */
  labelSheet: 'letter' | 'a4' | null;
  /** The page of an earlier document that it is again; null for a whole document. */
  again: { print: string; document: number; page: number } | null;
}

/** A document that is printed elsewhere from page `from` on. `unclear`: pages from there on may have come out, or may yet, where it was. */
export interface MovedDocument {
  document: number;
  from: number;
  unclear: boolean;
}

/** What happens to paper between the kiosk and the tray. `attempt`: one handing over of a document; moved or printed again it is another. */
export type PrintAct =
  /** `unit`: whose sheets they are, of what was printed at a desk for several; null: the kiosk's own, also of what was recorded before units were said. */
  | { kind: 'print-queued'; print: string; pack: number; unit: string | null; printer: string; documents: QueuedDocument[] }
  /** The printer has it as job number `job`; that is no paper yet. */
  | { kind: 'print-accepted'; print: string; document: number; attempt: number; job: number }
  /** Pages 1 to `pages` of the document have come out: counted by the printer, or seen by a person. */
  | {
      kind: 'print-confirmed';
      print: string;
      document: number;
      attempt: number;
      pages: number;
      of: number;
      counted: 'printer' | 'person';
    }
  /** No more comes of this attempt. `certain: false`: whether the pages that aren't confirmed came out is not known. */
  | { kind: 'print-failed'; print: string; document: number; attempt: number; certain: boolean; why: string }
  | { kind: 'print-cancelled'; print: string; documents: number[] }
  /** What isn't confirmed is printed there, from these pages on. `doubt`: what may come out twice, and where. */
  | {
      kind: 'print-moved';
      print: string;
      printer: string;
      documents: MovedDocument[];
      doubt: string | null;
    };

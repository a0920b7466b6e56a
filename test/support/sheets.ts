import type { PrintedSheet } from '../../main/domain/printed-sheets.ts';
import type { Band, Sheet } from '../../main/domain/sheet.ts';

/** The patient's head of a sheet. */
export function bandOn({ head }: Sheet): Band {
  if (head.kind !== 'patient') throw new Error(`the head is of ${head.kind}`);
  return head;
}

/** A sheet of patient p1 as it was handed out, that still counts. */
export const printedSheet = (part: Partial<PrintedSheet> = {}): PrintedSheet => ({
  id: 'K1-AAAAAA-0003-01S',
  form: 'mar-scheduled',
  patientId: 'p1',
  pages: 1,
  period: null,
  says: null,
  at: '2026-11-22T18:30:00Z',
  by: 'R. Alvarez',
  drill: false,
  replacedBy: [],
  ...part,
});

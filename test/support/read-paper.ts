import { draw } from '../../main/paper/draw.ts';
import type { Page, PaperSize } from '../../main/paper/page.ts';
import { measureSheets, renderPatient } from '../../main/paper/render.ts';
import type { Finding } from '../../main/paper/finding.ts';
import { verifySheets } from '../../main/paper/verify.ts';
import type { Sheet } from '../../main/domain/sheet.ts';
import type { PatientView } from '../../main/domain/view.ts';
import type { FormPaper } from './forms.ts';
import { paperPatient, printingOf } from './paper-patient.ts';

/** The PDF of sheets that must render. */
export function pdfOf(sheets: Sheet[], paper: PaperSize = 'letter'): Buffer {
  const rendered = renderPatient(sheets, paper);
  if (!rendered.ok) throw new Error(rendered.error.why);
  return rendered.value.pdf;
}

/** What verification finds in a PDF of these sheets. */
export const findingsIn = (pdf: Uint8Array, sheets: Sheet[], view: PatientView): Promise<Finding[]> =>
  verifySheets(pdf, sheets, { kind: 'patient', view }, printingOf(view));

/** What verification finds in a PDF of a form. */
export const findingsOn = (pdf: Uint8Array, { sheet, subject, span }: FormPaper): Promise<Finding[]> =>
  verifySheets(
    pdf,
    [sheet],
    subject,
    printingOf(subject.kind === 'patient' ? subject.view : subject.kind === 'unit' ? subject.views[0]! : paperPatient(), span),
  );

/** The pages of sheets as boxes, free to be mutilated. */
export function pagesOf(sheets: Sheet[], paper: PaperSize = 'letter'): Page[] {
  const measured = measureSheets(sheets, paper);
  if (!measured.ok) throw new Error(measured.error.why);
  return structuredClone(measured.value.flat());
}

/** Draws pages as they are. */
export const drawn = (pages: Page[]): Buffer => draw(pages, { title: 'test', subject: 'test', date: new Date(0) }).pdf;

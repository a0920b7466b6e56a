import type { PackFile } from '../contract.ts';
import type { Printing } from '../domain/band.ts';
import { labelOf } from '../domain/band-and-labels.ts';
import { LABEL_KINDS, stockWords, type LabelJob, type LabelKind } from '../domain/label.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { PatientView } from '../domain/view.ts';
import { layOutLabel, type LabelSpace } from '../paper/label-layout.ts';
import { labelPages, labelSheetPdf, sheetSpace } from '../paper/label-sheet.ts';
import type { Boxes } from '../paper/page.ts';
import { labelSheetFaults } from '../paper/verify-label-sheet.ts';
import { zplFaults } from '../paper/verify-zpl.ts';
import { spaceOf, zplOf } from '../paper/zpl.ts';

/** A patient's labels, read back: a PDF of label sheets, or ZPL for a label printer with this stock. */
export interface LabelPaper extends Pick<PackFile, 'pages' | 'stock' | 'labelSheet'> {
  content: Buffer;
}

interface Laid {
  kind: LabelKind;
  parts: Boxes[];
  copies: number;
}

/** Makes a patient's labels and reads them back; what isn't whole is refused with the reason. `sheet` is the id under which they are recorded. */
export async function labelPaper(
  { counts, target }: LabelJob,
  view: PatientView,
  printing: Printing,
  sheet: string,
): Promise<Result<LabelPaper, { kind: string; why: string }>> {
  const laid = laidOut(counts, target.kind === 'printer' ? spaceOf(target.stock) : sheetSpace(target.layout), view, printing);
  if (!laid.ok) return laid;
  const { zone } = printing.site;
  if (laid.value.length === 0) return err({ kind: 'nothing', why: 'no labels were asked for' });
  if (target.kind === 'printer') {
    const { stock } = target;
    const zpl = zplOf(laid.value, stock);
    const made = laid.value.map(({ kind, parts, copies }) => ({ kind, copies, parts: parts.length }));
    const faults = zplFaults(zpl, made, stock, view, zone, printing.outage);
    const pages = made.reduce((sum, { parts, copies }) => sum + parts * copies, 0);
    return faults.length > 0 ? notWhole(faults) : ok({ content: Buffer.from(zpl, 'utf8'), pages, stock: stockWords(stock) });
  }
  const { layout, start } = target;
  const each = laid.value.flatMap(({ kind, parts, copies }) =>
    Array.from({ length: copies }, () => parts.map((boxes, i) => ({ boxes, kind, part: i + 1, of: parts.length }))).flat(),
  );
  const pages = labelPages(
    each.map(({ boxes }) => boxes),
    sheet,
    layout,
    start,
  );
  const pdf = labelSheetPdf(pages, printing.institution, new Date(printing.now));
  const faults = await labelSheetFaults(pdf, each, { layout, start }, view, zone, printing.outage);
  return faults.length > 0 ? notWhole(faults) : ok({ content: pdf, pages: pages.length, labelSheet: layout.paper });
}

function laidOut(
  counts: LabelJob['counts'],
  space: LabelSpace,
  view: PatientView,
  { site, outage }: Printing,
): Result<Laid[], { kind: string; why: string }> {
  const laid: Laid[] = [];
  for (const kind of LABEL_KINDS.filter(kind => counts[kind] > 0)) {
    const parts = layOutLabel(labelOf(kind, view, site.zone, outage), space);
    if (!parts.ok) return parts;
    laid.push({ kind, parts: parts.value, copies: counts[kind] });
  }
  return ok(laid);
}

const notWhole = (faults: string[]) =>
  err({ kind: 'not-whole', why: faults.slice(0, 5).join('; ') + (faults.length > 5 ? `; and ${faults.length - 5} more` : '') });

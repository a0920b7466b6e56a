import type { Printing } from '../domain/band.ts';
import type { FormSubject } from '../domain/form-blocks.ts';
import { formOf, type FormDefinition } from '../domain/form.ts';
import { isOfDrill } from '../domain/forms.ts';
import { isDrill } from '../domain/outage.ts';
import { orderListOf } from '../domain/pharmacy/lists.ts';
import { unreachable } from '../domain/result.ts';
import type { FormKind } from '../domain/sheet.ts';
import type { StandingContents } from '../domain/standing-pack.ts';
import type { PatientView } from '../domain/view.ts';
import type { WholeUnit } from '../domain/ward/whole-unit.ts';
import type { WardState } from '../domain/ward-forms.ts';
import { BARCODE_HEIGHT, code128, dataMatrix } from './codes.ts';
import type { Finding } from './finding.ts';
import { MARGIN } from './page.ts';
import { readBack, type ReadPage, type ReadRect } from './read-back.ts';
import { barsSay } from './read-bars.ts';
import { entryHeadsOf, headsOf } from './read-orders.ts';
import { folded, joined, pageText } from './read-text.ts';
import { auditFaults } from './verify-audit.ts';
import { adtFaults, censusFaults, wholeUnitFaults } from './verify-census.ts';
import { blankFaults, formFaults, nobodyFaults, unitFaults } from './verify-forms.ts';
import { identityFaults } from './verify-identity.ts';
import { inkFaults } from './verify-ink.ts';
import { labelFaults } from './verify-labels.ts';
import { mergeListFaults } from './verify-merge-list.ts';
import { noticeFaults } from './verify-notices.ts';
import { orderFaults, type OrderFault } from './verify-orders.ts';
import { fillFaults, listFaults } from './verify-pharmacy.ts';
import { standingFaults } from './verify-standing.ts';
import { summaryFaults, worksheetFaults } from './verify-rows.ts';
import { sectionFaults } from './verify-sections.ts';
import { separatorFaults } from './verify-separator.ts';
import { specialFaults } from './verify-special.ts';
import { wardFaults, wardHeadFaults } from './verify-ward.ts';

export type { Finding } from './finding.ts';

/** What verification has to know of a sheet: nothing of its words. */
export interface Wanted {
  id: string;
  form: FormKind;
}

/** A page of the PDF with what its foot says it is. */
interface Claimed {
  page: number;
  read: ReadPage;
  sheet: Wanted | null;
  number: number;
  of: number;
  last: boolean;
}

/** Whom or what a sheet is about. */
export type Subject =
  | { kind: 'patient'; view: PatientView }
  | { kind: 'unit'; views: readonly PatientView[] }
  | { kind: 'nobody' }
  | { kind: 'ward'; ward: WardState }
  /** Everybody, for the census and the ADT log. */
  | { kind: 'census'; unit: WholeUnit }
  | { kind: 'standing'; contents: StandingContents };

/**
 * Reads a PDF back and compares it with the view it was made from; an empty list means that the paper is whole. Whoever calls doesn't
 * release a sheet with findings. Words are compared without white space, times by the column or row they stand in. Sheets of no single patient
 * may each be about something else.
 */
export async function verifySheets(
  pdf: Uint8Array,
  sheets: Wanted[],
  subject: Subject | ((form: FormKind) => Subject),
  printing: Printing,
): Promise<Finding[]> {
  return verifyRead(await readBack(pdf), sheets, subject, printing);
}

/** The same of pages that have been read: of a part of a PDF, when they are all that it should have of these sheets. */
export function verifyRead(
  read: readonly ReadPage[],
  sheets: Wanted[],
  subject: Subject | ((form: FormKind) => Subject),
  printing: Printing,
): Finding[] {
  const about = (sheet: Wanted | null): Subject =>
    typeof subject === 'function' ? subject((sheet ?? sheets[0]!).form) : subject;
  const pages = read.map((page, i) => claimOf(page, i + 1, sheets));
  return [
    ...orderOfPages(pages, sheets),
    ...pages.flatMap(page => pageFindings(page, pages, about(page.sheet), printing)),
    ...sheets.flatMap(sheet => contentFindings(pages, sheet, about(sheet), printing)),
  ];
}

function claimOf(read: ReadPage, page: number, sheets: Wanted[]): Claimed {
  const at = read.texts.findLastIndex(t => /^Page \d+ of \d+$/.test(t.text));
  const [, number, of] = /^Page (\d+) of (\d+)$/.exec(read.texts[at]?.text ?? '') ?? [];
  const after = joined(at < 0 ? [] : read.texts.slice(at + 1));
  const last = after.endsWith('LASTPAGE');
  const id = last ? after.slice(0, -'LASTPAGE'.length) : after;
  return {
    page,
    read,
    sheet: sheets.find(s => folded(s.id) === id) ?? null,
    number: Number(number ?? 0),
    of: Number(of ?? 0),
    last,
  };
}

/** Every sheet with all its pages, in order, and LAST PAGE where it belongs. */
function orderOfPages(pages: Claimed[], sheets: Wanted[]): Finding[] {
  const findings: Finding[] = [];
  const say = (sheet: string | null, page: number, what: string): void => void findings.push({ sheet, page, order: null, what });
  for (const { sheet, page } of pages) if (sheet === null) say(null, page, 'the page does not say which sheet it is');
  for (const { id } of sheets) {
    const own = pages.filter(p => p.sheet?.id === id);
    const of = own[0]?.of ?? 0;
    if (own.length === 0) say(id, 0, 'the sheet is missing');
    else if (own.length !== of) say(id, own.at(-1)!.page, `${own.length} pages where the sheet says ${of}`);
    own.forEach((p, i) => {
      if (p.number !== i + 1 || p.of !== of) say(id, p.page, `"page ${p.number} of ${p.of}" where ${i + 1} of ${of} is due`);
      if (p.page !== own[0]!.page + i) say(id, p.page, 'another sheet lies between its pages');
      if (p.last !== (p.number === p.of)) say(id, p.page, p.last ? 'LAST PAGE on a page that is not' : 'LAST PAGE is missing');
    });
  }
  const order = [...new Set(pages.map(p => p.sheet?.id))].join(' ');
  if (order !== sheets.map(s => s.id).join(' ')) say(null, 1, 'the sheets are not in their order');
  return findings;
}

function pageFindings(claimed: Claimed, pages: Claimed[], subject: Subject, printing: Printing): Finding[] {
  const { page, read, sheet } = claimed;
  const own = pages.filter(p => p.sheet === sheet).map(p => p.read);
  const form = sheet && formOf(printing.site.forms, sheet.form);
  const faults = [
    ...whoFaults(read, own, subject, form, printing),
    ...(form === null ? [] : formFaults(read, form, windowOf(subject), isDrillSheet(form.id, subject, printing), printing)),
    ...inkFaults(read).map(f => `a text is ${f.what}`),
    ...generationFaults(read, subject),
    ...auditFaults(read, printing),
    ...(codeIsRight(claimed, codeOf(subject, printing), generationOf(subject))
      ? []
      : ['the code of the page is missing or wrong']),
    ...(barCodeIsRight(read, subject) ? [] : ["the bar code is not the patient's MRN"]),
  ];
  return [...new Set(faults)].map(what => ({ sheet: sheet?.id ?? null, page, order: null, what }));
}

const isDrillSheet = (form: FormKind, subject: Subject, printing: Printing): boolean =>
  subject.kind === 'ward' ? isOfDrill(form, subject.ward, printing) : isDrill(printing.outage);

function whoFaults(read: ReadPage, own: ReadPage[], subject: Subject, form: FormDefinition | null, printing: Printing): string[] {
  const { site } = printing;
  switch (subject.kind) {
    case 'patient':
      return identityFaults(read, own, subject.view, site.zone);
    case 'unit':
      return unitFaults(read, subject.views, site.zone);
    case 'nobody':
      return nobodyFaults(read, form?.wholeUnit === true);
    case 'census':
      return wholeUnitFaults(read, subject.unit, printing);
    case 'standing':
      return wholeUnitFaults(read, subject.contents.unit, printing);
    case 'ward':
      return wardHeadFaults(read, printing);
    default:
      return unreachable(subject);
  }
}

function viewsOf(subject: Subject): readonly PatientView[] {
  switch (subject.kind) {
    case 'patient':
      return [subject.view];
    case 'unit':
      return subject.views;
    case 'census':
      return subject.unit.views;
    case 'standing':
      return subject.contents.unit.views;
    case 'nobody':
    case 'ward':
      return [];
    default:
      return unreachable(subject);
  }
}

const firstView = (subject: Subject): PatientView | null => viewsOf(subject)[0] ?? null;
const windowOf = (subject: Subject): PatientView['window'] | null => firstView(subject)?.window ?? null;

/** Nothing on a sheet about somebody who was registered here comes from a copy. */
function generationOf(subject: Subject): number | null {
  return viewsOf(subject).find(view => view.registered === null)?.generation ?? null;
}

function generationFaults(read: ReadPage, subject: Subject): string[] {
  const generation = generationOf(subject);
  const wanted = generation === null ? 'No data from the EHR' : `Copy ${generation} of`;
  return pageText(read).includes(folded(wanted)) ? [] : [`"${wanted.replace(' of', '').toLowerCase()}" is missing`];
}

/** Whom the code on each page names. */
function codeOf(subject: Subject, { unit }: Printing): string {
  switch (subject.kind) {
    case 'patient':
      return subject.view.identity.mrn ?? subject.view.identity.id;
    case 'unit':
      return unit;
    case 'nobody':
      return 'BLANK';
    case 'ward':
    case 'census':
    case 'standing':
      return unit;
    default:
      return unreachable(subject);
  }
}

/** The black cells in the corner must be those of this page, this patient and this copy. */
function codeIsRight({ read, sheet, number, of }: Claimed, whom: string, generation: number | null): boolean {
  if (sheet === null) return false;
  const content = [sheet.id, number, of, whom, generation ?? 0].join('|');
  const code = dataMatrix(content, read.width - MARGIN, read.height - MARGIN);
  if (code === null) return true; // too long for a code: the foot's words have to do
  const { bars, module, x, y } = code;
  const inModules = (r: ReadRect): string => [r.x - x, r.y - y, r.width, r.height].map(v => Math.round(v / module)).join(' ');
  const found = read.black.filter(r => r.x >= x && r.y >= y).map(inModules);
  const wanted = new Set(bars.map(bar => [bar.x, bar.y, bar.width, bar.height].join(' ')));
  return found.length === wanted.size && found.every(f => wanted.has(f));
}

/** The bars beside the name, if there are any, must be the patient's MRN. One that doesn't fit its column is left out. */
function barCodeIsRight(read: ReadPage, subject: Subject): boolean {
  const bars = read.black.filter(r => Math.abs(r.height - BARCODE_HEIGHT) < 0.5).sort((a, b) => a.x - b.x);
  if (bars.length === 0) return true;
  const mrn = subject.kind === 'patient' ? subject.view.identity.mrn : null;
  const wanted = mrn === null ? null : code128(mrn, 0, 0, Infinity, BARCODE_HEIGHT);
  return wanted !== null && barsSay(bars, wanted);
}

const WITHOUT_SUBJECT = { page: 0, order: null, what: 'a form without what it is about' };

function contentFindings(pages: Claimed[], sheet: Wanted, subject: Subject, printing: Printing): Finding[] {
  const own = pages.filter(p => p.sheet?.id === sheet.id);
  const form = formOf(printing.site.forms, sheet.form);
  const read = own.map(({ page, number, read }) => ({
    page,
    sheetPage: number,
    read,
    heads: [...headsOf(read), ...entryHeadsOf(read)].sort((a, b) => a.bottom - b.bottom),
  }));
  const faults = (() => {
    if (form.content.kind === 'sections') {
      const told = formSubjectOf(subject);
      return told ? sectionFaults(own, form.content.sections, told, printing) : [WITHOUT_SUBJECT];
    }
    if (form.about === 'ward')
      return subject.kind === 'ward' ? wardFaults(own, sheet.form, subject.ward, printing) : [WITHOUT_SUBJECT];
    if (form.about === 'census') {
      if (subject.kind !== 'census') return [WITHOUT_SUBJECT];
      return (sheet.form === 'census' ? censusFaults : adtFaults)(own, subject.unit, printing);
    }
    if (form.about === 'standing')
      return subject.kind === 'standing' ? standingFaults(own, subject.contents, printing) : [WITHOUT_SUBJECT];
    if (form.about === 'whoever') return blankFaults(read, sheet.form);
    if (form.about === 'unit')
      return subject.kind === 'unit' ? unitFormFaults(own, sheet.form, subject.views, printing) : [WITHOUT_SUBJECT];
    if (subject.kind !== 'patient') return [WITHOUT_SUBJECT];
    const { view } = subject;
    if (sheet.form === 'band-and-labels') return labelFaults(own, view, printing);
    const before = noticeFaults(own, form, view, printing);
    if (sheet.form === 'summary') return [...before, ...summaryFaults(own, view, printing.site.zone)];
    return [...before, ...orderFaults(read, form, view, printing), ...specialFaults(own, sheet.form, view, printing.site.zone)];
  })();
  return faults.map(fault => ({ sheet: sheet.id, ...fault }));
}

/** Whom a form made of sections can be about. */
const formSubjectOf = (subject: Subject): FormSubject | null =>
  subject.kind === 'unit' || subject.kind === 'census' || subject.kind === 'standing' ? null : subject;

/** What is wrong with a form about several patients. */
function unitFormFaults(pages: Claimed[], form: FormKind, views: readonly PatientView[], printing: Printing): OrderFault[] {
  if (form === 'separator') return separatorFaults(pages, views);
  if (form === 'merge-list') return mergeListFaults(pages, views, printing.site.zone);
  if (form === 'fill-list') return fillFaults(pages, views, printing);
  const list = orderListOf(form);
  return list ? listFaults(pages, list, views, printing) : worksheetFaults(pages, views, printing);
}

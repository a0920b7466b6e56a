import type { Printing } from '../domain/band.ts';
import { bedOrder } from '../domain/bed-order.ts';
import type { Chart } from '../domain/chart.ts';
import { formOf, type About, type FormDefinition } from '../domain/form.ts';
import { censusPaper, copiesOf, comingOf, emptySheet, patientSheet, unitSheet, wardSheet } from '../domain/forms.ts';
import { marFormOf } from '../domain/mar.ts';
import { spanWindow } from '../domain/medication-day.ts';
import type { KioskEvent, ReleasedSheet } from '../domain/event.ts';
import type { LabelJob } from '../domain/label.ts';
import type { Outage } from '../domain/outage.ts';
import type { DocumentPages } from '../domain/paper-needed.ts';
import type { Result } from '../domain/result.ts';
import { sheetSays } from '../domain/sheet-says.ts';
import type { FormKind, Sheet } from '../domain/sheet.ts';
import type { Site } from '../domain/site.ts';
import type { Envelope } from '../domain/standing-pack.ts';
import { epochMs, type Instant } from '../domain/time.ts';
import type { PatientView } from '../domain/view.ts';
import { needsPaper } from '../domain/ward/stay.ts';
import type { WholeUnit } from '../domain/ward/whole-unit.ts';
import { wardStateOf } from '../domain/ward-forms.ts';
import type { PackFile, Selection } from '../contract.ts';
import type { Stamp } from '../paper/draw.ts';
import { measureSheets, OWN_FAULT, renderPatient, type Rendered } from '../paper/render.ts';
import { verifySheets, type Finding, type Subject } from '../paper/verify.ts';
import type { StoreFault } from '../store/fault.ts';
import { labelPaper } from './label-paper.ts';
import { adtLogOf, chartsOf, siteOf, stayIn, viewOf, type Copy } from './charts.ts';

export interface PackJob {
  copy: Copy;
  selection: Selection;
  outage: Outage;
  now: Instant;
  by: string;
  /** Code of the ledger's run and running number of the pack: part of every sheet's id. */
  run: string;
  pack: number;
  /** Bands and labels in place of sheets. */
  labels?: LabelJob;
  /** What opens the unit's standing packs; absent where none are made. */
  envelope?: Envelope | null;
  /** What the foot says of the audit. */
  auditHead?: string | null;
}

/** What is known before a pack is begun. */
export type CountJob = Omit<PackJob, 'run' | 'pack' | 'by' | 'outage' | 'labels' | 'auditHead'>;

/** What happened to one patient's paper. */
export interface PackStep {
  file: PackFile | null;
  pdf: Uint8Array | null;
  /** Where the PDF says by whom and when it was printed. */
  stamps: Stamp[];
  /** Sheets that did not pass read-back, by name and with the reason; they are in no PDF. */
  refused: { patient: string; sheet: string; why: string }[];
  orders: OrderCount;
  warnings: string[];
  /** What the ledger keeps of the sheets in the file. */
  released: ReleasedSheet[];
}

/** Active orders of the view, those with a block on a sheet, and those found again by reading the released PDF. */
export interface OrderCount {
  active: number;
  onPaper: number;
  verified: number;
}

/** Each order stands on one of these, whatever other sheet it also stands on. */
export const MARS: FormKind[] = ['mar-scheduled', 'mar-prn'];

/** A sheet that replaces one of these says what changed. */
const COMPARED: ReadonlySet<FormKind> = new Set([...MARS, 'infusion', 'insulin', 'pca'] satisfies FormKind[]);

/** The charts a selection means, in bed order. "All" are those on the unit; a patient who has left or is on leave is printed only when chosen; blank forms and those of the ward are about nobody. */
export function chosenCharts({ copy, selection, now }: Pick<PackJob, 'copy' | 'selection' | 'now'>): Chart[] {
  const { patients } = selection;
  if (patients === 'none' || isBlank(patients)) return [];
  return chartsOf(copy)
    .map(chart => ({ chart, stay: stayIn(copy, chart, now) }))
    .filter(({ chart, stay }) => (patients === 'all' ? needsPaper(stay) : patients.includes(chart.identity.id)))
    .sort((a, b) => bedOrder({ bed: a.stay.bed, name: a.chart.identity.name }, { bed: b.stay.bed, name: b.chart.identity.name }))
    .map(({ chart }) => chart);
}

/** Who can have no sheets in a pack of everybody, because the copy could not have their charts. */
export const withoutSheets = ({ copy, selection }: Pick<PackJob, 'copy' | 'selection'>): PackStep['refused'] =>
  selection.patients === 'all'
    ? copy.snapshot.unread.map(({ patient, why }) => ({ patient, sheet: 'all their sheets', why }))
    : [];

/** One patient's sheets, decided but not rendered. */
export interface PatientPaper {
  view: PatientView;
  sheets: Sheet[];
}

/** Looks for these sheets among those made in advance. */
export type FindReady = (job: PackJob, paper: PatientPaper) => Promise<PackStep | null>;

/** Hears of a fault of the kiosk's own. */
export type Broke = (cause: unknown) => void;

/**
 * Hands out one patient's paper after the other: what lies ready, else rendered and read back. A sheet that is not whole, and a patient with
 * whom the kiosk itself fails, is refused and named; the others go on.
 */
export async function* packPatients(
  job: PackJob,
  ready: FindReady = () => Promise.resolve(null),
  broke: Broke = () => undefined,
): AsyncGenerator<PackStep> {
  for (const [i, chart] of chosenCharts(job).entries())
    yield await unlessBroken(chart.identity.name, broke, async () => {
      const paper = patientPaper(job, viewForPack(job, chart), i + 1);
      if (job.labels) return makeLabels(job, job.labels, paper);
      const lying = await ready(job, paper).catch((cause: unknown) => {
        broke(cause);
        return null;
      });
      return lying ?? makePaper(job, paper, broke);
    });
  if (hasCommonPaper(job))
    yield await unlessBroken(siteOf(job.copy).unit, broke, () => {
      const { sheets, subject } = commonPaper(job);
      return makeSheets(job, sheets, subject, broke);
    });
}

/** A fault of the kiosk's own with one patient is said and must not keep the others from their paper. */
export async function unlessBroken(patient: string, broke: Broke, make: () => Promise<PackStep>): Promise<PackStep> {
  try {
    return await make();
  } catch (cause) {
    broke(cause);
    return { ...noStep(null), refused: [brokenPaper(patient)] };
  }
}

/** That all sheets of somebody are missing since the kiosk itself failed. */
export const brokenPaper = (patient: string): PackStep['refused'][number] => ({
  patient,
  sheet: 'all their sheets',
  why: `the kiosk itself failed: ${OWN_FAULT}`,
});

/** Whether a selection is about anybody whom only a copy knows. */
export const needsCopy = (forms: readonly FormDefinition[], { patients, forms: asked }: Selection): boolean =>
  asked.some(id => {
    const { about } = formOf(forms, id);
    return about !== 'ward' && !(about === 'whoever' && isBlank(patients));
  });

/** How many steps a pack takes: one a patient, and one for the sheets of no single patient. */
export const stepCount = (job: CountJob): number => chosenCharts(job).length + (hasCommonPaper(job) ? 1 : 0);

const aboutOf = ({ copy }: Pick<PackJob, 'copy'>, form: FormKind): About => formOf(copy.rules.forms, form).about;

const isBlank = (patients: Selection['patients']): patients is { blank: number } =>
  typeof patients === 'object' && 'blank' in patients;

function hasCommonPaper(job: CountJob): boolean {
  const { patients, forms } = job.selection;
  const abouts = new Set(forms.map(form => aboutOf(job, form)));
  if (abouts.has('ward') || abouts.has('census')) return true;
  return isBlank(patients) ? abouts.has('whoever') : abouts.has('unit') && chosenCharts(job).length > 0;
}

/** The sheets about all chosen patients together, about nobody yet, and about the ward. */
function commonPaper(job: PackJob): { sheets: Sheet[]; subject: (form: FormKind) => Subject } {
  const printing = printingOf(job);
  const { patients, forms } = job.selection;
  const ward = wardStateOf(job.copy.plan, job.copy.events, job.now, job.envelope);
  const views = chosenCharts(job).map(chart => viewForPack(job, chart));
  const sets = isBlank(patients) ? Array.from({ length: patients.blank }, (_, i) => i + 1) : [];
  const unit = forms.some(form => aboutOf(job, form) === 'census') ? wholeUnit(job) : null;
  return {
    sheets: [
      ...sets.flatMap(set => forms.flatMap(form => copiesOf(emptySheet(form, printing, set), printing))),
      ...forms.flatMap(form => unitSheet(form, views, printing) ?? []),
      ...forms.flatMap(form => (unit && censusPaper(form, unit, printing)) ?? []),
      ...forms.flatMap(form => wardSheet(form, ward, printing) ?? []),
    ],
    subject: form => {
      switch (aboutOf(job, form)) {
        case 'unit':
          return { kind: 'unit', views };
        case 'ward':
          return { kind: 'ward', ward };
        case 'census':
          return unit ? { kind: 'census', unit } : { kind: 'nobody' };
        default:
          return { kind: 'nobody' };
      }
    },
  };
}

/** Everybody of the unit, as a pack's sheets show them. */
export const wholeUnit = (job: PackJob): WholeUnit => ({
  views: chartsOf(job.copy).map(chart => viewForPack(job, chart)),
  unread: job.copy.snapshot.unread,
  log: adtLogOf(job.copy),
});

/** Decides what is on a patient's sheets. `place` counts the patients of a pack from 1. */
export function patientPaper(job: PackJob, view: PatientView, place: number): PatientPaper {
  const printing = printingOf(job);
  return { view, sheets: job.selection.forms.flatMap(form => copiesOf(patientSheet(form, view, printing, place), printing)) };
}

/** What is the same for every sheet of the pack. */
export function printingOf({ copy, selection, outage, now, by, run, pack, auditHead }: PackJob): Printing {
  const site = siteOf(copy);
  return {
    site,
    unit: site.unit,
    institution: site.institution,
    outage,
    now,
    by,
    run,
    pack,
    span: selection.span,
    unread: selection.patients === 'all' ? copy.snapshot.unread : [],
    auditHead: auditHead ?? null,
  };
}

/** The patient as the pack's sheets show them. */
export function viewForPack({ copy, selection, now }: Pick<PackJob, 'copy' | 'selection' | 'now'>, chart: Chart): PatientView {
  return viewOf(copy, chart, now, spanWindow(selection.span, selection.from ?? now, selection.hours, siteOf(copy)));
}

/** How many sheets a selection asks for: a form that has nothing to say about a patient is none. */
export function sheetCount(job: CountJob): number {
  const whole = { ...job, run: '', pack: 0, by: '', outage: { state: 'normal' } as const };
  return documentsOf(whole).flat().length;
}

/** The pages of each document of a pack, set but not drawn; what can't be set is no page and is named when the pack is made. */
export function packPages(job: CountJob): DocumentPages[] {
  const whole = { ...job, run: '', pack: 0, by: '', outage: { state: 'normal' } as const };
  const { forms, paper } = siteOf(job.copy);
  return documentsOf(whole).map(sheets => {
    const pages = { timed: 0, other: 0 };
    for (const sheet of sheets) {
      const measured = measureSheets([sheet], paper);
      if (measured.ok) pages[formOf(forms, sheet.form).timed ? 'timed' : 'other'] += measured.value.flat().length;
    }
    return pages;
  });
}

/** The sheets of each document of a pack. What the kiosk itself fails with is none: it is named when the pack is made. */
function documentsOf(job: PackJob): Sheet[][] {
  const own = chosenCharts(job).map((chart, i) => soundPaper(job, chart, i + 1)?.sheets ?? []);
  return hasCommonPaper(job) ? [...own, unlessFailing(() => commonPaper(job).sheets) ?? []] : own;
}

/** A patient's sheets; null when the kiosk itself fails with them. */
export const soundPaper = (job: PackJob, chart: Chart, place: number, broke?: Broke): PatientPaper | null =>
  unlessFailing(() => patientPaper(job, viewForPack(job, chart), place), broke);

function unlessFailing<T>(make: () => T, broke?: Broke): T | null {
  try {
    return make();
  } catch (cause) {
    broke?.(cause);
    return null;
  }
}

/** Renders a patient's sheets into one PDF and reads it back. */
export const makePaper = (job: PackJob, { view, sheets }: PatientPaper, broke: Broke): Promise<PackStep> =>
  makeSheets(job, sheets, { kind: 'patient', view }, broke);

/** Makes a patient's labels under the id of the sheet that they stand for, and reads them back. */
async function makeLabels(job: PackJob, labels: LabelJob, { view, sheets }: PatientPaper): Promise<PackStep> {
  const printing = printingOf(job);
  const step = noStep(view);
  for (const { id, form, title } of sheets.filter(sheet => sheet.form === 'band-and-labels')) {
    const made = await labelPaper(labels, view, printing, id);
    if (!made.ok) {
      step.refused.push({ patient: view.identity.name, sheet: `${title} ${id}`, why: made.error.why });
      continue;
    }
    const { content, ...media } = made.value;
    const file = { patientId: view.identity.id, name: view.identity.name, bed: view.encounter.bed, ...media };
    step.file = { ...file, sheets: [{ id, form, pages: media.pages }] };
    step.pdf = content;
    step.released = releasedSheets(step.file, view, printing.site);
  }
  return step;
}

/** Nothing made yet. */
const noStep = (view: PatientView | null): PackStep => ({
  file: null,
  pdf: null,
  stamps: [],
  refused: [],
  orders: { active: view?.orders.length ?? 0, onPaper: 0, verified: 0 },
  warnings: view ? warningsOf(view) : [],
  released: [],
});

/** Renders sheets into one PDF and reads it back. */
async function makeSheets(
  job: PackJob,
  wanted: Sheet[],
  subject: Subject | ((form: FormKind) => Subject),
  broke: Broke,
): Promise<PackStep> {
  const printing = printingOf(job);
  const { paper } = printing.site;
  const view = typeof subject === 'object' && subject.kind === 'patient' ? subject.view : null;
  const step = noStep(view);
  const refuse = (sheet: Sheet, why: string): void =>
    void step.refused.push({ patient: view?.identity.name ?? printing.unit, sheet: `${sheet.title} ${sheet.id}`, why });

  for (let sheets = wanted; sheets.length > 0;) {
    const rendered = renderPatient(sheets, paper);
    if (!rendered.ok) {
      const alone = sheets.map(sheet => ({ sheet, made: measureSheets([sheet], paper) }));
      for (const { sheet, made } of alone)
        if (!made.ok) {
          refuse(sheet, made.error.why);
          if (made.error.kind === 'broken') broke(made.error.cause);
        }
      sheets = alone.filter(({ made }) => made.ok).map(({ sheet }) => sheet);
      continue;
    }
    const findings = await verifySheets(rendered.value.pdf, sheets, subject, printing);
    const failed = sheets.filter(sheet => findings.some(f => f.sheet === sheet.id));
    if (findings.length === 0) {
      const done = released(rendered.value, sheets, view, printing.unit);
      return { ...step, ...done, released: releasedSheets(done.file, view, printing.site) };
    }
    const lost = failed.length > 0 ? failed : sheets;
    for (const sheet of lost) refuse(sheet, whyOf(findings, sheet));
    sheets = sheets.filter(sheet => !lost.includes(sheet));
  }
  return step;
}

function released(
  { pdf, stamps, pages }: Rendered,
  sheets: Sheet[],
  view: PatientView | null,
  unit: string,
): Pick<PackStep, 'pdf' | 'stamps' | 'orders'> & { file: PackFile } {
  const forms = new Set(sheets.map(sheet => sheet.form));
  const onPaper = sheets
    .filter(sheet => MARS.includes(sheet.form))
    .flatMap(sheet => sheet.blocks)
    .reduce((sum, b) => sum + (b.kind === 'order-grid' || b.kind === 'order-entries' ? b.rows.length : 0), 0);
  return {
    pdf,
    stamps,
    file: {
      patientId: view?.identity.id ?? null,
      name: view?.identity.name ?? unit,
      bed: view?.encounter.bed ?? null,
      pages: pages.reduce((sum, p) => sum + p.pages, 0),
      sheets: sheets.map(sheet => ({ id: sheet.id, form: sheet.form, pages: pages.find(p => p.sheet === sheet.id)?.pages ?? 0 })),
    },
    orders: {
      active: view?.orders.length ?? 0,
      onPaper,
      verified: view?.orders.filter(o => forms.has(marFormOf(o.group))).length ?? 0,
    },
  };
}

/** What the ledger keeps of a file's sheets: of those that a later one may replace also what they say. */
export const releasedSheets = (
  { patientId, sheets }: PackFile,
  view: PatientView | null,
  { forms, zone }: Pick<Site, 'forms' | 'zone'>,
): ReleasedSheet[] =>
  sheets.map(({ id, form, pages }) => {
    const coming = view && comingOf(formOf(forms, form), view);
    return {
      id,
      form,
      pages,
      patientId,
      period: coming?.period ?? null,
      says: view && coming && COMPARED.has(form) ? sheetSays(view, coming.carries, zone) : null,
    };
  });

/** What was found of a sheet, in one line. */
export const whyOf = (findings: Finding[], sheet: Sheet): string => {
  const own = findings.filter(f => f.sheet === sheet.id || f.sheet === null);
  return (
    own
      .slice(0, 5)
      .map(f => `page ${f.page}: ${f.what}`)
      .join('; ') + (own.length > 5 ? `; and ${own.length - 5} more` : '')
  );
};

function warningsOf(view: PatientView): string[] {
  const parts = view.sections
    .filter(s => s.status !== 'ok' && s.status !== 'not-supported' && s.status !== 'registered-here')
    .map(s => `${s.title}: ${s.reason ?? s.status}`);
  const unread = view.unmapped.length > 0 ? [`${view.unmapped.length} records could not be read`] : [];
  return [...view.warnings, ...parts, ...unread];
}

/**
 * A pack's number: the running number of its start in the ledger. Paper comes before bookkeeping: a pack whose start could not be recorded
 * is numbered by the clock, in seconds, far above any running number.
 */
export const packNumber = (started: Result<KioskEvent, StoreFault>, now: Instant): number =>
  started.ok ? Number(started.value.id.split(':').pop()) : Math.floor(epochMs(now) / 1000);

/** The name of a PDF, or of ZPL for a label printer: place and bed, no name and no number of the patient; what is no single patient's is called so. */
export function pdfName(place: number, { patientId, bed, stock }: Pick<PackFile, 'patientId' | 'bed' | 'stock'>): string {
  if (patientId === null) return `${String(place).padStart(3, '0')}-unit.pdf`;
  const safe = (bed ?? 'no bed').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  return `${String(place).padStart(3, '0')}-${safe || 'bed'}.${stock === undefined ? 'pdf' : 'zpl'}`;
}

import type { Selection } from '../contract.ts';
import type { Printing } from '../domain/band.ts';
import { START_FORMS } from '../domain/form.ts';
import { standingSheet } from '../domain/forms.ts';
import { isDrill, type Outage } from '../domain/outage.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Sheet } from '../domain/sheet.ts';
import type { StandingContents } from '../domain/standing-pack.ts';
import type { PatientView } from '../domain/view.ts';
import { draw } from '../paper/draw.ts';
import type { Page } from '../paper/page.ts';
import { pageCount, readBack } from '../paper/read-back.ts';
import { folded, pageText } from '../paper/read-text.ts';
import { measureSheets } from '../paper/render.ts';
import { verifyRead, type Finding, type Subject } from '../paper/verify.ts';
import { brokenPaper, chosenCharts, printingOf, soundPaper, wholeUnit, whyOf, type Broke, type PackJob } from './pack.ts';

/** What is needed to make a standing pack: plain data. */
export type StandingJob = Omit<PackJob, 'selection' | 'by' | 'envelope'> & { passwords: { user: string; owner: string } };

/** A standing pack as it was verified: encrypted, and which sheet each of its pages belongs to. */
export interface StandingMade {
  pdf: Buffer;
  /** The sheet's id, page by page. */
  pages: string[];
  patients: number;
  refused: StandingContents['refused'];
}

/** Says on every page who printed it. */
const BY = 'the kiosk, standing pack';
const EVERYBODY: Selection = { patients: 'all', forms: START_FORMS, from: null, span: 'hours', hours: 24 };

/** One patient's sheets, broken into pages. */
interface Measured {
  view: PatientView;
  sheets: { sheet: Sheet; pages: Page[] }[];
}

/**
 * Makes the sheets of a whole unit as one encrypted PDF, and reads it back with its password against everybody's view: sheets that are not
 * whole are left out and named on its front. It never says that it is a drill's: it lies there for the real thing. Null when it was told to stop.
 */
export async function makeStandingPack(
  { passwords, ...rest }: StandingJob,
  signal: AbortSignal,
  turn: () => Promise<void>,
  broke: Broke = () => undefined,
): Promise<Result<StandingMade, { kind: 'not-whole'; why: string }> | null> {
  const outage: Outage = isDrill(rest.outage) ? { state: 'normal' } : rest.outage;
  const job: PackJob = { ...rest, outage, by: BY, selection: EVERYBODY };
  const printing = printingOf(job);
  const refused: StandingContents['refused'] = [];
  const measured: Measured[] = [];
  for (const [i, chart] of chosenCharts(job).entries()) {
    const paper = soundPaper(job, chart, i + 1, broke);
    if (paper === null) refused.push(brokenPaper(chart.identity.name));
    else
      measured.push({
        view: paper.view,
        sheets: paper.sheets.flatMap(sheet => measuredSheet(sheet, paper.view, printing, refused)),
      });
    await turn();
    if (signal.aborted) return null;
  }
  const unit = wholeUnit(job);
  // Each round leaves out at least one sheet.
  for (;;) {
    const front = frontOf({ patients: measured.map(counted), refused, front: 1, unit }, printing);
    if (!front.ok) return front;
    const all = [...front.value.pages, ...measured.flatMap(({ sheets }) => sheets.flatMap(({ pages }) => pages))];
    const marks = new Map(
      measured.flatMap(({ view, sheets }): [Page, string][] => {
        const first = sheets[0]?.pages[0];
        return first ? [[first, `${view.encounter.bed ?? 'no bed'}  ${view.identity.name}`]] : [];
      }),
    );
    const properties = { title: `Standing pack of ${printing.unit}`, subject: '', date: new Date(printing.now) };
    const { pdf } = draw(all, properties, { passwords, marks });
    if ((await pageCount(pdf)) !== null) throw new Error('a standing pack opens without its phrase');
    let from = front.value.pages.length + 1;
    let left = 0;
    for (const patient of measured) {
      const pages = patient.sheets.flatMap(({ pages }) => pages);
      const subject: Subject = { kind: 'patient', view: patient.view };
      const findings = await findingsOf(
        pdf,
        passwords.user,
        from,
        pages.length,
        patient.sheets.map(({ sheet }) => sheet),
        subject,
        printing,
      );
      from += pages.length;
      const before = patient.sheets.length;
      if (findings.length > 0) leaveOut(patient, findings, refused);
      left += before - patient.sheets.length;
      await turn();
      if (signal.aborted) return null;
    }
    if (left > 0) continue;
    const { sheet, pages, contents } = front.value;
    const findings = await findingsOf(pdf, passwords.user, 1, pages.length, [sheet], { kind: 'standing', contents }, printing);
    if (findings.length > 0)
      return err({ kind: 'not-whole', why: `The front of the standing pack is not whole (${whyOf(findings, sheet)}): call IT.` });
    return ok({ pdf, pages: all.map(page => page.sheet), patients: measured.length, refused });
  }
}

function measuredSheet(
  sheet: Sheet,
  view: PatientView,
  { site }: Printing,
  refused: StandingContents['refused'],
): Measured['sheets'] {
  const made = measureSheets([sheet], site.paper);
  if (made.ok) return [{ sheet, pages: made.value[0]! }];
  refused.push({ patient: view.identity.name, sheet: `${sheet.title} ${sheet.id}`, why: made.error.why });
  return [];
}

const counted = ({ view, sheets }: Measured): StandingContents['patients'][number] => ({
  view,
  sheets: sheets.length,
  pages: sheets.reduce((sum, { pages }) => sum + pages.length, 0),
});

/** The front knows how many pages it has itself, since all others are counted after it. */
function frontOf(
  contents: StandingContents,
  printing: Printing,
): Result<{ sheet: Sheet; pages: Page[]; contents: StandingContents }, { kind: 'not-whole'; why: string }> {
  const sheet = standingSheet(contents, printing);
  const made = measureSheets([sheet], printing.site.paper);
  if (!made.ok) return err({ kind: 'not-whole', why: `The front of the standing pack cannot be made: ${made.error.why}` });
  const pages = made.value[0]!;
  return pages.length === contents.front
    ? ok({ sheet, pages, contents })
    : frontOf({ ...contents, front: Math.max(contents.front + 1, pages.length) }, printing);
}

async function findingsOf(
  pdf: Buffer,
  password: string,
  from: number,
  count: number,
  sheets: Sheet[],
  subject: Subject,
  printing: Printing,
): Promise<Finding[]> {
  if (count === 0) return [];
  const read = await readBack(
    pdf,
    Array.from({ length: count }, (_, i) => from + i),
    password,
  );
  return verifyRead(read, sheets, subject, printing);
}

function leaveOut(patient: Measured, findings: Finding[], refused: StandingContents['refused']): void {
  const failed = patient.sheets.filter(({ sheet }) => findings.some(finding => finding.sheet === sheet.id));
  const lost = failed.length > 0 ? failed : patient.sheets;
  for (const { sheet } of lost)
    refused.push({ patient: patient.view.identity.name, sheet: `${sheet.title} ${sheet.id}`, why: whyOf(findings, sheet) });
  patient.sheets = patient.sheets.filter(each => !lost.includes(each));
}

/** So many pages are held in memory at a time while a pack is looked through. */
const AT_A_TIME = 25;

/** What is wrong with a pack as it lies somewhere; null when it opens with the phrase alone and each page is of the sheet that it should be. */
export async function packFault(pdf: Uint8Array, password: string, pages: readonly string[]): Promise<string | null> {
  try {
    if ((await pageCount(pdf)) !== null) return 'it opens without the phrase';
    const count = await pageCount(pdf, password);
    if (count === null) return 'it does not open with the phrase';
    if (count !== pages.length) return `it has ${count} pages instead of ${pages.length}`;
    for (let done = 0; done < count; done += AT_A_TIME) {
      const numbers = pages.slice(done, done + AT_A_TIME).map((_, i) => done + i + 1);
      const read = await readBack(pdf, numbers, password);
      const wrong = read.findIndex((page, i) => !pageText(page).includes(folded(pages[done + i]!)));
      if (wrong >= 0) return `page ${done + wrong + 1} is not of its sheet`;
    }
    return null;
  } catch {
    return 'it is no whole PDF';
  }
}

import { createHash } from 'node:crypto';
import type { PackFile, Selection } from '../contract.ts';
import { ageAtPrinting, printedWords } from '../domain/band.ts';
import { START_FORMS } from '../domain/form.ts';
import type { FormKind, Sheet } from '../domain/sheet.ts';
import { epochMs } from '../domain/time.ts';
import { isStamped, restamped } from '../paper/stamp.ts';
import type { PaperShelf } from '../store/paper-shelf.ts';
import { siteOf } from './charts.ts';
import {
  brokenPaper,
  chosenCharts,
  makePaper,
  releasedSheets,
  soundPaper,
  unlessBroken,
  type Broke,
  type FindReady,
  type PackJob,
  type PackStep,
  type PatientPaper,
} from './pack.ts';

/** What is made in advance: what a ward asks for when a downtime begins, and of that the MARs alone. */
export const READY_FORMS: readonly FormKind[][] = [START_FORMS, ['mar-scheduled', 'mar-prn']];

/** What is needed to make paper in advance. */
export type PrepareJob = Omit<PackJob, 'selection' | 'by' | 'pack' | 'auditHead'>;

/** How one patient's ready paper is, after it was looked at. */
export interface ReadyStep {
  made: boolean;
  ready: boolean;
  refused: PackStep['refused'];
}

/** What is kept beside a PDF on the shelf. */
type About = Pick<PackStep, 'file' | 'stamps' | 'refused' | 'orders' | 'warnings'>;

/** Said on ready paper until it is printed. */
const IN_ADVANCE = 'the kiosk, in advance';

/**
 * Makes sure that the paper of everybody on the unit lies ready, rendered and read back. What is on the shelf with the same content is not made
 * again. Its sheets are numbered by the clock, in seconds, as packs are that no ledger numbers.
 */
export async function* prepare(job: PrepareJob, shelf: PaperShelf, broke: Broke = () => undefined): AsyncGenerator<ReadyStep> {
  const pack = Math.floor(epochMs(job.now) / 1000);
  const whole = (forms: readonly FormKind[]): PackJob => ({ ...job, by: IN_ADVANCE, pack, selection: readySelection(forms) });
  const charts = chosenCharts(whole(START_FORMS));
  shelf.keepOnly(charts.map(chart => chart.identity.id));
  for (const [i, chart] of charts.entries()) {
    const step: ReadyStep = { made: false, ready: true, refused: [] };
    const all = soundPaper(whole(START_FORMS), chart, i + 1, broke);
    if (all === null) {
      yield { made: true, ready: false, refused: [brokenPaper(chart.identity.name)] };
      continue;
    }
    for (const forms of READY_FORMS) {
      const one = whole(forms);
      const paper = { view: all.view, sheets: all.sheets.filter(sheet => forms.includes(sheet.form)) };
      const content = contentOf(one, paper);
      const lying = shelf.look(chart.identity.id, forms.join());
      let about = lying?.content === content ? (JSON.parse(lying.about) as About) : null;
      if (about === null) {
        const { pdf, ...made } = await unlessBroken(chart.identity.name, broke, () => makePaper(one, paper, broke));
        about = made;
        shelf.put(chart.identity.id, forms.join(), { content, about: JSON.stringify(about), pdf: pdf && Buffer.from(pdf) });
        step.made = true;
      }
      step.ready &&= about.file !== null;
      if (forms === START_FORMS) step.refused = about.refused;
    }
    yield step;
  }
}

const readySelection = (forms: readonly FormKind[]): Selection => ({
  patients: 'all',
  forms: [...forms],
  from: null,
  span: 'hours',
  hours: 24,
});

/**
 * Hands out what lies ready when it has the content that would be made now; its stamp then says by whom and when it is printed, and is read
 * back. Each sheet is handed out once, so that no two have one id.
 */
export const fromShelf =
  (shelf: PaperShelf): FindReady =>
  async (job, paper) => {
    const found = shelf.take(paper.view.identity.id, job.selection.forms.join(), contentOf(job, paper));
    const about = found && (JSON.parse(found.about) as About);
    if (!found?.pdf || !about?.file) return null;
    const words = {
      age: ageAtPrinting(paper.view.freshness),
      printed: printedWords({ now: job.now, by: job.by, site: siteOf(job.copy), auditHead: job.auditHead ?? null }),
    };
    const pdf = restamped(found.pdf, about.stamps, words);
    if (pdf === null || !(await isStamped(pdf, words, firstPages(about.file)))) return null;
    return { ...about, pdf, released: releasedSheets(about.file, paper.view, siteOf(job.copy)) };
  };

const firstPages = ({ sheets }: PackFile): number[] =>
  sheets.map((_, i) => 1 + sheets.slice(0, i).reduce((sum, sheet) => sum + sheet.pages, 0));

/** Everything on the sheets but what each printing says anew: their numbers and their stamp. */
function contentOf({ copy }: PackJob, { sheets }: PatientPaper): string {
  const unstamped = sheets.map(({ id: _id, head, foot, ...rest }: Sheet) => ({
    ...rest,
    head: { ...head, age: null },
    foot: { ...foot, printed: null, printedAt: null },
  }));
  return createHash('sha256')
    .update(JSON.stringify([copy.rules.paper, unstamped]))
    .digest('base64');
}

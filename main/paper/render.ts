import type { Sheet } from '../domain/sheet.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { draw, type Drawn } from './draw.ts';
import { measure } from './measure.ts';
import type { Page, PaperSize } from './page.ts';

/** One patient's PDF, where the stamps of its sheets are, and how many pages each sheet has in it. */
export interface Rendered extends Drawn {
  pages: { sheet: string; pages: number }[];
}

/** `too-large`: head and foot leave no room for content. `broken`: the kiosk's own code failed with it. */
export interface RenderFault {
  kind: 'too-large' | 'broken';
  why: string;
  /** Of what is broken. */
  cause?: unknown;
}

/** Renders a patient's sheets, in order, into one PDF. */
export function renderPatient(sheets: Sheet[], paper: PaperSize): Result<Rendered, RenderFault> {
  const measured = measureSheets(sheets, paper);
  if (!measured.ok) return measured;
  const [first] = sheets;
  const drawn = draw(measured.value.flat(), {
    title: `${first?.head.institution}: ${sheets.map(s => s.title).join(', ')}`,
    subject: sheets.map(s => s.id).join(' '),
    date: new Date(first?.foot.printedAt ?? 0),
  });
  return ok({ ...drawn, pages: measured.value.map((pages, i) => ({ sheet: sheets[i]!.id, pages: pages.length })) });
}

/** What the ward does about a fault of the kiosk's own. */
export const OWN_FAULT = 'tell IT, and write it by hand';

/** The pages of each sheet as boxes, or why they can't be made. */
export function measureSheets(sheets: Sheet[], paper: PaperSize): Result<Page[][], RenderFault> {
  const measured: Page[][] = [];
  for (const sheet of sheets) {
    const pages = measureSheet(sheet, paper);
    if (!pages.ok) return pages;
    measured.push(pages.value);
  }
  return ok(measured);
}

function measureSheet(sheet: Sheet, paper: PaperSize): Result<Page[], RenderFault> {
  const whose = `${whoseSheet(sheet)}:`;
  try {
    const pages = measure(sheet, paper);
    if (pages !== null) return ok(pages);
    return err({ kind: 'too-large', why: `${whose} head and foot of ${sheet.title} leave no room on ${paper} paper` });
  } catch (cause) {
    return err({ kind: 'broken', why: `${whose} the kiosk itself failed with ${sheet.title}: ${OWN_FAULT}`, cause });
  }
}

/** Whose sheet it is, in words for the ward. */
const whoseSheet = ({ head }: Sheet): string => (head.kind === 'patient' ? head.name : head.unit);

import type { Sheet } from '../domain/sheet.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { draw, type Drawn } from './draw.ts';
import { measure } from './measure.ts';
import type { Page, PaperSize } from './page.ts';
import { clean, MissingGlyph } from './shape.ts';

/** One patient's PDF, where the stamps of its sheets are, and how many pages each sheet has in it. */
export interface Rendered extends Drawn {
  pages: { sheet: string; pages: number }[];
}

/** `missing-glyph`: a character no font has, printing it would leave a gap. `too-large`: head and foot leave no room for content. */
export interface RenderFault {
  kind: 'missing-glyph' | 'too-large';
  why: string;
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
  try {
    const pages = measure(sheet, paper);
    if (pages !== null) return ok(pages);
    const why = `${whoseSheet(sheet)}: head and foot of ${sheet.title} leave no room on ${paper} paper`;
    return err({ kind: 'too-large', why });
  } catch (cause) {
    if (!(cause instanceof MissingGlyph)) throw cause;
    const text = textWith(cause.character, sheet) ?? '';
    return err({ kind: 'missing-glyph', why: `${whoseSheet(sheet)}: ${cause.message}, in "${text.slice(0, 60)}"` });
  }
}

/** The first text in a value that has a character, as it would be printed. */
function textWith(character: string, value: unknown): string | null {
  if (typeof value === 'string') return clean(value).includes(character) ? clean(value) : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const part of Object.values(value)) {
    const found = textWith(character, part);
    if (found !== null) return found;
  }
  return null;
}

/** Whose sheet it is, in words for the ward. */
const whoseSheet = ({ head }: Sheet): string => (head.kind === 'patient' ? head.name : head.unit);

import type { Sheet } from '../domain/sheet.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { draw, type Drawn } from './draw.ts';
import { core, coreWidth } from './fonts.ts';
import { measure } from './measure.ts';
import type { Page, PaperSize } from './page.ts';
import { clean, codePointName, missingCharacter } from './shape.ts';

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
export async function renderPatient(sheets: Sheet[], paper: PaperSize): Promise<Result<Rendered, RenderFault>> {
  const measured = measureSheets(sheets, paper);
  if (!measured.ok) return measured;
  const [first] = sheets;
  const drawn = await draw(measured.value.flat(), {
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
    const missing = isPlainlyPrintable(sheet) ? null : unprintable(sheet);
    if (missing !== null) {
      const why = `${whoseSheet(sheet)}: no font has ${codePointName(missing.character)}, in "${missing.text.slice(0, 60)}"`;
      return err({ kind: 'missing-glyph', why });
    }
    const pages = measure(sheet, paper);
    if (pages === null) {
      return err({
        kind: 'too-large',
        why: `${whoseSheet(sheet)}: head and foot of ${sheet.title} leave no room on ${paper} paper`,
      });
    }
    measured.push(pages);
  }
  return ok(measured);
}

/** Most sheets have only characters of the cores: one look at all their texts together. */
const isPlainlyPrintable = (sheet: Sheet): boolean => coreWidth(core('regular'), JSON.stringify(sheet)) !== null;

/** The first character of any text in a value that can't be printed. */
function unprintable(value: unknown): { character: string; text: string } | null {
  if (typeof value === 'string') {
    const text = clean(value);
    const character = missingCharacter(text);
    return character === null ? null : { character, text };
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const part of Object.values(value)) {
    const found = unprintable(part);
    if (found !== null) return found;
  }
  return null;
}

/** Whose sheet it is, in words for the ward. */
const whoseSheet = ({ head }: Sheet): string => (head.kind === 'patient' ? head.name : head.unit);

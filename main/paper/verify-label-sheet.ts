import type { LabelKind, LabelSheetLayout } from '../domain/label.ts';
import type { Outage } from '../domain/outage.ts';
import type { Zone } from '../domain/time.ts';
import type { PatientView } from '../domain/view.ts';
import { code128, dataMatrix } from './codes.ts';
import { isEncodable } from './label-layout.ts';
import { placeOf, type LabelPlace } from './label-sheet.ts';
import { readBack, type ReadPage, type ReadRect, type ReadText } from './read-back.ts';
import { inkOf, joined } from './read-text.ts';
import { inkFaults } from './verify-ink.ts';
import { partFaults, type ReadPart } from './verify-label-words.ts';

/** Points by which ink may miss a label's edge. */
const TOUCH = 0.05;

/** A label that is due on a sheet, in its order: which part of how many. */
export interface DueLabel {
  kind: LabelKind;
  part: number;
  of: number;
}

/** What is wrong with label sheets, read back: words or bars over an edge, a label that doesn't say all it must, one too many or too few. */
export async function labelSheetFaults(
  pdf: Uint8Array,
  due: readonly DueLabel[],
  { layout, start }: { layout: LabelSheetLayout; start: number },
  view: PatientView,
  zone: Zone,
  outage: Outage,
): Promise<string[]> {
  const pages = await readBack(pdf);
  const places = due.map((_, i) => placeOf(layout, start, i));
  const faults = pages.flatMap(page =>
    inkFaults(page)
      .filter(({ what }) => what !== 'outside the margins')
      .map(({ text, what }) => `"${text}" is ${what}`),
  );
  if (pages.length !== (places.at(-1)?.page ?? 0)) return [`${pages.length} sheets where ${places.at(-1)?.page ?? 0} are due`];
  pages.forEach((page, i) => {
    const own = places.filter(place => place.page === i + 1);
    const over = (box: Box): boolean => !own.some(place => isWithin(box, place));
    for (const text of printed(page)) if (over(inkOf(text))) faults.push(`"${text.text}" is over a label's edge`);
    if (page.black.some(rect => over(boxOf(rect)))) faults.push("bars are over a label's edge");
    if (page.strokes.length > 0) faults.push('there are rules on a label sheet');
  });
  const parts = due.map(({ kind, part, of }, i): ReadPart => {
    const place = places[i]!;
    const page = pages[place.page - 1]!;
    const texts = page.texts.filter(text => isWithin(inkOf(text), place));
    const black = page.black.filter(rect => isWithin(boxOf(rect), place));
    return { kind, part, of, text: joined(texts), codeIsRight: codeIsRight(black, texts, view.identity.mrn) };
  });
  return [...faults, ...partFaults(parts, view, zone, outage)];
}

type Box = Pick<LabelPlace, 'left' | 'top' | 'right' | 'bottom'>;

const printed = ({ texts }: ReadPage): ReadText[] => texts.filter(({ text, width }) => text.trim() !== '' && width > 0.01);
const boxOf = ({ x, y, width, height }: ReadRect): Box => ({ left: x, top: y, right: x + width, bottom: y + height });
const isWithin = (box: Box, place: Box): boolean =>
  box.left >= place.left - TOUCH &&
  box.right <= place.right + TOUCH &&
  box.top >= place.top - TOUCH &&
  box.bottom <= place.bottom + TOUCH;

/** The black that is no ground of white words is the code of the number: its bars, or its square. */
function codeIsRight(black: readonly ReadRect[], texts: readonly ReadText[], mrn: string | null): boolean {
  const isGround = ({ x, y, width, height }: ReadRect): boolean =>
    texts.some(t => t.white && t.x >= x && t.x + t.width <= x + width + 1 && t.y > y && t.y <= y + height);
  const cells = black.filter(rect => !isGround(rect)).toSorted((a, b) => a.x - b.x);
  const [first] = cells;
  if (mrn === null || !isEncodable(mrn)) return first === undefined;
  if (!first) return false;
  const isBars = cells.every(cell => Math.abs(cell.y - first.y) < 0.01);
  const wanted = isBars ? code128(mrn, 0, 0, Infinity, 1) : dataMatrix(mrn, 0, 0);
  // Every Code 128 begins with a bar of two modules; a row of a DataMatrix is one cell high.
  return wanted !== null && pattern(cells, isBars ? first.width / 2 : first.height) === pattern(wanted.bars, 1);
}

/** Black areas by place and width in modules, as one text. */
function pattern(rects: readonly ReadRect[], module: number): string {
  const left = Math.min(...rects.map(r => r.x));
  const top = Math.min(...rects.map(r => r.y));
  return rects
    .map(r => [r.y - top, r.x - left, r.width].map(v => Math.round(v / module)) as [number, number, number])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .join(' ');
}

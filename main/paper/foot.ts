import type { Sheet } from '../domain/sheet.ts';
import { dataMatrix, pageCodeContent } from './codes.ts';
import { MARGIN, type Boxes } from './page.ts';
import { STYLES } from './type-sizes.ts';
import { heightOf, placeLines, wrapStyled, wrapText, type SetLine } from './wrap.ts';

/** Kept free at the right for the page's DataMatrix and number. */
const CORNER = 168;
const CODE_ROOM = 44;
const SIGNATURE_HEIGHT = 25;

/** Width in points that the line has which says by whom and when a page was printed. */
export const printedRoom = (pageWidth: number): number => pageWidth - 2 * MARGIN - CORNER - 8;

interface Foot {
  legends: readonly SetLine[];
  source: readonly SetLine[];
  printed: readonly SetLine[];
  top: number;
}

/** Puts the foot of a sheet's pages into `boxes`, what changes with each printing into `stamp`; where the page's own content has to end. */
export function placeFoot(boxes: Boxes, stamp: Boxes, sheet: Sheet, page: { width: number; height: number }): number {
  const { legends, source, printed, top } = footOf(sheet, page);
  const width = page.width - 2 * MARGIN;
  let y = top + 2;
  if (legends.length > 0) y = placeLines(boxes, legends, MARGIN + 4, y) + 2;
  if (sheet.foot.signatures) y = signatures(boxes, y, width - CORNER, page.width > page.height ? 4 : 2);
  placeLines(stamp, printed, MARGIN + 4, placeLines(boxes, source, MARGIN + 4, y + 1));
  boxes.lines.push({ x1: MARGIN, y1: top, x2: MARGIN + width, y2: top, weight: 1.2 });
  return top;
}

function footOf(sheet: Sheet, page: { width: number; height: number }): Foot {
  const { foot } = sheet;
  const width = page.width - 2 * MARGIN;
  const words = foot.legends.flatMap(({ title, items }) => [
    { text: `${title}:`, style: STYLES.legendTitle },
    ...items.map(text => ({ text, style: STYLES.legend })),
  ]);
  const legends = words.length > 0 ? wrapStyled(words, width - 8) : [];
  const source = wrapText(foot.source, STYLES.foot, printedRoom(page.width));
  const printed = wrapText(foot.printed, STYLES.foot, printedRoom(page.width));
  const signature = foot.signatures ? SIGNATURE_HEIGHT + 2 : 0;
  const height = heightOf(legends) + 5 + Math.max(codeRoom(sheet), signature + heightOf(source) + heightOf(printed));
  return { legends, source, printed, top: page.height - MARGIN - height };
}

/** So many characters surely fit into a symbol for which `CODE_ROOM` is enough. */
const SHORT_CODE = 50;

/** Points that the code of any page of a sheet needs: one of a long number is larger and must not reach into the legends. */
function codeRoom(sheet: Sheet): number {
  const content = pageCodeContent(sheet, 99, 99);
  const code = content.length > SHORT_CODE ? dataMatrix(content, 0, 0) : null;
  return Math.max(CODE_ROOM, code?.height ?? 0);
}

/** Boxes in which whoever writes on the page says who they are. */
function signatures(boxes: Boxes, top: number, width: number, count: number): number {
  const box = width / count;
  for (let i = 0; i < count; i++) {
    const x = MARGIN + i * box;
    boxes.rects.push({ x, y: top, width: box, height: SIGNATURE_HEIGHT, fill: null, stroke: 0.6 });
    const split = x + box * 0.24;
    boxes.lines.push({ x1: split, y1: top, x2: split, y2: top + SIGNATURE_HEIGHT, weight: 0.4 });
    placeLines(boxes, wrapText('Initials', STYLES.label, box), x + 2, top);
    placeLines(boxes, wrapText('Signature, name, title', STYLES.label, box), split + 2, top);
  }
  return top + SIGNATURE_HEIGHT;
}

/** What only this page's foot says: sheet, page n of m, LAST PAGE, and the code that says the same to a scanner. */
export function placePageNumber(
  boxes: Boxes,
  sheet: Sheet,
  page: { width: number; height: number },
  number: number,
  of: number,
): void {
  const right = page.width - MARGIN;
  const bottom = page.height - MARGIN;
  const code = dataMatrix(pageCodeContent(sheet, number, of), right, bottom);
  if (code) boxes.codes.push(code);
  const left = right - CORNER + 6;
  const room = (code?.x ?? right) - left - 2;
  const lines = [
    ...wrapText(`Page ${number} of ${of}`, STYLES.pageNumber, room),
    ...wrapText(sheet.id, STYLES.foot, room),
    ...(number === of ? wrapText('LAST PAGE', STYLES.lastPage, room) : []),
  ];
  placeLines(boxes, lines, left, bottom - CODE_ROOM + 3);
}

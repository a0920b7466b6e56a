import type { Block } from '../domain/sheet.ts';
import { current, pageNumber, room, turnPage, wholePage, type Flow } from './flow.ts';
import { STYLES, styleOf } from './type-sizes.ts';
import { fitting, heightOf, placeLines, wrap, wrapStyled, wrapText, type SetLine } from './wrap.ts';

type Heading = Extract<Block, { kind: 'heading' }>;
type Paragraph = Extract<Block, { kind: 'paragraph' }>;

const HEADING_PAD = 1.5;
const GAP = 2;

function headingLines(flow: Flow, { text, note }: Heading): readonly SetLine[] {
  const words = [
    { text, style: STYLES.heading },
    ...(note === null ? [] : [{ text: note, style: styleOf({ text: note, role: 'body' }) }]),
  ];
  return wrapStyled(words, flow.width - 8);
}

/** Height in points of a heading. */
export const headingNeed = (flow: Flow, heading: Heading): number => heightOf(headingLines(flow, heading)) + HEADING_PAD + GAP;

/** A heading over what follows; keeping them together is the caller's. */
export function placeHeading(flow: Flow, heading: Heading): void {
  const lines = headingLines(flow, heading);
  const top = flow.y + GAP;
  const height = heightOf(lines) + HEADING_PAD;
  current(flow).rects.push({ x: flow.left, y: top, width: flow.width, height, fill: 0.93, stroke: null });
  placeLines(current(flow), lines, flow.left + 4, top + 0.75);
  flow.y = top + height;
}

const padOf = ({ box }: Paragraph): number => (box === 'none' ? 0.5 : 1.5);

/** A paragraph taller than a page begins where so many points are left. */
const LEAST_PIECE = 60;

/** Height in points that must be free for a paragraph to begin. */
export function paragraphNeed(flow: Flow, paragraph: Paragraph): number {
  const height = heightOf(paragraphLines(flow, paragraph)) + 2 * padOf(paragraph) + GAP;
  return height <= wholePage(flow) ? height : LEAST_PIECE;
}

const paragraphLines = (flow: Flow, { lines }: Paragraph): readonly SetLine[] =>
  lines.flatMap(words => wrap(words, flow.width - 12));

/** Lines of text, framed or not; goes on over pages line by line when it has to. */
export function placeParagraph(flow: Flow, paragraph: Paragraph): void {
  const pad = padOf(paragraph);
  let rest = paragraphLines(flow, paragraph);
  const whole = heightOf(rest) + 2 * pad + GAP;
  if (whole > room(flow) && whole <= wholePage(flow)) turnPage(flow);
  while (rest.length > 0) {
    const piece = nextPiece(flow, rest, room(flow) - 2 * pad - GAP);
    if (piece === null) {
      turnPage(flow);
      continue;
    }
    const top = flow.y + GAP;
    const height = heightOf(piece.lines) + 2 * pad;
    const frame = { x: flow.left, y: top, width: flow.width, height, fill: null };
    if (paragraph.box !== 'none') current(flow).rects.push({ ...frame, stroke: paragraph.box === 'alarm' ? 2 : 0.8 });
    placeLines(current(flow), piece.lines, flow.left + 6, top + pad);
    flow.y = top + height;
    rest = piece.rest;
    if (rest.length > 0) turnPage(flow);
  }
}

/** What of the lines fits into a height, with a word about where they go on; null when it should begin on the next page. */
function nextPiece(
  flow: Flow,
  lines: readonly SetLine[],
  height: number,
): { lines: readonly SetLine[]; rest: readonly SetLine[] } | null {
  if (heightOf(lines) <= height) return { lines, rest: [] };
  const onward = wrapText(`continues on page ${pageNumber(flow) + 1}`, STYLES.strongFact, flow.width - 12);
  const count = fitting(lines, height - heightOf(onward));
  if (count === 0 && flow.y > flow.top) return null;
  const taken = Math.max(1, count);
  return { lines: [...lines.slice(0, taken), ...onward], rest: lines.slice(taken) };
}

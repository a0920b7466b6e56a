import type { Block, Label } from '../domain/sheet.ts';
import { code128 } from './codes.ts';
import { current, room, turnPage, type Flow } from './flow.ts';
import { heightOf, placeLines, wrap, type SetLine } from './wrap.ts';

type Labels = Extract<Block, { kind: 'labels' }>;

const PAD = 4;
/** Height of a label's bars in points: not that of the page's own bar code. */
export const LABEL_CODE_HEIGHT = 28;
/** Weight in points of the rules to cut along: of no other rule on a page. */
export const CUT = 0.5;

const linesOf = ({ identity, rest }: Label, width: number): SetLine[] =>
  [...identity, ...rest].flatMap(words => wrap(words, width - 2 * PAD));

/** All labels of a block are as high as the highest, so that they can be cut in straight lines and none is clipped. */
function rowHeight(flow: Flow, { across, labels }: Labels): number {
  const width = flow.width / across;
  const highest = Math.max(0, ...labels.map(label => heightOf(linesOf(label, width))));
  return highest + LABEL_CODE_HEIGHT + 3 * PAD;
}

/** Height in points that must be free for labels to begin: one row. */
export const labelsNeed = (flow: Flow, block: Labels): number => rowHeight(flow, block) + 4;

/** Labels side by side and below each other, with the rules to cut along. */
export function placeLabels(flow: Flow, block: Labels): void {
  const { across, labels } = block;
  const width = flow.width / across;
  const height = rowHeight(flow, block);
  flow.y += 4;
  rule(flow);
  for (let first = 0; first < labels.length; first += across) {
    if (height > room(flow) && flow.y > flow.top) {
      turnPage(flow);
      rule(flow);
    }
    labels.slice(first, first + across).forEach((label, i) => placeLabel(flow, label, flow.left + i * width, width, height));
    flow.y += height;
    rule(flow);
  }
}

function placeLabel(flow: Flow, label: Label, x: number, width: number, height: number): void {
  const boxes = current(flow);
  placeLines(boxes, linesOf(label, width), x + PAD, flow.y + PAD);
  const top = flow.y + height - PAD - LABEL_CODE_HEIGHT;
  const code = label.code === null ? null : code128(label.code, x, top, width, LABEL_CODE_HEIGHT);
  if (code) boxes.codes.push(code);
  for (const edge of [x, x + width]) boxes.lines.push({ x1: edge, y1: flow.y, x2: edge, y2: flow.y + height, weight: CUT });
}

const rule = (flow: Flow): void => {
  current(flow).lines.push({ x1: flow.left, y1: flow.y, x2: flow.left + flow.width, y2: flow.y, weight: CUT });
};

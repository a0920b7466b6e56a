import type { Block, Sheet } from '../domain/sheet.ts';
import { unreachable } from '../domain/result.ts';
import { placeBand, type CutList } from './band.ts';
import { fieldsNeed, placeFields } from './fields.ts';
import { newFlow, room, turnPage, type Flow } from './flow.ts';
import { placeFoot, placePageNumber } from './foot.ts';
import { orderEntriesNeed, placeOrderEntries } from './order-entries.ts';
import { orderGridNeed, placeOrderGrid } from './order-grid.ts';
import { labelsNeed, placeLabels } from './labels.ts';
import { MARGIN, noBoxes, pageSize, type Page, type PaperSize } from './page.ts';
import { headingNeed, paragraphNeed, placeHeading, placeParagraph } from './prose.ts';
import { placeTable, tableNeed } from './tables.ts';

/** Below this much room for content, in points, head and foot have grown beyond what a page can carry. */
const LEAST_ROOM = 180;

/**
 * Breaks a sheet into pages of positioned boxes: every decision about lines and pages is made here. Null when head and foot leave
 * no room for content.
 */
export function measure(sheet: Sheet, paper: PaperSize): Page[] | null {
  const size = pageSize(sheet, paper);
  const frame = noBoxes();
  const stamp = noBoxes();
  const { bottom, cut } = placeBand(frame, stamp, sheet, size.width);
  const end = placeFoot(frame, stamp, sheet, size);
  if (end - bottom < LEAST_ROOM) return null;
  const flow = newFlow(MARGIN, size.width - 2 * MARGIN, bottom + 2, end - 2);
  const blocks = [...cut.flatMap(list => listBlocks(sheet.head, list)), ...sheet.blocks];
  blocks.forEach((block, i) => {
    const newPage = block.kind === 'heading' && block.newPage === true;
    if (flow.y > flow.top && (newPage || need(flow, blocks, i) > room(flow))) turnPage(flow);
    place(flow, block);
  });
  const { id, form } = sheet;
  return flow.pages.map((own, i) => {
    placePageNumber(own, sheet, size, i + 1, flow.pages.length);
    return { sheet: id, form, ...size, number: i + 1, of: flow.pages.length, frame, stamp: stamp.texts, own };
  });
}

/** The full list that the band points to. */
const listBlocks = (head: Sheet['head'], list: CutList): Block[] => {
  if (head.kind !== 'patient') return [];
  const all = { 'CODE STATUS': [head.codeStatus], ALLERGIES: head.allergies, PRECAUTIONS: head.isolation }[list];
  return [
    { kind: 'heading', text: list, note: `all ${all.length}` },
    { kind: 'paragraph', box: 'frame', lines: [all.map(text => ({ text: `${text};`, role: 'body', tone: 'strong' }))] },
  ];
};

/** Room that must be left for a block to begin on this page; a heading needs what it heads as well. */
function need(flow: Flow, blocks: Block[], i: number): number {
  const block = blocks[i];
  if (!block) return 0;
  switch (block.kind) {
    case 'heading':
      return headingNeed(flow, block) + need(flow, blocks, i + 1);
    case 'paragraph':
      return paragraphNeed(flow, block);
    case 'order-grid':
      return orderGridNeed(flow, block);
    case 'order-entries':
      return orderEntriesNeed(flow, block);
    case 'table':
      return tableNeed(flow, block);
    case 'fields':
      return fieldsNeed(flow, block);
    case 'labels':
      return labelsNeed(flow, block);
    default:
      return unreachable(block);
  }
}

function place(flow: Flow, block: Block): void {
  switch (block.kind) {
    case 'heading':
      return placeHeading(flow, block);
    case 'paragraph':
      return placeParagraph(flow, block);
    case 'order-grid':
      return placeOrderGrid(flow, block);
    case 'order-entries':
      return placeOrderEntries(flow, block);
    case 'table':
      return placeTable(flow, block);
    case 'fields':
      return placeFields(flow, block);
    case 'labels':
      return placeLabels(flow, block);
    default:
      return unreachable(block);
  }
}

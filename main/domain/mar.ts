import type { Printing } from './band.ts';
import { FLAG_WORDS } from './drug-marks.ts';
import { gridColumns, gridRow } from './mar-grid.ts';
import { ENTRY_COLUMNS, prnLines, scheduledLines } from './mar-lines.ts';
import type { Span } from './medication-day.ts';
import { noneWords, notices } from './notices.ts';
import { marOrderBlock } from './order-block.ts';
import { patchFields } from './patch.ts';
import type { Block, EntryRow, FormKind } from './sheet.ts';
import type { Zone } from './time.ts';
import { stoppedWords } from './ward/on-ward.ts';
import type { OrderGroup, OrderView, PatientView } from './view.ts';

/** Which MAR sheet carries an order of a group. */
export const marFormOf = (group: OrderGroup): FormKind => (group === 'once' || group === 'prn' ? 'mar-prn' : 'mar-scheduled');

const GRID_GROUPS: { group: OrderGroup; heading: string; none: string }[] = [
  { group: 'scheduled', heading: 'SCHEDULED', none: 'scheduled orders' },
  { group: 'times-not-known', heading: 'TIMES NOT KNOWN: ASK PHARMACY, WRITE THE TIMES IN', none: 'orders without known times' },
  { group: 'infusion', heading: 'CONTINUOUS AND INFUSIONS', none: 'continuous orders or infusions' },
];
const ENTRY_GROUPS: { group: 'once' | 'prn'; heading: string; none: string }[] = [
  { group: 'once', heading: 'ONE-TIME', none: 'one-time orders' },
  { group: 'prn', heading: 'AS NEEDED (PRN)', none: 'PRN orders' },
];

/** Lines to write on for each order: what a day, or several, of doses as needed take. */
const LINES: Record<'once' | 'prn', Record<Span, number>> = {
  once: { hours: 2, shifts: 2, '3-days': 2, '7-days': 2 },
  prn: { hours: 4, shifts: 5, '3-days': 9, '7-days': 16 },
};

/** The continuous and scheduled MAR: a column an hour, shift or day of the view's window; every group is there, an empty one in words. */
export function scheduledMar(view: PatientView, printing: Printing): Block[] {
  const columns = gridColumns(view.window, printing);
  return [
    ...notices(view, printing.site.zone),
    ...GRID_GROUPS.flatMap(({ group, heading, none }) =>
      groupBlocks(view, group, heading, none, printing, rows => ({
        kind: 'order-grid',
        columns: columns.map(c => c.head),
        rows: rows.map(order => gridRow(order, view, columns, printing)),
      })),
    ),
    ...toWrite(view, 'SCHEDULED AND CONTINUOUS', scheduledLines(4)),
  ];
}

/** The one-time and PRN MAR: each order with empty lines for date, time, dose, initials, reason and result. */
export function prnMar(view: PatientView, printing: Printing): Block[] {
  const { span, site } = printing;
  return [
    ...notices(view, site.zone),
    ...ENTRY_GROUPS.flatMap(({ group, heading, none }) =>
      groupBlocks(view, group, heading, none, printing, rows => ({
        kind: 'order-entries',
        columns: ENTRY_COLUMNS,
        rows: rows.map(order => ({
          order: marOrderBlock(order, view.now, site.zone),
          ...(over(order, view, site.zone) ?? { lines: LINES[group][span], fields: patchFields(order, 1), across: null }),
        })),
      })),
    ),
    ...toWrite(view, 'ONE-TIME AND AS NEEDED (PRN)', prnLines(12)),
  ];
}

/** The orders of a patient who was registered here come on paper: there is room for them. */
const toWrite = ({ registered }: PatientView, text: string, lines: Block): Block[] =>
  registered === null ? [] : [{ kind: 'heading', text, note: 'to be copied from the order sheet, checked by two' }, lines];
/** No lines to write on, and why, for an order of which nothing is to be given any more. */
function over(order: OrderView, { now }: PatientView, zone: Zone): Pick<EntryRow, 'lines' | 'fields' | 'across'> | null {
  if (order.flags.includes('stay-ended')) return { lines: 0, fields: [], across: FLAG_WORDS['stay-ended'] };
  if (!order.over || !order.onWard) return null;
  return { lines: 0, fields: [], across: `${stoppedWords(order.onWard, now, zone) ?? ''}: do not give` };
}

function groupBlocks(
  view: PatientView,
  group: OrderGroup,
  heading: string,
  none: string,
  { site }: Printing,
  block: (orders: OrderView[]) => Block,
): Block[] {
  const orders = view.orders.filter(o => o.group === group);
  if (orders.length > 0) return [{ kind: 'heading', text: heading, note: null }, block(orders)];
  return [{ kind: 'paragraph', box: 'none', lines: [[{ text: noneWords(view, none, site.zone), role: 'body' }]] }];
}

import { NOT_RECEIVED, type Printing } from './band.ts';
import { notices } from './notices.ts';
import { orderBlock } from './order-block.ts';
import { specialFormOf, type SpecialForm } from './special-orders.ts';
import type { Block, EntryColumn, Words } from './sheet.ts';
import type { Span } from './medication-day.ts';
import type { Zone } from './time.ts';
import type { OrderView, PatientView } from './view.ts';

/** A fact that the sheet says first, from the order's own words; null where the EHR sent nothing, then it is to be written. */
export interface Fact {
  label: string;
  text: string | null;
  /** Which silence it is; "not received" unless told. */
  silence?: string | undefined;
}

/** What makes one special sheet. */
export interface SpecialSheet {
  form: SpecialForm;
  heading: string;
  columns: EntryColumn[];
  lines: Record<Span, number>;
  facts(order: OrderView, view: PatientView, zone: Zone): Fact[];
}

/** The sheet of the orders that belong on it: each with its facts first, everything else of the order after them, and lines to write on; null without such orders. */
export function specialBlocks(
  { form, heading, columns, lines, facts }: SpecialSheet,
  view: PatientView,
  printing: Printing,
  also: Block[],
): Block[] | null {
  const { site, span } = printing;
  const orders = view.orders.filter(order => specialFormOf(order) === form);
  if (orders.length === 0 && also.length === 0) return null;
  const rows = orders.map(order => {
    const block = orderBlock(order, view.now, site.zone);
    const [drug = [], ...rest] = block.lines;
    return {
      order: { ...block, lines: [drug, ...facts(order, view, site.zone).map(factLine), ...rest] },
      lines: lines[span],
      fields: [],
      across: null,
    };
  });
  return [
    ...notices(view, site.zone),
    ...also,
    ...(rows.length > 0
      ? [
          { kind: 'heading' as const, text: heading, note: null },
          { kind: 'order-entries' as const, columns, rows },
        ]
      : []),
  ];
}

/** What stands after a fact's label: its own words, or which silence it is. */
export const factWords = ({ text, silence }: Fact): string => text ?? silence ?? NOT_RECEIVED;

const factLine = (fact: Fact): Words[] => [
  { text: `${fact.label}:`, role: 'body', tone: 'strong' },
  fact.text === null
    ? { text: `${factWords(fact)}, write: ${'_'.repeat(16)}`, role: 'body' }
    : { text: fact.text, role: 'body', tone: 'strong' },
];

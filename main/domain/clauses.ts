import type { MedicationOrder } from './order.ts';

/** Everything an order says in prose. */
const prose = (order: MedicationOrder): string[] => [
  order.drug.name,
  ...order.dosages.flatMap(d => [d.text, d.amount, ...d.instructions, d.maxPerPeriod].filter(text => text !== null)),
  ...order.notes,
];

/**
 * What an order's own words say about something: its clauses that match, whole and verbatim, so that a "no" before the matching word is
 * never lost; null when none does. For people to read, never to compute with.
 */
export function clausesAbout(order: MedicationOrder, about: RegExp): string | null {
  const clauses = prose(order).flatMap(text => text.split(/[;\n]+|[.,](?!\d)/));
  const found = [...new Set(clauses.map(clause => clause.trim()).filter(clause => about.test(clause)))];
  return found.length === 0 ? null : found.join('; ');
}

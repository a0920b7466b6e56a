import { fillOf, fillWords } from './fill.ts';
import { lastGivenWords } from './last-given-words.ts';
import type { OrderList } from './order-list.ts';

/** Orders of controlled drugs, with what the period may need of them. */
export const CONTROLLED: OrderList = {
  about: 'Orders whose drug is on this hospital’s list of controlled drugs, with what this period may need.',
  column: 'Needed, last given',
  says(order, patient, { zone }) {
    if (!order.flags.includes('controlled')) return null;
    return `${fillWords(fillOf(order, patient, zone))}; ${lastGivenWords(order, patient, zone)}`;
  },
};

import { lastGivenWords } from './last-given-words.ts';
import type { OrderList } from './order-list.ts';

/** Orders of drugs on the hospital's high-alert list. A drug that is missing from that list is missing here. */
export const HIGH_ALERT: OrderList = {
  about: 'Orders whose drug is on this hospital’s high-alert list. An order that is not here is not thereby safe.',
  column: 'Signed by, last given',
  says: (order, patient, { zone }) =>
    order.flags.includes('high-alert')
      ? `${order.needsTwoInitials ? 'TWO people sign each dose; ' : ''}${lastGivenWords(order, patient, zone)}`
      : null,
};

import type { OrderList } from './order-list.ts';

/** Orders that no pharmacist has verified yet, as far as that is known. */
export const UNVERIFIED: OrderList = {
  title: 'ORDERS NOT VERIFIED BY PHARMACY',
  about: 'Orders that the EHR called not verified. Many EHRs do not say so: an order that is not here need not be verified.',
  column: 'Not verified',
  says: order => (order.order.pending ? 'the EHR calls it not verified by pharmacy' : null),
};

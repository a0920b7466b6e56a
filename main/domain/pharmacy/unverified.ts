import { stepWords } from '../ward/on-ward.ts';
import type { OrderList } from './order-list.ts';

/** Orders that no pharmacist has verified yet, as far as the EHR says; and everything done on the ward that no second person compared with its paper. */
export const UNVERIFIED: OrderList = {
  about:
    'Orders that the EHR called not verified by pharmacy, and what was written down on the ward and not verified by another person. Many EHRs do not say so: an order that is not here need not be verified.',
  column: 'Not verified',
  says({ order, onWard }, { now }, { zone }) {
    const steps = (onWard?.steps ?? []).filter(({ verified }) => verified === null);
    const said = [
      ...(order.pending ? ['the EHR calls it not verified by pharmacy'] : []),
      ...steps.map(step => stepWords(step, now, zone)),
    ];
    return said.join('; ') || null;
  },
};

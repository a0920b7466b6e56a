import { specialFormOf } from '../special-orders.ts';
import type { OrderView } from '../view.ts';
import { fillOf, fillWords } from './fill.ts';
import type { OrderList } from './order-list.ts';

const INTRAVENOUS = /\b(IV(PB|P)?|intravenous(ly)?)\b/i;

/** What is given into a vein or runs from a pump; where the route wasn't received, it may be. */
export const IV_LIST: OrderList = {
  about: 'Infusions, pumps and everything given into a vein; also orders whose route was not received.',
  column: 'Needed',
  says(order, patient, { zone }) {
    const why = whyIntravenous(order);
    if (why === null) return null;
    return `${why}; ${fillWords(fillOf(order, patient, zone))}`;
  },
};

function whyIntravenous(view: OrderView): string | null {
  const form = specialFormOf(view);
  if (form === 'infusion') return 'infusion';
  if (form === 'pca') return 'PCA or epidural';
  const { dosages } = view.order;
  if (dosages.some(({ route, method, text }) => INTRAVENOUS.test([route, method, route === null ? text : null].join(' '))))
    return 'intravenous';
  return dosages.length === 0 || dosages.some(({ route }) => route === null) ? 'ROUTE NOT RECEIVED' : null;
}

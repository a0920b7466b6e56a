import { epochMs } from '../time.ts';
import type { OrderView } from '../view.ts';
import type { Stay } from './stay.ts';

/**
 * An order of a patient who was discharged or has died: from that moment on nothing of it is due, whatever it says, and it is marked. What
 * was due before stays, for the record. A transferred patient's orders go on elsewhere, and the paper may go along.
 */
export function untilDeparture(order: OrderView, { presence }: Pick<Stay, 'presence'>): OrderView {
  if (presence.kind !== 'discharged' && presence.kind !== 'died') return order;
  return {
    ...order,
    due: order.due.filter(({ at }) => epochMs(at) < epochMs(presence.since)),
    nextDue: null,
    earliestNext: null,
    earliestNextWhy: null,
    flags: ['stay-ended', ...order.flags],
  };
}

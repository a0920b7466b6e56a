import type { Chart } from '../chart.ts';
import { unreachable } from '../result.ts';
import { paperDateTime, type Zone } from '../time.ts';
import type { OrderStepAct } from './order-course.ts';
import { isOrderAct, type OrderAct } from './ward-act.ts';
import type { WardCourse } from './ward-course.ts';
import { orderText } from './written-order.ts';

/**
 * What was recorded of this patient's orders and then said never to have been ordered, a sentence each, in the order of the recording: an older
 * sheet may still carry it.
 */
export function takenBackOrders(course: WardCourse, { identity, sections }: Chart, zone: Zone): string[] {
  const acts = course.ofPatient.get(identity.id) ?? [];
  const written = acts.flatMap(({ first, recorded }) =>
    first.kind === 'order-written' ? [[first.order || recorded.id, first.content.drug.name] as const] : [],
  );
  const names = new Map([...written, ...sections.orders.items.map(({ id, drug }) => [id, drug.name] as const)]);
  const nameOf = (order: string): string => names.get(order) ?? `order ${order}`;
  return acts.flatMap(({ act, first, recorded, corrections }) => {
    const last = corrections.at(-1);
    if (act !== null || last === undefined || !isOrderAct(first) || !isStep(first)) return [];
    return [
      `${saidOf(first, nameOf)}, written down by ${recorded.by} ${paperDateTime(recorded.at, zone)}: TAKEN BACK by ${last.by} ${paperDateTime(last.at, zone)} (${last.reason})`,
    ];
  });
}

const isStep = (act: OrderAct): act is OrderStepAct => act.kind !== 'order-verified';

function saidOf(act: OrderStepAct, nameOf: (order: string) => string): string {
  switch (act.kind) {
    case 'order-written':
      return `${act.content.drug.name}, ${orderText(act.content)}`;
    case 'order-changed':
      return `Change of ${nameOf(act.order)} to ${act.content.drug.name}, ${orderText(act.content)}`;
    case 'order-held':
      return `Hold of ${nameOf(act.order)}`;
    case 'order-resumed':
      return `Resumption of ${nameOf(act.order)}`;
    case 'order-stopped':
      return `Stop of ${nameOf(act.order)}`;
    default:
      return unreachable(act);
  }
}

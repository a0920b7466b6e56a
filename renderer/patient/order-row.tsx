import type { OrderView, PatientView } from '../../main/domain/view.ts';
import { LastGiven } from './last-given.tsx';
import { NextDue } from './next-due.tsx';
import { OrderWords } from './order-words.tsx';
import type { Hours } from './patient-shown.tsx';
import { TimeLine } from './time-line.tsx';

/** One order across the page: next, what, last, and the window as a line. */
export const OrderRow = ({ order, view, now, zone }: { order: OrderView; view: PatientView } & Hours) => (
  <li className="order" data-hold={order.flags.includes('on-hold') || order.over || undefined}>
    <NextDue order={order} now={now} zone={zone} />
    <OrderWords order={order} now={now} zone={zone} />
    <LastGiven order={order} now={now} zone={zone} />
    <TimeLine order={order} view={view} now={now} zone={zone} />
  </li>
);

import { unconfirmedDoses } from '../../main/domain/unconfirmed.ts';
import { epochMs, plusMinutes } from '../../main/domain/time.ts';
import type { OrderGroup, OrderView, PatientView } from '../../main/domain/view.ts';
import { ChartingLink } from '../charting/charting-link.tsx';
import { momentWords } from '../moment.ts';
import { WriteOrder } from '../orders/order-acts.tsx';
import { TakenBackOrders } from '../orders/taken-back-orders.tsx';
import { StoppedOrders } from '../orders/stopped-orders.tsx';
import { WritingOrders } from '../orders/writing-orders.tsx';
import { text } from '../text.ts';
import { OrderRow } from './order-row.tsx';
import type { Hours } from './patient-shown.tsx';
import { TimeAxis } from './time-line.tsx';
import { TimeLineLegend } from './time-line-legend.tsx';
import { UnlinkedDoses } from './unlinked-doses.tsx';

const words = text.medications;
const GROUPS: OrderGroup[] = ['scheduled', 'once', 'times-not-known', 'infusion', 'prn'];
/** A time passed less than this ago still counts as the next thing to look at. */
const JUST_PASSED_MINUTES = 60;

/** The moment an order asks for attention: a dose of the last hour without a record, else the next due one, else never. */
function attentionAt(order: OrderView, now: string): number {
  const since = epochMs(plusMinutes(now, -JUST_PASSED_MINUTES));
  const passed = unconfirmedDoses(order, now).find(d => epochMs(d.at) >= since);
  const next = passed ?? order.nextDue;
  return next ? epochMs(next.at) : Infinity;
}

/** All orders by kind, those that are due first at the top, each with what is next, what was last, and the window as a line. */
export function Medications({ view, now, zone }: { view: PatientView } & Hours) {
  const groups = GROUPS.map(group => ({
    group,
    orders: view.orders
      .filter(order => order.group === group)
      .toSorted((a, b) => attentionAt(a, now) - attentionAt(b, now) || a.order.drug.name.localeCompare(b.order.drug.name, 'en')),
  }));
  const empty = groups.filter(g => g.orders.length === 0).map(g => words.groups[g.group]);
  const typedIn = [...view.orders.flatMap(o => o.charted), ...view.unlinkedDoses].filter(d => d.onPaper).length;
  const computed = view.orders.some(o => o.due.some(d => d.source !== 'sent'));
  return (
    <WritingOrders view={view} now={now} zone={zone}>
      <div className="meds-acts">
        <WriteOrder />
        <ChartingLink patientId={view.identity.id} />
        <p className="meds-verify">{words.notReceivedYet(momentWords(view.asOf, now, zone), typedIn)}</p>
      </div>
      <p className="meds-note">{words.onlyCharted}</p>
      {groups
        .filter(g => g.orders.length > 0)
        .map(({ group, orders }) => (
          <section key={group} className="med-group" data-group={group} aria-labelledby={`group-${group}`}>
            <div className="med-group-head">
              <h3 id={`group-${group}`}>
                {words.groups[group]} <span className="page-count">{orders.length}</span>
              </h3>
              <TimeAxis window={view.window} now={now} zone={zone} />
            </div>
            <ol className="orders">
              {orders.map(order => (
                <OrderRow key={order.order.id} order={order} view={view} now={now} zone={zone} />
              ))}
            </ol>
          </section>
        ))}
      {empty.length > 0 && <p className="empty">{words.none(empty.join(', '), momentWords(view.asOf, now, zone))}</p>}
      {view.unlinkedDoses.length > 0 && <UnlinkedDoses doses={view.unlinkedDoses} now={now} zone={zone} />}
      <StoppedOrders orders={view.stoppedOrders} now={now} zone={zone} />
      <TakenBackOrders lines={view.takenBack} />
      <div className="meds-foot">
        <TimeLineLegend />
        <p>
          {words.allergyCheck} {computed && words.computedLegend}{' '}
          {words.window(momentWords(view.window.from, now, zone), momentWords(view.window.to, now, zone))}.
        </p>
      </div>
    </WritingOrders>
  );
}

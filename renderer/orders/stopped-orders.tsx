import { stoppedWords } from '../../main/domain/ward/on-ward.ts';
import type { OrderView } from '../../main/domain/view.ts';
import { words } from './words.ts';

/** Orders that left the MAR because the ward stopped them. */
export const StoppedOrders = ({ orders, now, zone }: { orders: OrderView[]; now: string; zone: string }) =>
  orders.length === 0 ? null : (
    <section className="med-group" aria-labelledby="group-stopped">
      <div className="med-group-head">
        <h3 id="group-stopped">
          {words.stopped} <span className="page-count">{orders.length}</span>
        </h3>
      </div>
      <ul className="entries">
        {orders.map(({ order, onWard }) => (
          <li key={order.id}>
            <strong>{order.drug.name}</strong> {order.dosages.map(d => d.text ?? d.dose).join('; ')}
            <span className="when">
              {onWard && stoppedWords(onWard, now, zone)} · {order.number}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );

import { Button } from 'react-aria-components';
import { useMay } from '../door/may.ts';
import type { OrderView } from '../../main/domain/view.ts';
import { Icon } from '../controls/icon.tsx';
import { words } from './words.ts';
import { useWriting } from './writing-orders.tsx';

/** Opens an empty order; without a downtime it says where orders belong. */
export function WriteOrder() {
  const { open, begin, told } = useWriting();
  if (!open) return <p className="orders-closed">{words.notNow}</p>;
  return (
    <div className="orders-write">
      <Button className="button" onPress={() => begin({ kind: 'write' })} aria-keyshortcuts="o">
        {words.write} <span className="when">({words.shortcut})</span>
      </Button>
      {told && (
        <p className="orders-told" role="status">
          <Icon name="good" /> {told}
        </p>
      )}
    </div>
  );
}

/** What can be done with an order in a downtime. */
export function OrderActs({ order }: { order: OrderView }) {
  const { open, begin } = useWriting();
  const mayVerify = useMay('verify orders');
  if (!open) return null;
  const unverified = (order.onWard?.steps ?? []).some(({ verified }) => verified === null);
  const held = order.flags.includes('on-hold');
  const { steps } = words;
  return (
    <div className="order-acts" role="group" aria-label={words.orderOf(order.order.drug.name)}>
      {unverified && mayVerify && (
        <Button className="button" onPress={() => begin({ kind: 'verify', order })}>
          {words.verify}
        </Button>
      )}
      {!order.over && (
        <>
          <Button className="button" onPress={() => begin({ kind: 'change', order })}>
            {words.change}
          </Button>
          <Button className="button" onPress={() => begin({ kind: held ? 'order-resumed' : 'order-held', order })}>
            {held ? steps['order-resumed'].button : steps['order-held'].button}
          </Button>
          <Button className="button" onPress={() => begin({ kind: 'order-stopped', order })}>
            {steps['order-stopped'].button}
          </Button>
        </>
      )}
      {order.onWard && (
        <Button className="button" onPress={() => begin({ kind: 'take-back', order })}>
          {words.takeBack}
        </Button>
      )}
    </div>
  );
}

import type { MedicationOrder } from '../../main/domain/order.ts';
import { text } from '../text.ts';
import { dateWords } from '../moment.ts';
import type { Hours } from './patient-shown.tsx';

/** What the patient takes at home: plainly not orders of this stay. */
export const HomeMedicines = ({ orders, now, zone }: { orders: MedicationOrder[] } & Hours) => (
  <>
    <p className="home-note">{text.medications.homeNote}</p>
    <ul className="entries">
      {orders.map(order => (
        <li key={order.id}>
          <strong>{order.drug.name}</strong>{' '}
          {order.dosages
            .map(
              d =>
                d.text ??
                [d.dose, d.amount && `= ${d.amount}`, d.route, d.timing?.codeText ?? d.timing?.code].filter(Boolean).join(', '),
            )
            .join('; ')}
          <span className="when">
            {text.patient.status(order.status)} {order.authored && dateWords(order.authored, now, zone)}
          </span>
        </li>
      ))}
    </ul>
  </>
);

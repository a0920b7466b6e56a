import type { Site } from '../site.ts';
import type { OrderView, PatientView } from '../view.ts';

/** A list of some orders of a unit, for the pharmacy: the same on screen and paper. */
export interface OrderList {
  /** Which orders are on it, for the head of the list. */
  about: string;
  /** What stands over what the list says of an order. */
  column: string;
  /** What the list says of an order; null when the order isn't on it. */
  says(order: OrderView, patient: PatientView, site: Site): string | null;
  /** What it says of a patient with orders as a whole, because these can't be judged; null usually. */
  ofPatient?(patient: PatientView): string | null;
}

/** Each order that a list is about, once, in the order of the patients. */
export const linesOf = (list: OrderList, patients: readonly PatientView[], site: Site): ListLine[] =>
  patients.flatMap(patient =>
    patient.orders.flatMap(order => {
      const says = list.says(order, patient, site);
      return says === null ? [] : [{ patient, order, says }];
    }),
  );

/** An order on a list, with what the list says of it. */
export interface ListLine {
  patient: PatientView;
  order: OrderView;
  says: string;
}

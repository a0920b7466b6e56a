import type { Printing } from '../band.ts';
import type { Block } from '../sheet.ts';
import type { PatientView } from '../view.ts';
import { marks, what } from '../worksheet.ts';
import { linesOf, type OrderList } from './order-list.ts';
import { body, newestOf, sentence, silentBlocks, WHO_AND_WHAT, whoOf } from './rows.ts';

/** A list of some orders of a unit on paper: a row for each, with two identifiers and what the list says of it. */
export const listSheet =
  (list: OrderList) =>
  (patients: readonly PatientView[], printing: Printing): Block[] => {
    const { site } = printing;
    const lines = linesOf(list, patients, site);
    const newest = newestOf(patients);
    const own = patients.flatMap(patient => {
      const said = patient.orders.length > 0 ? (list.ofPatient?.(patient) ?? null) : null;
      return said === null
        ? []
        : [[body(`${patient.encounter.bed ?? 'no bed'} ${patient.identity.name}:`, 'strong'), body(said)]];
    });
    return [
      sentence(body(list.about)),
      {
        kind: 'heading',
        text: ORDERS,
        note: `${lines.length} of ${patients.reduce((sum, p) => sum + p.orders.length, 0)} orders`,
      },
      lines.length === 0
        ? sentence(body(NONE, 'strong'))
        : {
            kind: 'table',
            columns: [...WHO_AND_WHAT, { label: list.column, weight: 27 }, { label: 'Marks', weight: 14 }],
            rows: lines.map(({ patient, order, says }) => [
              ...whoOf(patient, newest, site.zone),
              what(order),
              [body(says, 'strong')],
              marks(order),
            ]),
          },
      ...silentBlocks(patients, printing, own),
    ];
  };

/** What stands over the rows, and what stands there when there are none. */
export const ORDERS = 'ORDERS';
export const NONE = 'None of the orders of these patients.';

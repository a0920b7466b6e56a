import { paperDateTime, type Zone } from '../domain/time.ts';
import type { PatientView } from '../domain/view.ts';
import { mergeRows } from '../domain/ward/merge-list.ts';
import type { ReadPage } from './read-back.ts';
import { inOrder } from './read-text.ts';
import { rowsOf } from './read-rows.ts';
import type { OrderFault } from './verify-orders.ts';

/** The merge list has exactly one row for everybody registered with a downtime number, with what the number becomes. */
export function mergeListFaults(
  pages: { page: number; read: ReadPage }[],
  views: readonly PatientView[],
  zone: Zone,
): OrderFault[] {
  const rows = rowsOf(pages).filter(row => /^D[A-Z]-/.test(row.text));
  const wanted = mergeRows(views, zone);
  const missing = wanted.filter(
    ({ number, visit, alias, name, registered, mrn }) =>
      rows.filter(row =>
        inOrder(row.text, [
          number,
          visit ?? 'none',
          name ?? 'NAME NOT KNOWN',
          alias ?? '',
          paperDateTime(registered.at, zone),
          mrn ?? '',
        ]),
      ).length !== 1,
  );
  return [
    ...missing.map(({ number }) => ({ page: 0, order: null, what: `the row of ${number} is missing, wrong or there twice` })),
    ...(rows.length === wanted.length
      ? []
      : [{ page: 0, order: null, what: `${rows.length} rows where ${wanted.length} are due` }]),
  ];
}

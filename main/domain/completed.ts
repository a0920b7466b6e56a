import { carryOver } from './carry-over.ts';
import type { Chart, Snapshot } from './chart.ts';
import { goneCharts, type Present } from './gone.ts';

/**
 * What a refresh brought, completed from the charts of the copy before: older parts under their own age where the new ones failed, the
 * older chart of a patient who could not be read, and those who left, for so many hours. `notUnderstood` are patients of the refresh whose
 * new chart does not read: they have not left.
 */
export function completed(
  fetched: Snapshot,
  older: readonly Chart[],
  goneHours: number,
  notUnderstood: readonly Present[] = [],
): Snapshot {
  const { charts, unread } = keepUnread(fetched, older);
  const gone = goneCharts(older, [...charts, ...notUnderstood], fetched.asOf, goneHours);
  return { ...fetched, charts: [...charts, ...gone], unread };
}

const UNREAD = 'This patient could not be read at the last refresh';

/** A patient who is on the unit but couldn't be read keeps the older chart, at its own age and marked. */
function keepUnread(fetched: Pick<Snapshot, 'charts' | 'unread'>, older: readonly Chart[]): Pick<Snapshot, 'charts' | 'unread'> {
  const byId = new Map(older.map(chart => [chart.identity.id, chart]));
  const charts = fetched.charts.map(chart => carryOver(byId.get(chart.identity.id) ?? null, chart));
  const read = new Set(charts.map(chart => chart.identity.id));
  const unread: Snapshot['unread'] = [];
  for (const missing of fetched.unread) {
    const chart = byId.get(missing.patient) ?? numbered(older, missing.patient);
    if (!chart || read.has(chart.identity.id)) unread.push(missing);
    else {
      read.add(chart.identity.id);
      charts.push({
        ...chart,
        gone: null,
        warnings: [...chart.warnings.filter(w => !w.startsWith(UNREAD)), `${UNREAD} (${missing.why}): the older copy is shown.`],
      });
    }
  }
  return { charts, unread };
}

/** The only older chart with the number that the census knows a patient by: "MRN 00123", "FIN 700". */
function numbered(older: readonly Chart[], patient: string): Chart | undefined {
  const found = older.filter(c => patient === `MRN ${c.identity.mrn}` || patient === `FIN ${c.encounter.visit}`);
  return found.length === 1 ? found[0] : undefined;
}

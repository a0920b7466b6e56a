import type { PatientView } from '../domain/view.ts';
import type { ReadPage } from './read-back.ts';
import { rowsOf } from './read-rows.ts';
import { folded } from './read-text.ts';
import type { OrderFault } from './verify-orders.ts';

/** A separator has exactly one row for everybody whose sheets follow, in their order. */
export function separatorFaults(pages: { page: number; read: ReadPage }[], views: readonly PatientView[]): OrderFault[] {
  const rows = rowsOf(pages);
  const wanted = views.map(({ encounter, identity }) =>
    folded([encounter.bed ?? 'no bed', identity.name, identity.mrn ?? 'none'].join('')),
  );
  const places = wanted.map(words => rows.flatMap(({ text }, place) => (text.startsWith(words) ? [place] : [])));
  return places.flatMap((found, i) => {
    const whose = views[i]!.encounter.bed ?? views[i]!.identity.name;
    const alike = wanted.filter(words => words === wanted[i]).length;
    if (found.length !== alike) return [{ page: 0, order: null, what: `the row of ${whose} is missing, wrong or there twice` }];
    return i > 0 && found[0]! < (places[i - 1]![0] ?? 0)
      ? [{ page: 0, order: null, what: `the row of ${whose} is not in its place` }]
      : [];
  });
}

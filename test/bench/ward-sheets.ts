import { patientSheet } from '../../main/domain/forms.ts';
import type { Printing } from '../../main/domain/band.ts';
import type { Sheet } from '../../main/domain/sheet.ts';
import { siteOf, viewOf, type Copy } from '../../main/services/charts.ts';

export const BENCH_WARD_NOW = '2026-11-22T14:58:00-05:00';

/** All sheets of a ward, patient by patient: what every contender of the bench has to print. */
export function* sheetsOf(copy: Copy, pack = 1): Generator<Sheet[], void> {
  const site = siteOf(copy);
  const { unit, institution, charts } = copy.snapshot;
  const printing: Printing = {
    site,
    unit,
    institution,
    outage: { state: 'normal' },
    now: BENCH_WARD_NOW,
    by: 'bench',
    run: '7F3QXH',
    pack,
    span: 'hours',
    unread: [],
  };
  for (const [i, chart] of charts.entries()) {
    const view = viewOf(copy, chart, BENCH_WARD_NOW);
    yield (['mar-scheduled', 'mar-prn', 'summary'] as const).map(form => patientSheet(form, view, printing, i)!);
  }
}

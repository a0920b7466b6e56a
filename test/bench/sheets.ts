import { planOf } from '../../main/config/site-configuration.ts';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import { serveFhir } from '../../main/demo/fhir-server.ts';
import { patientSheet } from '../../main/domain/forms.ts';
import type { Printing } from '../../main/domain/band.ts';
import type { Sheet } from '../../main/domain/sheet.ts';
import { readSite, SITE_DEFAULTS } from '../../main/config/read-site.ts';
import { siteOf, viewOf, type Copy } from '../../main/services/charts.ts';

export const BENCH_WARD_NOW = '2026-11-22T14:58:00-05:00';
const zone = 'America/New_York';

/** A copy of the demo ward. */
export async function wardCopy(): Promise<Copy> {
  const server = await serveFhir(demoWard({ seed: 1, now: BENCH_WARD_NOW, zone }));
  const ehr = fhirEhr({ baseUrl: server.url, log: { write: () => undefined } });
  const fetched = await ehr.fetchUnit({
    unit: DEMO_UNIT,
    now: BENCH_WARD_NOW,
    zone,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  await server.close();
  const configured = readSite(SITE_DEFAULTS);
  if (!fetched.ok || !configured.ok) throw new Error('the demo ward could not be read');
  const { charts, unread, unit, institution, source } = fetched.value;
  return {
    generation: 1,
    snapshot: { unit, institution, zone, source, asOf: BENCH_WARD_NOW, charts, unread },
    rules: configured.value.rules,
    events: [],
    plan: planOf(configured.value),
  };
}

/** All sheets of the demo ward, a list a patient: what every contender of the bench has to print. */
export function sheetsOf(copy: Copy, pack = 1): Sheet[][] {
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
  return charts.map((chart, i) => {
    const view = viewOf(copy, chart, BENCH_WARD_NOW);
    return (['mar-scheduled', 'mar-prn', 'summary'] as const).map(form => patientSheet(form, view, printing, i)!);
  });
}

import { planOf } from '../../main/config/site-configuration.ts';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import { serveFhir } from '../../main/demo/fhir-server.ts';
import { readSite, SITE_DEFAULTS } from '../../main/config/read-site.ts';
import type { Copy } from '../../main/services/charts.ts';
import { BENCH_WARD_NOW } from './ward-sheets.ts';

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

import { planOf } from '../../main/config/site-configuration.ts';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import { serveFhir } from '../../main/demo/fhir-server.ts';
import type { FetchedUnit } from '../../main/ports.ts';
import { readSite, SITE_DEFAULTS } from '../../main/config/read-site.ts';
import type { Copy } from '../../main/services/charts.ts';
import { BENCH_WARD_NOW } from './ward-sheets.ts';

const zone = 'America/New_York';

/** Patients of a unit. */
const PATIENTS = 36;

/** A copy of the demo ward, with as many patients of a second one as it takes. */
export async function wardCopy(): Promise<Copy> {
  const [first, second] = [await fetchedWard(1), await fetchedWard(2)];
  const configured = readSite(SITE_DEFAULTS);
  if (!configured.ok) throw new Error('the defaults could not be read');
  const { unread, unit, institution, source } = first;
  const charts = [...first.charts, ...second.charts].slice(0, PATIENTS);
  return {
    generation: 1,
    snapshot: { unit, institution, zone, source, asOf: BENCH_WARD_NOW, charts, unread },
    rules: configured.value.rules,
    events: [],
    plan: planOf(configured.value),
  };
}

async function fetchedWard(seed: number): Promise<FetchedUnit> {
  const server = await serveFhir(demoWard({ seed, now: BENCH_WARD_NOW, zone }));
  const ehr = fhirEhr({ baseUrl: server.url, log: { write: () => undefined } });
  const fetched = await ehr.fetchUnit({
    unit: DEMO_UNIT,
    now: BENCH_WARD_NOW,
    zone,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  await server.close();
  if (!fetched.ok) throw new Error('the demo ward could not be read');
  return fetched.value;
}

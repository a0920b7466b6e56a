import { join } from 'node:path';
import { loadFhirFolder, serveFhir, type FhirResource } from '../../main/demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import type { Printing } from '../../main/domain/band.ts';
import type { Chart } from '../../main/domain/chart.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { needs } from './needs.ts';
import { site } from './site.ts';

export const WARD_NOW = '2026-11-22T14:52:00-05:00';

/** The charts of the demo ward, read over FHIR. */
export const demoCharts = (): Promise<Chart[]> =>
  chartsOf(demoWard({ seed: 1, now: WARD_NOW, zone: 'America/New_York' }), DEMO_UNIT);

/** The charts of the real ward "Medicine" of the corpus. */
export async function medicineCharts(): Promise<Chart[]> {
  const { resources } = await loadFhirFolder(join(needs.corpus.path, 'mimic-medicine'));
  return chartsOf(resources, 'Medicine');
}

async function chartsOf(resources: FhirResource[], unit: string): Promise<Chart[]> {
  const server = await serveFhir(resources);
  const read = await fhirEhr({ baseUrl: server.url, log: { write: () => undefined } }).fetchUnit({
    unit,
    now: WARD_NOW,
    zone: site.zone,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  await server.close();
  if (!read.ok) throw new Error(read.error.why);
  return read.value.charts;
}

/** A chart as the ward sees it now. */
export const wardView = (chart: Chart): PatientView =>
  foldPatient(chart, { generation: 1, events: [], now: WARD_NOW, window: marWindow(WARD_NOW, 24, site.zone), site });

export const wardPrinting: Printing = {
  site,
  unit: site.unit,
  institution: site.institution,
  outage: {
    state: 'declared',
    since: WARD_NOW,
    reason: 'EHR down',
    by: 'R. Alvarez',
    drill: false,
    planned: false,
    degraded: null,
    noticedAt: null,
    recovering: [],
  },
  now: WARD_NOW,
  by: 'R. Alvarez',
  run: '7F3QXH',
  pack: 12,
  span: 'hours',
  unread: [],
};

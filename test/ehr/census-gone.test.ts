import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Chart } from '../../main/domain/chart.ts';
import { plusMinutes } from '../../main/domain/time.ts';
import { serveFhir, type FhirResource } from '../../main/demo/fhir-server.ts';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { chosenCharts } from '../../main/services/pack.ts';
import { syncUnit, type SyncReport } from '../../main/services/sync.ts';
import { readLatest } from '../../main/store/read-latest.ts';
import { storeIn } from '../store/support/ward.ts';
import { NOW, order, stay, WARD, ZONE } from './ward.ts';

let root = '';
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'gone-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const person = (id: string, change: object = {}): FhirResource[] => [
  {
    resourceType: 'Patient',
    id,
    name: [{ family: id }],
    identifier: [{ type: { coding: [{ code: 'MR' }] }, value: `M-${id}` }],
  } as FhirResource,
  stay({ id: `stay-${id}`, subject: { reference: `Patient/${id}` }, ...change }),
  order(`drug-${id}`, { subject: { reference: `Patient/${id}` }, encounter: { reference: `Encounter/stay-${id}` } }),
];

/** One refresh of 4 West into the store under `root`. */
async function refresh(resources: readonly FhirResource[], minutesLater: number, goneHours?: number): Promise<SyncReport> {
  const server = await serveFhir(resources);
  try {
    const synced = await syncUnit({
      ehr: fhirEhr({ baseUrl: server.url, log: { write: () => undefined } }),
      store: storeIn(root),
      clock: { now: () => plusMinutes(NOW, minutesLater) },
      unit: '4 West',
      zone: ZONE,
      signal: new AbortController().signal,
      progress: () => undefined,
      ...(goneHours === undefined ? {} : { goneHours }),
    });
    if (!synced.ok) throw new Error(synced.error.why);
    return synced.value;
  } finally {
    await server.close();
  }
}

function copy(): Chart[] {
  const latest = readLatest(storeIn(root));
  if (!latest.ok) throw new Error(latest.error.why);
  return latest.value.generation.snapshot.charts;
}
const who = (id: string): Chart | undefined => copy().find(c => c.identity.id === id);

test('who was discharged stays readable with the last orders for 48 hours, comes in no pack of the whole ward, and can be chosen', async () => {
  const home = person('ida', { status: 'finished' });
  await refresh([...WARD, ...person('ida')], 0);
  expect(await refresh([...WARD, ...home], 15)).toMatchObject({ patients: 1, gone: 1 });
  expect(who('ida')).toMatchObject({ gone: { since: plusMinutes(NOW, 15) }, asOf: plusMinutes(NOW, 0) });
  expect(who('ida')!.sections.orders.items.map(o => o.id)).toEqual(['drug-ida']);
  const chosen = (patients: 'all' | string[]): string[] =>
    chosenCharts({ copy: { snapshot: { charts: copy() } }, selection: { patients } } as Parameters<typeof chosenCharts>[0]).map(
      c => c.identity.id,
    );
  expect(chosen('all')).toEqual(['p1']);
  expect(chosen(['ida'])).toEqual(['ida']);
  expect(await refresh([...WARD, ...home], 15 + 48 * 60)).toMatchObject({ patients: 1, gone: 0 });
  expect(who('ida')).toBeUndefined();
});

test('who comes back is here again; a site that keeps nobody keeps nobody', async () => {
  await refresh([...WARD, ...person('ida')], 0);
  await refresh(WARD, 15);
  expect(await refresh([...WARD, ...person('ida')], 30)).toMatchObject({ patients: 2, gone: 0 });
  expect(who('ida')!.gone).toBeNull();
  expect(await refresh(WARD, 45, 0)).toMatchObject({ patients: 1, gone: 0 });
});

test('patients who left make no copy plausible: 5 here, 1 here and 4 gone is a drop', async () => {
  const four = ['a', 'b', 'c', 'd'];
  await refresh([...WARD, ...four.flatMap(id => person(id))], 0);
  await expect(refresh(WARD, 15)).rejects.toThrow('Only 1 patients came from the EHR');
  await refresh([...WARD, ...person('a'), ...person('b')], 30);
  expect(copy()).toHaveLength(5);
  await refresh([...WARD, ...person('a')], 45);
  await refresh(WARD, 60);
  expect(copy().filter(c => c.gone === null)).toHaveLength(1);
});

test('a patient who is in the census but cannot be read has not left', async () => {
  await refresh([...WARD, ...person('ida')], 0);
  const broken = person('ida').filter(r => r.resourceType !== 'Patient');
  expect(await refresh([...WARD, ...broken], 15)).toMatchObject({ patients: 2, gone: 0 });
  expect(who('ida')!.warnings.join()).toContain('could not be read at the last refresh');
});

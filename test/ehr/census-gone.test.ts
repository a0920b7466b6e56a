import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Chart } from '../../main/domain/chart.ts';
import { plusMinutes } from '../../main/domain/time.ts';
import { serveFhir, type Faults, type FhirResource } from '../../main/demo/fhir-server.ts';
import { idList } from '../../main/ehr/census-id-list/census-id-list.ts';
import type { CensusSource } from '../../main/ehr/census.ts';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { chosenCharts, packPatients } from '../../main/services/pack.ts';
import { syncUnit, type SyncReport } from '../../main/services/sync.ts';
import { readLatest } from '../../main/store/read-latest.ts';
import { copyOf } from '../support/copy.ts';
import { site } from '../support/site.ts';
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
    identifier: [{ type: { coding: [{ code: 'MR' }] }, system: 'urn:mrn', value: `7-${id}` }],
  } as FhirResource,
  stay({ id: `stay-${id}`, subject: { reference: `Patient/${id}` }, ...change }),
  order(`drug-${id}`, { subject: { reference: `Patient/${id}` }, encounter: { reference: `Encounter/stay-${id}` } }),
];

/** One refresh of 4 West into the store under `root`. */
async function refresh(
  resources: readonly FhirResource[],
  minutesLater: number,
  { goneHours, census, faults }: { goneHours?: number; census?: CensusSource; faults?: Faults } = {},
): Promise<SyncReport> {
  const server = await serveFhir(resources, faults ? { faults } : {});
  try {
    const synced = await syncUnit({
      ehr: fhirEhr({
        baseUrl: server.url,
        log: { write: () => undefined },
        limits: { backoffMs: 5 },
        ...(census && { census }),
      }),
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
    chosenCharts({
      copy: copyOf(copy(), NOW),
      now: plusMinutes(NOW, 15),
      selection: { patients, forms: ['mar-scheduled'], from: null, span: 'hours', hours: 24 },
    }).map(c => c.identity.id);
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
  expect(await refresh(WARD, 45, { goneHours: 0 })).toMatchObject({ patients: 1, gone: 0 });
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

test('a number of the list that cannot be asked this time has not left: the older chart stays, marked', async () => {
  const folder = join(root, 'lists');
  mkdirSync(folder);
  const list = join(folder, 'census.csv');
  const drop = (...numbers: string[]): void => {
    writeFileSync(list, ['MRN', ...numbers].join('\n'));
    utimesSync(list, new Date(NOW), new Date(NOW));
  };
  drop('7-ida', '7-bob');
  const census = idList({ folder, identifierSystem: 'urn:mrn', settleMs: 20 });
  const ward = [...WARD, ...person('ida'), ...person('bob')];
  expect(await refresh(ward, 0, { census })).toMatchObject({ patients: 2, gone: 0 });
  const faults: Faults = r => (r.params.get('identifier') === 'urn:mrn|7-ida' ? { status: 500 } : null);
  expect(await refresh(ward, 15, { census, faults })).toMatchObject({ patients: 2, gone: 0, unread: [] });
  expect(who('ida')).toMatchObject({ gone: null, warnings: [expect.stringContaining('line 2 of census.csv') as string] });
  drop('7-bob');
  expect(await refresh(ward, 30, { census })).toMatchObject({ patients: 1, gone: 1 });
});

test('the chosen paper of a patient who left says so on each sheet, and is read back whole', async () => {
  await refresh([...WARD, ...person('ida')], 0);
  await refresh(WARD, 15);
  const snapshot = { unit: '4 West', institution: '', zone: ZONE, source: 'test', asOf: NOW, charts: copy(), unread: [] };
  const selection = {
    patients: ['ida'],
    forms: ['mar-scheduled', 'summary'] as ('mar-scheduled' | 'summary')[],
    from: null,
    span: 'hours' as const,
    hours: 24,
  };
  const job = {
    copy: { generation: 2, snapshot, rules: site, events: [], plan: { steps: [], notOwn: false, phones: [] } },
    selection,
    outage: { state: 'normal' as const },
  };
  for await (const { refused, pdf, file } of packPatients({
    ...job,
    now: plusMinutes(NOW, 30),
    by: 'test',
    run: '7F3QXH',
    pack: 1,
  })) {
    expect(refused).toEqual([]);
    expect(file!.sheets).toHaveLength(2);
    for (const page of await readBack(pdf!)) expect(pageText(page)).toContain(folded('LEFT THE WARD: not in the EHR'));
  }
});

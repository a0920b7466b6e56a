import { expect, test } from 'vitest';
import type { Encounter } from 'fhir/r4';
import type { FhirResource } from '../../main/demo/fhir-server.ts';
import { encounterLocation } from '../../main/ehr/census-by-location.ts';
import { chartOf, order, says, stay, visit, WARD, type Visit } from './ward.ts';

const at = (location: string, change: object = {}): Encounter['location'] =>
  [{ location: { reference: `Location/${location}` }, status: 'active', ...change }] as Encounter['location'];
const patient = (id: string): FhirResource => ({ resourceType: 'Patient', id, name: [{ family: id }] }) as FhirResource;
const stayOf = (id: string, who: string, change: Partial<Encounter> = {}): FhirResource =>
  stay({ id, subject: { reference: `Patient/${who}` }, location: at('w4'), ...change });

function ids({ result: read }: Visit): string[] {
  if (!read.ok) throw new Error(read.error.why);
  return read.value.charts.map(c => c.identity.id).sort();
}

test('a patient in a bed under a room under the unit is on the unit, with room and bed as the ward says them', async () => {
  const chart = await chartOf([]);
  expect(chart.encounter).toMatchObject({ unit: '4 West', bed: '512-A', onUnitSince: '2026-11-20T10:00:00-05:00' });
});

test('the unit is found by its exact name whatever its case, never by the beginning of a name', async () => {
  const annex = [patient('p9'), stayOf('e9', 'p9', { location: at('w4w') })];
  expect(ids(await visit([...WARD, ...annex], { unit: ' 4 WEST ' }))).toEqual(['p1']);
});

test('a unit that does not exist is refused, with the closest names that do', async () => {
  const { result: read } = await visit(WARD, { unit: '4 Wset' });
  expect(read).toMatchObject({ ok: false, error: { kind: 'unit-unknown' } });
  expect(!read.ok && read.error.why).toContain('"4 West"');
});

test('a unit with nobody on it is told as empty, not as a copy without patients', async () => {
  const { result: read } = await visit(WARD, { unit: '4 West Annex' });
  expect(read).toMatchObject({
    ok: false,
    error: { kind: 'unit-empty', why: 'The EHR says that nobody is on 4 West Annex now.' },
  });
});

test('people who were here, will be here, or have gone home are not on the unit', async () => {
  const others = [
    ...['was', 'willbe', 'home', 'leave'].map(patient),
    stayOf('was', 'was', { location: [...at('w4', { status: 'completed' })!, ...at('w4w')!] }),
    stayOf('willbe', 'willbe', { location: [...at('w4', { status: 'planned' })!, ...at('w4w')!] }),
    stayOf('home', 'home', { status: 'finished' }),
    stayOf('leave', 'leave', { status: 'onleave' }),
  ];
  expect(ids(await visit([...WARD, ...others]))).toEqual(['leave', 'p1']);
});

test('a place without a status counts while it has no end', async () => {
  const open: Encounter['location'] = [{ location: { reference: 'Location/w4' } }];
  const ended: Encounter['location'] = [{ location: { reference: 'Location/w4' }, period: { end: '2026-11-22T13:00:00-05:00' } }];
  const added = [
    patient('open'),
    patient('ended'),
    stayOf('o', 'open', { location: open }),
    stayOf('x', 'ended', { location: ended }),
  ];
  expect(ids(await visit([...WARD, ...added]))).toEqual(['open', 'p1']);
});

test('a nested encounter is folded into its stay: one patient, the whole stay’s admission and number', async () => {
  const added = [
    stay({ id: 'hospital', identifier: [{ value: 'V77' }], period: { start: '2026-11-10T08:00:00-05:00' }, location: [] }),
    stay({ id: 'e1', partOf: { reference: 'Encounter/hospital' } }),
    order('ofHospital', { encounter: { reference: 'Encounter/hospital' } }),
    order('ofIcu', { encounter: { reference: 'Encounter/icu' } }),
    stay({
      id: 'icu',
      status: 'finished',
      partOf: { reference: 'Encounter/hospital' },
      period: { end: '2026-11-12T08:00:00-05:00' },
    }),
  ];
  const chart = await chartOf(added);
  expect(chart.encounter).toMatchObject({ id: 'hospital', visit: 'V77', bed: '512-A', admitted: '2026-11-10T13:00:00.000Z' });
  expect(chart.sections.orders.items.map(o => o.id).sort()).toEqual(['ofHospital', 'ofIcu']);
  expect(chart.warnings).toEqual([]);
});

test('quirk 17: of stays that were never closed the latest arrival is shown, and the chart says that there are others', async () => {
  const old = stay({
    id: 'old',
    period: { start: '2019-01-01T08:00:00-05:00' },
    location: at('w4', { period: { start: '2019-01-01T08:00:00-05:00' } }),
  });
  const chart = await chartOf([old]);
  expect(chart.encounter.id).toBe('e1');
  expect(chart.warnings.join()).toContain('1 more open stay');
});

test('unit, room and bed may be display only, or contained', async () => {
  const display = stay({
    location: [
      { location: { display: '4 West' }, status: 'active' },
      { location: { display: '512-B' }, physicalType: { coding: [{ code: 'bd' }] }, status: 'active' },
    ],
  });
  const sent = says({ resourceType: 'Bundle', entry: [{ resource: display }] });
  const shown = await chartOf([], { faults: r => (r.path === '/Encounter' && r.params.has('location') ? sent : null) });
  expect(shown.encounter.bed).toBe('512-B');
  const inside = stay({ location: [...at('w4')!, { location: { reference: '#bed' }, status: 'active' }] });
  const contained = {
    ...inside,
    contained: [{ resourceType: 'Location', id: 'bed', name: '512-C', physicalType: { coding: [{ code: 'bd' }] } }],
  };
  expect((await chartOf([contained as FhirResource])).encounter.bed).toBe('512-C');
});

test('a stay on the unit that names no patient is listed as unread', async () => {
  const { subject: _, ...nameless } = stayOf('nobody', 'p1') as FhirResource & { subject: unknown };
  const { result: read } = await visit([...WARD, nameless as FhirResource]);
  expect(read.ok && read.value.unread).toEqual([
    { patient: 'stay nobody', why: expect.stringContaining('whose stay') as string },
  ]);
});

test('quirk 3: a server that ignores location and partof still gives only the unit’s patients', async () => {
  const all = [...WARD, patient('p9'), stayOf('e9', 'p9', { location: at('w4w') })];
  const every = (type: string): string =>
    JSON.stringify({ resourceType: 'Bundle', entry: all.filter(r => r.resourceType === type).map(resource => ({ resource })) });
  const read = await visit(all, {
    faults: ({ path, params }) =>
      (path === '/Encounter' && params.has('location')) || (path === '/Location' && !params.has('_id'))
        ? says(every(path.slice(1)))
        : null,
  });
  expect(ids(read)).toEqual(['p1']);
});

test('quirk 29: ids of 64 characters with dots, dashes and case are only ever passed on', async () => {
  const long = `Ab.C-${'x'.repeat(55)}_9Z`.slice(0, 64).replace('_', '-');
  const added = [
    patient(long),
    stayOf('e-long', long),
    order('o-long', { subject: { reference: `Patient/${long}` }, encounter: { reference: 'Encounter/e-long' } }),
  ];
  const { result: read } = await visit([...WARD, ...added]);
  const chart = read.ok ? read.value.charts.find(c => c.identity.id === long) : undefined;
  expect(chart?.sections.orders.items.map(o => o.id)).toEqual(['o-long']);
});

test('a record that was merged is read under the one that replaced it, with the orders of both', async () => {
  const merged = {
    resourceType: 'Patient',
    id: 'p1',
    link: [{ type: 'replaced-by', other: { reference: 'Patient/p2' } }],
  } as FhirResource;
  const chart = await chartOf([merged, patient('p2'), order('old'), order('new', { subject: { reference: 'Patient/p2' } })]);
  expect(chart.identity.id).toBe('p2');
  expect(chart.sections.orders.items.map(o => o.id).sort()).toEqual(['new', 'old']);
  expect(chart.warnings.join()).toContain('merged');
});

test('a unit may be configured by the ids of its places: named as the site names it, with its rooms and beds', async () => {
  const census = encounterLocation({ locationIds: ['w4', 'nowhere'] });
  const { result: read } = await visit([...WARD, patient('p9'), stayOf('e9', 'p9', { location: at('w4w') })], {
    unit: '4W',
    census,
  });
  if (!read.ok) throw new Error(read.error.why);
  expect(read.value.charts.map(c => [c.identity.id, c.encounter.unit, c.encounter.bed])).toEqual([['p1', '4W', '512-A']]);
  expect(read.value.unread).toEqual([
    { patient: 'whoever is at place nowhere', why: expect.stringContaining('no such place') as string },
  ]);
});

test('places of which the EHR knows none are refused by name', async () => {
  const { result: read } = await visit(WARD, { census: encounterLocation({ locationIds: ['x', 'y'] }) });
  expect(read).toMatchObject({ ok: false, error: { kind: 'unit-unknown', why: expect.stringContaining('x, y') as string } });
});

test('a stay at the configured ward itself shows no ward’s name where a bed should stand', async () => {
  const { result: read } = await visit([...WARD.filter(r => r.id !== 'e1'), stayOf('e1', 'p1')], {
    unit: 'Four West',
    census: encounterLocation({ locationIds: ['w4'] }),
  });
  expect(read.ok && read.value.charts[0]!.encounter.bed).toBeNull();
});

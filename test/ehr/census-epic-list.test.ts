import type { Encounter, List } from 'fhir/r4';
import { expect, test } from 'vitest';
import type { FhirResource } from '../../main/demo/fhir-server.ts';
import { epicList } from '../../main/ehr/census-epic-list.ts';
import { bundle, says, stay, visit, WARD, type Visit } from './ward.ts';

const SYSTEM = 'urn:oid:1.2.840.114350.1.13.861.1.7.2.806567';
const census = epicList({ system: SYSTEM, id: '4W-IP' });

const ref = (reference: string): { item: { reference: string } } => ({ item: { reference } });
const patientList = (entry: List['entry'], change: Partial<List> = {}): FhirResource =>
  ({
    resourceType: 'List',
    id: 'l4w',
    status: 'current',
    mode: 'working',
    code: { coding: [{ code: 'patients' }] },
    identifier: [{ system: SYSTEM, value: '4W-IP' }],
    ...(entry && { entry }),
    ...change,
  }) as FhirResource;
const patient = (id: string, change: object = {}): FhirResource =>
  ({ resourceType: 'Patient', id, name: [{ family: id }], ...change }) as FhirResource;
const stayOf = (id: string, who: string, change: Partial<Encounter> = {}): FhirResource =>
  stay({ id, subject: { reference: `Patient/${who}` }, ...change });
const annex: Encounter['location'] = [
  { location: { reference: 'Location/w4w' }, status: 'active', physicalType: { coding: [{ code: 'wa' }] } },
];

/** Epic: no search of encounters by location. */
const noLocation: NonNullable<Parameters<typeof visit>[1]>['faults'] = r =>
  r.path === '/Encounter' && r.params.has('location') ? { status: 400 } : null;
const read = (resources: readonly FhirResource[], options: Parameters<typeof visit>[1] = {}): Promise<Visit> =>
  visit([...WARD, ...resources], { census, faults: noLocation, ...options });

function value({ result }: Visit) {
  if (!result.ok) throw new Error(result.error.why);
  const { charts, unread, notes } = result.value;
  return { ids: charts.map(c => c.identity.id).sort(), charts, unread, notes };
}
const fault = ({ result }: Visit) => (result.ok ? null : result.error);

test('who is on the unit’s Epic list is on the unit, with bed and stay', async () => {
  const { ids, charts, unread } = value(await read([patientList([ref('Patient/p1')])]));
  expect([ids, unread]).toEqual([['p1'], []]);
  expect(charts[0]!.encounter).toMatchObject({ id: 'e1', unit: '4 West', bed: '512-A' });
  expect(charts[0]!.warnings).toEqual([]);
});

test('deleted entries are off the list; double entries, absolute references and stays as entries name patients too', async () => {
  const added = ['gone', 'abs', 'viaStay'].flatMap(id => [patient(id), stayOf(`e-${id}`, id)]);
  const entry = [
    ref('Patient/p1'),
    ref('Patient/p1'),
    { ...ref('Patient/gone'), deleted: true },
    ref('https://elsewhere.example/api/FHIR/R4/Patient/abs'),
    ref('Encounter/e-viaStay'),
  ];
  const { ids, unread } = value(await read([...added, patientList(entry)]));
  expect([ids, unread]).toEqual([['abs', 'p1', 'viaStay'], []]);
});

test('an entry that names nobody, and a stay the EHR does not have, are named as unread', async () => {
  const entry = [ref('Patient/p1'), { item: { display: 'Doe, John' } }, ref('Group/g'), ref('Encounter/nowhere')];
  const { ids, unread } = value(await read([patientList(entry)]));
  expect(ids).toEqual(['p1']);
  expect(unread.map(u => u.patient)).toEqual([
    "entry 2 of the EHR's patient list 4W-IP",
    "entry 3 of the EHR's patient list 4W-IP",
    'stay nowhere',
  ]);
});

test('a search result without the entries is read whole; lists of several pages are followed', async () => {
  const full = patientList([ref('Patient/p1')]);
  const { entry: _, ...bare } = full as unknown as List;
  const short = await read([full], {
    faults: r => (r.path === '/List' ? says(bundle([bare])) : noLocation(r)),
  });
  expect(value(short).ids).toEqual(['p1']);
  const paged = [patient('p2'), stayOf('e2', 'p2'), full, patientList([ref('Patient/p2')], { id: 'second' })];
  expect(value(await read(paged, { serve: { mostPerPage: 1 } })).ids).toEqual(['p1', 'p2']);
});

test('a stay without a place keeps the patient on the list, marked', async () => {
  const noPlace = [patient('p2'), stayOf('e2', 'p2', { location: [] }), patientList([ref('Patient/p1'), ref('Patient/p2')])];
  const { charts } = value(await read(noPlace));
  const p2 = charts.find(c => c.identity.id === 'p2')!;
  expect(p2.warnings.join()).toContain('does not say where this patient is: verify that this patient is here');
});

test('who has gone home or to another ward is not on the unit, and is said by name and ward', async () => {
  const added = [
    ...['home', 'moved', 'p2'].map(id => patient(id)),
    stayOf('e-home', 'home', { status: 'finished' }),
    stayOf('e-moved', 'moved', { location: annex }),
    stayOf('e2', 'p2', { status: 'onleave' }),
    patientList(['p1', 'p2', 'home', 'moved'].map(id => ref(`Patient/${id}`))),
  ];
  const { ids, unread, notes } = value(await read(added));
  expect([ids, unread]).toEqual([['p1', 'p2'], []]);
  expect(notes).toEqual([
    "The EHR's patient list 4W-IP names 1 whom the EHR has on other wards: Patient moved (4 West Annex)",
    "The EHR's patient list 4W-IP names 1 whose stays the EHR has closed: Patient home",
  ]);
});

test('a patient without any visible stay is named as unread, not as discharged', async () => {
  const { unread } = value(await read([patient('p2'), patientList([ref('Patient/p1'), ref('Patient/p2')])]));
  expect(unread).toEqual([{ patient: 'p2', why: expect.stringContaining('shows no stay') as string }]);
});

test('a nested encounter is folded into its stay; a merged record is read under the one that replaced it', async () => {
  const nested = [
    patient('p2'),
    stayOf('whole', 'p2', { location: [], identifier: [{ value: 'V9' }] }),
    stayOf('part', 'p2', { partOf: { reference: 'Encounter/whole' } }),
    patient('old', { link: [{ type: 'replaced-by', other: { reference: 'Patient/p1' } }] }),
    patientList([ref('Patient/old'), ref('Patient/p2')]),
  ];
  const { ids, charts } = value(await read(nested));
  expect(ids).toEqual(['p1', 'p2']);
  expect(charts.find(c => c.identity.id === 'p2')!.encounter).toMatchObject({ id: 'whole', visit: 'V9' });
});

test('the EHR calls the unit otherwise: patients stay, marked, until the site says the ids of its places', async () => {
  const ward = [patientList([ref('Patient/p1')])];
  const inWard = [
    ...WARD.filter(r => r.id !== 'e1'),
    stayOf('e1', 'p1', { location: [{ location: { reference: 'Location/w4' }, status: 'active' }] }),
  ];
  const named = await visit([...inWard, ...ward], { census, unit: 'Four West', faults: noLocation });
  expect(value(named).charts[0]!.warnings.join()).toContain('says "4 West" and knows no unit called "Four West"');
  const configured = epicList({ system: SYSTEM, id: '4W-IP', locationIds: ['w4'] });
  const known = await visit([...inWard, ...ward], { census: configured, unit: 'Four West', faults: noLocation });
  expect(value(known).charts[0]!.warnings).toEqual([]);
});

test('a list that is not there, is retired, is empty, or may not be read is a clear fault', async () => {
  expect(fault(await read([patientList([ref('Patient/p1')], { identifier: [{ system: SYSTEM, value: 'other' }] })]))).toEqual({
    kind: 'not-configured',
    why: `The EHR has no patient list 4W-IP in ${SYSTEM}, or does not show it to this kiosk.`,
  });
  expect(fault(await read([patientList([ref('Patient/p1')], { status: 'retired' })]))?.why).toContain('is retired');
  expect(fault(await read([patientList(undefined)]))).toMatchObject({
    kind: 'unit-empty',
    why: expect.stringContaining('is empty') as string,
  });
  expect(fault(await read([], { serve: { without: ['List'] } }))).toMatchObject({
    kind: 'not-configured',
    why: expect.stringContaining('offers no patient lists') as string,
  });
  expect(fault(await read([], { faults: r => (r.path === '/List' ? { status: 403 } : null) }))?.kind).toBe('unauthorised');
  expect(fault(await read([], { faults: r => (r.path === '/List' ? { truncateAfter: 40 } : null) }))?.kind).toBe('malformed');
});

test('a server that ignores identifier and patient gives neither another list nor another’s stay', async () => {
  const all = [...WARD, patient('p2'), stayOf('e2', 'p2')];
  const lists = [
    patientList([ref('Patient/p1')]),
    patientList([ref('Patient/p2')], { id: 'x', identifier: [{ system: SYSTEM, value: '5E' }] }),
  ];
  const every = (type: string): ReturnType<typeof says> => says(bundle([...all, ...lists].filter(r => r.resourceType === type)));
  const { ids, charts } = value(
    await visit([...all, ...lists], {
      census,
      faults: r => (r.path === '/List' || (r.path === '/Encounter' && r.params.has('patient')) ? every(r.path.slice(1)) : null),
    }),
  );
  expect(ids).toEqual(['p1']);
  expect(charts[0]!.encounter.id).toBe('e1');
});

test('one patient whose stays cannot be read is unread; when none can, the reading has failed', async () => {
  const two = [patient('p2'), stayOf('e2', 'p2'), patientList([ref('Patient/p1'), ref('Patient/p2')])];
  const one = await read(two, {
    faults: r => (r.path === '/Encounter' && r.params.get('patient') === 'p2' ? { status: 500 } : noLocation(r)),
  });
  expect(value(one)).toMatchObject({
    ids: ['p1'],
    unread: [{ patient: 'p2', why: expect.stringContaining('HTTP 500') as string }],
  });
  expect(fault(await read(two, { faults: r => (r.path === '/Encounter' ? { status: 500 } : null) }))?.kind).toBe('server-error');
});

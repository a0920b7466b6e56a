import { expect, test } from 'vitest';
import type { FhirResource } from '../../../main/demo/fhir-server.ts';
import type { Chart } from '../../../main/domain/chart.ts';
import { adtCensus } from '../../../main/domain/adt-census.ts';
import { hl7Census, type Hl7CensusOptions } from '../../../main/ehr/hl7/hl7-census.ts';
import type { AdtRecord } from '../../../main/ports.ts';
import { order, stay, visit, WARD, type Visit } from '../ward.ts';
import { freshJournal } from './feed.ts';
import { adt, read, understood, type Said } from './messages.ts';

const MRN = 'urn:hosp:mrn';
const FIN = 'urn:hosp:fin';
/** As Oracle Health: no location on the stay, found by patient or number only. */
const person = (id: string, mrn: string, change: object = {}): FhirResource =>
  ({
    resourceType: 'Patient',
    id,
    identifier: [{ system: MRN, type: { coding: [{ code: 'MR' }] }, value: mrn }],
    name: [{ family: id }],
    birthDate: '1961-03-02',
    ...change,
  }) as FhirResource;
const encounter = (id: string, who: string, fin: string, change: object = {}): FhirResource =>
  stay({ id, subject: { reference: `Patient/${who}` }, identifier: [{ system: FIN, value: fin }], location: [], ...change });
const HOSPITAL: FhirResource[] = [
  ...WARD.filter(r => !['Patient', 'Encounter'].includes(r.resourceType)),
  person('p1', '00123'),
  encounter('e1', 'p1', 'V100'),
  person('p2', '00124'),
  encounter('e2', 'p2', 'V200'),
];

const says = (...said: Said[]): AdtRecord => ({
  picture: () => ({
    ok: true,
    value: {
      state: adtCensus(said.map((one, i) => understood(adt({ at: `202611220${i}0000`, ...one })))),
      lastReceived: said.length === 0 ? null : '2026-11-22T18:00:00.000Z',
      counts: {},
      malformed: [],
    },
  }),
});
const first: Said = { event: 'A01' };
const second: Said = { event: 'A01', mrn: '00124', visit: 'V200', place: '4W^514^B', name: 'OKAFOR^ADA' };

const ask = (
  journal: AdtRecord,
  change: Partial<Hl7CensusOptions> & { resources?: FhirResource[]; faults?: Parameters<typeof visit>[1] } = {},
): Promise<Visit> => {
  const { resources = HOSPITAL, faults, ...options } = change;
  return visit(resources, {
    census: hl7Census({ journal, pointsOfCare: ['4W'], mrnSystem: MRN, visitSystem: FIN, ...options }),
    ...faults,
  });
};
const value = ({ result }: Visit) => {
  if (!result.ok) throw new Error(result.error.why);
  return result.value;
};
const charts = (v: Visit): Chart[] => value(v).charts;

test('the residents of the unit come from the feed, their charts from FHIR, the bed from the feed', async () => {
  const elsewhere: Said = { event: 'A01', mrn: '00999', visit: 'V9', place: '5E^1^A' };
  const seen = await ask(says(first, second, elsewhere), { resources: [...HOSPITAL, order('o1')] });
  expect(charts(seen).map(c => [c.identity.mrn, c.encounter.id, c.encounter.bed, c.encounter.visit, c.warnings])).toEqual([
    ['00123', 'e1', '512-A', 'V100', []],
    ['00124', 'e2', '514-B', 'V200', []],
  ]);
  expect(charts(seen)[0]!.encounter).toMatchObject({
    unit: '4 West',
    onUnitSince: '2026-11-22T05:00:00.000Z',
    attending: 'SMITH, JANE',
  });
  expect(charts(seen)[0]!.sections.orders.items).toHaveLength(1);
  expect(seen.asked.filter(a => a.startsWith('Encounter')).every(a => /identifier=|patient=/.test(a))).toBe(true);
  expect(value(seen).unread).toEqual([]);
});

test('a patient whom the FHIR server does not find is named with the reason, never dropped', async () => {
  const unknown: Said = { event: 'A01', mrn: '00777', visit: 'V7', place: '4W^513^A', name: 'LEE^SAM' };
  const seen = await ask(says(first, unknown));
  expect(charts(seen)).toHaveLength(1);
  expect(value(seen).unread).toEqual([
    {
      patient: 'LEE, SAM · MRN 00777 · 513-A',
      why: 'the ADT feed has this patient on the unit, the EHR’s FHIR server finds nobody with this number',
    },
  ]);
});

test('a number that two records have, or that a server answers with somebody else, is never guessed', async () => {
  const twice = await ask(says(first, second), { resources: [...HOSPITAL, person('p9', '00123')] });
  expect(value(twice).unread[0]!.why).toContain('2 records with this number');
  const ignores = await ask(says(first, { ...second, mrn: '0012' }));
  expect(charts(ignores).map(c => c.identity.mrn)).toEqual(['00123']);
});

test('a merged patient whom FHIR still has under the former number is found there, and the chart says so', async () => {
  const seen = await ask(says(first, { event: 'A40', mrn: '777', merges: '00123' }));
  expect(charts(seen)[0]!.identity.id).toBe('p1');
  expect(charts(seen)[0]!.warnings[0]).toContain('former number 00123');
});

test('a stay that FHIR does not have, or has as ended, is taken from the feed with a warning', async () => {
  const none = charts(await ask(says(first), { resources: HOSPITAL.filter(r => r.id !== 'e1') }))[0]!;
  expect(none.encounter).toMatchObject({ visit: 'V100', bed: '512-A', admitted: '2026-11-20T13:15:00.000Z' });
  expect(none.warnings[0]).toContain('from the ADT feed alone');
  const ended = [...HOSPITAL.filter(r => r.id !== 'e1'), encounter('e1', 'p1', 'V100', { status: 'finished' })];
  expect(charts(await ask(says(first), { resources: ended }))[0]!.warnings[0]).toContain('ended');
  const other = [...HOSPITAL.filter(r => r.id !== 'e1'), encounter('e7', 'p1', 'V999')];
  const byOpen = charts(await ask(says(first), { resources: other }))[0]!;
  expect([byOpen.encounter.id, byOpen.warnings.length]).toEqual(['e7', 1]);
});

test('another date of birth in FHIR than in the feed is told', async () => {
  const other = HOSPITAL.map(r => (r.id === 'p1' ? person('p1', '00123', { birthDate: '1944-01-01' }) : r));
  expect(charts(await ask(says(first), { resources: other }))[0]!.warnings[0]).toContain('another date of birth');
});

test('a feed that has been silent too long is told on every chart and once for the unit, with when the last message came', async () => {
  const seen = await ask(says(first, second), { silentHours: 0.5 });
  for (const chart of charts(seen)) expect(chart.warnings[0]).toContain('silent since 13:00');
  expect(value(seen).unread.map(({ patient, why }) => `${patient}: ${why}`)).toEqual([
    'whoever came since 13:00: the ADT feed has been silent since then, so that who came, moved or left is not known here',
  ]);
  const heard = await ask(says(first), { silentHours: 2 });
  expect([charts(heard)[0]!.warnings, value(heard).unread]).toEqual([[], []]);
});

test('no feed, nobody on the unit, and a misnamed unit are told apart', async () => {
  expect((await ask(says())).result).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
  const { result: misnamed } = await ask(says(first), { pointsOfCare: ['4 West'] });
  expect(!misnamed.ok && misnamed.error).toMatchObject({ kind: 'unit-empty' });
  expect(!misnamed.ok && misnamed.error.why).toContain('points of care: "4W"');
  const broken: AdtRecord = { picture: () => ({ ok: false, error: { kind: 'damaged', why: 'It is damaged.' } }) };
  const { result: unreadable } = await ask(broken);
  expect(!unreadable.ok && unreadable.error.why).toContain('It is damaged.');
});

test('a search that fails for one patient keeps that patient under the id of the last copy, so that the older chart stays', async () => {
  const faults = {
    faults: (request: { path: string; params: URLSearchParams }) =>
      request.params.get('identifier') === `${MRN}|00124` || request.path.includes('p2')
        ? { status: 500, headers: {}, body: 'x' }
        : null,
  };
  const seen = await ask(says(first, second), { faults, knownPatient: mrn => (mrn === '00124' ? 'p2' : null) });
  expect(charts(seen).map(c => c.identity.id)).toEqual(['p1']);
  expect(value(seen).unread.map(u => u.patient)).toEqual(['p2']);
  const unknown = await ask(says(first, second), { faults });
  expect(value(unknown).unread.map(u => u.patient)).toEqual(['OKAFOR, ADA · MRN 00124 · 514-B']);
});

test('from message to chart: the journal is the record', async () => {
  const journal = freshJournal();
  for (const said of [first, second, { ...first, event: 'A02', place: '4W^520^C', at: '20261122093000' }]) {
    const text = adt(said);
    const { message, digest } = read(text, '2026-11-22T18:30:00.000Z');
    const entry = {
      receivedAt: '2026-11-22T18:30:00.000Z',
      sender: 'ADT1',
      controlId: message!.controlId,
      kind: message!.event,
      digest,
    };
    expect(journal.append([{ ...entry, raw: Buffer.from(text), message, why: null }]).ok).toBe(true);
  }
  expect(
    charts(await ask(journal))
      .map(c => c.encounter.bed)
      .sort(),
  ).toEqual(['514-B', '520-C']);
});

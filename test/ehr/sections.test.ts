import { expect, test } from 'vitest';
import { readChart } from '../../main/domain/chart-schema.ts';
import type { Chart, Entry } from '../../main/domain/chart.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import type { Section } from '../../main/domain/section.ts';
import type { FhirResource } from '../../main/demo/fhir-server.ts';
import { site } from '../support/site.ts';
import { chartOf, dose, NOW, order, stay, visit, WARD } from './ward.ts';

const subject = { reference: 'Patient/p1' };
const resource = (type: string, id: string, more: object): FhirResource =>
  ({ resourceType: type, id, subject, ...more }) as unknown as FhirResource;
const lines = (entries: readonly Entry[]): string[] => entries.map(e => [e.text, e.detail, e.status, e.at].join(' | '));
const drip = (id: string, rate: number): FhirResource =>
  order(id, {
    medicationCodeableConcept: { text: 'norepinephrine' },
    dosageInstruction: [{ doseAndRate: [{ rateQuantity: { value: rate, unit: 'mL/h' } }] }],
  });
const charted = (id: string, at: string, more: object): FhirResource =>
  dose(id, { request: { reference: 'MedicationRequest/drip' }, effectiveDateTime: at, ...more });

test('an infusion shows the last charted rate as sent, with its time, and what was ordered', async () => {
  const rate = (value: number): object => ({ dosage: { rateQuantity: { value, unit: 'mL/h' } } });
  const chart = await chartOf([
    drip('drip', 5),
    charted('d1', '2026-11-22T08:00:00-05:00', rate(7)),
    charted('d2', '2026-11-22T12:30:00-05:00', rate(9.5)),
  ]);
  expect(chart.sections.infusions).toMatchObject({ status: 'ok', asOf: NOW });
  expect(lines(chart.sections.infusions.items)).toEqual([
    'norepinephrine: 9.5 mL/h | last charted rate; ordered 5 mL/h | active | 2026-11-22T12:30:00-05:00',
  ]);
});

test('an infusion that was held after its last rate says so; one never charted shows the ordered rate without a time', async () => {
  const chart = await chartOf([
    drip('drip', 5),
    drip('other', 3),
    charted('d1', '2026-11-22T08:00:00-05:00', { dosage: { rateQuantity: { value: 5, unit: 'mL/h' } } }),
    charted('d2', '2026-11-22T09:00:00-05:00', { status: 'on-hold' }),
  ]);
  expect(lines(chart.sections.infusions.items)).toEqual([
    'norepinephrine: 5 mL/h | last charted rate; LATER CHARTED: held | active | 2026-11-22T08:00:00-05:00',
    'norepinephrine: 3 mL/h | rate as ordered; no charted rate received | active | ',
  ]);
});

test('an infusion charted without an order here is listed, and doses that cannot be read make the part failed', async () => {
  const loose = dose('d1', { dosage: { rateQuantity: { value: 12, unit: 'units/h' } } });
  const chart = await chartOf([loose]);
  expect(lines(chart.sections.infusions.items)).toEqual([
    'heparin: 12 units/h | last charted rate | not among the orders here | 2026-11-22T09:00:00-05:00',
  ]);
  const broken = await chartOf([drip('drip', 5)], {
    faults: request => (request.path === '/MedicationAdministration' ? { status: 500, headers: {}, body: '' } : null),
  });
  expect(broken.sections.infusions.status).toBe('failed');
});

test('lines come from devices, procedures and chartings: each with its time, of repeated chartings the last', async () => {
  const line = (id: string, at: string): FhirResource =>
    resource('Observation', id, {
      status: 'final',
      category: [{ coding: [{ code: 'Access Lines - Invasive' }] }],
      code: { text: 'PICC Line Dressing Change' },
      effectiveDateTime: at,
      valueString: 'done',
    });
  const chart = await chartOf([
    {
      resourceType: 'Device',
      id: 'dev',
      patient: subject,
      status: 'active',
      type: { text: 'Pacemaker' },
    } as unknown as FhirResource,
    resource('Procedure', 'cvc', {
      status: 'completed',
      category: { coding: [{ code: 'Invasive Lines' }] },
      code: { text: 'Multi Lumen' },
      performedPeriod: { start: '2026-11-20T11:00:00-05:00', end: '2026-11-21T11:00:00-05:00' },
    }),
    resource('Procedure', 'xray', {
      status: 'completed',
      code: { text: 'Chest X-ray' },
      performedDateTime: '2026-11-20T11:00:00-05:00',
    }),
    resource('Procedure', 'undone', { status: 'not-done', code: { text: 'Foley catheter' }, performedDateTime: '2026-11-20' }),
    line('o1', '2026-11-21T08:00:00-05:00'),
    line('o2', '2026-11-22T08:00:00-05:00'),
  ]);
  expect(chart.sections.lines).toMatchObject({ status: 'ok', reason: '1 not listed: not done' });
  expect(lines(chart.sections.lines.items)).toEqual([
    'Pacemaker | device | active | ',
    'Multi Lumen | Invasive Lines; charted until 2026-11-21T11:00:00-05:00 | completed | 2026-11-20T11:00:00-05:00',
    'PICC Line Dressing Change | done; charted 2 times in 72 hours, this is the last |  | 2026-11-22T08:00:00-05:00',
  ]);
});

test('a test is pending until a final report answers its order; a report that has only begun is pending too', async () => {
  const lab = (id: string): FhirResource =>
    resource('ServiceRequest', id, {
      status: 'active',
      intent: 'order',
      category: [{ text: 'Laboratory' }],
      code: { text: id },
      authoredOn: '2026-11-22T06:00:00-05:00',
    });
  const report = (id: string, status: string, of: string | null): FhirResource =>
    resource('DiagnosticReport', id, {
      status,
      code: { text: id },
      effectiveDateTime: '2026-11-22T07:00:00-05:00',
      ...(of === null ? {} : { basedOn: [{ reference: `ServiceRequest/${of}` }] }),
    });
  const chart = await chartOf([
    lab('Troponin'),
    lab('Potassium'),
    resource('ServiceRequest', 'turn', { status: 'active', intent: 'order', code: { text: 'Turn every 2 hours' } }),
    report('Potassium result', 'final', 'Potassium'),
    report('Blood culture', 'preliminary', null),
  ]);
  expect(chart.sections.pendingTests.status).toBe('ok');
  expect(chart.sections.pendingTests.items.map(e => e.text)).toEqual(['Troponin', 'Blood culture']);
  expect(chart.sections.serviceOrders.items).toHaveLength(3);
});

test('tests without a result are only partly known where either their orders or their reports cannot be had', async () => {
  const added = [
    resource('ServiceRequest', 's1', {
      status: 'active',
      intent: 'order',
      category: [{ text: 'Laboratory' }],
      code: { text: 's1' },
    }),
    resource('DiagnosticReport', 'r1', { status: 'preliminary', code: { text: 'r1' }, effectiveDateTime: NOW }),
  ];
  const without = async (...types: string[]): Promise<Section<Entry>> =>
    (await chartOf(added, { serve: { without: types } })).sections.pendingTests;
  expect(await without('DiagnosticReport')).toMatchObject({
    status: 'partial',
    reason: expect.stringMatching(/tests that have a result may be listed/) as string,
    items: [{ id: 's1' }],
  });
  expect(await without('ServiceRequest')).toMatchObject({
    status: 'partial',
    reason: expect.stringMatching(/only tests that were begun are listed/) as string,
    items: [{ text: 'r1' }],
  });
  expect(await without('ServiceRequest', 'DiagnosticReport')).toMatchObject({ status: 'not-supported', items: [] });
});

test('a part that the site leaves out is not asked for and says why; what other parts need of it is still asked for', async () => {
  const leftOut = { why: 'not asked for: left out', unlessDeclared: false };
  const { result, asked } = await visit(WARD, { notAsked: { lines: leftOut, reports: leftOut } });
  if (!result.ok) throw new Error(result.error.why);
  const { sections } = result.value.charts[0]!;
  for (const name of ['lines', 'reports'] as const)
    expect(sections[name]).toMatchObject({ status: 'not-supported', reason: leftOut.why, items: [] });
  expect(sections.pendingTests.status).toBe('ok');
  expect(asked.filter(question => /^\/(Device|Procedure)|category=lda/.test(question))).toEqual([]);
  expect(asked.some(question => question.startsWith('/DiagnosticReport'))).toBe(true);
});

test('a contact with a number and no name is shown, not dropped', async () => {
  const chart = await chartOf([
    {
      ...(WARD.find(r => r.id === 'p1') as object),
      contact: [{ relationship: [{ text: 'Daughter' }], telecom: [{ system: 'phone', value: '+1 555 0142' }] }],
    } as unknown as FhirResource,
    {
      resourceType: 'RelatedPerson',
      id: 'rp',
      patient: subject,
      relationship: [{ text: 'Neighbour' }],
      telecom: [{ system: 'phone', value: '+1 555 0199' }],
    } as unknown as FhirResource,
  ]);
  expect(lines(chart.sections.contacts.items)).toEqual([
    'NAME NOT RECEIVED | Daughter, +1 555 0142 |  | ',
    'NAME NOT RECEIVED | Neighbour, +1 555 0199 |  | ',
  ]);
});

test('staff who are only referred to are looked up once for the whole unit, and say so when there is no name', async () => {
  const named = {
    resourceType: 'Practitioner',
    id: 'pr1',
    name: [{ family: 'Okafor', given: ['Ada'] }],
  } as unknown as FhirResource;
  const attended = stay({
    participant: [{ type: [{ coding: [{ code: 'ATND' }] }], individual: { reference: 'Practitioner/pr1' } }],
  });
  const all = [
    ...WARD.filter(r => r.id !== 'e1'),
    attended,
    named,
    order('a', { requester: { reference: 'Practitioner/pr1' } }),
    order('b', { requester: { reference: 'Practitioner/gone' } }),
    order('c', { requester: { reference: 'Practitioner/pr1', display: 'Dr. Sent' } }),
  ];
  const { result, asked } = await visit(all);
  if (!result.ok) throw new Error(result.error.why);
  const chart = result.value.charts[0]!;
  expect(chart.encounter.attending).toBe('OKAFOR, Ada');
  expect(chart.sections.orders.items.map(o => o.prescriber).sort()).toEqual(['Dr. Sent', 'OKAFOR, Ada', 'name not received']);
  expect(asked.filter(q => q.startsWith('/Practitioner?')).map(q => new URLSearchParams(q.split('?')[1]).get('_id'))).toEqual([
    'pr1',
    'gone',
  ]);
});

test('a copy made before these parts existed still opens, and says that they are missing rather than empty', async () => {
  const chart = await chartOf([order('a')]);
  const { infusions: _i, pendingTests: _p, lines: _l, ...before } = chart.sections;
  const read = readChart(JSON.stringify({ ...chart, sections: before }));
  if (!read.ok) throw new Error(read.error.why);
  for (const name of ['infusions', 'pendingTests', 'lines'] as const)
    expect(read.value.sections[name]).toMatchObject({ status: 'failed', asOf: null, items: [] });
  const again = readChart(JSON.stringify(chart));
  expect(again.ok && again.value.sections).toEqual((JSON.parse(JSON.stringify(chart)) as Chart).sections);
});

test('the new parts stand with the other parts of the patient, each with its state and age', async () => {
  const chart = await chartOf([drip('drip', 5)]);
  const view = foldPatient(chart, {
    now: NOW,
    window: { from: NOW, to: '2026-11-23T02:00:00-05:00' },
    events: [],
    generation: 1,
    site,
  });
  const other = view.other.find(o => o.name === 'infusions')!;
  expect(other).toMatchObject({ title: 'Infusions, last known rate' });
  expect(other.entries).toHaveLength(1);
  expect(view.sections.find(s => s.name === 'lines')).toMatchObject({ status: 'ok', asOf: NOW, count: 0 });
});

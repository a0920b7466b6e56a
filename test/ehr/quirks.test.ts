import { describe, expect, test } from 'vitest';
import type { Faults, FhirResource } from '../../main/demo/fhir-server.ts';
import { allergyState } from '../../main/domain/allergy.ts';
import type { Chart } from '../../main/domain/chart.ts';
import { allergy, bundle, chartOf, dose, order, result, says, visit, WARD } from './ward.ts';

const coded = (code: string, display?: string, system = 'http://snomed.info/sct'): object => ({
  coding: [{ system, code, ...(display ? { display } : {}) }],
});
const substances = (chart: Chart): string[] => chart.sections.allergies.items.map(a => a.substance).sort();
const replies =
  (path: string, body: unknown): Faults =>
  request =>
    request.path === path ? says(body) : null;
const outcome = (text: string, severity = 'warning', code = 'suppressed'): object => ({
  resource: { resourceType: 'OperationOutcome', issue: [{ severity, code, diagnostics: text }] },
  search: { mode: 'outcome' },
});

describe('searches', () => {
  test('quirk 1: outcomes among the results, also as the only entry, are no results', async () => {
    const none = outcome('Resource request returns no results.', 'warning', 'processing');
    const chart = await chartOf([], { faults: replies('/AllergyIntolerance', bundle([], undefined, [none])) });
    expect(chart.sections.allergies).toMatchObject({ status: 'ok', items: [], reason: null });
    expect(allergyState(chart.sections.allergies)).toBe('not-received');
  });

  test('quirk 2: "not authorized for sub-resource" makes the section partial and stays as the patient’s warning', async () => {
    const words = 'Client not authorized for AllergyIntolerance - Outside Record.';
    const chart = await chartOf([], {
      faults: replies('/AllergyIntolerance', bundle([allergy('latex')], undefined, [outcome(words)])),
    });
    expect(chart.sections.allergies.status).toBe('partial');
    expect(chart.sections.allergies.reason).toContain(words);
    expect(chart.warnings.join()).toContain(words);
    expect(substances(chart)).toEqual(['latex']);
  });

  test('quirk 2: a warning in words of its own makes the section partial, a remark about parameters does not', async () => {
    const said = async (...others: object[]): Promise<string> =>
      (await chartOf([], { faults: replies('/AllergyIntolerance', bundle([], undefined, others)) })).sections.allergies.status;
    expect(await said(outcome('Some records are kept elsewhere', 'warning', 'processing'))).toBe('partial');
    expect(await said(outcome('Unknown parameter: FOO. Parameter has been ignored.', 'warning', 'invalid'))).toBe('ok');
    expect(await said(outcome('Search took 12 ms', 'information', 'informational'))).toBe('ok');
  });

  test('quirk 3: another patient’s entries, past orders, old results and other categories are filtered here too', async () => {
    const wrong = order('foreign', { subject: { reference: 'Patient/p2' } });
    const sent = bundle([
      order('mine'),
      wrong,
      order('over', { status: 'completed' }),
      order('error', { status: 'entered-in-error' }),
    ]);
    const labs = bundle([
      result('k'),
      result('old', { effectiveDateTime: '2026-01-01' }),
      result('exam', { category: [{ coding: [{ code: 'exam' }] }] }),
    ]);
    const chart = await chartOf([], {
      faults: ({ path, params }) =>
        path === '/MedicationRequest' ? says(sent) : params.get('category') === 'laboratory' ? says(labs) : null,
    });
    expect(chart.sections.orders.items.map(o => o.id)).toEqual(['mine']);
    expect(chart.sections.orders.status).toBe('partial');
    expect(chart.warnings.join()).toContain('1 entries of other patients');
    expect(chart.sections.labs.items.map(o => o.id)).toEqual(['k']);
  });

  test('quirks 4 and 6: a total that is the page size and short pages do not end the list', async () => {
    const pages = [bundle([order('a')], '/fhir/page?2'), bundle([], '/fhir/page?3'), bundle([order('b'), order('a')])];
    const chart = await chartOf([], {
      faults: ({ path, params }) => {
        if (path === '/MedicationRequest') return says({ ...pages[0], total: 1 });
        return path === '/page' ? says({ ...pages[params.has('2') ? 1 : 2], total: 0 }) : null;
      },
    });
    expect(chart.sections.orders.items.map(o => o.id)).toEqual(['a', 'b']);
  });

  test('quirk 5: opaque next links are followed as they are, page by page, on a real cursor', async () => {
    const many = Array.from({ length: 23 }, (_, i) => allergy(`allergen ${String(i).padStart(2, '0')}`));
    const { result: read, asked } = await visit([...WARD, ...many], { serve: { mostPerPage: 5 } });
    expect(read.ok && read.value.charts[0]!.sections.allergies.items).toHaveLength(23);
    expect(asked.filter(a => a.includes('_getpages')).length).toBeGreaterThanOrEqual(4);
  });

  test('quirk 5: a next link that expired restarts that section once', async () => {
    let expired = 0;
    const many = Array.from({ length: 9 }, (_, i) => allergy(`allergen ${i}`));
    const chart = await chartOf(many, {
      serve: { mostPerPage: 5 },
      faults: ({ params }) => (params.has('_getpages') && expired++ === 0 ? { status: 410 } : null),
    });
    expect(chart.sections.allergies).toMatchObject({ status: 'ok' });
    expect(new Set(substances(chart)).size).toBe(9);
    expect(chart.sections.allergies.items).toHaveLength(9);
  });

  test('quirk 5: next links that lead in a circle end, and the section is not called complete', async () => {
    const chart = await chartOf([], {
      faults: ({ path }) =>
        path === '/AllergyIntolerance' || path === '/page' ? says(bundle([allergy('latex')], '/fhir/page')) : null,
    });
    expect(chart.sections.allergies.status).toBe('failed');
    expect(chart.sections.allergies.reason).toContain('in a circle');
    expect(substances(chart)).toEqual(['latex']);
  });

  test('quirk 5: pages without end stop at the cap', async () => {
    let page = 0;
    const chart = await chartOf([], {
      limits: { pages: 7 },
      faults: ({ path }) =>
        path === '/AllergyIntolerance' || path === '/page' ? says(bundle([allergy(`a${page}`)], `/fhir/page?${++page}`)) : null,
    });
    expect(page).toBe(7);
    expect(chart.sections.allergies.status).toBe('failed');
  });

  test('quirk 5: a next link to another origin is not followed', async () => {
    const chart = await chartOf([], {
      faults: replies('/AllergyIntolerance', bundle([allergy('latex')], 'http://127.0.0.1:9/fhir?page=2')),
    });
    expect(chart.sections.allergies.status).toBe('failed');
    expect(chart.sections.allergies.reason).toContain('not trusted');
    expect(chart.sections.allergies.reason).toContain('only a part');
  });

  test('quirk 7: JSON is always asked for by name', async () => {
    const accepted = new Set<string | undefined>();
    await visit(WARD, {
      faults: ({ headers }) => {
        accepted.add(headers['accept']);
        return null;
      },
    });
    expect([...accepted]).toEqual(['application/fhir+json']);
  });

  test('quirk 12: an empty section is received and empty, with its time', async () => {
    const chart = await chartOf([]);
    expect(chart.sections.problems).toMatchObject({ status: 'ok', items: [], reason: null });
    expect(chart.sections.problems.asOf).not.toBeNull();
  });

  test('a search that refuses the filter is asked again without it, and filtered here', async () => {
    const chart = await chartOf([order('o1'), order('o2', { status: 'stopped' })], {
      faults: ({ path, params }) => (path === '/MedicationRequest' && params.has('status') ? { status: 400 } : null),
    });
    expect(chart.sections.orders).toMatchObject({ status: 'ok' });
    expect(chart.sections.orders.items.map(o => o.id)).toEqual(['o1']);
  });

  test('a server that refuses a category makes the problems partial, with what the other brought', async () => {
    const problem = {
      resourceType: 'Condition',
      id: 'c1',
      subject: { reference: 'Patient/p1' },
      category: [coded('problem-list-item')],
      code: { text: 'COPD' },
    };
    const chart = await chartOf([problem as FhirResource], {
      faults: ({ path, params }) =>
        path === '/Condition' && params.get('category') === 'encounter-diagnosis' ? { status: 400 } : null,
    });
    expect(chart.sections.problems.status).toBe('partial');
    expect(chart.sections.problems.items.map(p => p.text)).toEqual(['COPD']);
  });
});

describe('allergies', () => {
  test('quirk 14: the four states are four different things', async () => {
    const notAsked = allergy('x', { code: { ...coded('1631000175102'), text: 'Not on File' } });
    const none = allergy('y', { code: { ...coded('716186003', 'No known allergy') } });
    const noneByWords = allergy('z', { code: { text: 'NKDA' } });
    expect(allergyState((await chartOf([notAsked])).sections.allergies)).toBe('not-asked');
    expect(allergyState((await chartOf([none])).sections.allergies)).toBe('none-known');
    expect(allergyState((await chartOf([noneByWords])).sections.allergies)).toBe('none-known');
    expect(allergyState((await chartOf([])).sections.allergies)).toBe('not-received');
    expect(allergyState((await chartOf([none, allergy('penicillin')])).sections.allergies)).toBe('listed');
  });

  test('quirk 14: a substance whose words merely contain such a phrase stays a substance', async () => {
    const chart = await chartOf([allergy('Contrast: no known allergy to iodine but reacted'), allergy('Unknown antibiotic')]);
    expect(chart.sections.allergies.items.map(a => a.negates)).toEqual([null, null]);
  });

  test('quirk 15: mistaken, refuted and resolved entries are not listed, and are counted', async () => {
    const chart = await chartOf([
      allergy('penicillin', { verificationStatus: coded('unconfirmed') }),
      allergy('error', { verificationStatus: coded('entered-in-error') }),
      allergy('refuted', { verificationStatus: coded('refuted') }),
      allergy('resolved', { clinicalStatus: coded('resolved') }),
    ]);
    expect(chart.sections.allergies.items.map(a => [a.substance, a.qualifier])).toEqual([['penicillin', 'unconfirmed']]);
    expect(chart.sections.allergies.reason).toBe('1 not listed: entered in error; 1 not listed: refuted; 1 not listed: resolved');
  });

  test('quirk 13: a name comes from the text, then a preferred system, then any display, and a bare code is not dropped', async () => {
    const chart = await chartOf([
      allergy('a', {
        code: {
          coding: [
            { system: 'urn:oid:1', code: 'X', display: 'Zz' },
            { system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '7980', display: 'Penicillin G' },
          ],
        },
      }),
      allergy('b', { code: { coding: [{ system: 'urn:oid:1', code: '99' }] } }),
      allergy('c', {
        code: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }] },
      }),
    ]);
    expect(substances(chart)).toEqual(['Penicillin G', 'SUBSTANCE NOT RECEIVED', 'SUBSTANCE NOT RESOLVED (code 99)']);
  });

  test('quirk 16: 1,500 allergies are all listed', async () => {
    const many = Array.from({ length: 1500 }, (_, i) => allergy(`allergen ${i}`));
    expect((await chartOf(many)).sections.allergies.items).toHaveLength(1500);
  });
});

describe('given doses', () => {
  const outcomes = async (...doses: FhirResource[]): Promise<Record<string, string>> =>
    Object.fromEntries((await chartOf(doses)).sections.administrations.items.map(a => [a.id, a.outcome]));
  const by = (text: string): { dosage: object } => ({ dosage: { method: { text } } });

  test('"completed" with a method that says otherwise was not given', async () => {
    const said = await outcomes(
      dose('given', by('Administered')),
      dose('not', by('Not Given per Sliding Scale')),
      dose('hold', by('Hold Dose')),
      dose('flush', by('Not Flushed')),
      dose('patch', by('Removed Existing / Applied New')),
      dose('off', by('Removed')),
      dose('seen', by('Confirmed')),
      dose('refused', { status: 'not-done', statusReason: [{ text: 'Patient refused' }] }),
      dose('held', { status: 'not-done', statusReason: [{ text: 'Held: low blood pressure' }] }),
      dose('vomiting', { status: 'not-done', statusReason: [{ text: 'Vomiting' }] }),
      dose('paused', { status: 'on-hold' }),
      dose('running', { status: 'in-progress' }),
      dose('plain'),
      dose('broken-off', { status: 'stopped' }),
    );
    expect(said).toEqual({
      given: 'given',
      not: 'not-given',
      hold: 'held',
      flush: 'not-given',
      patch: 'given',
      off: 'unknown',
      seen: 'unknown',
      refused: 'refused',
      held: 'held',
      vomiting: 'not-given',
      paused: 'held',
      running: 'in-progress',
      plain: 'given',
      'broken-off': 'unknown',
    });
  });

  test('a dose of 49 hours ago is not read, a drip that began then and still runs is', async () => {
    const long = { effectiveDateTime: undefined, effectivePeriod: { start: '2026-11-20T08:00:00-05:00' } } as object;
    const said = await outcomes(
      dose('old', { effectiveDateTime: '2026-11-20T12:59:00-05:00' }),
      dose('drip', { ...long, status: 'in-progress' }),
    );
    expect(Object.keys(said)).toEqual(['drip']);
  });

  test('a dose without a time of day is kept as unmapped, with the day', async () => {
    const chart = await chartOf([dose('d', { effectiveDateTime: '2026-11-22' })]);
    expect(chart.sections.administrations.items).toEqual([]);
    expect(chart.unmapped).toMatchObject([
      { resource: 'MedicationAdministration', id: 'd', why: 'a dose without a time of day (2026-11-22)' },
    ]);
    expect(JSON.parse(chart.unmapped[0]!.raw)).toMatchObject({ resourceType: 'MedicationAdministration', id: 'd' });
  });

  test('a dose that carries only a code gets the name of the order it belongs to, even of one that is over', async () => {
    const bare = (id: string, of: string): FhirResource =>
      dose(id, {
        medicationCodeableConcept: coded('HEPA5I', undefined, 'urn:formulary'),
        request: { reference: `MedicationRequest/${of}` },
      });
    const chart = await chartOf([
      order('o1'),
      order('o2', { status: 'completed' }),
      bare('d1', 'o1'),
      bare('d2', 'o2'),
      bare('d3', 'gone'),
    ]);
    const names = Object.fromEntries(chart.sections.administrations.items.map(a => [a.id, a.drug]));
    expect(names).toEqual({ d1: 'drug of o1', d2: 'drug of o2', d3: 'NAME NOT RESOLVED (code HEPA5I)' });
  });
});

describe('results', () => {
  const quantity = (value: number | string): object => ({ valueQuantity: { value, unit: 'mg/dL' } });
  const lab = async (json: string): Promise<string | null> => {
    const raw = JSON.stringify(bundle([result('k', quantity('@'))])).replace('"@"', json);
    const chart = await chartOf([], { faults: r => (r.params.get('category') === 'laboratory' ? says(raw) : null) });
    return chart.sections.labs.items[0]!.value;
  };

  test.each([
    ['1.50', '1.50'],
    ['4.0', '4.0'],
    ['49.99999873689376', '49.99999873689376'],
    ['1e-7', '0.0000001'],
    ['1.5E+3', '1500'],
    ['0.05', '0.05'],
    ['12345678901234567890', '12345678901234567890'],
    ['-2.10', '-2.10'],
  ])('quirk 27: the number %s is printed without changing the value', async (sent, printed) => {
    expect(await lab(sent)).toBe(printed);
  });

  test('a value keeps its comparator, flag, range and reason for absence', async () => {
    const chart = await chartOf([
      result('gfr', {
        valueQuantity: { comparator: '>=', value: 60, unit: 'mL/min' },
        interpretation: [coded('H')],
        referenceRange: [{ low: { value: 3.5 }, high: { value: 5.1, unit: 'mmol/L' } }],
      }),
      result('lost', { dataAbsentReason: { text: 'specimen haemolysed' } }),
      result('gone', { status: 'entered-in-error' }),
    ]);
    const [gfr, lost] = [...chart.sections.labs.items].sort((a, b) => a.id.localeCompare(b.id));
    expect(gfr).toMatchObject({ value: '≥ 60', unit: 'mL/min', flag: 'H', range: '3.5–5.1 mmol/L' });
    expect(lost).toMatchObject({ value: null, absent: 'specimen haemolysed' });
    expect(chart.sections.labs.items).toHaveLength(2);
  });

  test('the last weight is read however old it is, once, beside the vital signs of three days', async () => {
    const vital = (id: string, code: string, at: string, extra: object): FhirResource =>
      result(id, {
        category: [{ coding: [{ code: 'vital-signs' }] }],
        code: { coding: [{ system: 'http://loinc.org', code, display: id }] },
        effectiveDateTime: at,
        ...extra,
      });
    const chart = await chartOf([
      vital('weight-2024', '29463-7', '2024-01-01', { valueQuantity: { value: 70, unit: 'kg' } }),
      vital('weight-june', '29463-7', '2026-06-01T08:00:00-05:00', { valueQuantity: { value: 72, unit: 'kg' } }),
      vital('pulse-june', '8867-4', '2026-06-01T08:00:00-05:00', { valueQuantity: { value: 72, unit: '/min' } }),
      vital('bp', '85354-9', '2026-11-22T08:00:00-05:00', {
        component: [
          { code: { coding: [{ code: '8462-4' }] }, valueQuantity: { value: 80, unit: 'mmHg' } },
          { code: { coding: [{ code: '8480-6' }] }, valueQuantity: { value: 120, unit: 'mmHg' } },
        ],
      }),
    ]);
    expect(chart.sections.vitals.items.map(o => o.id).sort()).toEqual(['bp', 'weight-june']);
    expect(chart.sections.vitals.items.find(o => o.id === 'bp')).toMatchObject({ value: '120/80', unit: 'mmHg' });
  });
});

describe('code status', () => {
  const subject = { reference: 'Patient/p1' };
  const texts = (chart: Chart): string[] => chart.sections.codeStatus.items.map(s => `${s.source}: ${s.text}`).sort();

  test('only explicit decisions count; an order about it without a value is said to be there', async () => {
    const silent = {
      resourceType: 'ServiceRequest',
      id: 's1',
      status: 'active',
      intent: 'order',
      subject,
      code: { text: 'Code status' },
    };
    const chart = await chartOf([silent as FhirResource]);
    expect(chart.sections.codeStatus.items).toEqual([]);
    expect(chart.sections.codeStatus.reason).toContain('about code status, without a value');
  });

  test('observation, consent and order are all kept with source and time, and only the newest observation', async () => {
    const said = (id: string, at: string, text: string): FhirResource =>
      result(id, {
        category: [{ coding: [{ code: 'exam' }] }],
        code: coded('100822-6', 'CPR orders', 'http://loinc.org'),
        effectiveDateTime: at,
        valueCodeableConcept: { text },
      });
    const chart = await chartOf([
      said('o1', '2026-11-20T08:00:00-05:00', 'Full code'),
      said('o2', '2026-11-21T08:00:00-05:00', 'DNR'),
      {
        resourceType: 'Consent',
        id: 'c',
        status: 'active',
        scope: {},
        category: [{ text: 'Code Status' }],
        patient: subject,
        provision: { code: [{ text: 'Full Code' }] },
      } as unknown as FhirResource,
      {
        resourceType: 'Consent',
        id: 'c2',
        status: 'active',
        scope: {},
        category: [{ text: 'Research' }],
        patient: subject,
      } as unknown as FhirResource,
      {
        resourceType: 'ServiceRequest',
        id: 's',
        status: 'active',
        intent: 'order',
        subject,
        code: { text: 'DNR / DNI' },
        authoredOn: '2026-11-21',
      } as FhirResource,
    ]);
    expect(texts(chart)).toEqual(['Consent: Full Code', 'Observation: DNR', 'Order: DNR / DNI']);
  });
});

test('a resource that says nothing usable is kept raw, counted and told; the chart stands', async () => {
  const odd = { resourceType: 'Flag', id: 'f1', status: 'active', subject: { reference: 'Patient/p1' }, code: {} };
  const homeless = { resourceType: 'Flag', id: 'f2', status: 'active', code: { text: 'Isolation' } };
  const { result: read } = await visit(WARD, { faults: replies('/Flag', bundle([odd, homeless])) });
  if (!read.ok) throw new Error(read.error.why);
  expect(read.value.counts.unmapped).toBe(2);
  expect(read.value.charts[0]!.unmapped.map(u => u.why)).toEqual(['a flag without words or code', 'does not say whose it is']);
  expect(read.value.charts[0]!.sections.flags.items).toEqual([]);
});

test('fields of the wrong shape cost themselves, never the chart', async () => {
  const bent = {
    ...order('bent'),
    dosageInstruction: { text: 'Take one' },
    note: 'x',
    category: 'inpatient',
    identifier: [null, { value: 77 }],
    reasonCode: [7],
  };
  const broken = { ...order('broken'), dosageInstruction: [{ timing: { repeat: { timeOfDay: [{}], frequency: 'often' } } }] };
  const chart = await chartOf([], { faults: replies('/MedicationRequest', bundle([bent, broken, order('fine')])) });
  expect([...chart.sections.orders.items.map(o => o.id), ...chart.unmapped.map(u => u.id)].sort()).toEqual([
    'bent',
    'broken',
    'fine',
  ]);
  expect(chart.sections.orders.items.find(o => o.id === 'bent')).toMatchObject({ number: '77', dosages: [{ text: 'Take one' }] });
  expect(chart.sections.orders.items.find(o => o.id === 'broken')?.unread.join()).toContain('frequency');
});

import type { Bundle, CapabilityStatement } from 'fhir/r4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFhir, type RunningFhirServer } from '../../main/demo/fhir-server.ts';
import { get, ids, linkOf, said, SMALL_SET } from './support/fhir-get.ts';

let server: RunningFhirServer;
beforeAll(async () => {
  server = await serveFhir(SMALL_SET);
});
afterAll(() => server.close());

const found = async (query: string): Promise<string[]> => ids((await get(`${server.url}/${query}`)).body);

describe('a search finds', () => {
  test.each([
    ['a ward by the beginning of its name, whatever the case', 'Location?name=4%20WEST', ['west', 'west-clinic']],
    ['a ward by its exact name', 'Location?name:exact=4%20West', ['west']],
    ['a name somewhere inside', 'Location?name:contains=clin', ['west-clinic']],
    ['the beds of a ward', 'Location?partof=Location/west', ['bed-1']],
    ['a patient by name without minding accents', 'Patient?name=eva', ['a']],
    ['no letter that only looks alike: Ł is not L', 'Patient?family=luk', []],
    ['an identifier in any system', 'Patient?identifier=0017', ['a', 'B']],
    ['an identifier in one system', 'Patient?identifier=urn:mrn|0017', ['a']],
    [
      'everyone who was ever at a location, nested parts too',
      'Encounter?location=Location/west',
      ['now', 'was-here', 'nested', 'over'],
    ],
    ['a location by its bare id', 'Encounter?location=east', ['was-here']],
    ['several locations at once', 'Encounter?location=east,Location/west&status=finished,in-progress&patient=B', ['was-here']],
    ['only the status asked for', 'Encounter?location=west&status=in-progress', ['now', 'was-here', 'nested']],
    ['one of several statuses', 'MedicationRequest?patient=Patient/a&status=active,on-hold', ['r1', 'r2']],
    ['a patient by absolute address', 'MedicationRequest?subject=http://elsewhere/fhir/Patient/a&intent=plan', ['r3']],
    ['ids in a list, case-sensitive', 'Patient?_id=a,b', ['a']],
    ['a category by code', 'MedicationRequest?category=inpatient', ['r1']],
    ['a category by system and code', 'MedicationRequest?category=urn:cat|inpatient', ['r1']],
    ['no category of another system', 'MedicationRequest?category=urn:other|inpatient', []],
    ['a category that is a plain code', 'AllergyIntolerance?patient=a&category=food', ['al']],
    ['a clinical status', 'AllergyIntolerance?clinical-status=active', ['al']],
    ['from a day on', 'MedicationRequest?authoredon=ge2026-11-21', ['r2', 'r3']],
    ['before a moment in another zone', 'MedicationRequest?authoredon=lt2026-11-20T13:00:01Z', ['r1']],
    ['between two dates', 'MedicationRequest?authoredon=gt2026-11-20&authoredon=le2026-11-21', ['r2']],
    ['on a day', 'MedicationRequest?authoredon=2026-11-22', ['r3']],
    ['what has begun and not ended', 'MedicationAdministration?effective-time=ge2026-12-01', ['m1']],
    ['nothing that began later', 'MedicationAdministration?effective-time=le2026-11-20', []],
    ['a stay by its period', 'Encounter?date=le2026-10-31', ['over']],
    ['nested parts of a stay', 'Encounter?part-of=Encounter/now', ['nested']],
    ['newest first', 'MedicationRequest?_sort=-authoredon', ['r3', 'r2', 'r1']],
    ['oldest first', 'MedicationRequest?_sort=authoredon', ['r1', 'r2', 'r3']],
    ['nothing updated before this server began', 'Patient?_lastUpdated=lt2020-01-01', []],
    ['everything updated since', 'Patient?_lastUpdated=ge2020-01-01', ['a', 'B']],
  ])('%s', async (_, query, expected) => expect(await found(query)).toEqual(expected));

  test('what matches refers to, when asked to include it, once and as included', async () => {
    const { body } = await get(`${server.url}/MedicationRequest?patient=a&_include=MedicationRequest:medication`);
    expect(ids(body)).toEqual(['r1', 'r2', 'r3']);
    expect(ids(body, 'include')).toEqual(['aspirin']);
    expect(body.total).toBe(3);
  });

  test('the wards of stays, by include', async () => {
    const { body } = await get(`${server.url}/Encounter?_id=now&_include=Encounter:location&_include=Encounter:patient`);
    expect(ids(body, 'include')).toEqual(['west', 'a']);
  });

  test('the same by POST as by GET', async () => {
    const response = await fetch(`${server.url}/MedicationRequest/_search?status=active`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'patient=Patient%2Fa',
    });
    expect(response.status).toBe(200);
    expect(ids((await response.json()) as Bundle)).toEqual(['r1']);
  });
});

describe('what a search does not understand', () => {
  test('is told in an outcome entry, and the rest of the search is done', async () => {
    const { status, body } = await get(`${server.url}/Encounter?patient=a&status=finished&colour=red&_sort=shoe`);
    expect(status).toBe(200);
    expect(ids(body)).toEqual(['over']);
    const outcome = body.entry?.find(e => e.search?.mode === 'outcome')?.resource;
    expect(said(outcome)).toContain('"colour" is unknown');
    expect(said(outcome)).toContain('sorting by "shoe"');
  });

  test('is left out of the self link, which names what was done', async () => {
    const { body } = await get(`${server.url}/Encounter?patient=a&colour=red&_count=1`);
    const self = new URL(linkOf(body, 'self')!);
    expect([...self.searchParams]).toEqual([
      ['patient', 'a'],
      ['_count', '1'],
    ]);
  });

  test('is refused when the client asks for strict handling', async () => {
    const { status, body } = await get(`${server.url}/Encounter?colour=red`, { prefer: 'handling=strict' });
    expect(status).toBe(400);
    expect(said(body)).toContain('error: search parameter "colour" is unknown');
  });

  test('an include of something else is told, not done', async () => {
    const { body } = await get(`${server.url}/MedicationRequest?_include=Encounter:location`);
    expect(ids(body, 'include')).toEqual([]);
    expect(ids(body, 'outcome')).toHaveLength(1);
  });

  test.each([
    ['a wrong date', 'MedicationRequest?authoredon=yesterday'],
    ['a wrong count', 'Patient?_count=many'],
    ['a modifier that is not supported', 'Patient?gender:not=male'],
  ])('%s is refused', async (_, query) => {
    const { status, body } = await get(`${server.url}/${query}`);
    expect(status).toBe(400);
    expect(said(body)).toMatch(/^error: /);
  });
});

test('the CapabilityStatement names only what works: every parameter and include it declares is understood', async () => {
  const { body } = await get<CapabilityStatement>(`${server.url}/metadata`);
  const resources = body.rest![0]!.resource!;
  expect(resources.map(r => r.type)).toContain('MedicationRequest');
  const values = { date: '2026', token: 'x', reference: 'x', string: 'x' };
  for (const { type, searchParam = [], searchInclude = [] } of resources) {
    const params = searchParam.map(p => `${p.name}=${values[p.type as keyof typeof values]}`);
    const query = [...params, ...searchInclude.map(name => `_include=${name}`)].join('&');
    const { status, body: bundle } = await get(`${server.url}/${type}?${query}`);
    expect([type, status, ids(bundle, 'outcome')]).toEqual([type, 200, []]);
  }
});

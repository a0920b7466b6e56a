import type { Bundle, FhirResource, OperationOutcome } from 'fhir/r4';

/** A GET as a FHIR client makes it. */
export async function get<T = Bundle>(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: T; headers: Headers }> {
  const response = await fetch(url, { headers: { accept: 'application/fhir+json', ...headers } });
  return { status: response.status, body: (await response.json()) as T, headers: response.headers };
}

/** What an OperationOutcome says. */
export const said = (body: unknown): string =>
  ((body as OperationOutcome).issue ?? []).map(issue => `${issue.severity}: ${issue.diagnostics}`).join('; ');

/** The ids of a Bundle's entries of one search mode, in order. */
export const ids = (bundle: Bundle, mode: 'match' | 'include' | 'outcome' = 'match'): string[] =>
  (bundle.entry ?? []).filter(e => e.search?.mode === mode).map(e => e.resource?.id ?? '');

export const linkOf = (bundle: Bundle, relation: string): string | undefined =>
  bundle.link?.find(link => link.relation === relation)?.url;

/** Follows next to the end. */
export async function everyPage(url: string): Promise<Bundle[]> {
  const pages: Bundle[] = [];
  for (let next: string | undefined = url; next !== undefined; next = linkOf(pages.at(-1)!, 'next')) {
    const { status, body } = await get(next);
    if (status !== 200) throw new Error(`${status}: ${said(body)}`);
    pages.push(body);
  }
  return pages;
}

const subject = (id: string) => ({ reference: `Patient/${id}` });

/** A handful of resources with something to find by every kind of parameter. */
export const SMALL_SET: FhirResource[] = [
  {
    resourceType: 'Patient',
    id: 'a',
    name: [{ family: 'Łukasz', given: ['Éva'] }],
    identifier: [{ system: 'urn:mrn', value: '0017' }],
    birthDate: '1950-03-01',
  },
  { resourceType: 'Patient', id: 'B', name: [{ family: 'Brown' }], identifier: [{ system: 'urn:other', value: '0017' }] },
  { resourceType: 'Location', id: 'west', name: '4 West', status: 'active' },
  { resourceType: 'Location', id: 'west-clinic', name: '4 West Clinic', status: 'active' },
  { resourceType: 'Location', id: 'bed-1', name: '401-A', status: 'active', partOf: { reference: 'Location/west' } },
  {
    resourceType: 'Encounter',
    id: 'now',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: subject('a'),
    period: { start: '2026-11-20T10:00:00-05:00' },
    location: [{ location: { reference: 'Location/west' }, status: 'active' }],
  },
  {
    resourceType: 'Encounter',
    id: 'was-here',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: subject('B'),
    location: [
      { location: { reference: 'Location/west' }, status: 'completed' },
      { location: { reference: 'Location/east' }, status: 'active' },
    ],
  },
  {
    resourceType: 'Encounter',
    id: 'nested',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: subject('a'),
    partOf: { reference: 'Encounter/now' },
    location: [{ location: { reference: 'Location/west' } }],
  },
  {
    resourceType: 'Encounter',
    id: 'over',
    status: 'finished',
    class: { code: 'IMP' },
    subject: subject('a'),
    period: { start: '2026-10-01', end: '2026-10-05' },
    location: [{ location: { reference: 'Location/west' } }],
  },
  { resourceType: 'Medication', id: 'aspirin', code: { text: 'aspirin' } },
  {
    resourceType: 'MedicationRequest',
    id: 'r1',
    status: 'active',
    intent: 'order',
    authoredOn: '2026-11-20T08:00:00-05:00',
    subject: subject('a'),
    medicationReference: { reference: 'Medication/aspirin' },
    category: [{ coding: [{ system: 'urn:cat', code: 'inpatient' }] }],
  },
  {
    resourceType: 'MedicationRequest',
    id: 'r2',
    status: 'on-hold',
    intent: 'order',
    authoredOn: '2026-11-21',
    subject: subject('a'),
    medicationReference: { reference: 'Medication/aspirin' },
  },
  {
    resourceType: 'MedicationRequest',
    id: 'r3',
    status: 'stopped',
    intent: 'plan',
    authoredOn: '2026-11-22T23:59:00Z',
    subject: subject('a'),
    medicationReference: { reference: 'Medication/gone' },
  },
  {
    resourceType: 'MedicationAdministration',
    id: 'm1',
    status: 'completed',
    subject: subject('a'),
    medicationReference: { reference: 'Medication/aspirin' },
    effectivePeriod: { start: '2026-11-21T06:00:00Z' },
  },
  {
    resourceType: 'AllergyIntolerance',
    id: 'al',
    patient: subject('a'),
    category: ['food'],
    clinicalStatus: { coding: [{ system: 'urn:clin', code: 'active' }] },
  },
];

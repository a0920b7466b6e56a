import type { AllergyIntolerance, Encounter, MedicationAdministration, MedicationRequest, Observation } from 'fhir/r4';
import { serveFhir, type Faults, type FhirResource, type ServeOptions } from '../../main/demo/fhir-server.ts';
import type { Chart } from '../../main/domain/chart.ts';
import type { Result } from '../../main/domain/result.ts';
import { fhirEhr, type FhirEhrOptions } from '../../main/ehr/ehr.ts';
import type { EhrFault, FetchedUnit, Log } from '../../main/ports.ts';

/** "Now" on the ward of these tests. */
export const NOW = '2026-11-22T14:00:00-05:00';
export const ZONE = 'America/New_York';

/** A unit "4 West" with room 512 and bed 512-A, where one patient lies; what a test is about is added to it. */
export const WARD: FhirResource[] = [
  { resourceType: 'Organization', id: 'org', name: 'General Hospital' },
  {
    resourceType: 'Location',
    id: 'w4',
    name: '4 West',
    status: 'active',
    physicalType: kind('wa'),
    managingOrganization: { reference: 'Organization/org' },
  },
  { resourceType: 'Location', id: 'r512', name: '512', physicalType: kind('ro'), partOf: { reference: 'Location/w4' } },
  { resourceType: 'Location', id: 'b512a', name: 'A', physicalType: kind('bd'), partOf: { reference: 'Location/r512' } },
  { resourceType: 'Location', id: 'w4w', name: '4 West Annex', status: 'active' },
  {
    resourceType: 'Patient',
    id: 'p1',
    identifier: [{ type: { coding: [{ code: 'MR' }] }, value: '00123' }],
    name: [
      { use: 'usual', family: 'Nguyen', given: ['Kai'] },
      { use: 'official', family: 'Nguyễn', given: ['Thị', 'Minh Khai'] },
    ],
    gender: 'female',
    birthDate: '1961-03-02',
  },
  stay({}),
] as FhirResource[];

function kind(code: string): object {
  return { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/location-physical-type', code }] };
}

/** The stay of p1, changed as a test wants it. */
export function stay(change: Partial<Encounter>): FhirResource {
  return {
    resourceType: 'Encounter',
    id: 'e1',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference: 'Patient/p1' },
    period: { start: '2026-11-20T08:00:00-05:00' },
    location: [{ location: { reference: 'Location/b512a' }, status: 'active', period: { start: '2026-11-20T10:00:00-05:00' } }],
    ...change,
  } as FhirResource;
}

/** An active order of p1 in this stay. */
export const order = (id: string, change: Partial<MedicationRequest> = {}): FhirResource =>
  ({
    resourceType: 'MedicationRequest',
    id,
    status: 'active',
    intent: 'order',
    subject: { reference: 'Patient/p1' },
    encounter: { reference: 'Encounter/e1' },
    medicationCodeableConcept: { text: `drug of ${id}` },
    ...change,
  }) as FhirResource;

export const dose = (id: string, change: Partial<MedicationAdministration> = {}): FhirResource =>
  ({
    resourceType: 'MedicationAdministration',
    id,
    status: 'completed',
    subject: { reference: 'Patient/p1' },
    medicationCodeableConcept: { text: 'heparin' },
    effectiveDateTime: '2026-11-22T09:00:00-05:00',
    ...change,
  }) as FhirResource;

export const allergy = (id: string, change: Partial<AllergyIntolerance> = {}): FhirResource =>
  ({
    resourceType: 'AllergyIntolerance',
    id,
    patient: { reference: 'Patient/p1' },
    code: { text: id },
    ...change,
  }) as FhirResource;

export const result = (id: string, change: Partial<Observation> = {}): FhirResource =>
  ({
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [{ coding: [{ code: 'laboratory' }] }],
    subject: { reference: 'Patient/p1' },
    code: { text: id },
    effectiveDateTime: '2026-11-22T06:00:00-05:00',
    ...change,
  }) as FhirResource;

/** A healthy answer with this body, in place of the server's own. */
export const says = (
  body: unknown,
  headers: Record<string, string> = {},
): { status: number; headers: Record<string, string>; body: string } => ({
  status: 200,
  headers: { 'content-type': 'application/fhir+json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** A searchset of these resources. */
export const bundle = (resources: object[], next?: string, others: object[] = []): object => ({
  resourceType: 'Bundle',
  type: 'searchset',
  link: next === undefined ? [] : [{ relation: 'next', url: next }],
  entry: [...resources.map(resource => ({ resource, search: { mode: 'match' } })), ...others],
});

export interface Visit {
  result: Result<FetchedUnit, EhrFault>;
  /** Every request: "path?query". */
  asked: string[];
  logged: string;
}

/** Reads a unit from a real server on loopback that behaves as told. */
export async function visit(
  resources: readonly FhirResource[],
  options: Partial<FhirEhrOptions> & { unit?: string; faults?: Faults; serve?: ServeOptions; signal?: AbortSignal } = {},
): Promise<Visit> {
  const asked: string[] = [];
  const lines: string[] = [];
  const log: Log = { write: (level, message, facts) => void lines.push(JSON.stringify([level, message, facts])) };
  const server = await serveFhir(resources, {
    ...options.serve,
    faults: request => {
      asked.push(`${request.path}?${request.params.toString()}`);
      return options.faults?.(request) ?? null;
    },
  });
  try {
    const { unit, faults: _f, serve: _s, signal, ...ehr } = options;
    const limits = { requestMs: 5_000, backoffMs: 5, patienceMs: 3_000, ...ehr.limits };
    const read = await fhirEhr({ baseUrl: server.url, log, ...ehr, limits }).fetchUnit({
      unit: unit ?? '4 West',
      now: NOW,
      zone: ZONE,
      signal: signal ?? new AbortController().signal,
      progress: () => undefined,
    });
    return { result: read, asked, logged: lines.join('\n') };
  } finally {
    await server.close();
  }
}

/** The one chart of the ward with these resources added; throws when there isn't exactly one. */
export async function chartOf(added: readonly FhirResource[], options: Parameters<typeof visit>[1] = {}): Promise<Chart> {
  const replaced = new Set(added.map(r => `${r.resourceType}/${r.id}`));
  const kept = WARD.filter(r => !replaced.has(`${r.resourceType}/${r.id}`));
  const { result: read } = await visit([...kept, ...added], options);
  if (!read.ok) throw new Error(read.error.why);
  if (read.value.charts.length !== 1) throw new Error(`${read.value.charts.length} charts: ${JSON.stringify(read.value.unread)}`);
  return read.value.charts[0]!;
}

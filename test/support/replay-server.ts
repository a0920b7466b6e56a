import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Bundle, BundleEntry, CapabilityStatement } from 'fhir/r4';

export type ReplayVendor = 'epic' | 'cerner' | 'meditech';

/** A resource as it was captured; only what tests count by. */
export interface CapturedResource {
  resourceType: string;
  id: string;
  [field: string]: unknown;
}

/** One vendor's recorded answers, served again. */
export interface Replay {
  url: string;
  /** Every patient that any capture is about. */
  patients: string[];
  /** Every resource of all captures, once each. */
  captured: CapturedResource[];
  /** Every request: "path?query". */
  asked: string[];
  /** Searches that were refused as the vendor refuses them: "path?query". */
  refused: string[];
  close(): Promise<void>;
}

export const REPLAY_UNIT = 'replay-unit';
export const REPLAY_LIST = { system: 'urn:replay', id: '4711' };
/** The only credentials that the server takes. */
export const REPLAY_AUTHORIZATION = 'Bearer replay';

interface Recorded {
  type: string;
  params: URLSearchParams;
  bundle: Bundle;
}
interface RecordedError {
  status: number;
  body: string;
  type: string;
}
interface Capture {
  statement: CapabilityStatement;
  searches: Recorded[];
  resources: Map<string, CapturedResource>;
  errors: Record<'no-patient' | 'no-type' | 'bad-search' | 'unauthorised', RecordedError>;
  nothing: Bundle | null;
}
interface Wrapped {
  _request?: { url: string; status?: number };
  body?: unknown;
}

/**
 * Serves the captures of one vendor on loopback: searches by patient as recorded, in pages where the recording has a `next` link (under that
 * link), refused as the vendor refuses them, with its own error bodies. Only the census is made up: a stay on one unit for every patient
 * since `admitted`, a list of them, and a bare Patient where none was recorded.
 */
export async function replayVendor(folder: string, vendor: ReplayVendor, admitted: string): Promise<Replay> {
  const capture = load(folder);
  const patients = patientsOf(capture);
  const captured = [...capture.resources.values()];
  for (const [i, id] of patients.entries()) addCensus(capture, id, i, admitted);
  const later = new Map<string, Bundle>();
  const asked: string[] = [];
  const refused: string[] = [];

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://replay');
    const target = url.pathname.replace(/^\/fhir\//, '');
    asked.push(`${target}${url.search}`);
    const fail = (error: RecordedError): void => {
      if (error.status === 400) refused.push(`${target}${url.search}`);
      response.writeHead(error.status, { 'content-type': error.type }).end(error.body);
    };
    if (request.headers.authorization !== REPLAY_AUTHORIZATION) return fail(capture.errors.unauthorised);
    if (target === 'metadata') return send(response, capture.statement);
    const next = later.get(target + url.search);
    if (next) return send(response, next);
    const [type = '', id] = target.split('/').map(decodeURIComponent);
    if (!offers(capture, type)) return fail(capture.errors['no-type']);
    if (id !== undefined) {
      const found = capture.resources.get(`${type}/${id}`);
      return found ? send(response, found) : fail(capture.errors['no-patient']);
    }
    if (mustRefuse(vendor, capture, type, url.searchParams)) return fail(capture.errors['bad-search']);
    const pages = paged(answer(capture, patients, type, url.searchParams), base());
    if (pages.later) later.set(pages.later.at, pages.later.bundle);
    send(response, pages.first);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir/`;
  const close = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: base(), patients, captured, asked, refused, close };
}

function send(response: ServerResponse, resource: object): void {
  response.writeHead(200, { 'content-type': 'application/fhir+json;charset=utf-8' }).end(JSON.stringify(resource));
}

const outcome = (code: string): string =>
  JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] });
const fhirError = (status: number, code: string): RecordedError => ({
  status,
  body: outcome(code),
  type: 'application/fhir+json',
});

/** Reads a folder of captures, wrapped as `{_request, body}` or bare. */
function load(folder: string): Capture {
  const capture: Omit<Capture, 'statement'> & { statement: CapabilityStatement | null } = {
    statement: null,
    searches: [],
    resources: new Map(),
    errors: {
      'no-patient': fhirError(404, 'not-found'),
      'no-type': fhirError(404, 'not-supported'),
      'bad-search': fhirError(400, 'invalid'),
      unauthorised: { status: 401, body: '', type: 'text/plain' },
    },
    nothing: null,
  };
  for (const file of readdirSync(folder).sort()) {
    const json = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Wrapped;
    const body = (json.body ?? json) as CapturedResource & { _non_json_body?: string; entry?: BundleEntry[] };
    if (file === 'CapabilityStatement.json') capture.statement = body as unknown as CapabilityStatement;
    else if (file.startsWith('error-')) {
      const text = body._non_json_body;
      const error = (status: number): RecordedError => ({
        status: json._request?.status ?? status,
        body: text ?? JSON.stringify(body),
        type: text === undefined ? 'application/json' : 'text/html',
      });
      if (file.startsWith('error-404')) capture.errors['no-patient'] = error(404);
      else if (file.startsWith('error-request-unsupported')) capture.errors['no-type'] = error(404);
      else if (file.startsWith('error-search')) capture.errors['bad-search'] = error(400);
      else if (file.startsWith('error-unauth')) capture.errors.unauthorised = error(401);
    } else if (body.resourceType === 'Bundle' && json._request) {
      const url = new URL(json._request.url);
      const bundle = body as unknown as Bundle;
      capture.searches.push({ type: url.pathname.split('/').at(-1)!, params: url.searchParams, bundle });
      const entries = (bundle.entry ?? []).map(e => e.resource as unknown as CapturedResource);
      for (const r of entries) if (r.resourceType !== 'OperationOutcome') capture.resources.set(`${r.resourceType}/${r.id}`, r);
      if (bundle.total === 0 && entries.length > 0) capture.nothing ??= withoutSuppressed(bundle);
    } else if (typeof body.resourceType === 'string' && typeof body.id === 'string')
      capture.resources.set(`${body.resourceType}/${body.id}`, body);
  }
  const { statement } = capture;
  if (statement === null) throw new Error(`${folder} has no CapabilityStatement.json`);
  return { ...capture, statement };
}

/** The vendor's answer for no results, without what it said about that one question's rights. */
function withoutSuppressed(bundle: Bundle): Bundle {
  const entry = (bundle.entry ?? []).map(e => {
    const said = e.resource as unknown as { issue?: { code?: string }[] };
    return { ...e, resource: { ...said, issue: (said.issue ?? []).filter(i => i.code !== 'suppressed') } };
  });
  return { ...bundle, entry: entry as unknown as BundleEntry[] };
}

/** Whom a captured resource is about. */
export function patientOf(resource: CapturedResource): string | null {
  if (resource.resourceType === 'Patient') return resource.id;
  const { subject, patient } = resource as { subject?: { reference?: string }; patient?: { reference?: string } };
  return /^(?:.*\/)?Patient\/([^/]+)$/.exec((subject ?? patient)?.reference ?? '')?.[1] ?? null;
}

const patientsOf = (capture: Capture): string[] =>
  [...new Set([...capture.resources.values()].map(patientOf).filter(id => id !== null))].sort();

function addCensus(capture: Capture, patient: string, index: number, admitted: string): void {
  const add = (resource: CapturedResource): void => {
    const key = `${resource.resourceType}/${resource.id}`;
    if (!capture.resources.has(key)) capture.resources.set(key, resource);
  };
  add({ resourceType: 'Patient', id: patient, name: [{ family: 'Replay', given: [`No. ${index + 1}`] }] });
  add({ resourceType: 'Location', id: REPLAY_UNIT, name: REPLAY_UNIT, status: 'active' });
  add({
    resourceType: 'Encounter',
    id: `replay-stay-${index + 1}`,
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference: `Patient/${patient}` },
    period: { start: admitted },
    location: [{ location: { reference: `Location/${REPLAY_UNIT}` }, status: 'active', period: { start: admitted } }],
  });
}

const offers = (capture: Capture, type: string): boolean =>
  (capture.statement.rest?.[0]?.resource ?? []).some(resource => resource.type === type);

/** Searches that the vendor answers with 400: Epic's without a category, Oracle's without a patient or with a parameter it doesn't declare. */
function mustRefuse(vendor: ReplayVendor, capture: Capture, type: string, params: URLSearchParams): boolean {
  const has = (...names: string[]): boolean => names.some(name => params.has(name));
  switch (vendor) {
    case 'epic':
      if (type === 'Condition') return !has('category', '_id');
      if (type === 'Observation') return !has('category', 'code', '_id');
      return !has('patient', 'subject', '_id', 'identifier', 'name', 'partof');
    case 'cerner': {
      const declared = capture.statement.rest?.[0]?.resource?.find(r => r.type === type)?.searchParam ?? [];
      const unknown = [...params.keys()].filter(name => !name.startsWith('_') && !declared.some(p => p.name === name));
      return !has('patient', 'subject', '_id') || unknown.length > 0;
    }
    case 'meditech':
      return !has('patient', '_id');
  }
}

const bundleOf = (resources: CapturedResource[]): Bundle =>
  ({
    resourceType: 'Bundle',
    type: 'searchset',
    entry: resources.map(resource => ({ resource, search: { mode: 'match' } })),
  }) as unknown as Bundle;

/** What was recorded for this patient; a category that was not part of the recorded question is applied here, other filters are ignored. */
function answer(capture: Capture, patients: readonly string[], type: string, params: URLSearchParams): Bundle {
  const ids = params.get('_id')?.split(',');
  if (ids) return bundleOf(ids.flatMap(id => capture.resources.get(`${type}/${id}`) ?? []));
  if (type === 'List')
    return bundleOf([
      {
        resourceType: 'List',
        id: 'replay-list',
        status: 'current',
        mode: 'working',
        identifier: [{ system: REPLAY_LIST.system, value: REPLAY_LIST.id }],
        entry: patients.map(id => ({ item: { reference: `Patient/${id}` } })),
      },
    ]);
  if (type === 'Location') return bundleOf([...capture.resources.values()].filter(r => r.resourceType === 'Location'));
  const wanted = new Set(
    (params.get('patient') ?? params.get('subject') ?? '').split(',').map(id => id.replace(/^Patient\//, '')),
  );
  const category = params.get('category')?.toLowerCase() ?? null;
  const recorded = capture.searches.filter(s => {
    const theirs = s.params.get('category')?.toLowerCase() ?? null;
    return (
      s.type === type &&
      wanted.has(s.params.get('patient') ?? '') &&
      (theirs === null || category === null || theirs === category)
    );
  });
  const made = [...capture.resources.values()].filter(
    r => r.resourceType === type && r.id.startsWith('replay-') && wanted.has(patientOf(r) ?? ''),
  );
  const [first, ...more] = recorded;
  if (!first) {
    const single = [...capture.resources.values()].filter(r => r.resourceType === type && wanted.has(patientOf(r) ?? ''));
    return single.length > 0 && category === null ? bundleOf(single) : (capture.nothing ?? bundleOf([]));
  }
  const entries = [first, ...more].flatMap(s => s.bundle.entry ?? []);
  const asks = (entry: BundleEntry): boolean =>
    category === null ||
    entry.resource?.resourceType === 'OperationOutcome' ||
    JSON.stringify((entry.resource as { category?: unknown }).category ?? '')
      .toLowerCase()
      .includes(`"${category}"`);
  return { ...first.bundle, entry: [...entries.filter(asks), ...(bundleOf(made).entry ?? [])] };
}

/** One page, or two when the recording goes on: the second under the recorded link's own path and query. */
function paged(bundle: Bundle, base: string): { first: Bundle; later: { at: string; bundle: Bundle } | null } {
  const next = bundle.link?.find(link => link.relation === 'next')?.url;
  const others = (bundle.link ?? []).filter(link => link.relation !== 'next');
  if (next === undefined) return { first: { ...bundle, link: others }, later: null };
  const recorded = new URL(next);
  const at = `${recorded.pathname.split('/').at(-1)!}${recorded.search}`;
  const entries = bundle.entry ?? [];
  const half = Math.ceil(entries.length / 2);
  return {
    first: { ...bundle, link: [...others, { relation: 'next', url: base + at }], entry: entries.slice(0, half) },
    later: { at, bundle: { ...bundle, link: others, entry: entries.slice(half) } },
  };
}

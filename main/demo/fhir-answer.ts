import type { BundleEntry } from 'fhir/r4';
import { bulkExports, type BulkOptions } from './bulk-export.ts';
import { capabilityStatement } from './capability.ts';
import type { FhirResource } from './fhir-resource.ts';
import { operationOutcome } from './operation-outcome.ts';
import { keepCursors, type SavedSearch } from './paging.ts';
import type { ResourceIndex } from './resource-index.ts';
import { readQuery } from './search-query.ts';
import { SEARCH_PARAMETERS } from './search-parameters.ts';
import { includedOf, matchesOf } from './search.ts';

/** A request as the FHIR core sees it: `path` is below the base, `params` are those of the query and of a posted form together. */
export interface FhirRequest {
  method: string;
  path: string;
  params: URLSearchParams;
  headers: Record<string, string | undefined>;
}

export interface FhirResponse {
  status: number;
  headers: Record<string, string>;
  /** JSON text; empty for none. */
  body: string;
}

export interface FhirCore {
  /** Base URL for links and fullUrl. */
  url: string;
  index: ResourceIndex;
  /** Resource types not offered at all. */
  without: readonly string[];
  /** Matches per page when the request doesn't say, and the most it may ask for. */
  pageSize: number;
  mostPerPage: number;
  cursorLifetimeMs: number;
  /** How a Group's $export behaves; without it there is none. */
  bulk?: BulkOptions | undefined;
  /** Milliseconds since the epoch. */
  now: () => number;
}

const FHIR_JSON = 'application/fhir+json; charset=utf-8';
const READS = ['GET', 'HEAD', 'OPTIONS'];

const reply = (status: number, resource: object, headers: Record<string, string> = {}): FhirResponse => ({
  status,
  headers: { 'content-type': FHIR_JSON, ...headers },
  body: JSON.stringify(resource),
});

type IssueCode = Parameters<typeof operationOutcome>[1];
const refuse = (status: number, code: IssueCode, why: string, headers: Record<string, string> = {}): FhirResponse =>
  reply(status, operationOutcome('error', code, why), headers);

/** Makes the function that answers requests; it knows FHIR and nothing of sockets. */
export function fhirAnswers(core: FhirCore): (request: FhirRequest) => FhirResponse {
  const { index, url } = core;
  const loadedAt = new Date(core.now()).toISOString();
  const cursors = keepCursors(core.cursorLifetimeMs, core.now);
  const types = [...new Set([...Object.keys(SEARCH_PARAMETERS), ...index.types])].filter(t => !core.without.includes(t)).sort();
  const texts = new WeakMap<FhirResource, string>();

  function textOf(resource: FhirResource): string {
    let text = texts.get(resource);
    if (text === undefined) texts.set(resource, (text = JSON.stringify(resource)));
    return text;
  }

  const entry = (resource: FhirResource, mode: 'match' | 'include'): string =>
    `{"fullUrl":${JSON.stringify(`${url}/${resource.resourceType}/${resource.id}`)},"resource":${textOf(resource)},"search":{"mode":"${mode}"}}`;

  function bundle(saved: SavedSearch, offset: number, self: string, next: string | null, ignored: string[]): FhirResponse {
    const page = saved.matches.slice(offset, offset + saved.pageSize);
    const outcome: BundleEntry = {
      resource: operationOutcome('information', 'not-supported', ...ignored),
      search: { mode: 'outcome' },
    };
    const entries = [
      ...page.map(resource => entry(resource, 'match')),
      ...includedOf(index, saved.query, page).map(resource => entry(resource, 'include')),
      ...(ignored.length ? [JSON.stringify(outcome)] : []),
    ];
    const link = [{ relation: 'self', url: self }, ...(next ? [{ relation: 'next', url: next }] : [])];
    const head = JSON.stringify({
      resourceType: 'Bundle',
      type: 'searchset',
      timestamp: new Date(core.now()).toISOString(),
      total: saved.matches.length,
      link,
    });
    const body = entries.length ? `${head.slice(0, -1)},"entry":[${entries.join(',')}]}` : head;
    return { status: 200, headers: { 'content-type': FHIR_JSON }, body };
  }

  function search(type: string, request: FhirRequest): FhirResponse {
    const read = readQuery(type, request.params);
    if (!read.ok) return refuse(400, 'invalid', read.error.why);
    const query = read.value;
    if (query.ignored.length && /handling\s*=\s*strict/i.test(request.headers['prefer'] ?? ''))
      return refuse(400, 'not-supported', query.ignored.join('; '));
    const pageSize = Math.min(query.count ?? core.pageSize, core.mostPerPage);
    const saved: SavedSearch = { query, matches: matchesOf(index, query, loadedAt), pageSize };
    const params = new URLSearchParams(query.understood).toString();
    const self = `${url}/${type}${params && `?${params}`}`;
    const more = pageSize > 0 && saved.matches.length > pageSize;
    return bundle(saved, 0, self, more ? pageLink(cursors.open(saved), pageSize) : null, query.ignored);
  }

  function pageLink(id: string, offset: number): string {
    const cursor = cursors.at(id, offset);
    return `${url}?_getpages=${cursor.search}&_page=${cursor.page}`;
  }

  function nextPage(id: string, params: URLSearchParams): FhirResponse {
    const found = cursors.find({ search: id, page: params.get('_page') ?? '' });
    if (!found) return refuse(410, 'expired', 'this search is not known here or has expired: search again');
    const { saved, offset } = found;
    const after = offset + saved.pageSize;
    const next = after < saved.matches.length ? pageLink(id, after) : null;
    return bundle(saved, offset, `${url}?${params.toString()}`, next, []);
  }

  function read(type: string, id: string): FhirResponse {
    const resource = index.read(type, id);
    if (!resource) return refuse(404, 'not-found', `${type}/${id} is not known`);
    return { status: 200, headers: { 'content-type': FHIR_JSON }, body: textOf(resource) };
  }

  const bulk = core.bulk && bulkExports(url, index, core.bulk);

  function route(request: FhirRequest): FhirResponse {
    const exported = bulk?.(request);
    if (exported) return exported;
    const { method, params } = request;
    const [type = '', second, ...rest] = request.path.split('/').filter(Boolean);
    const searching = second === '_search' && rest.length === 0;
    const allowed = searching ? [...READS, 'POST'] : READS;
    if (method === 'OPTIONS') return { status: 204, headers: { allow: allowed.join(', ') }, body: '' };
    if (!allowed.includes(method))
      return refuse(405, 'not-supported', `${method} is not supported here: this server only reads`, {
        allow: allowed.join(', '),
      });
    if (!wantsJson(request)) return refuse(406, 'not-supported', 'this server answers in application/fhir+json only');
    if (method === 'POST' && !/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? ''))
      return refuse(415, 'not-supported', 'a posted search must be application/x-www-form-urlencoded');
    const pages = params.get('_getpages');
    if (type === '' && pages !== null) return nextPage(pages, params);
    if (type === '') return refuse(400, 'not-supported', 'searching across all types is not supported: name a type');
    if (type === 'metadata' && second === undefined) return reply(200, capabilityStatement(types, url, loadedAt));
    if (!types.includes(type)) return refuse(404, 'not-supported', `resource type "${type}" is not supported`);
    if (second === undefined || searching) return search(type, request);
    if (rest.length === 0 && !second.startsWith('_') && !second.startsWith('$')) return read(type, second);
    return refuse(404, 'not-supported', `"${request.path}" is not supported`);
  }

  return route;
}

function wantsJson({ params, headers }: FhirRequest): boolean {
  const format = params.get('_format');
  if (format !== null) return /json/i.test(format);
  const accept = headers['accept']?.trim();
  if (!accept) return true;
  return accept.split(',').some(range => {
    const [type = '', ...rest] = range.split(';').map(part => part.trim().toLowerCase());
    if (rest.some(part => /^q=0(\.0*)?$/.test(part))) return false;
    return ['application/fhir+json', 'application/json', 'application/json+fhir', 'application/*', '*/*'].includes(type);
  });
}

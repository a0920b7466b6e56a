import type { Group } from 'fhir/r4';
import type { FhirRequest, FhirResponse } from './fhir-answer.ts';
import { targetOf, valuesAt, type FhirResource } from './fhir-resource.ts';
import { operationOutcome } from './operation-outcome.ts';
import type { ResourceIndex } from './resource-index.ts';

/** How a bulk export behaves; everything has a default. */
export interface BulkOptions {
  /** How often the status is "not yet" before the export is done: 1. */
  polls?: number;
  /** Retry-After of each "not yet": seconds, a date, or null for none; "0" by default. */
  retryAfter?: string | null;
  /** Lines that stand at the end of a type's file as they are. */
  extraLines?: Record<string, string>;
  /** Lines of an error file. */
  errors?: readonly object[];
  /** Types that the export leaves out although they were asked for. */
  lacks?: readonly string[];
}

interface Job {
  group: string;
  types: string[];
  polled: number;
}

const KICK_OFF = /^\/Group\/([^/]+)\/\$export$/;
const STATUS = /^\/bulk-status\/(\d+)$/;
const FILE = /^\/bulk-file\/(\d+)\/(\w+)$/;

/** Answers a Group's $export, its status, its files and its DELETE (FHIR Bulk Data Access 2.0); null for any other request. */
export function bulkExports(
  url: string,
  index: ResourceIndex,
  options: BulkOptions,
): (request: FhirRequest) => FhirResponse | null {
  const jobs = new Map<string, Job>();
  let last = 0;

  function kickOff(group: string, { params, headers }: FhirRequest): FhirResponse {
    if (!/respond-async/.test(headers['prefer'] ?? '')) return refusal(400, 'required', 'an export needs Prefer: respond-async');
    if (!index.read('Group', group)) return refusal(404, 'not-found', `Group/${group} is not known`);
    const types = (params.get('_type') ?? 'Patient').split(',').filter(type => !options.lacks?.includes(type));
    jobs.set(String(++last), { group, types, polled: 0 });
    return { status: 202, headers: { 'content-location': `${url}/bulk-status/${last}` }, body: '' };
  }

  function status(id: string, job: Job): FhirResponse {
    if (job.polled++ < (options.polls ?? 1)) {
      const retryAfter = options.retryAfter === undefined ? '0' : options.retryAfter;
      return {
        status: 202,
        headers: { 'x-progress': 'working', ...(retryAfter === null ? {} : { 'retry-after': retryAfter }) },
        body: '',
      };
    }
    const file = (type: string) => ({ type, url: `${url}/bulk-file/${id}/${type}` });
    const manifest = {
      transactionTime: new Date().toISOString(),
      request: `${url}/Group/${job.group}/$export`,
      requiresAccessToken: true,
      output: job.types.map(file),
      error: options.errors ? [{ ...file('OperationOutcome') }] : [],
    };
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(manifest) };
  }

  function linesOf(job: Job, type: string): readonly object[] {
    if (type === 'OperationOutcome') return options.errors ?? [];
    const group = index.read('Group', job.group) as Group & FhirResource;
    const members = new Set((group.member ?? []).map(member => targetOf(member.entity)));
    const isMember = (resource: FhirResource): boolean =>
      type === 'Patient'
        ? members.has(`Patient/${resource.id}`)
        : valuesAt(resource, 'subject').some(s => members.has(targetOf(s)));
    return index.ofType(type).filter(isMember);
  }

  return request => {
    const group = KICK_OFF.exec(request.path)?.[1];
    if (group !== undefined) return kickOff(group, request);
    const [, id = '', type] = STATUS.exec(request.path) ?? FILE.exec(request.path) ?? [];
    if (id === '') return null;
    const job = jobs.get(id);
    if (!job) return refusal(404, 'not-found', 'this export is not known here');
    if (request.method === 'DELETE') {
      jobs.delete(id);
      return { status: 202, headers: {}, body: '' };
    }
    if (type === undefined) return status(id, job);
    const lines = linesOf(job, type).map(resource => `${JSON.stringify(resource)}\n`);
    const body = lines.join('') + (options.extraLines?.[type] ?? '');
    return { status: 200, headers: { 'content-type': 'application/fhir+ndjson' }, body };
  };
}

const refusal = (status: number, code: 'required' | 'not-found', why: string): FhirResponse => ({
  status,
  headers: { 'content-type': 'application/fhir+json; charset=utf-8' },
  body: JSON.stringify(operationOutcome('error', code, why)),
});

import type { Bundle } from 'fhir/r4';
import type { FhirJson } from './answer-body.ts';
import type { FhirClient } from './client.ts';
import type { HttpFault } from './fault.ts';
import { completenessNotices, isError } from './notices.ts';
import { list, words } from './tolerant.ts';

/** What a search brought; with a fault, only what came before it. */
export interface Collected<T> {
  items: T[];
  /** Resources of other types that came along. */
  included: FhirJson[];
  /** The EHR's own words that this may not be everything. */
  notices: string[];
  fault: HttpFault | null;
}

interface Run<T> extends Collected<T> {
  pages: number;
}

/**
 * Follows a search page by page until there is no `next` link: totals and short pages mean nothing (fhir.md quirks 4 to 6). Each match is
 * handed to `keep` at once and then forgotten, so memory holds one page. A `next` link that has expired restarts the search once.
 */
export async function collect<T>(
  client: FhirClient,
  query: string,
  keep: (resource: FhirJson) => T | null,
): Promise<Collected<T>> {
  const first = await run(client, query, keep);
  const status = first.fault?.status ?? 0;
  const expired = first.pages > 0 && status >= 400 && status < 500;
  return brokenOff(expired ? await run(client, query, keep) : first);
}

/** "Not found" and "refused" are answers to the question; to a `next` link they only mean that the rest is missing. */
function brokenOff<T>(found: Run<T>): Run<T> {
  const { fault, pages } = found;
  if (pages === 0 || (fault?.kind !== 'not-found' && fault?.kind !== 'refused')) return found;
  return { ...found, fault: { kind: 'server-error', status: null, why: `The EHR broke off between two pages: ${fault.why}` } };
}

async function run<T>(client: FhirClient, query: string, keep: (resource: FhirJson) => T | null): Promise<Run<T>> {
  const type = /^[A-Za-z]+/.exec(query)?.[0] ?? '';
  const found: Run<T> = { items: [], included: [], notices: [], fault: null, pages: 0 };
  const asked = new Set<string>();
  const seen = new Set<string>();
  const stop = (why: string): Run<T> => ({ ...found, fault: { kind: 'server-error', status: null, why: `${why} (${type})` } });
  for (let url: string | null = query; url !== null; found.pages++) {
    if (asked.has(url)) return stop('The EHR leads from page to page in a circle');
    if (found.pages >= client.limits.pages) return stop(`The EHR has more than ${client.limits.pages} pages of this`);
    if (found.pages > 0 && !client.trusts(url)) return stop('The EHR continues its answer at an address that is not trusted');
    asked.add(url);
    const answer = await client.get(url);
    if (!answer.ok) return { ...found, fault: answer.error };
    if (answer.value.resourceType === 'OperationOutcome') {
      found.notices.push(...completenessNotices(answer.value));
      return isError(answer.value) ? stop('The EHR answered with an error instead of results') : found;
    }
    const bundle = answer.value as unknown as Bundle;
    if (answer.value.resourceType !== 'Bundle') return stop('The EHR answered with a single resource instead of a list');
    for (const entry of list(bundle.entry)) {
      const resource = entry.resource as FhirJson | undefined;
      if (typeof resource?.resourceType !== 'string') continue;
      const key = `${resource.resourceType}/${resource.id}`;
      if (resource.id !== undefined && seen.has(key)) continue;
      seen.add(key);
      const mode = words(entry.search?.mode);
      if (mode === 'outcome' || resource.resourceType === 'OperationOutcome')
        found.notices.push(...completenessNotices(resource));
      else if (mode === 'include' || resource.resourceType !== type) found.included.push(resource);
      else {
        const kept = keep(resource);
        if (kept !== null) found.items.push(kept);
      }
    }
    if (list<unknown>(bundle.link).some(link => typeof link !== 'object'))
      return stop('The EHR sent a list that does not say whether it goes on');
    url = words(list(bundle.link).find(link => link.relation === 'next')?.url);
  }
  return found;
}

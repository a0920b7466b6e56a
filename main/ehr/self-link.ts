import type { Bundle } from 'fhir/r4';
import type { FhirJson } from './answer-body.ts';
import type { FhirClient } from './client.ts';
import { list, words } from './tolerant.ts';

/**
 * The parameters of a search that the server ignored, by its own account: its `self` link repeats what it searched by (fhir.md quirk 3).
 * Null when it gives no such account. The page size is the server's to choose and isn't counted.
 */
export function ignoredParameters(search: string, answer: FhirJson): string[] | null {
  const [type = '', query] = search.split('?', 2);
  if (!/^[A-Za-z]+$/.test(type) || query === undefined || answer.resourceType !== 'Bundle') return null;
  const self = words(list((answer as unknown as Bundle).link).find(link => link?.relation === 'self')?.url);
  if (self?.endsWith(`/${search}`)) return [];
  const url = self === null ? null : URL.parse(self, 'http://relative/');
  if (!url?.pathname.endsWith(`/${type}`)) return null;
  const asked = [...new Set(new URLSearchParams(query).keys())];
  const repeated = new Set(url.searchParams.keys());
  if (!asked.some(name => repeated.has(name))) return null;
  return asked.filter(name => name !== '_count' && !repeated.has(name));
}

/** Tells the log once which parameters the server ignores. Nobody on the ward needs to know: every filter is applied again here. */
export function notingIgnored(client: FhirClient): FhirClient {
  const told = new Set<string>();
  return {
    ...client,
    async get(target) {
      const answer = await client.get(target);
      const [type = ''] = target.split('?', 1);
      for (const parameter of (answer.ok && ignoredParameters(target, answer.value)) || []) {
        if (told.has(`${type} ${parameter}`)) continue;
        told.add(`${type} ${parameter}`);
        client.log.write('info', 'the EHR ignores a search parameter', { type, parameter });
      }
      return answer;
    },
  };
}

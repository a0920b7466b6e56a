import { targetOf, valuesAt, type FhirResource } from './fhir-resource.ts';
import type { ResourceIndex } from './resource-index.ts';
import type { Criterion, SearchQuery } from './search-query.ts';
import { spanOf } from './search-values.ts';

/** All resources that match, in the order asked for, else in the order they were loaded. `loadedAt` stands in for a missing meta.lastUpdated. */
export function matchesOf(index: ResourceIndex, query: SearchQuery, loadedAt: string): FhirResource[] {
  const found = candidates(index, query).filter(resource => query.criteria.every(c => meets(resource, c, loadedAt)));
  if (query.sort.length === 0) return found;
  return found
    .map(resource => ({ resource, keys: query.sort.map(s => sortKey(resource, s.name, s.parameter.paths, loadedAt)) }))
    .sort((a, b) => {
      for (const [i, { descending }] of query.sort.entries()) {
        const order = compare(a.keys[i]!, b.keys[i]!);
        if (order !== 0) return descending ? -order : order;
      }
      return 0;
    })
    .map(row => row.resource);
}

function candidates(index: ResourceIndex, query: SearchQuery): FhirResource[] {
  const ids = query.criteria.find(c => c.name === '_id');
  if (ids) return index.ofType(query.type).filter(r => ids.tests.some(test => test(r.id)));
  let smallest: FhirResource[] | null = null;
  for (const { keys, name, parameter } of query.criteria) {
    if (!keys) continue;
    const referring = [...new Set(keys.flatMap(key => index.referring(query.type, name, parameter, key)))];
    if (smallest === null || referring.length < smallest.length) smallest = referring;
  }
  return smallest ?? [...index.ofType(query.type)];
}

function meets(resource: FhirResource, criterion: Criterion, loadedAt: string): boolean {
  const values = criterion.parameter.paths.flatMap(path => valuesAt(resource, path));
  if (criterion.name === '_lastUpdated' && values.length === 0) values.push(loadedAt);
  return values.some(value => criterion.tests.some(test => test(value)));
}

type SortKey = number | string | null;

function sortKey(resource: FhirResource, name: string, paths: string[], loadedAt: string): SortKey {
  if (name === '_id') return resource.id ?? null;
  const spans = paths.flatMap(path => valuesAt(resource, path)).flatMap(value => spanOf(value) ?? []);
  if (spans.length) return Math.min(...spans.map(s => (s.from === -Infinity ? s.to : s.from)));
  return name === '_lastUpdated' ? Date.parse(loadedAt) : null;
}

/** What has no value sorts first, as the oldest. */
function compare(a: SortKey, b: SortKey): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

/** What the matches of a page refer to by the parameters of `_include`; each once, none that is a match itself. */
export function includedOf(index: ResourceIndex, query: SearchQuery, page: readonly FhirResource[]): FhirResource[] {
  const included = new Set<FhirResource>();
  for (const { parameter, target } of query.includes) {
    for (const value of page.flatMap(resource => parameter.paths.flatMap(path => valuesAt(resource, path)))) {
      const [type, id] = targetOf(value)?.split('/') ?? [];
      if (!type || !id || (target !== null && target !== type)) continue;
      const resource = index.read(type, id);
      if (resource) included.add(resource);
    }
  }
  for (const match of page) included.delete(match);
  return [...included];
}

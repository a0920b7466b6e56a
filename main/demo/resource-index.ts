import { targetOf, valuesAt, type FhirResource } from './fhir-resource.ts';
import type { SearchParameter } from './search-parameters.ts';

/** The resources of a server, found by type, by id, and by what they refer to. */
export interface ResourceIndex {
  types: string[];
  ofType(type: string): readonly FhirResource[];
  read(type: string, id: string): FhirResource | undefined;
  /** Resources of a type whose parameter refers to "Type/id" or to a bare id. */
  referring(type: string, name: string, parameter: SearchParameter, key: string): readonly FhirResource[];
}

const NONE: readonly FhirResource[] = [];

/** Indexes resources once; of two with the same type and id the last wins, in the place of the first. */
export function indexResources(resources: readonly FhirResource[]): ResourceIndex {
  const byType = new Map<string, Map<string, FhirResource>>();
  for (const resource of resources) {
    if (resource.id === undefined) continue;
    const ofType = byType.get(resource.resourceType) ?? new Map<string, FhirResource>();
    byType.set(resource.resourceType, ofType.set(resource.id, resource));
  }
  const lists = new Map([...byType].map(([type, map]) => [type, [...map.values()]]));
  const references = new Map<string, Map<string, FhirResource[]>>();

  function referencesOf(type: string, name: string, parameter: SearchParameter): Map<string, FhirResource[]> {
    const cached = references.get(`${type}:${name}`);
    if (cached) return cached;
    const index = new Map<string, FhirResource[]>();
    for (const resource of lists.get(type) ?? NONE) {
      const keys = new Set<string>();
      for (const value of parameter.paths.flatMap(path => valuesAt(resource, path))) {
        const target = targetOf(value);
        if (target === null) continue;
        keys.add(target);
        keys.add(target.slice(target.indexOf('/') + 1));
      }
      for (const key of keys) {
        const found = index.get(key);
        if (found) found.push(resource);
        else index.set(key, [resource]);
      }
    }
    references.set(`${type}:${name}`, index);
    return index;
  }

  return {
    types: [...lists.keys()].sort(),
    ofType: type => lists.get(type) ?? NONE,
    read: (type, id) => byType.get(type)?.get(id),
    referring: (type, name, parameter, key) => referencesOf(type, name, parameter).get(key) ?? NONE,
  };
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FhirResource } from './fhir-resource.ts';

/** The resources of a folder, and everything in it that could not be taken, named by file and line or entry. */
export interface FhirFolder {
  resources: FhirResource[];
  problems: string[];
}

interface Found {
  where: string;
  resource: FhirResource;
}

/**
 * Reads every .ndjson and .json file below a folder, in the order of their names: single resources and Bundles of any type.
 * Of two resources with the same type and id the last wins. Problems are told, never thrown; other files are ignored.
 */
export async function loadFhirFolder(folder: string): Promise<FhirFolder> {
  const problems: string[] = [];
  const found: Found[] = [];
  for (const file of await filesBelow(folder, problems)) {
    let text: string;
    try {
      text = (await readFile(join(folder, file), 'utf8')).replace(/^\uFEFF/, '');
    } catch (e) {
      problems.push(`${file}: cannot be read (${(e as Error).message})`);
      continue;
    }
    if (/\.ndjson$/i.test(file)) {
      for (const [i, line] of text.split('\n').entries()) {
        if (line.trim() !== '') take(parse(line, `${file} line ${i + 1}`, problems), `${file} line ${i + 1}`, found, problems);
      }
    } else take(parse(text, file, problems), file, found, problems);
  }
  return { resources: lastOfEach(found, problems), problems };
}

async function filesBelow(folder: string, problems: string[]): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter(name => /\.(nd)?json$/i.test(name)).sort();
  } catch (e) {
    problems.push(`${folder}: cannot be read (${(e as Error).message})`);
    return [];
  }
}

function parse(text: string, where: string, problems: string[]): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    problems.push(`${where}: not JSON`);
    return undefined;
  }
}

function take(value: unknown, where: string, found: Found[], problems: string[]): void {
  if (value === undefined) return;
  const resource = value as Partial<FhirResource> | null;
  if (typeof resource !== 'object' || resource === null || typeof resource.resourceType !== 'string') {
    problems.push(`${where}: not a FHIR resource (no resourceType)`);
  } else if (resource.resourceType === 'Bundle') takeBundle(resource, where, found, problems);
  else if (typeof resource.id !== 'string' || resource.id === '')
    problems.push(`${where}: ${resource.resourceType} without an id`);
  else found.push({ where, resource: resource as FhirResource });
}

function takeBundle(bundle: object, where: string, found: Found[], problems: string[]): void {
  const { entry } = bundle as { entry?: unknown };
  if (entry === undefined) return;
  if (!Array.isArray(entry)) {
    problems.push(`${where}: Bundle.entry is not a list`);
    return;
  }
  const inside: Found[] = [];
  const names = new Map<string, string>();
  for (const [i, value] of (entry as unknown[]).entries()) {
    const { resource, fullUrl } = (value ?? {}) as { resource?: unknown; fullUrl?: unknown };
    if (resource === undefined) problems.push(`${where} entry ${i + 1}: without a resource`);
    else take(resource, `${where} entry ${i + 1}`, inside, problems);
    const { resourceType, id } = (resource ?? {}) as Partial<FhirResource>;
    if (typeof fullUrl === 'string' && fullUrl.startsWith('urn:') && resourceType && id)
      names.set(fullUrl, `${resourceType}/${id}`);
  }
  if (names.size) for (const { resource } of inside) nameReferences(resource, names);
  for (const one of inside) found.push(one);
}

/** References by `urn:uuid:` inside a Bundle become "Type/id", as a server does when it takes the Bundle in. */
function nameReferences(value: unknown, names: ReadonlyMap<string, string>): void {
  if (typeof value !== 'object' || value === null) return;
  const record = value as Record<string, unknown>;
  for (const [key, child] of Object.entries(record)) {
    if (key === 'reference' && typeof child === 'string') record[key] = names.get(child) ?? child;
    else nameReferences(child, names);
  }
}

function lastOfEach(found: readonly Found[], problems: string[]): FhirResource[] {
  const byKey = new Map<string, Found>();
  for (const one of found) {
    const key = `${one.resource.resourceType}/${one.resource.id}`;
    const earlier = byKey.get(key);
    if (earlier) problems.push(`${one.where}: ${key} again, replaces ${earlier.where}`);
    byKey.set(key, one);
  }
  return [...byKey.values()].map(one => one.resource);
}

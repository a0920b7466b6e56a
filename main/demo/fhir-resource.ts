/** Any FHIR resource as JSON: the demo server reads it by path and never needs more of its type than this. */
export interface FhirResource {
  resourceType: string;
  id?: string | undefined;
}

/** Every value at a dotted path ("location.location"), arrays flattened on the way. */
export function valuesAt(resource: unknown, path: string): unknown[] {
  let values: unknown[] = [resource];
  for (const step of path.split('.')) {
    const next: unknown[] = [];
    for (const value of values) {
      if (typeof value !== 'object' || value === null) continue;
      const child = (value as Record<string, unknown>)[step];
      if (Array.isArray(child)) next.push(...(child as unknown[]));
      else if (child !== undefined && child !== null) next.push(child);
    }
    values = next;
  }
  return values;
}

/**
 * What a Reference points to, as "Type/id" where the type is known, else the bare id; null for contained (`#x`) and logical references.
 * Absolute and versioned URLs are cut to their last "Type/id".
 */
export function targetOf(reference: unknown): string | null {
  const text = typeof reference === 'string' ? reference : (reference as { reference?: unknown } | null)?.reference;
  if (typeof text !== 'string' || text === '' || text.startsWith('#')) return null;
  if (text.startsWith('urn:uuid:')) return text.slice('urn:uuid:'.length);
  const parts = text.replace(/\/_history\/[^/]*$/, '').split('/');
  const id = parts.at(-1);
  const type = parts.at(-2);
  if (!id) return null;
  return type && /^[A-Z]\w+$/.test(type) ? `${type}/${id}` : id;
}

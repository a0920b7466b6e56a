import type { Reference } from 'fhir/r4';
import { list, words } from './tolerant.ts';

/** The id a reference names when it is to this type, whether relative, absolute or versioned; null otherwise. Ids are opaque (fhir.md quirk 29). */
export function idOf(reference: Reference | undefined, type: string): string | null {
  const match = /(?:^|\/)([A-Za-z]+)\/([^/?#|]+)(?:\/_history\/[^/]+)?$/.exec(words(reference?.reference) ?? '');
  return match && match[1] === type ? match[2]! : null;
}

/** The resource that a "#…" reference names inside its own resource. */
export function containedIn<T extends object>(
  holder: { contained?: unknown },
  reference: Reference | undefined,
  type: string,
): T | null {
  const target = words(reference?.reference);
  if (!target?.startsWith('#')) return null;
  const found = list(holder.contained as { id?: string; resourceType?: string }[] | undefined).find(
    r => r.id === target.slice(1) && r.resourceType === type,
  );
  return (found as T | undefined) ?? null;
}

import type { Instant } from '../domain/time.ts';
import type { FhirJson } from './answer-body.ts';
import type { FhirClient } from './client.ts';
import { collect, type Collected } from './paging.ts';
import { address, halves, type Query } from './search-query.ts';

const SMALL_PAGE = 10;
const DEEPEST = 4;

/** A search, and how much of it had to be given up. */
export interface Searched<T> extends Collected<T> {
  /** Parts of the window that could not be read at all; 0 when everything was, or when `fault` says the whole failed. */
  lost: number;
}

/**
 * Searches; when the server fails with an error of its own, which one bad resource can cause (fhir.md quirk 11), asks again in halves of
 * the time window, or with small pages where there is no window, so that everything around the bad resource still comes.
 */
export async function searchAround<T>(
  client: FhirClient,
  query: Query,
  now: Instant,
  keep: (resource: FhirJson) => T | null,
  depth = 0,
): Promise<Searched<T>> {
  const whole = await collect(client, address(query, client.limits.perPage), keep);
  if (whole.fault?.kind !== 'server-error' || whole.fault.status === null) return { ...whole, lost: 0 };
  const parts = depth < DEEPEST ? halves(query, now) : null;
  if (!parts) {
    if (query.window) return { ...whole, lost: 0 };
    const small = await collect(client, address(query, SMALL_PAGE), keep);
    return small.items.length >= whole.items.length ? { ...small, lost: 0 } : { ...whole, lost: 0 };
  }
  const [earlier, later] = parts;
  const a = await searchAround(client, earlier, now, keep, depth + 1);
  const b = await searchAround(client, later, now, keep, depth + 1);
  if (a.fault && b.fault) return { ...whole, lost: 0 };
  return {
    items: [...a.items, ...b.items],
    included: [...a.included, ...b.included],
    notices: [...a.notices, ...b.notices],
    fault: null,
    lost: a.lost + b.lost + (a.fault ? 1 : 0) + (b.fault ? 1 : 0),
  };
}

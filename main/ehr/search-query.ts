import { epochMs, plusMinutes, type Instant } from '../domain/time.ts';

/** A search as the chart asks it; `window` is the part of time it covers, so that it can be asked in smaller parts. */
export interface Query {
  type: string;
  params: Record<string, string>;
  window?: { param: string; from: Instant; to: Instant | null };
}

/** The query as a relative address. */
export function address(query: Query, perPage: number): string {
  const params = new URLSearchParams(query.params);
  if (query.window) {
    params.append(query.window.param, `ge${utc(query.window.from)}`);
    if (query.window.to !== null) params.append(query.window.param, `lt${utc(query.window.to)}`);
  }
  if (!params.has('_count')) params.append('_count', String(perPage));
  return `${query.type}?${params.toString()}`;
}

const utc = (instant: Instant): string => new Date(epochMs(instant)).toISOString();

/** The two halves of a query's window, the second left open; null when it has none or is too small to halve. */
export function halves(query: Query, now: Instant): [Query, Query] | null {
  const { window } = query;
  if (!window) return null;
  const end = window.to ?? now;
  const minutes = Math.floor((epochMs(end) - epochMs(window.from)) / 60_000 / 2);
  if (minutes < 60) return null;
  const middle = plusMinutes(window.from, minutes);
  return [
    { ...query, window: { ...window, to: middle } },
    { ...query, window: { ...window, from: middle } },
  ];
}

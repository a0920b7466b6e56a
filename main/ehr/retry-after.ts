/**
 * How long a busy EHR asks to be left alone, in milliseconds; null when it doesn't say. Understands Retry-After as seconds and as a
 * date, and the RateLimit header's `t` ("requests";r=0;t=60), as servers send one, the other or neither (fhir.md quirk 9).
 */
export function askedWait(headers: Headers, nowMs: number): number | null {
  const after = headers.get('retry-after')?.trim();
  if (after && /^\d+(\.\d+)?$/.test(after)) return Number(after) * 1000;
  if (after) {
    const until = Date.parse(after);
    if (!Number.isNaN(until)) return Math.max(0, until - nowMs);
  }
  const t = /(?:^|[;,\s])t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1] ?? headers.get('ratelimit-reset')?.trim();
  return t !== undefined && /^\d+$/.test(t) ? Number(t) * 1000 : null;
}

/** A pause that doubles with each attempt, with jitter of half its length so that many requests don't come back together. */
export const backoff = (attempt: number, firstMs: number, random: () => number): number =>
  firstMs * 2 ** (attempt - 1) * (0.5 + random() / 2);

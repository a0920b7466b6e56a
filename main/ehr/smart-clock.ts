/**
 * Seconds by which the server's clock is ahead of this computer's, from an answer's Date header; null when it has none. A cache says with
 * Age how old its Date is. Good to about a second, half the time of the round trip included.
 */
export function clockSkew(headers: Headers, sentMs: number, receivedMs: number): number | null {
  const date = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(date)) return null;
  const age = /^\d{1,9}$/.exec(headers.get('age')?.trim() ?? '')?.[0];
  const server = date + 500 + Number(age ?? 0) * 1000;
  return Math.round((server - (sentMs + receivedMs) / 2) / 1000);
}

/** "12 min behind the EHR's" : this computer's clock, from how far the EHR's is ahead. */
export function skewWords(skewSeconds: number): string {
  const size = Math.abs(skewSeconds);
  const much = size < 120 ? `${size} s` : `${Math.round(size / 60)} min`;
  return `${much} ${skewSeconds > 0 ? 'behind' : 'ahead of'} the EHR's`;
}

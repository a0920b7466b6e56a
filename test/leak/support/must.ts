/** The value of what was not refused. */
export function must<T>(result: { ok: true; value: T } | { ok: false; error: { why: string } }): T {
  if (result.ok) return result.value;
  throw new Error(result.error.why);
}

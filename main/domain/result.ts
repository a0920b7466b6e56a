/** An expected outcome. Plain data, so it crosses Electron IPC and HTTP unchanged. */
export type Result<T, E extends { kind: string }> = { ok: true; value: T } | { ok: false; error: E };

/** Wraps a value that was obtained. */
export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

/** Wraps an expected failure; bugs are thrown instead. */
export const err = <E extends { kind: string }>(error: E): { ok: false; error: E } => ({ ok: false, error });

/** Closes a switch over a union: the compiler refuses it when a kind was forgotten. */
export function unreachable(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}

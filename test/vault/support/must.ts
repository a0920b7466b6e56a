import type { Result } from '../../../main/domain/result.ts';

/** The value, or the test ends with the reason. */
export function must<T, E extends { kind: string; why: string }>(result: Result<T, E>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.kind}: ${result.error.why}`);
}

/** The kind of fault; null when there is none. */
export const faultKind = (result: Result<unknown, { kind: string }>): string | null => (result.ok ? null : result.error.kind);

/** Why a call failed that should have answered. */
export const failureWords = (error: unknown): string => (error instanceof Error ? error.message : String(error));

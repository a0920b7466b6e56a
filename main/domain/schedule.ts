import type { Instant } from './time.ts';

/** Where a due time comes from (fhir.md section 4). All but `sent` are computed by the kiosk and marked so. */
export type TimesSource = 'sent' | 'unit-table' | 'frequency';

/** One due time. */
export interface DueTime {
  at: Instant;
  source: TimesSource;
}

/** How an order is timed. A kind that isn't `times` never has due times. */
export type Schedule =
  | { kind: 'times'; source: TimesSource; /** "HH:MM" of the day, or "" for single instants */ times: string[]; words: string }
  | { kind: 'prn'; words: string }
  | { kind: 'once'; at: Instant | null; words: string }
  | { kind: 'continuous'; words: string }
  | { kind: 'not-known'; why: string; words: string };

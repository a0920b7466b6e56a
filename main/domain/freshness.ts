import type { FreshnessThresholds } from './site.ts';
import { minutesBetween, type Instant } from './time.ts';

/** How old a copy is, as a state of its own; `unknown` covers no date and a date in the future. */
export type Freshness =
  | { state: 'fresh' | 'ageing' | 'stale'; minutes: number }
  | { state: 'unknown'; why: string }
  /** Of a patient who was registered here: there is nothing from the EHR that could be old. */
  | { state: 'no-ehr-data' };

/** Judges the age of a copy. A clock that runs before the copy was made makes the age unknown, never fresh. */
export function freshness(asOf: Instant | null, now: Instant, limits: FreshnessThresholds): Freshness {
  if (asOf === null) return { state: 'unknown', why: 'never received' };
  const minutes = minutesBetween(asOf, now);
  if (Number.isNaN(minutes)) return { state: 'unknown', why: 'its time cannot be read' };
  if (minutes < -5) return { state: 'unknown', why: `its time is ${-minutes} min in the future: check this computer's clock` };
  const age = Math.max(0, minutes);
  return { state: age >= limits.staleMinutes ? 'stale' : age >= limits.ageingMinutes ? 'ageing' : 'fresh', minutes: age };
}

/** "42 min", "5 h 10 min", "3 d 4 h". */
export function durationWords(minutes: number): string {
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${Math.floor(hours / 24)} d`;
}

/** "42 min old", or why the age isn't known. */
export function ageWords(f: Freshness): string {
  switch (f.state) {
    case 'unknown':
      return `AGE UNKNOWN: ${f.why}`;
    case 'no-ehr-data':
      return 'no data from the EHR';
    default:
      return `${durationWords(f.minutes)} old`;
  }
}

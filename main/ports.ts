import type { Chart, Snapshot } from './domain/chart.ts';
import type { Result } from './domain/result.ts';
import type { Instant, Zone } from './domain/time.ts';

/** The wall clock; only a test replaces it, or `--now`. */
export interface Clock {
  now(): Instant;
}

/**
 * Keeps data keys unreadable at rest. `context` (unit, generation, file hash) is authenticated: a sealed key moved to another
 * manifest doesn't open. Failure kinds: `wrong-key` (sealed by another key, or altered), `no-key` (the key itself is missing or unreadable).
 */
export interface Keys {
  seal(secret: Buffer, context: string): Result<string, KeyFault>;
  open(sealed: string, context: string): Result<Buffer, KeyFault>;
}
export type KeyFault = { kind: 'wrong-key' | 'no-key'; why: string };

/** Technical log: never patient data, see `Log.write`. */
export interface Log {
  write(level: 'info' | 'warn' | 'error', message: string, facts?: Record<string, string | number | boolean | null>): void;
}

/** The electronic health record, as the app needs it: everything about one unit, or a reason why not. */
export interface Ehr {
  fetchUnit(request: FetchRequest): Promise<Result<FetchedUnit, EhrFault>>;
  /** One cheap read, to say "reachable" or why not. */
  probe(signal: AbortSignal): Promise<Result<{ milliseconds: number }, EhrFault>>;
}

export interface FetchRequest {
  unit: string;
  now: Instant;
  zone: Zone;
  signal: AbortSignal;
  progress(step: FetchProgress): void;
}

export interface FetchProgress {
  patientsDone: number;
  patientsTotal: number;
}

/** What one pass over the EHR brought. Charts are as received, before anything older is carried over. */
export interface FetchedUnit {
  institution: string;
  /** The unit's name as the EHR spells it. */
  unit: string;
  source: string;
  charts: Chart[];
  unread: Snapshot['unread'];
  counts: { requests: number; resources: number; bytes: number; unmapped: number };
}

/** Why the EHR could not be read. `why` is one clear sentence for the ward and IT, without patient data. */
export interface EhrFault {
  kind:
    | 'unreachable' // DNS, refused, reset, TLS
    | 'timeout'
    | 'unauthorised' // 401, 403 on the census itself
    | 'not-fhir' // HTML, plain text, 404 on the base
    | 'busy' // 429 or 503 beyond patience
    | 'malformed' // not JSON, truncated
    | 'server-error'
    | 'unit-unknown'
    | 'unit-empty'
    | 'cancelled';
  why: string;
}

import type { AdtMessage } from './domain/adt.ts';
import type { AdtState } from './domain/adt-state.ts';
import type { Chart, Snapshot } from './domain/chart.ts';
import type { EhrLook } from './domain/ehr-health.ts';
import type { PrinterFault, PrinterLook, PrinterPlace } from './domain/printer.ts';
import type { Result } from './domain/result.ts';
import type { Instant, Zone } from './domain/time.ts';

/** The wall clock; only a test replaces it, or `--now`. */
export interface Clock {
  now(): Instant;
}

/**
 * Keeps data keys unreadable at rest, and says what this kiosk itself wrote. `context` (unit, generation, file hash) is authenticated: a sealed key moved
 * to another manifest doesn't open. Failure kinds: `wrong-key` (sealed by another key, or altered), `no-key` (the key itself is missing or unreadable),
 * `locked` (nobody is signed in: sealing and signing work, opening doesn't), `not-ours` (the signature is not this kiosk's).
 */
export interface Keys {
  seal(secret: Buffer, context: string): Result<string, KeyFault>;
  open(sealed: string, context: string): Result<Buffer, KeyFault>;
  /** Works also while nobody is signed in. */
  sign(text: string): Result<string, KeyFault>;
  check(text: string, signature: string): Result<null, KeyFault>;
}
export type KeyFault = { kind: 'wrong-key' | 'no-key' | 'locked' | 'not-ours'; why: string };

/**
 * Makes what a kiosk gives to the others of its ward readable for them alone, and says who made it. `open` fails in one sentence: `not-ours`,
 * `newer-version`, `other-site`, `other-ward`, `other-key`, `cut-short`, `altered`.
 */
export interface WardSeal {
  /** The hospital and the ward that the key is for. */
  site: string;
  ward: string;
  /** The public half of a signing key: a kiosk's identity. */
  publicKeyOf(signingKey: string): string;
  newSigningKey(): string;
  seal(content: Buffer, signingKey: string): Buffer;
  open(sealed: Buffer): Result<{ content: Buffer; publicKey: string }, SealFault>;
}
export type SealFault = {
  kind: 'not-ours' | 'newer-version' | 'other-site' | 'other-ward' | 'other-key' | 'cut-short' | 'altered';
  /** Goes on after the name of what was opened: "was altered on its way …". */
  why: string;
};

/** Technical log: never patient data, see `Log.write`. */
export interface Log {
  write(level: 'info' | 'warn' | 'error', message: string, facts?: Record<string, string | number | boolean | null>): void;
}

/** The electronic health record, as the app needs it: everything about one unit, or a reason why not. */
export interface Ehr {
  fetchUnit(request: FetchRequest): Promise<Result<FetchedUnit, EhrFault>>;
  /** A few cheap looks, to say how it is. Never rejects. */
  probe(signal: AbortSignal): Promise<EhrLook[]>;
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
  /** What to correct in the source of the census, for IT: a list that names people who have left. */
  notes?: string[];
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
    | 'cancelled'
    | 'not-configured'; // the site's configuration doesn't say how, or asks for what is not there
  why: string;
}

/** An HL7 v2 message as it came in, with what could be made of it. */
export interface AdtEntry {
  receivedAt: Instant;
  /** Sending application and facility. */
  sender: string;
  controlId: string;
  /** The event ("A02"), or why there is none. */
  kind: string;
  digest: string;
  raw: Uint8Array;
  /** Null when it can't be understood; then `why` says what the sender must change. */
  message: AdtMessage | null;
  why: string | null;
}

/** Where messages are kept before they are acknowledged. */
export interface AdtJournal extends AdtRecord {
  /** Keeps these, in one durable step; when it answers, they survive a power cut. `duplicate`: kept before, nothing changed. */
  append(entries: readonly AdtEntry[]): Result<('kept' | 'duplicate')[], { kind: string; why: string }>;
  /** Folds what is older than the time in which disorder is tolerated into a checkpoint and lets go of it, in small steps; the census stays as it is. */
  prune(now: Instant): Promise<Result<{ pruned: number }, { kind: string; why: string }>>;
  close(): void;
}

/** What the feed said so far. */
export interface AdtRecord {
  picture(): Result<AdtPicture, { kind: string; why: string }>;
}

export interface AdtPicture {
  state: AdtState;
  /** When the last message of any kind came; null before the first. */
  lastReceived: Instant | null;
  /** Messages kept so far, by event or kind. */
  counts: Readonly<Record<string, number>>;
  /** The newest that could not be understood, newest first: no patient data in these words. */
  malformed: { controlId: string; receivedAt: Instant; why: string }[];
}

/** A printer, asked directly. Each call ends within its own time limit; an answer is what the printer says, never a guess. */
export interface Printer {
  place: PrinterPlace;
  /** So many documents are with it at a time: enough that it never waits, few enough to be moved. */
  ahead: number;
  look(): Promise<Result<PrinterLook, PrinterFault>>;
  /** Would it take such a job? */
  validate(ticket: PrintTicket): Promise<Result<null, PrinterFault>>;
  /** Hands a document over. That the printer took it says nothing about paper. */
  print(ticket: PrintTicket, document: Buffer): Promise<Result<{ id: number }, PrinterFault>>;
  job(id: number): Promise<Result<JobLook, PrinterFault>>;
  /** All jobs that it remembers. */
  jobs(): Promise<Result<JobLook[], PrinterFault>>;
  cancel(id: number): Promise<Result<null, PrinterFault>>;
  /** Lets go of its connection. */
  close(): void;
}

/** How a document is to be printed. */
export interface PrintTicket {
  /** The job's name: no patient's name or number. */
  job: string;
  duplex: boolean;
  paper: 'letter' | 'a4';
}

/** A job as its printer tells of it. */
export interface JobLook {
  id: number;
  name: string | null;
  /** `sent`: it took all of it and tells no more. */
  state: 'open' | 'completed' | 'cancelled' | 'aborted' | 'sent';
  /** Somebody has to let it go on. */
  held: boolean;
  /** Printed sides, and sheets of paper, that have come out; null when the printer doesn't count them. */
  impressions: number | null;
  sheets: number | null;
}

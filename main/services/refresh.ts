import type { EhrReach, Status } from '../contract.ts';
import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Clock, Ehr, FetchProgress } from '../ports.ts';
import type { SyncFault, SyncReport } from './sync.ts';

/** Why there is no newer copy; `broken` is a bug of ours. */
export type RefreshFault = SyncFault | { kind: 'broken'; why: string };

/** Faults that say the EHR itself did not answer as it should; the others are ours or the site's. */
const EHR_DOWN = new Set(['unreachable', 'timeout', 'not-fhir', 'busy', 'malformed', 'server-error', 'unauthorised']);

/** So many failed looks in a row make an outage suspected: one lost answer is no outage. */
const LOOKS_BEFORE_SUSPICION = 2;

export interface RefreshOptions {
  /** Never rejects: what breaks is a fault too. */
  sync(signal: AbortSignal, progress: (step: FetchProgress) => void): Promise<Result<SyncReport, RefreshFault>>;
  ehr: Pick<Ehr, 'probe'>;
  clock: Clock;
  everyMinutes: number;
  probeSeconds: number;
  /** Something a screen shows has changed. */
  changed(): void;
  /** A new generation was published. */
  published(report: SyncReport): void;
  /** The EHR has been failing for several looks, or answers again. */
  suspect(reason: string): void;
  clear(): void;
}

export interface Refresh {
  state(): Status['refresh'];
  reach(): EhrReach;
  /** Refreshes now; while one is running its result is shared. */
  now(): Promise<Result<SyncReport, RefreshFault>>;
  close(): void;
}

/** Refreshes the copy on a clock and on demand, looks for the EHR in between, and keeps what the last attempt said. */
export function startRefresh(options: RefreshOptions): Refresh {
  const abort = new AbortController();
  let running: Promise<Result<SyncReport, RefreshFault>> | null = null;
  let step: FetchProgress = { patientsDone: 0, patientsTotal: 0 };
  let lastAttempt: Instant | null = null;
  let lastFault: string | null = null;
  let reach: EhrReach = { state: 'never-asked', since: null, reason: null };
  let failedLooks = 0;

  function look(fault: { kind: string; why: string } | null): void {
    const down = fault !== null && EHR_DOWN.has(fault.kind);
    if (fault !== null && !down && reach.state !== 'never-asked') return;
    failedLooks = down ? failedLooks + 1 : 0;
    const state = down ? 'unreachable' : 'reachable';
    reach = { state, since: reach.state === state ? reach.since : options.clock.now(), reason: down ? fault.why : null };
    if (failedLooks === LOOKS_BEFORE_SUSPICION) options.suspect(fault!.why);
    if (!down) options.clear();
    options.changed();
  }

  async function run(): Promise<Result<SyncReport, RefreshFault>> {
    lastAttempt = options.clock.now();
    step = { patientsDone: 0, patientsTotal: 0 };
    options.changed();
    const result = await options.sync(abort.signal, progress => {
      step = progress;
      options.changed();
    });
    lastFault = result.ok ? null : result.error.why;
    look(result.ok ? null : result.error);
    if (result.ok) options.published(result.value);
    return result;
  }

  const now = (): Promise<Result<SyncReport, RefreshFault>> =>
    (running ??= run().finally(() => {
      running = null;
      options.changed();
    }));

  async function probe(): Promise<void> {
    if (running) return;
    const answer = await options.ehr.probe(abort.signal);
    if (!abort.signal.aborted && !running) look(answer.ok ? null : answer.error);
  }

  const timers = [
    setInterval(() => void now(), options.everyMinutes * 60_000),
    setInterval(() => void probe(), options.probeSeconds * 1000),
  ];
  return {
    state: () => ({
      running: running !== null,
      done: step.patientsDone,
      total: step.patientsTotal,
      lastAttempt,
      lastFault,
      everyMinutes: options.everyMinutes,
    }),
    reach: () => reach,
    now,
    close: () => {
      timers.forEach(clearInterval);
      abort.abort();
    },
  };
}

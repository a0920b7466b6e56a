import type { EhrReach, Status } from '../contract.ts';
import {
  afterReading,
  afterVerdict,
  DEFAULT_HEALTH_RULES,
  NEVER_ASKED,
  suggestsOutage,
  verdictOf,
  verdictOfFault,
  type EhrHealth,
  type HealthRules,
  type Verdict,
} from '../domain/ehr-health.ts';
import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Clock, Ehr, FetchProgress } from '../ports.ts';
import type { SyncFault, SyncReport } from './sync.ts';

/** Why there is no newer copy; `broken` is a bug of ours. */
export type RefreshFault = SyncFault | { kind: 'broken'; why: string };

export interface RefreshOptions {
  /** Never rejects: what breaks is a fault too. */
  sync(signal: AbortSignal, progress: (step: FetchProgress) => void): Promise<Result<SyncReport, RefreshFault>>;
  /** What is looked at between refreshes; null where the refresh of another unit does so. */
  ehr: Pick<Ehr, 'probe'> | null;
  clock: Clock;
  everyMinutes: number;
  probeSeconds: number;
  /** Something a screen shows has changed. */
  changed(): void;
  /** A new generation was published. */
  published(report: SyncReport): void;
  /** When the EHR's state gets worse and better; the usual when absent. */
  health?: HealthRules;
  /** The EHR has been failing for several looks, or answers again; both may be called again and again. */
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
  const rules = options.health ?? DEFAULT_HEALTH_RULES;
  let health = NEVER_ASKED;
  let looking = false;

  function judge(next: EhrHealth): void {
    health = next;
    if (suggestsOutage(health, rules)) options.suspect(health.reason ?? 'The EHR does not answer');
    else if (health.state !== 'unreachable') options.clear();
    options.changed();
  }

  function hear(verdict: Verdict | null): void {
    if (verdict) judge(afterVerdict(health, verdict, rules));
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
    if (result.ok) judge(afterReading(health, options.clock.now(), rules));
    else hear(verdictOfFault(result.error, options.clock.now()));
    if (result.ok) options.published(result.value);
    return result;
  }

  const now = (): Promise<Result<SyncReport, RefreshFault>> =>
    (running ??= run().finally(() => {
      running = null;
      options.changed();
    }));

  async function probe(): Promise<void> {
    if (options.ehr === null || running || looking) return;
    looking = true;
    const looks = await options.ehr.probe(abort.signal).finally(() => (looking = false));
    if (!abort.signal.aborted && !running) hear(verdictOf(looks, options.clock.now(), rules));
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
    reach: () => ({ state: health.state, since: health.since, reason: health.reason }),
    now,
    close: () => {
      timers.forEach(clearInterval);
      abort.abort();
    },
  };
}

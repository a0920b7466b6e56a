import { Worker } from 'node:worker_threads';
import type { Result } from './domain/result.ts';
import type { FetchProgress, Log } from './ports.ts';
import type { CountJob, PackJob, PackStep } from './services/pack.ts';
import type { PrepareJob, ReadyStep } from './services/ready-paper.ts';
import type { SyncFault, SyncReport } from './services/sync.ts';
import type { DocumentPages } from './domain/paper-needed.ts';
import type { Job, ShelfPlace, StandingWork, Stood, SyncJob, WorkKeys, WorkMessage, WorkOrder } from './work.ts';

/** The heavy work, handed to one warm worker. Rejects only when the worker itself breaks, which is a bug. */
export interface Workbench {
  sync(
    job: Omit<SyncJob, 'kind'>,
    signal: AbortSignal,
    progress: (step: FetchProgress) => void,
  ): Promise<Result<SyncReport, SyncFault>>;
  /** Hands out what lies ready on the shelf, if there is one, and makes the rest. */
  pack(job: PackJob & { shelf: ShelfPlace | null }, signal: AbortSignal, step: (step: PackStep) => void): Promise<unknown>;
  /** The pages of each document that a pack would have. */
  count(job: CountJob): Promise<DocumentPages[]>;
  prepare(
    job: PrepareJob & { shelf: ShelfPlace },
    signal: AbortSignal,
    step: (step: ReadyStep) => void,
  ): Promise<Result<null, { kind: string; why: string }>>;
  /** Null when it was told to stop. */
  stand(job: Omit<StandingWork, 'kind'>, signal: AbortSignal): Promise<Result<Stood, { kind: string; why: string }> | null>;
  /** The keys with which jobs work from now on. */
  use(keys: WorkKeys): void;
  /** Closes what is open with keys that are wiped. */
  lock(): void;
  close(): Promise<void>;
}

interface Waiting {
  hear(message: WorkMessage): void;
  fail(cause: Error): void;
}

/** The worker's file beside this one: TypeScript in the source tree, JavaScript in the packaged app. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/**
 * The worker's heap. A unit needs a twentieth of it; but the more V8 may have, the more it takes before it looks what is free, and a ward's
 * computer has other things to do (`npm run bench`: a hospital's paper).
 */
export const WORKER_HEAP = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 24 };

/** Starts the worker; after a crash the next job starts a new one. */
export function openWorkbench(log: Log, first: WorkKeys): Workbench {
  let keys = first;
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let count = 0;

  const start = (): Worker => {
    const started = new Worker(WORKER, { resourceLimits: WORKER_HEAP });
    started.on('message', (message: WorkMessage) =>
      message.kind === 'log' ? log.write(...message.line) : waiting.get(message.job)?.hear(message),
    );
    const lost = (cause: Error): void => {
      worker = null;
      for (const { fail } of waiting.values()) fail(cause);
      waiting.clear();
    };
    started.on('error', lost);
    started.on('exit', code => worker === started && lost(new Error(`the worker ended with code ${code}`)));
    started.unref();
    return started;
  };

  function run<T>(work: Job, signal: AbortSignal, hear: (message: WorkMessage, finish: (value: T) => void) => void): Promise<T> {
    const job = ++count;
    const target = (worker ??= start());
    const send = (order: WorkOrder): void => target.postMessage(order);
    return new Promise<T>((resolve, reject) => {
      const settle = (end: () => void): void => {
        waiting.delete(job);
        signal.removeEventListener('abort', cancel);
        if (waiting.size === 0) target.unref();
        end();
      };
      const cancel = (): void => send({ job, kind: 'cancel' });
      waiting.set(job, {
        hear: message =>
          message.kind === 'broken'
            ? settle(() => reject(new Error(message.why)))
            : hear(message, value => settle(() => resolve(value))),
        fail: cause => settle(() => reject(cause)),
      });
      signal.addEventListener('abort', cancel);
      target.ref();
      send({ job, kind: 'run', work, keys });
      if (signal.aborted) cancel();
    });
  }

  return {
    sync: (job, signal, progress) =>
      run<Result<SyncReport, SyncFault>>({ kind: 'sync', ...job }, signal, (message, finish) => {
        if (message.kind === 'fetched') progress(message.step);
        if (message.kind === 'synced') finish(message.result);
      }),
    pack: (job, signal, step) =>
      run<null>({ kind: 'pack', ...job }, signal, (message, finish) => {
        if (message.kind === 'packed') step(message.step);
        if (message.kind === 'done') finish(null);
      }),
    count: job =>
      run<DocumentPages[]>({ kind: 'count', ...job }, new AbortController().signal, (message, finish) => {
        if (message.kind === 'counted') finish(message.documents);
      }),
    prepare: (job, signal, step) =>
      run<Result<null, { kind: string; why: string }>>({ kind: 'prepare', ...job }, signal, (message, finish) => {
        if (message.kind === 'readied') step(message.step);
        if (message.kind === 'prepared') finish(message.result);
      }),
    stand: (job, signal) =>
      run<Result<Stood, { kind: string; why: string }> | null>({ kind: 'standing', ...job }, signal, (message, finish) => {
        if (message.kind === 'stood') finish(message.result);
      }),
    use: next => void (keys = next),
    lock: () => worker?.postMessage({ kind: 'lock' } satisfies WorkOrder),
    close: async () => void (await worker?.terminate()),
  };
}

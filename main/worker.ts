import { parentPort } from 'node:worker_threads';
import { ehrOf } from './ehr-of-site.ts';
import type { Clock, Ehr, Log } from './ports.ts';
import { packPatients, type PackJob } from './services/pack.ts';
import { syncUnit } from './services/sync.ts';
import { openSnapshotStore } from './store/snapshot-store.ts';
import { keyFile } from './vault/key-file.ts';
import type { SyncJob, WorkMessage, WorkOrder } from './work.ts';

// The one warm worker: fetching and rendering happen here, so that a screen never freezes.
const port = parentPort!;
const running = new Map<number, AbortController>();
const say = (message: WorkMessage): void => port.postMessage(message);

port.on('message', (order: WorkOrder) => {
  if (order.kind === 'cancel') return running.get(order.job)?.abort();
  const { job, work } = order;
  const abort = new AbortController();
  running.set(job, abort);
  (work.kind === 'sync' ? sync(job, work, abort.signal) : pack(job, work, abort.signal))
    .catch((cause: unknown) =>
      say({ job, kind: 'broken', why: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
    )
    .finally(() => running.delete(job));
});

async function sync(job: number, work: SyncJob, signal: AbortSignal): Promise<void> {
  const { site, unit } = work;
  const clock: Clock = { now: () => work.now };
  const log: Log = { write: (...line) => say({ job, kind: 'log', line }) };
  const folders = site.folders!;
  const store = openSnapshotStore({ folder: folders.store, unit: unit.name, keys: keyFile(folders.key), log });
  const ehr = signedInTo(work, log);
  const progress = (step: { patientsDone: number; patientsTotal: number }): void => say({ job, kind: 'fetched', step });
  const { zone, goneHours } = site;
  const result = await syncUnit({ ehr, store, clock, unit: unit.name, zone, goneHours, signal, progress });
  say({ job, kind: 'synced', result });
}

let last: { as: string; ehr: Ehr } | null = null;

/** The EHR of the last job if this one asks for the same: its sign-in is still good. */
function signedInTo({ site, unit }: SyncJob, log: Log): Ehr {
  const as = JSON.stringify([site.ehr, unit]);
  if (last?.as !== as) last = { as, ehr: ehrOf(site, unit, log) };
  return last.ehr;
}

async function pack(job: number, work: PackJob, signal: AbortSignal): Promise<void> {
  for await (const step of packPatients(work)) {
    if (signal.aborted) break;
    say({ job, kind: 'packed', step });
  }
  say({ job, kind: 'done' });
}

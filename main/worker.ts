import { parentPort } from 'node:worker_threads';
import { fhirEhr } from './ehr/ehr.ts';
import type { Clock } from './ports.ts';
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
  const clock: Clock = { now: () => work.now };
  const log = { write: () => undefined };
  const store = openSnapshotStore({ folder: work.storeFolder, unit: work.unit, keys: keyFile(work.keyPath), log });
  const ehr = fhirEhr({ baseUrl: work.fhirUrl, log });
  const progress = (step: { patientsDone: number; patientsTotal: number }): void => say({ job, kind: 'fetched', step });
  const result = await syncUnit({ ehr, store, clock, unit: work.unit, zone: work.zone, signal, progress });
  say({ job, kind: 'synced', result });
}

async function pack(job: number, work: PackJob, signal: AbortSignal): Promise<void> {
  for await (const step of packPatients(work)) {
    if (signal.aborted) break;
    say({ job, kind: 'packed', step });
  }
  say({ job, kind: 'done' });
}

import { setTimeout as wait } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { bugPlace } from './bug-place.ts';
import { ehrOf } from './ehr-of-site.ts';
import type { Clock, Ehr, Keys, Log } from './ports.ts';
import type { Generation } from './domain/chart.ts';
import { err, ok, unreachable, type Result } from './domain/result.ts';
import type { Copy } from './services/charts.ts';
import { packPages, packPatients, type Broke } from './services/pack.ts';
import { layInPlaces } from './services/lay-standing-pack.ts';
import { fromShelf, prepare } from './services/ready-paper.ts';
import { makeStandingPack } from './services/standing-pack.ts';
import { syncUnit, type Incomplete } from './services/sync.ts';
import { faultOf, type StoreFault } from './store/fault.ts';
import { openPaperShelf, SHELF, SHELF_SAFE, type PaperShelf } from './store/paper-shelf.ts';
import { secondPlace } from './store/second-place.ts';
import { openSnapshotStore } from './store/snapshot-store.ts';
import { unitFolder } from './store/unit-folder.ts';
import { deviceKeysOf } from './vault/device-lock.ts';
import { forget } from './vault/secret.ts';
import { keysOf } from './vault/vault-keys.ts';
import type { Job, ShelfPlace, StandingWork, SyncJob, WorkKeys, WorkMessage, WorkOrder } from './work.ts';

// The one warm worker: fetching and rendering happen here, so that a screen never freezes.
const port = parentPort!;
const running = new Map<number, AbortController>();
const say = (message: WorkMessage): void => port.postMessage(message);

port.on('message', (order: WorkOrder) => {
  if (order.kind === 'lock') return lock();
  if (order.kind === 'cancel') return running.get(order.job)?.abort();
  const { job, work, keys } = order;
  const abort = new AbortController();
  running.set(job, abort);
  run(job, work, keys, abort.signal)
    .catch((cause: unknown) =>
      say({ job, kind: 'broken', why: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
    )
    .finally(() => running.delete(job));
});

function run(job: number, work: Job, keys: WorkKeys, signal: AbortSignal): Promise<void> {
  switch (work.kind) {
    case 'sync':
      return sync(job, work, keys, signal);
    case 'pack':
      return pack(job, work, keys, signal);
    case 'count':
      say({ job, kind: 'counted', documents: packPages(work) });
      return Promise.resolve();
    case 'prepare':
      return makeReady(job, work, keys, signal);
    case 'standing':
      return stand(job, work, signal);
    default:
      return unreachable(work);
  }
}

const storeKeys = ({ vault, device }: WorkKeys): Keys => (vault ? keysOf(vault) : deviceKeysOf(device));

/** Nothing stays open here, or readable in memory, once nobody is signed in. */
function lock(): void {
  shelf?.open.close();
  shelf = null;
  forget();
}

const logOf = (job: number): Log => ({ write: (...line) => say({ job, kind: 'log', line }) });

/** Refreshes that run now. */
let refreshing = 0;
/** So long making paper in advance leaves the worker to a refresh after each patient, in milliseconds. */
const POLITE_MS = 500;

async function sync(job: number, work: SyncJob, keys: WorkKeys, signal: AbortSignal): Promise<void> {
  const { site, unit } = work;
  const clock: Clock = { now: () => work.now };
  const log = logOf(job);
  const folders = site.folders!;
  const store = openSnapshotStore({ folder: folders.store, unit: unit.name, keys: storeKeys(keys), log });
  const ehr = signedInTo(work, keys, log);
  const progress = (step: { patientsDone: number; patientsTotal: number }): void => say({ job, kind: 'fetched', step });
  const { zone, goneHours } = site;
  refreshing++;
  const request = { ehr, store, clock, unit: unit.name, zone, goneHours, signal, progress, remembered, incomplete };
  const result = await syncUnit(request).finally(() => refreshing--);
  say({ job, kind: 'synced', result });
}

/** What this worker published last, by unit: what a refresh carries over from while nobody is signed in. */
const remembered = new Map<string, Generation>();
/** The same of copies that carry over from one that this worker could not read. */
const incomplete = new Map<string, Incomplete[]>();

const signedIn = new Map<string, Ehr>();

/** The EHR of an earlier job that asked for the same: its sign-in is still good. */
function signedInTo({ site, unit }: SyncJob, keys: WorkKeys, log: Log): Ehr {
  const as = JSON.stringify([site.ehr, unit]);
  const ehr = signedIn.get(as) ?? ehrOf(site, unit, log, deviceKeysOf(keys.device));
  signedIn.set(as, ehr);
  return ehr;
}

let shelf: { place: string; open: PaperShelf } | null = null;

/** The unit's shelf, left open from one job to the next. */
function shelfAt(place: ShelfPlace, keys: WorkKeys, log: Log): Result<PaperShelf, StoreFault> {
  const name = JSON.stringify(place);
  if (shelf?.place === name) return ok(shelf.open);
  shelf?.open.close();
  shelf = null;
  const opened = openPaperShelf(openSnapshotStore({ folder: place.store, unit: place.unit, keys: storeKeys(keys), log }));
  if (opened.ok) shelf = { place: name, open: opened.value };
  else log.write('warn', 'the shelf of ready paper does not open', { kind: opened.error.kind });
  return opened;
}

/** Where in the kiosk the paper of somebody broke goes to the log; whose it was is said on the screen. */
const brokeIn =
  (job: number): Broke =>
  cause =>
    logOf(job).write('error', 'paper broke', bugPlace(cause));

async function makeReady(
  job: number,
  work: Extract<Job, { kind: 'prepare' }>,
  keys: WorkKeys,
  signal: AbortSignal,
): Promise<void> {
  const found = shelfAt(work.shelf, keys, logOf(job));
  if (!found.ok) return say({ job, kind: 'prepared', result: found });
  try {
    for await (const step of prepare(work, found.value, brokeIn(job))) {
      if (signal.aborted) break;
      say({ job, kind: 'readied', step });
      if (refreshing > 0) await wait(POLITE_MS);
    }
    say({ job, kind: 'prepared', result: ok(null) });
  } catch (error) {
    // Opened again it is looked through, and begun anew if it is damaged.
    shelf = null;
    found.value.close();
    say({ job, kind: 'prepared', result: faultOf(error, SHELF, SHELF_SAFE) });
  }
}

/** Lets everything else go first: nobody waits for a standing pack. */
const turn = (): Promise<void> => wait(refreshing > 0 ? POLITE_MS : 0);

const NOT_FETCHED = {
  kind: 'not-fetched',
  why: 'Nobody is signed in, and the newest copy was fetched by another process: the packs before lie where they were.',
};

/** The copy as it was said; while nobody is signed in the one that this worker fetched itself. */
function withSnapshot({ copy, place }: StandingWork): Copy | null {
  if (copy.snapshot !== null) return { ...copy, snapshot: copy.snapshot };
  const own = remembered.get(unitFolder(place.store, place.unit));
  return own && own.number === copy.generation ? { ...copy, snapshot: own.snapshot } : null;
}

async function stand(job: number, work: StandingWork, signal: AbortSignal): Promise<void> {
  const copy = withSnapshot(work);
  if (copy === null) return say({ job, kind: 'stood', result: err(NOT_FETCHED) });
  const made = await makeStandingPack({ ...work, copy }, signal, turn, brokeIn(job));
  if (made === null || !made.ok) return say({ job, kind: 'stood', result: made });
  const { patients, refused, pages } = made.value;
  const laid = await layInPlaces(
    made.value,
    work.folders.map(folder => secondPlace(folder, work.prefix)),
    { password: work.passwords.user, phrase: work.phrase, at: work.now, zone: copy.snapshot.zone },
  );
  say({ job, kind: 'stood', result: ok({ patients, refused, pages: pages.length, laid }) });
}

async function pack(job: number, work: Extract<Job, { kind: 'pack' }>, keys: WorkKeys, signal: AbortSignal): Promise<void> {
  const found = work.shelf && shelfAt(work.shelf, keys, logOf(job));
  for await (const step of packPatients(work, found?.ok ? fromShelf(found.value) : undefined, brokeIn(job))) {
    if (signal.aborted) break;
    say({ job, kind: 'packed', step });
  }
  say({ job, kind: 'done' });
}

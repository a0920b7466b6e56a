import type { Chart, Generation, Snapshot } from '../domain/chart.ts';
import { completed } from '../domain/completed.ts';
import { GONE_HOURS } from '../domain/gone.ts';
import { isSuperfluous, type Fetched } from '../domain/superfluous.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Instant, Zone } from '../domain/time.ts';
import type { Clock, Ehr, EhrFault, FetchedUnit, FetchProgress } from '../ports.ts';
import type { StoreFault } from '../store/fault.ts';
import { publishGeneration, type PublishOptions } from '../store/publish.ts';
import { newestLocked, readLatest } from '../store/read-latest.ts';
import type { SnapshotStore } from '../store/snapshot-store.ts';

export interface SyncRequest {
  ehr: Ehr;
  store: SnapshotStore;
  clock: Clock;
  unit: string;
  zone: Zone;
  signal: AbortSignal;
  progress(step: FetchProgress): void;
  /** Why far fewer patients than last time are right; see publishing. */
  acceptDrop?: string;
  /** How long the last chart of a patient who left the census stays readable; 48 by default, 0 for not at all. */
  goneHours?: number;
  /** The whole copy that this process itself published last of each unit: while nobody is signed in, the only one it can carry over from. */
  remembered?: Map<string, Generation>;
  /** The last two copies that it published of each unit as they were fetched, while there was nothing to carry over from. */
  incomplete?: Map<string, Incomplete[]>;
}

/** A copy that carries over from another. */
export type Incomplete = Fetched & { number: number; carriesFrom: number };

/** What a refresh brought. */
export interface SyncReport {
  generation: number;
  asOf: Instant;
  unit: string;
  /** Those on the unit. */
  patients: number;
  /** Those who have left it and are still readable. */
  gone: number;
  orders: number;
  unread: Snapshot['unread'];
  /** What to correct in the source of the census. */
  notes: string[];
  counts: FetchedUnit['counts'];
}

export type SyncFault = EhrFault | StoreFault;

/**
 * One refresh: everything about the unit is fetched again, older parts are carried over under their own age where the new ones failed,
 * and the result is published as the next generation. On any failure the last good generation stays what the ward reads.
 */
export async function syncUnit(request: SyncRequest): Promise<Result<SyncReport, SyncFault>> {
  const { ehr, store, clock, zone, signal } = request;
  const asOf = clock.now();
  const fetched = await ehr.fetchUnit({ unit: request.unit, now: asOf, zone, signal, progress: request.progress });
  if (!fetched.ok) return fetched;
  const { institution, source } = fetched.value;
  const snapshot: Snapshot = {
    ...{ unit: fetched.value.unit, institution, zone, source, asOf },
    ...{ charts: fetched.value.charts, unread: fetched.value.unread },
  };
  const last = lastCopy(request);
  if (!last.ok) return last;
  const { older } = last.value;
  const goneHours = request.goneHours ?? GONE_HOURS;
  const carriesFrom = last.value.carriesFrom && fewestFrom(request, last.value.carriesFrom, { snapshot, goneHours });
  const whole = completed(snapshot, older, goneHours);
  const options: PublishOptions = {
    ...(request.acceptDrop !== undefined && { acceptDrop: request.acceptDrop }),
    ...(carriesFrom !== null && { carriesFrom: { generation: carriesFrom, goneHours } }),
  };
  const published = publishGeneration(store, whole, options);
  if (!published.ok) return err(published.error);
  const { generation: number } = published.value;
  const asRead = published.value.snapshot;
  if (carriesFrom === null) request.remembered?.set(store.folder, { number, snapshot: asRead });
  else {
    const before = request.incomplete?.get(store.folder)?.filter(copy => copy.number === carriesFrom) ?? [];
    request.incomplete?.set(store.folder, [...before, { number, carriesFrom, goneHours, snapshot: asRead }]);
  }
  const present = whole.charts.filter(chart => chart.gone === null);
  return ok({
    generation: number,
    asOf,
    unit: snapshot.unit,
    patients: present.length,
    gone: whole.charts.length - present.length,
    orders: present.reduce((sum, chart) => sum + chart.sections.orders.items.length, 0),
    unread: [...whole.unread, ...published.value.unreadable],
    notes: fetched.value.notes ?? [],
    counts: fetched.value.counts,
  });
}

/**
 * The charts to carry over from. While nobody is signed in those that this process published itself, if they are the newest; else none,
 * and the number of the copy from which whoever opens the new one carries over.
 */
function lastCopy({ store, remembered }: SyncRequest): Result<{ older: Chart[]; carriesFrom: number | null }, StoreFault> {
  const last = readLatest(store);
  if (last.ok) return ok({ older: last.value.generation.snapshot.charts, carriesFrom: null });
  const { kind } = last.error;
  if (kind === 'wrong-key' || kind === 'no-key') return last;
  if (kind !== 'locked') return ok({ older: [], carriesFrom: null });
  const newest = newestLocked(store);
  const own = remembered?.get(store.folder);
  return own && own.number === newest
    ? ok({ older: own.snapshot.charts, carriesFrom: null })
    : ok({ older: [], carriesFrom: newest });
}

/** The copy to carry over from: not the newest but the one before it, where that comes to the same, so that copies don't pile up. */
function fewestFrom({ store, incomplete }: SyncRequest, newest: number, next: Fetched): number {
  const [before, middle] = incomplete?.get(store.folder) ?? [];
  const linked = before && middle?.number === newest && middle.carriesFrom === before.number;
  return linked && isSuperfluous(before, middle, next) ? before.number : newest;
}

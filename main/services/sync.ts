import { carryOver } from '../domain/carry-over.ts';
import type { Chart, Snapshot } from '../domain/chart.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Instant, Zone } from '../domain/time.ts';
import type { Clock, Ehr, EhrFault, FetchedUnit, FetchProgress } from '../ports.ts';
import type { StoreFault } from '../store/fault.ts';
import { publishGeneration } from '../store/publish.ts';
import { readLatest } from '../store/read-latest.ts';
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
}

/** What a refresh brought. */
export interface SyncReport {
  generation: number;
  asOf: Instant;
  unit: string;
  patients: number;
  orders: number;
  unread: Snapshot['unread'];
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
  const last = readLatest(store);
  if (!last.ok && (last.error.kind === 'wrong-key' || last.error.kind === 'no-key')) return last;
  const older = new Map((last.ok ? last.value.generation.snapshot.charts : []).map(chart => [chart.identity.id, chart]));
  const { charts, unread } = keepUnread(fetched.value, older);
  const snapshot: Snapshot = {
    unit: fetched.value.unit,
    institution: fetched.value.institution,
    zone,
    source: fetched.value.source,
    asOf,
    charts,
    unread,
  };
  const published = publishGeneration(
    store,
    snapshot,
    request.acceptDrop === undefined ? {} : { acceptDrop: request.acceptDrop },
  );
  if (!published.ok) return err(published.error);
  return ok({
    generation: published.value.generation,
    asOf,
    unit: fetched.value.unit,
    patients: charts.length,
    orders: charts.reduce((sum, chart) => sum + chart.sections.orders.items.length, 0),
    unread: [...unread, ...published.value.unreadable],
    counts: fetched.value.counts,
  });
}

const UNREAD = 'This patient could not be read at the last refresh';

/** A patient who is on the unit but couldn't be read keeps the older chart, at its own age and marked. */
function keepUnread(fetched: FetchedUnit, older: Map<string, Chart>): { charts: Chart[]; unread: Snapshot['unread'] } {
  const charts = fetched.charts.map(chart => carryOver(older.get(chart.identity.id) ?? null, chart));
  const unread: Snapshot['unread'] = [];
  for (const missing of fetched.unread) {
    const chart = older.get(missing.patient);
    if (!chart) unread.push(missing);
    else
      charts.push({
        ...chart,
        warnings: [...chart.warnings.filter(w => !w.startsWith(UNREAD)), `${UNREAD} (${missing.why}): the older copy is shown.`],
      });
  }
  return { charts, unread };
}

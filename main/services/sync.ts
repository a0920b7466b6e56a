import { carryOver } from '../domain/carry-over.ts';
import type { Chart, Snapshot } from '../domain/chart.ts';
import { GONE_HOURS, goneCharts } from '../domain/gone.ts';
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
  /** How long the last chart of a patient who left the census stays readable; 48 by default, 0 for not at all. */
  goneHours?: number;
}

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
  const last = readLatest(store);
  if (!last.ok && (last.error.kind === 'wrong-key' || last.error.kind === 'no-key')) return last;
  const older = last.ok ? last.value.generation.snapshot.charts : [];
  const { charts, unread } = keepUnread(fetched.value, older);
  const gone = goneCharts(older, charts, asOf, request.goneHours ?? GONE_HOURS);
  const snapshot: Snapshot = {
    unit: fetched.value.unit,
    institution: fetched.value.institution,
    zone,
    source: fetched.value.source,
    asOf,
    charts: [...charts, ...gone],
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
    gone: gone.length,
    orders: charts.reduce((sum, chart) => sum + chart.sections.orders.items.length, 0),
    unread: [...unread, ...published.value.unreadable],
    notes: fetched.value.notes ?? [],
    counts: fetched.value.counts,
  });
}

const UNREAD = 'This patient could not be read at the last refresh';

/** A patient who is on the unit but couldn't be read keeps the older chart, at its own age and marked. */
function keepUnread(fetched: FetchedUnit, older: readonly Chart[]): { charts: Chart[]; unread: Snapshot['unread'] } {
  const byId = new Map(older.map(chart => [chart.identity.id, chart]));
  const charts = fetched.charts.map(chart => carryOver(byId.get(chart.identity.id) ?? null, chart));
  const read = new Set(charts.map(chart => chart.identity.id));
  const unread: Snapshot['unread'] = [];
  for (const missing of fetched.unread) {
    const chart = byId.get(missing.patient) ?? numbered(older, missing.patient);
    if (!chart || read.has(chart.identity.id)) unread.push(missing);
    else {
      read.add(chart.identity.id);
      charts.push({
        ...chart,
        gone: null,
        warnings: [...chart.warnings.filter(w => !w.startsWith(UNREAD)), `${UNREAD} (${missing.why}): the older copy is shown.`],
      });
    }
  }
  return { charts, unread };
}

/** The only older chart with the number that the census knows a patient by: "MRN 00123", "FIN 700". */
function numbered(older: readonly Chart[], patient: string): Chart | undefined {
  const found = older.filter(c => patient === `MRN ${c.identity.mrn}` || patient === `FIN ${c.encounter.visit}`);
  return found.length === 1 ? found[0] : undefined;
}

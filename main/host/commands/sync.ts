import { unitOf } from '../../config/read-site.ts';
import type { UnitConfiguration } from '../../config/site-configuration.ts';
import type { Instant, Zone } from '../../domain/time.ts';
import { ok, type Result } from '../../domain/result.ts';
import { ehrOf } from '../../ehr-of-site.ts';
import type { Keys, Log } from '../../ports.ts';
import { timed } from '../../services/refresh-timing.ts';
import { syncUnit, type SyncFault, type SyncReport } from '../../services/sync.ts';
import { openSnapshotStore } from '../../store/snapshot-store.ts';
import { fileLog, severalLogs } from '../file-log.ts';
import { EXIT, fail, failUsage, say, terminalLog } from '../terminal.ts';
import { keysToWrite } from './store-keys.ts';
import { clockAt, situationOf, type Situation, type StoreOptions } from './store-options.ts';
import { keyFile } from '../../vault/key-file.ts';

export interface SyncOptions extends StoreOptions {
  fhir?: string;
  unit?: string;
  now?: Instant;
  zone?: Zone;
  acceptDrop?: string;
  verbose: boolean;
}

/** One refresh of one unit, or of all units of the site file when none is named. */
export async function sync(options: SyncOptions): Promise<void> {
  const { fhir, unit, now, zone } = options;
  const situation = situationOf(options, {
    ...(fhir !== undefined && { fhir }),
    ...(unit !== undefined && { unit }),
    ...(now !== undefined && { now }),
    ...(zone !== undefined && { zone }),
  });
  if (!situation) return;
  const { site, folders } = situation;
  const units = unit === undefined && site.units.length > 1 ? ok(site.units) : oneUnit(situation);
  if (!units.ok) return failUsage(options.json, units.error);
  const keys = await keysToWrite(folders);
  if (!keys.ok) return fail(options.json, keys.error);
  const log = severalLogs(terminalLog(options.verbose), fileLog({ folder: folders.log }));
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  const results: { unit: string; result: Result<SyncReport, SyncFault> }[] = [];
  for (const one of units.value) {
    const result = await timed(log, one.name, () => refresh(situation, one, keys.value, options, abort.signal, log));
    results.push({ unit: one.name, result });
  }
  const [first, ...more] = results;
  if (first && more.length === 0) {
    if (first.result.ok) say(options.json, first.result.value, reportWords(first.result.value));
    else fail(options.json, first.result.error);
    return;
  }
  const text = results.map(r => (r.result.ok ? reportWords(r.result.value) : `NO NEW COPY OF ${r.unit}: ${r.result.error.why}`));
  say(
    options.json,
    { units: results.map(r => ({ unit: r.unit, ...(r.result.ok ? { report: r.result.value } : { error: r.result.error }) })) },
    text.join('\n'),
  );
  if (results.some(r => !r.result.ok)) process.exitCode = EXIT.failed;
}

function oneUnit({ site }: Situation): Result<UnitConfiguration[], { kind: string; why: string }> {
  const unit = unitOf(site);
  return unit.ok ? ok([unit.value]) : unit;
}

async function refresh(
  { site, folders }: Situation,
  unit: UnitConfiguration,
  keys: Keys,
  options: SyncOptions,
  signal: AbortSignal,
  log: Log,
): Promise<Result<SyncReport, SyncFault>> {
  const result = await syncUnit({
    ehr: ehrOf(site, unit, log, keyFile(folders.key)),
    store: openSnapshotStore({ folder: folders.store, unit: unit.name, keys, log }),
    clock: clockAt(options.now),
    unit: unit.name,
    zone: site.zone,
    goneHours: site.goneHours,
    signal,
    progress: ({ patientsDone, patientsTotal }) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${patientsDone} of ${patientsTotal} patients`);
    },
    ...(options.acceptDrop === undefined ? {} : { acceptDrop: options.acceptDrop }),
  });
  if (process.stderr.isTTY) process.stderr.write('\r');
  return result;
}

function reportWords({ generation, patients, gone, orders, unit, unread, notes, counts, asOf }: SyncReport): string {
  return [
    `Copy ${generation} of ${unit}: ${patients} patients${gone > 0 ? ` (and ${gone} who left, still readable)` : ''}, ${orders} medication orders, as of ${asOf}.`,
    `${counts.resources} resources in ${counts.requests} requests; ${counts.unmapped} could not be read and are kept as they came.`,
    ...unread.map(u => `A PATIENT COULD NOT BE READ AND IS NOT IN THIS COPY: ${u.patient}: ${u.why}`),
    ...notes,
  ].join('\n');
}

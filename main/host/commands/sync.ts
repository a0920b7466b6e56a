import type { Instant, Zone } from '../../domain/time.ts';
import { fhirEhr } from '../../ehr/ehr.ts';
import { syncUnit } from '../../services/sync.ts';
import { openSnapshotStore } from '../../store/snapshot-store.ts';
import { isNewStore } from '../../store/unit-folder.ts';
import { ensureKeyFile, keyFile } from '../../vault/key-file.ts';
import { fail, say, terminalLog } from '../terminal.ts';
import { clockAt, zoneOf, type StoreOptions } from './store-options.ts';

export interface SyncOptions extends StoreOptions {
  fhir: string;
  unit: string;
  now?: Instant;
  zone?: Zone;
  acceptDrop?: string;
  verbose: boolean;
}

/** One refresh of one unit. */
export async function sync(options: SyncOptions): Promise<void> {
  const log = terminalLog(options.verbose);
  if (isNewStore(options.store)) {
    const made = ensureKeyFile(options.key);
    if (!made.ok) return fail(options.json, made.error);
  }
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  const result = await syncUnit({
    ehr: fhirEhr({ baseUrl: options.fhir, log }),
    store: openSnapshotStore({ folder: options.store, unit: options.unit, keys: keyFile(options.key), log }),
    clock: clockAt(options.now),
    unit: options.unit,
    zone: zoneOf(options.zone, options.now),
    signal: abort.signal,
    progress: ({ patientsDone, patientsTotal }) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${patientsDone} of ${patientsTotal} patients`);
    },
    ...(options.acceptDrop === undefined ? {} : { acceptDrop: options.acceptDrop }),
  });
  if (process.stderr.isTTY) process.stderr.write('\r');
  if (!result.ok) return fail(options.json, result.error);
  const { generation, patients, orders, unit, unread, counts, asOf } = result.value;
  const lines = [
    `Copy ${generation} of ${unit}: ${patients} patients, ${orders} medication orders, as of ${asOf}.`,
    `${counts.resources} resources in ${counts.requests} requests; ${counts.unmapped} could not be read and are kept as they came.`,
    ...unread.map(u => `A PATIENT COULD NOT BE READ AND IS NOT IN THIS COPY: ${u.patient}: ${u.why}`),
  ];
  say(options.json, result.value, lines.join('\n'));
}

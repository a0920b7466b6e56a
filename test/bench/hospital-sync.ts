import { fhirEhr } from '../../main/ehr/ehr.ts';
import { syncUnit } from '../../main/services/sync.ts';
import { openSnapshotStore } from '../../main/store/snapshot-store.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { BENCH_NOW, BENCH_ZONE, unitName } from './hospital.ts';

// Refreshes many units one after the other in a process of its own, and says how much memory that took.
const [url, units, store, key] = process.argv.slice(2);
const log = { write: () => undefined };
ensureKeyFile(key!);
let patients = 0;
const begin = performance.now();
for (let n = 1; n <= Number(units); n++) {
  const unit = unitName(n);
  const result = await syncUnit({
    ehr: fhirEhr({ baseUrl: url!, log }),
    store: openSnapshotStore({ folder: store!, unit, keys: keyFile(key!), log }),
    clock: { now: () => BENCH_NOW },
    unit,
    zone: BENCH_ZONE,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  if (!result.ok) throw new Error(result.error.why);
  patients += result.value.patients;
}
process.stdout.write(
  JSON.stringify({ patients, seconds: (performance.now() - begin) / 1000, megabytes: process.resourceUsage().maxRSS / 1024 }),
);

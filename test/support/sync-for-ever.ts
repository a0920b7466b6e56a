import { join } from 'node:path';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { syncUnit } from '../../main/services/sync.ts';
import { openSnapshotStore } from '../../main/store/snapshot-store.ts';
import { keyFile } from '../../main/vault/key-file.ts';

// Refreshes one unit again and again until it is killed; says each generation once it is published.
const [url, unit, store, zone] = process.argv.slice(2) as [string, string, string, string];
const log = { write: () => undefined };
for (;;) {
  const result = await syncUnit({
    ehr: fhirEhr({ baseUrl: url, log }),
    store: openSnapshotStore({ folder: store, unit, keys: keyFile(join(store, 'kiosk.key')), log }),
    clock: { now: () => new Date().toISOString() },
    unit,
    zone,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  process.stdout.write(result.ok ? `${result.value.generation}\n` : `fault ${result.error.kind}: ${result.error.why}\n`);
}

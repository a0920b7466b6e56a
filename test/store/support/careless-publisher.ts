// The failing control: the same files with the same words in them, but written in place, over the last good copy.
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '../../../main/store/disk.ts';
import { buildGeneration } from '../../../main/store/generation-file.ts';
import { countsOf, sealContext } from '../../../main/store/manifest.ts';
import { storeIn, ward } from './ward.ts';

const store = storeIn(process.argv[2]!);
store.disk.makeFolder(store.folder);
writeSync(1, 'ready\n');
for (;;) {
  const key = randomBytes(32);
  const path = join(store.folder, 'gen-00000001.db');
  const snapshot = ward(6, 'next after 0');
  rmSync(path, { force: true });
  store.disk.create(path, '');
  buildGeneration({ path, key, number: 1, snapshot, acceptedDrop: null, schemaFolder: store.schemaFolder });
  const named = { unit: snapshot.unit, generation: 1, ...fingerprint(path) };
  const sealed = store.keys.seal(key, sealContext(named));
  const { source, asOf } = snapshot;
  const about = { format: 1, ...named, source, asOf, schema: 1, counts: countsOf(snapshot), acceptedDrop: null };
  writeFileSync(join(store.folder, 'gen-00000001.json'), JSON.stringify({ ...about, sealedKey: sealed.ok && sealed.value }));
  writeSync(1, '1\n');
}

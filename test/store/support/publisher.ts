// Publishes wards for ever until it is killed; acknowledges each on standard output. Argument: the store's folder.
import { writeSync } from 'node:fs';
import { publishGeneration } from '../../../main/store/publish.ts';
import { readLatest } from '../../../main/store/read-latest.ts';
import { storeIn, ward } from './ward.ts';

const store = storeIn(process.argv[2]!);
const latest = readLatest(store);
let number = latest.ok ? latest.value.generation.number : 0;
writeSync(1, 'ready\n');
for (;;) {
  const published = publishGeneration(store, ward(6, `next after ${number}`));
  if (!published.ok) throw new Error(published.error.why);
  number = published.value.generation;
  writeSync(1, `${number}\n`);
}

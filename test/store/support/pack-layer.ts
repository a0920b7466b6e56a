// Lays standing packs for ever until it is killed; acknowledges the count of each on standard output. Argument: the second place.
import { writeSync } from 'node:fs';
import { secondPlace } from '../../../main/store/second-place.ts';
import { AT, look, PREFIX, smallPack, ZONE } from './standing-unit.ts';

const made = await smallPack();
const place = secondPlace(process.argv[2]!, PREFIX);
writeSync(1, 'ready\n');
for (;;) {
  const laid = await place.put({ content: made.pdf, phrase: 1, at: AT, zone: ZONE }, look(made));
  if (!laid.ok) throw new Error(laid.error.why);
  writeSync(1, `${laid.value.count}\n`);
}

// Takes in one bundle of another kiosk after the other until it is killed, and says the number of each that was taken. Argument: the store's folder.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import type { EventRecord } from '../../../main/domain/event-record.ts';
import { openLedger } from '../../../main/store/ledger.ts';
import { ensureKeyFile, keyFile } from '../../../main/vault/key-file.ts';
import { BUNDLE } from './bundle-size.ts';

const folder = process.argv[2]!;
ensureKeyFile(join(folder, 'key'));
writeSync(1, 'ready\n');
const ledger = openLedger({ folder, keys: keyFile(join(folder, 'key')), kiosk: '4W-K1' });
if (!ledger.ok) throw new Error(ledger.error.why);
const event = (number: number): EventRecord => ({
  kiosk: '4W-K2',
  run: '7F3QXH',
  number,
  clock: { ms: number, counter: 0 },
  at: '2026-11-22T14:00:00Z',
  by: 'kiosk',
  unit: '4 West',
  kind: 'outage-suspected',
  act: '{"kind":"outage-suspected","reason":"EHR did not answer"}',
});
for (let taken = ledger.value.events().length / BUNDLE + 1; ; taken++) {
  const bundle = Array.from({ length: BUNDLE }, (_, i) => event((taken - 1) * BUNDLE + i + 1));
  const done = ledger.value.ward.take(bundle, '2026-11-22T14:00:00Z', null);
  if (!done.ok) throw new Error(done.error.why);
  writeSync(1, `${taken}\n`);
}

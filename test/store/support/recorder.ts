// Records acts for ever until it is killed; acknowledges each on standard output. Argument: the store's folder.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '../../../main/store/ledger.ts';
import { ensureKeyFile, keyFile } from '../../../main/vault/key-file.ts';

const folder = process.argv[2]!;
ensureKeyFile(join(folder, 'key'));
writeSync(1, 'ready\n');
const ledger = openLedger({ folder, keys: keyFile(join(folder, 'key')), kiosk: '4W-K1' });
if (!ledger.ok) throw new Error(ledger.error.why);
for (;;) {
  const act = { kind: 'outage-suspected' as const, reason: 'EHR did not answer' };
  const event = ledger.value.append({ at: '2026-11-22T14:00:00Z', by: 'kiosk', unit: '4 West', act });
  if (!event.ok) throw new Error(event.error.why);
  writeSync(1, `${event.value.id.split(':').pop()}\n`);
}

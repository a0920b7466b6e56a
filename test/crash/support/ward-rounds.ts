// Publishes a copy and records two acts, so many times; acknowledges each on standard output, or says the kind of its fault. Arguments: the store's folder, rounds.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '../../../main/store/ledger.ts';
import { publishGeneration } from '../../../main/store/publish.ts';
import { keyFile } from '../../../main/vault/key-file.ts';
import { storeIn, ward } from '../../store/support/ward.ts';

const root = process.argv[2]!;
const say = (line: string): void => void writeSync(1, `${line}\n`);
const store = storeIn(root);
say('ready');
for (let round = 1; round <= Number(process.argv[3]); round++) {
  const published = publishGeneration(store, ward(6, `next after ${round}`));
  say(published.ok ? `copy ${published.value.generation}` : `fault ${published.error.kind}`);
  const ledger = openLedger({ folder: root, keys: keyFile(join(root, 'key')), kiosk: '4W-K1' });
  if (!ledger.ok) {
    say(`fault ${ledger.error.kind}`);
    continue;
  }
  for (let i = 0; i < 2; i++) {
    const act = { kind: 'outage-suspected' as const, reason: 'EHR did not answer' };
    const event = ledger.value.append({ at: new Date().toISOString(), by: 'kiosk', unit: '4 West', act });
    say(event.ok ? `act ${event.value.id.split(':').pop()}` : `fault ${event.error.kind}`);
  }
  ledger.value.close();
}

// Issues medical record numbers for ever until it is killed, and says the running number of each. Argument: the store's folder.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { readNumber } from '../../../main/domain/downtime-number.ts';
import { numbersService } from '../../../main/services/numbers.ts';
import { openLedger } from '../../../main/store/ledger.ts';
import { numberMark } from '../../../main/store/number-mark.ts';
import { keyFile } from '../../../main/vault/key-file.ts';

const folder = process.argv[2]!;
writeSync(1, 'ready\n');
const ledger = openLedger({ folder, keys: keyFile(join(folder, 'key')), kiosk: 'K1' });
if (!ledger.ok) throw new Error(ledger.error.why);
const numbers = numbersService({
  ledger: ledger.value,
  mark: numberMark({ folder, kiosk: 'K1' }),
  clock: { now: () => '2026-11-22T19:00:00.000Z' },
  unit: '4 West',
  site: 'Lakeside General Hospital',
  words: ['Lighthouse'],
  few: { mrn: 0, visit: 0, order: 0, alias: 0 },
});
for (;;) {
  const issued = numbers.issue('mrn', 'R. Lee RN');
  if (!issued.ok) throw new Error(issued.error.why);
  const read = readNumber(issued.value.number);
  if (!read.ok) throw new Error(read.error.why);
  writeSync(1, `${read.value.running}\n`);
}

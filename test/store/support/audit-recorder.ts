// Says things to the audit for ever until it is killed; acknowledges each by its number on standard output. Argument: the store's folder.
import { writeSync } from 'node:fs';
import { kioskAudit } from './audit.ts';

writeSync(1, 'ready\n');
const { audit } = kioskAudit(process.argv[2]!);
for (let i = 0; ; i++) {
  audit.record({ what: 'searched', details: 'x'.repeat(i % 3000) });
  if (audit.fault() !== null) throw new Error(audit.fault()!);
  if (i % 20 === 19) audit.rotate();
  writeSync(1, `${audit.head().number}\n`);
}

// Changes the unit's key for ever until it is killed; acknowledges each on standard output. Argument: JSON of store and key file.
import { writeSync } from 'node:fs';
import { keyFileLock } from '../../../main/vault/device-lock.ts';
import { openVault } from '../../../main/vault/vault.ts';
import { must } from './must.ts';

const { store, key, user, pin } = JSON.parse(process.argv[2]!) as Record<'store' | 'key' | 'user' | 'pin', string>;
const vault = must(await openVault({ folder: store, device: keyFileLock(key), work: { memory: 8, passes: 1 } }));
const session = must(await vault.unlock(user, pin));
writeSync(1, 'ready\n');
for (;;) {
  const rotated = must(session.rotate());
  if (rotated.left.length + rotated.foreign.length > 0) throw new Error(JSON.stringify(rotated));
  writeSync(1, `${rotated.keyNumber}\n`);
}

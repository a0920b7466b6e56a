import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Keys } from '../../main/ports.ts';
import { createVault } from '../../main/vault/create-vault.ts';
import { keyFileLock } from '../../main/vault/device-lock.ts';
import { ensureKeyFile } from '../../main/vault/key-file.ts';
import { makeRecoveryKey, readRecoveryPublic } from '../../main/vault/recovery-key.ts';
import { openVault } from '../../main/vault/vault.ts';
import { must } from '../vault/support/must.ts';
import { medianOf, type Measured } from './measured.ts';

const UNLOCK_MS = 500;
const SEAL_MS = 20;
const PIN = '482913';
const PEOPLE = 60;
/** A year of weekly changes of the unit's key. */
const FORMER_KEYS = 52;
const CONTEXT = '4 West|1|abc';

/** Signing in on a ward of sixty people after a year of changed keys, with the work that a PIN costs in a hospital; and what a vault adds to a publish. */
export async function benchVault(): Promise<Measured[]> {
  const root = mkdtempSync(join(tmpdir(), 'vault-bench-'));
  try {
    must(ensureKeyFile(join(root, 'kiosk.key')));
    must(makeRecoveryKey(join(root, 'recovery.pem'), 'General Hospital', new Date().toISOString()));
    const recovery = must(readRecoveryPublic(join(root, 'recovery.pem')));
    const device = keyFileLock(join(root, 'kiosk.key'));
    const quick = { folder: join(root, 'store'), device, site: 'General Hospital', work: { memory: 8, passes: 1 } };
    const first = { user: 'avery', name: 'Avery Stone', badge: null };
    const built = must(await createVault({ ...quick, recovery, first, pin: PIN }));
    const admin = must(await built.unlock('avery', PIN));
    const old = must(built.locked.seal(Buffer.alloc(32, 7), CONTEXT));
    for (let i = 1; i < PEOPLE; i++)
      must(await admin.enrol({ user: `n${i}`, name: `Nurse ${i}`, role: 'nurse', badge: null }, '739164'));
    for (let i = 0; i < FORMER_KEYS; i++) must(admin.rotate());
    // Whoever chooses a PIN now has one with a hospital's work.
    const vault = must(await openVault({ folder: quick.folder, device }));
    const nurse = must(await vault.unlock('n1', '739164', '558204'));
    nurse.wipe();

    const unlocks: number[] = [];
    const opens: number[] = [];
    for (let run = 0; run < 9; run++) {
      const sealed = must(vault.locked.seal(Buffer.alloc(32, 7), CONTEXT));
      const begun = performance.now();
      const session = must(await vault.unlock('n1', '558204'));
      must(session.keys.open(sealed, CONTEXT));
      unlocks.push(performance.now() - begun);
      const oldest = performance.now();
      must(session.keys.open(old, CONTEXT));
      opens.push(performance.now() - oldest);
    }
    const added = medianOf(sealTimes(vault.locked)) - medianOf(sealTimes(device.keys));
    const line = (name: string, value: number, aim: number): Measured => ({
      ...{ name, value, unit: 'ms', ratio: value / aim, against: `${aim} ms`, aim: 1, better: 'lower' },
    });
    return [
      line(`vault: sign in with a PIN (${PEOPLE} people) and open a copy's key`, medianOf(unlocks), UNLOCK_MS),
      line('vault: what sealing and signing add to a publish, against the key file', added, SEAL_MS),
      line(`vault: open what was sealed ${FORMER_KEYS} keys ago`, medianOf(opens), UNLOCK_MS),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function sealTimes(keys: Keys): number[] {
  return Array.from({ length: 40 }, () => {
    const begun = performance.now();
    must(keys.seal(Buffer.alloc(32, 7), CONTEXT));
    must(keys.sign('a manifest'));
    return performance.now() - begun;
  });
}

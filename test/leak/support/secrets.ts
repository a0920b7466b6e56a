import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { argon2id } from 'hash-wasm';
import { LEDGER, PAPER, PRINTS, keyOfBook } from '../../../main/store/ledger-file.ts';
import { readManifest, sealContext } from '../../../main/store/manifest.ts';
import { keyFileLock } from '../../../main/vault/device-lock.ts';
import { openInside, readVault } from '../../../main/vault/vault-file.ts';
import { keyOfCode, codeOf } from '../../../main/vault/envelope-code.ts';
import { openVault } from '../../../main/vault/vault.ts';
import { must } from './must.ts';
import type { GuardedWard } from './guarded-ward.ts';
import type { Secrets } from './memory.ts';

/** Half a key is no key any more, but a trace of one. */
const HALF = 16;

/** The same, and each half of each by itself: what is freed loses its first bytes before the others. */
export const withHalves = (secrets: Secrets): Secrets =>
  Object.fromEntries(
    Object.entries(secrets).flatMap(([name, bytes]) => [
      [name, bytes],
      [`the first half of ${name}`, bytes.slice(0, HALF)],
      [`the second half of ${name}`, bytes.slice(HALF)],
    ]),
  );

/** Everything that opens something at a kiosk, brought to light with the hospital's recovery key and a person's PIN. */
export async function secretsOf(ward: GuardedWard, user: string, pin: string): Promise<Secrets> {
  const device = keyFileLock(join(ward.root, 'key/kiosk.key'));
  const vault = must(await openVault({ folder: ward.store, device }));
  const recovered = must(vault.unlockByRecoveryKey(ward.recoveryKey));
  const person = must(await vault.unlock(user, pin));
  const secrets: Secrets = {};
  recovered.session.unit.forEach(
    (key, i) => (secrets[i === 0 ? 'the unit’s key' : `the unit’s former key ${i}`] = new Uint8Array(key).slice()),
  );
  secrets[`${user}’s key`] = new Uint8Array(person.session.secret).slice();
  const { slot } = must(openInside(must(readVault(ward.store)), device.keys)).people.find(each => each.user === user)!;
  secrets[`what the PIN of ${user} makes`] = await argon2id({
    password: pin,
    salt: Buffer.from(slot.salt, 'base64url'),
    memorySize: slot.memory,
    iterations: slot.passes,
    parallelism: 1,
    hashLength: 32,
    outputType: 'binary',
  });
  const { id } = must(readVault(ward.store));
  secrets['what the envelope’s code makes'] = keyOfCode(must(codeOf(ward.envelope)), id).slice();
  const { keys } = recovered;
  secrets['the ledger’s key'] = must(keyOfBook({ folder: ward.store, keys, book: LEDGER }));
  for (const unit of readdirSync(join(ward.store, 'units'))) {
    const folder = join(ward.store, 'units', unit);
    for (const [name, book] of [
      ['paper', PAPER],
      ['print', PRINTS],
    ] as const)
      if (readdirSync(folder).includes(`${name}.json`))
        secrets[`the key of ${name}.db`] = must(keyOfBook({ folder, keys, book }));
    for (const file of readdirSync(folder)) {
      const number = Number(/^gen-(\d+)\.json$/.exec(file)?.[1] ?? 0);
      const manifest = number === 0 ? null : readManifest(folder, number);
      if (manifest?.ok)
        secrets[`the key of copy ${number}`] = must(keys.open(manifest.value.sealedKey, sealContext(manifest.value)));
    }
  }
  recovered.wipe();
  person.wipe();
  return secrets;
}

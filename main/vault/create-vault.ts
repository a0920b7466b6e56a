import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pinOf, type PinFault } from '../domain/pin.ts';
import { err, type Result } from '../domain/result.ts';
import type { Person } from '../domain/staff.ts';
import { faultOf } from '../store/fault.ts';
import { whileLocked } from '../store/lock.ts';
import { publicOf } from './curve.ts';
import { boxOfUnit, nameFault, newSlot, trimmed, type PeopleFault } from './member.ts';
import { newSecret } from './secret.ts';
import { boxAbout, boxFor, TO } from './unit-keys.ts';
import { openVault, type Vault } from './vault.ts';
import { placeOf, type VaultOptions } from './vault-change.ts';
import { hasVault, signerContext, vaultFolder, writeVault, type VaultFault } from './vault-file.ts';

/** Makes a store's vault with its first administrator, who is signed in with it. Call `sealStore` next: until then what lay there is the key file's. */
export async function createVault(
  options: VaultOptions & { site: string; recovery: Buffer; first: Omit<Person, 'pinIsInitial' | 'role'>; pin: string },
): Promise<Result<Vault, VaultFault | PinFault | PeopleFault>> {
  const place = placeOf(options);
  const { store, device, clock, disk, work } = place;
  const first = trimmed({ ...options.first, role: 'administrator' as const });
  const fault = nameFault(first, []);
  if (fault) return err(fault);
  const pin = pinOf(options.pin, first);
  if (!pin.ok) return pin;
  const id = randomUUID();
  const { publicKey, slot } = await newSlot(id, first.user, pin.value, work);
  const signing = newSecret();
  const unit = newSecret();
  try {
    disk.makeFolder(vaultFolder(store));
    const written = whileLocked(join(vaultFolder(store), 'vault.lock'), 5000, (): Result<null, VaultFault> => {
      if (hasVault(store))
        return err({ kind: 'vault-there', why: `${vaultFolder(store)} has a vault already: it was not touched.` });
      const sealed = device.keys.seal(signing, signerContext(id));
      if (!sealed.ok) return err({ kind: 'other-device', why: sealed.error.why });
      const recovery = options.recovery.toString('base64url');
      const member = {
        ...first,
        pinIsInitial: false,
        publicKey,
        slot,
        box: boxOfUnit(id, 1, unit, { user: first.user, publicKey }),
      };
      const draft = {
        ...{ site: options.site, id, sealed: 0, former: [], people: [member] },
        key: { number: 1, since: clock.now(), publicKey: publicOf('x25519', unit).toString('base64url') },
        recovery: { publicKey: recovery, box: boxFor(recovery, unit, boxAbout(id, 1, TO.recovery)) },
        signer: { publicKey: publicOf('ed25519', signing).toString('base64url'), sealed: sealed.value },
      };
      return writeVault(store, draft, clock.now(), signing, device.keys, disk);
    });
    return written.ok ? await openVault(options) : written;
  } catch (error) {
    return faultOf(error, 'The vault', 'Nothing was made.');
  } finally {
    for (const bytes of [signing, unit]) bytes.fill(0);
  }
}

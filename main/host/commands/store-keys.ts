import type { SiteConfiguration } from '../../config/site-configuration.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Keys } from '../../ports.ts';
import { isNewStore } from '../../store/unit-folder.ts';
import { keyFileLock } from '../../vault/device-lock.ts';
import { ensureKeyFile, keyFile } from '../../vault/key-file.ts';
import { openVault, type Unlocked, type Vault } from '../../vault/vault.ts';
import { askHidden } from '../ask.ts';

type Fault = { kind: string; why: string };
type Folders = Pick<NonNullable<SiteConfiguration['folders']>, 'store' | 'key'>;

/** Who reads, for a store that has a vault. */
export interface SignIn {
  /** A user name; the PIN is asked for, or in KIOSK_PIN. */
  user?: string;
  /** The file of the hospital's recovery key, from the safe. */
  recoveryKey?: string;
}

/** What must work while nobody is signed in, and all of a store that has no vault. A new store gets its key file. */
export function deviceKeys(folders: Folders): Result<Keys, Fault> {
  const made = isNewStore(folders.store) ? ensureKeyFile(folders.key) : ok(null);
  return made.ok ? ok(keyFile(folders.key)) : made;
}

/** The store's vault, locked; null when IT has made none yet. */
export async function vaultOf(folders: Folders): Promise<Result<Vault | null, Fault>> {
  const vault = await openVault({ folder: folders.store, device: keyFileLock(folders.key) });
  return vault.ok ? vault : vault.error.kind === 'no-vault' ? ok(null) : vault;
}

/** Keys that seal and sign; they open only where there is no vault. */
export async function keysToWrite(folders: Folders): Promise<Result<Keys, Fault>> {
  const vault = await vaultOf(folders);
  if (!vault.ok) return vault;
  return vault.value ? ok(vault.value.locked) : deviceKeys(folders);
}

/** Keys that open what lies in the store: with a vault, for who signs in. */
export async function keysToRead(folders: Folders, signIn: SignIn): Promise<Result<Keys, Fault>> {
  const vault = await vaultOf(folders);
  if (!vault.ok) return vault;
  if (vault.value === null) return deviceKeys(folders);
  const unlocked = await signedIn(vault.value, signIn);
  return unlocked.ok ? ok(unlocked.value.keys) : unlocked;
}

/** Keys for a look from outside: they open what they can, for who signs in, and nothing for who doesn't. */
export const keysToList = (folders: Folders, signIn: SignIn): Promise<Result<Keys, Fault>> =>
  signIn.user === undefined && signIn.recoveryKey === undefined ? keysToWrite(folders) : keysToRead(folders, signIn);

/** Signs in as the command line says. Whoever signs in first chooses a PIN. */
export async function signedIn(vault: Vault, { user, recoveryKey }: SignIn): Promise<Result<Unlocked, Fault>> {
  if (recoveryKey !== undefined) return vault.unlockByRecoveryKey(recoveryKey);
  if (user === undefined)
    return err({
      kind: 'locked',
      why: 'This store is locked: say who reads it with --user NAME (the PIN is asked for, or in KIOSK_PIN), or give --recovery-key FILE.',
    });
  const pin = await askHidden(`PIN of ${user}`, 'KIOSK_PIN');
  if (!pin.ok) return pin;
  const unlocked = await vault.unlock(user, pin.value);
  if (unlocked.ok || unlocked.error.kind !== 'must-change') return unlocked;
  const chosen = await newPin(unlocked.error.why);
  return chosen.ok ? vault.unlock(user, pin.value, chosen.value) : chosen;
}

/** A new PIN, typed twice. */
export async function newPin(why: string): Promise<Result<string, Fault>> {
  const first = await askHidden(`${why} New PIN`, 'KIOSK_NEW_PIN');
  const second = first.ok ? await askHidden('The same once more', 'KIOSK_NEW_PIN') : first;
  if (!first.ok) return first;
  if (!second.ok) return second;
  return first.value === second.value
    ? first
    : err({ kind: 'bad-pin', why: 'The two PINs are not the same: nothing was changed.' });
}

import type { SiteConfiguration } from './config/site-configuration.ts';
import { ok, type Result } from './domain/result.ts';
import { isNewStore } from './store/unit-folder.ts';
import { keyFileLock, type DeviceLock } from './vault/device-lock.ts';
import { ensureKeyFile } from './vault/key-file.ts';
import { selfTest } from './vault/self-test.ts';
import { openVault, type Vault } from './vault/vault.ts';
import { hasVault } from './vault/vault-file.ts';

/** What lets people into a store. */
export interface Gate {
  /** Null where IT has set up none: then whoever has the computer is let in. */
  vault: Vault | null;
  /** This computer's own lock: what must work while nobody is signed in lies behind it alone. */
  device: DeviceLock;
}

/**
 * Opens what lets people into this store, after every primitive has given its known answer. Where there is no keystore the key file is the device lock, and for a
 * new store it is made.
 */
export async function gateOf(
  folders: NonNullable<SiteConfiguration['folders']>,
  keystore: { lock: DeviceLock } | { noKeystore: string } | null = null,
): Promise<Result<Gate, { kind: string; why: string }>> {
  const tested = await selfTest();
  if (!tested.ok) return tested;
  const own = keystore && 'lock' in keystore ? keystore.lock : null;
  if (own === null && isNewStore(folders.store)) {
    const made = ensureKeyFile(folders.key);
    if (!made.ok) return made;
  }
  const lock = own ?? keyFileOf(folders.key, keystore && 'noKeystore' in keystore ? [keystore.noKeystore] : []);
  if (!hasVault(folders.store)) return ok({ vault: null, device: lock });
  const vault = await openVault({ folder: folders.store, device: lock });
  return vault.ok ? ok({ vault: vault.value, device: lock }) : vault;
}

/** The lock of a key file, which says why it stands in for the keystore. */
function keyFileOf(path: string, why: string[]): DeviceLock {
  const lock = keyFileLock(path);
  return { ...lock, weaknesses: () => [...why, ...lock.weaknesses()] };
}

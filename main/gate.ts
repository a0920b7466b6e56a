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

/** Opens what lets people into this store, after every primitive has given its known answer. A new store's key file is made. */
export async function gateOf(
  folders: NonNullable<SiteConfiguration['folders']>,
  device?: DeviceLock,
): Promise<Result<Gate, { kind: string; why: string }>> {
  const tested = await selfTest();
  if (!tested.ok) return tested;
  if (device === undefined && isNewStore(folders.store)) {
    const made = ensureKeyFile(folders.key);
    if (!made.ok) return made;
  }
  const lock = device ?? keyFileLock(folders.key);
  if (!hasVault(folders.store)) return ok({ vault: null, device: lock });
  const vault = await openVault({ folder: folders.store, device: lock });
  return vault.ok ? ok({ vault: vault.value, device: lock }) : vault;
}

import { safeStorage } from 'electron';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from '../domain/result.ts';
import { realDisk, type Disk } from '../store/disk.ts';
import { isNewStore } from '../store/unit-folder.ts';
import { keystoreLock, type DeviceLock } from '../vault/device-lock.ts';
import { keyInFile } from '../vault/key-file.ts';
import { newSecret, sharedCopy, taken } from '../vault/secret.ts';

export interface KeystoreFault {
  kind: 'no-keystore' | 'no-key' | 'not-written';
  why: string;
}

/**
 * The device lock in the operating system's keystore (DPAPI, Keychain, Secret Service), fetched once after Electron is ready. A store that had a key file keeps
 * that key, so that what it sealed still opens. A key that can't be had is never made anew.
 */
export async function electronKeystore(
  { store, key: keyFile }: { store: string; key: string },
  disk: Disk = realDisk(),
): Promise<Result<DeviceLock, KeystoreFault>> {
  if (!(await safeStorage.isAsyncEncryptionAvailable()))
    return err({
      kind: 'no-keystore',
      why: 'This computer has no keystore that can be used now: unlock it, or use the key file.',
    });
  // With this backend everything is under one password that is printed in Chromium's source.
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text')
    return err({
      kind: 'no-keystore',
      why: 'This computer has no keystore (basic_text): install GNOME Keyring or KWallet, or use the key file.',
    });
  const path = join(store, 'kiosk.keystore');
  const found = existsSync(path) ? await fetched(path, disk) : await kept(path, keyFile, store, disk);
  return found.ok ? ok(keystoreLock(found.value, weaknessesOf(keyFile))) : found;
}

async function fetched(path: string, disk: Disk): Promise<Result<SharedArrayBuffer, KeystoreFault>> {
  const lost = (what: string): Result<never, KeystoreFault> =>
    err({
      kind: 'no-key',
      why: `The keystore of this computer does not give the kiosk's key (${path} ${what}). Nothing was changed and no key was made anew: sign in to the computer as the user who set the kiosk up. The break-glass code and the recovery key still open the copies.`,
    });
  try {
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(readFileSync(path));
    const key = Buffer.from(result, 'base64');
    if (key.length !== 32) return lost('holds no whole key');
    if (shouldReEncrypt) await put(path, result, disk).catch(() => undefined);
    const shared = sharedCopy(key);
    key.fill(0);
    return ok(shared);
  } catch (error) {
    return lost(`does not open: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Puts the key file's key, or for a new store a new one, into the keystore, and fetches it once before it is relied upon. */
async function kept(path: string, keyFile: string, store: string, disk: Disk): Promise<Result<SharedArrayBuffer, KeystoreFault>> {
  const old = existsSync(keyFile) ? keyInFile(keyFile) : null;
  if (old && !old.ok) return err({ kind: 'no-key', why: old.error.why });
  if (old === null && !isNewStore(store))
    return err({
      kind: 'no-key',
      why: `${path} is missing, and so is the key file ${keyFile}. No key was made anew: bring back what was there.`,
    });
  const key = old ? taken(old.value) : newSecret();
  try {
    disk.makeFolder(dirname(path));
    await put(path, key.toString('base64'), disk);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return err({ kind: 'not-written', why: `The kiosk's key could not be put into the keystore (${why}).` });
  } finally {
    key.fill(0);
  }
  return fetched(path, disk);
}

/** A string, because the keystore takes nothing else: the one secret of this program that can't be wiped. */
async function put(path: string, key: string, disk: Disk): Promise<void> {
  const sealed = await safeStorage.encryptStringAsync(key);
  const { result } = await safeStorage.decryptStringAsync(sealed);
  if (result !== key) throw new Error('it does not give back what was put in');
  disk.remove(`${path}.tmp`);
  disk.create(`${path}.tmp`, sealed);
  disk.rename(`${path}.tmp`, path);
  disk.flushFolder(dirname(path));
}

const weaknessesOf = (keyFile: string): string[] =>
  existsSync(keyFile)
    ? [`The key is in this computer's keystore, but ${keyFile} still has it, too: keep that file in the safe, and not here.`]
    : [];

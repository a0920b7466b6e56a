import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { electronKeystore } from '../../main/host/electron-keystore.ts';
import { openLedger } from '../../main/store/ledger.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { deviceKeysOf } from '../../main/vault/device-lock.ts';
import { faultKind, must } from '../vault/support/must.ts';
import { folder } from '../vault/support/ward-vault.ts';

/** A keystore as Electron offers it: what it sealed opens on the same computer only. */
const keystore = vi.hoisted(() => ({ computer: Buffer.alloc(32), available: true, backend: 'gnome_libsecret', rotated: false }));
vi.mock('electron', () => ({
  safeStorage: {
    isAsyncEncryptionAvailable: () => Promise.resolve(keystore.available),
    getSelectedStorageBackend: () => keystore.backend,
    encryptStringAsync: (text: string) => {
      const cipher = createCipheriv('aes-256-gcm', keystore.computer, Buffer.alloc(12));
      return Promise.resolve(Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]));
    },
    // As Electron does it, what it can't open is a rejection.
    decryptStringAsync: async (sealed: Buffer) => {
      await Promise.resolve();
      const decipher = createDecipheriv('aes-256-gcm', keystore.computer, Buffer.alloc(12)).setAuthTag(sealed.subarray(-16));
      return {
        result: Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString(),
        shouldReEncrypt: keystore.rotated,
      };
    },
  },
}));

let store: string;
let key: string;
const open = () => electronKeystore({ store, key });
beforeEach(() => {
  store = folder();
  key = join(store, 'kiosk.key');
  Object.assign(keystore, { computer: randomBytes(32), available: true, backend: 'gnome_libsecret', rotated: false });
});

describe('a device lock in the operating system’s keystore', () => {
  test('is made for a new store, and opens what it sealed after a restart and in another thread', async () => {
    const first = must(await open());
    const sealed = must(first.keys.seal(Buffer.alloc(32, 7), 'here'));
    const again = must(await open());
    expect(must(again.keys.open(sealed, 'here'))).toEqual(Buffer.alloc(32, 7));
    expect(must(deviceKeysOf(structuredClone(again.handle)).open(sealed, 'here'))).toEqual(Buffer.alloc(32, 7));
    expect(again.weaknesses()).toEqual([]);
    expect(existsSync(key)).toBe(false);
  });

  test('keeps the key of a store that had a key file, and says that the file is still there', async () => {
    must(ensureKeyFile(key));
    const before = must(keyFile(key).seal(Buffer.alloc(32, 7), 'here'));
    const lock = must(await open());
    expect(must(lock.keys.open(before, 'here'))).toEqual(Buffer.alloc(32, 7));
    expect(lock.weaknesses().join()).toContain('kiosk.key');
    rmSync(key);
    expect(must(must(await open()).keys.open(before, 'here'))).toEqual(Buffer.alloc(32, 7));
  });

  test('that another computer’s keystore holds, or that was damaged, is not replaced', async () => {
    must(await open());
    const path = join(store, 'kiosk.keystore');
    const before = readFileSync(path);
    const own = keystore.computer;
    keystore.computer = randomBytes(32);
    expect(faultKind(await open())).toBe('no-key');
    keystore.computer = own;
    writeFileSync(path, before.subarray(0, 20));
    expect(faultKind(await open())).toBe('no-key');
    expect(readFileSync(path)).toEqual(before.subarray(0, 20));
  });

  test('whose file was lost is not made anew for a store that holds something', async () => {
    const lock = must(await open());
    must(openLedger({ folder: store, keys: lock.keys, kiosk: 'K1' })).close();
    rmSync(join(store, 'kiosk.keystore'));
    expect(faultKind(await open())).toBe('no-key');
    expect(existsSync(join(store, 'kiosk.keystore'))).toBe(false);
  });

  test('follows the keystore when that has a new key of its own', async () => {
    const sealed = must(must(await open()).keys.seal(Buffer.alloc(32, 7), 'here'));
    keystore.rotated = true;
    expect(must(must(await open()).keys.open(sealed, 'here'))).toEqual(Buffer.alloc(32, 7));
    expect(must(must(await open()).keys.open(sealed, 'here'))).toEqual(Buffer.alloc(32, 7));
  });

  test('is refused where there is no keystore worth the name', async () => {
    keystore.available = false;
    expect(faultKind(await open())).toBe('no-keystore');
    keystore.available = true;
    keystore.backend = 'basic_text';
    if (process.platform === 'linux') expect(faultKind(await open())).toBe('no-keystore');
  });
});

import { unreachable } from '../domain/result.ts';
import type { Keys } from '../ports.ts';
import { keysUnder } from './device-keys.ts';
import { keyFile, keyFileWeaknesses } from './key-file.ts';

/**
 * The lock that only this computer opens: everybody's slots lie behind it, and what must work while nobody is signed in. Its handle can be given to
 * another thread.
 */
export interface DeviceLock {
  keys: Keys;
  handle: DeviceHandle;
  /** What is weak about it, in plain sentences for the readiness page. */
  weaknesses(): string[];
}

export type DeviceHandle = { kind: 'key-file'; path: string } | { kind: 'keystore'; secret: SharedArrayBuffer };

/** The lock of a key file: the browser host's, and a computer's without a keystore. */
export function keyFileLock(path: string): DeviceLock {
  const handle: DeviceHandle = { kind: 'key-file', path };
  return { keys: deviceKeysOf(handle), handle, weaknesses: () => [weaknessOf(path), ...keyFileWeaknesses(path).slice(1)] };
}

/** The lock of a key that the operating system's keystore gave out when the app started. */
export function keystoreLock(secret: SharedArrayBuffer, weaknesses: string[]): DeviceLock {
  const handle: DeviceHandle = { kind: 'keystore', secret };
  return { keys: deviceKeysOf(handle), handle, weaknesses: () => weaknesses };
}

/** What seals and opens with this computer's lock, in any thread. */
export function deviceKeysOf(handle: DeviceHandle): Keys {
  switch (handle.kind) {
    case 'key-file':
      return keyFile(handle.path);
    case 'keystore':
      return keysUnder(step => step(Buffer.from(handle.secret) as Buffer), "this computer's key, from its keystore,");
    default:
      return unreachable(handle);
  }
}

const weaknessOf = (path: string): string =>
  `This computer's lock is a file: whoever copies ${path} together with the store has only a PIN to guess. A keystore of the operating system is safer.`;

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from '../domain/result.ts';
import type { KeyFault, Keys } from '../ports.ts';
import { deciphered, type Secret } from './secret.ts';

/** Gives the device's 32-byte key to a step and wipes it afterwards where it was fetched for it, or says why it can't be had. */
export type WithKey = <T>(step: (key: Buffer) => Result<T, KeyFault>) => Result<T, KeyFault>;

/** What the device's key sealed begins so. */
export const DEVICE_SEALED = 'k1.';
/** What the device's key signed begins so. */
export const DEVICE_SIGNED = 'm1.';
const NONCE = 12;
const TAG = 16;

/** Seals and signs with one symmetric key: AES-256-GCM, and HMAC-SHA256 under a key derived from it. `place` says which, as in "the key in /x". */
export function keysUnder(withKey: WithKey, place: string): Keys {
  const notOpened: KeyFault = {
    kind: 'wrong-key',
    why: `${capital(place)} does not open this: it was sealed with another key, or altered. Nothing was changed.`,
  };
  return {
    seal: (secret, context) => withKey(key => ok(DEVICE_SEALED + sealUnder(key, secret, context).toString('base64url'))),
    open: (sealed, context) =>
      withKey(key => {
        const bytes = Buffer.from(sealed.slice(DEVICE_SEALED.length), 'base64url');
        const opened = sealed.startsWith(DEVICE_SEALED) ? openUnder(key, bytes, context) : null;
        return opened ? ok(opened) : err(notOpened);
      }),
    sign: text => withKey(key => ok(signatureOf(key, text))),
    check: (text, signature) =>
      withKey(key => {
        const wanted = Buffer.from(signatureOf(key, text));
        const said = Buffer.from(signature);
        return said.length === wanted.length && timingSafeEqual(said, wanted)
          ? ok(null)
          : err({ kind: 'not-ours', why: `It was not signed with ${place}, or it was altered. Nothing was changed.` });
      }),
  };
}

/** AES-256-GCM: nonce, ciphertext, tag. */
export function sealUnder(key: Uint8Array, content: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context, 'utf8'));
  return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** Null when it was sealed with another key, for something else, or altered. */
export function openUnder(key: Uint8Array, sealed: Uint8Array, context: string): Secret | null {
  if (sealed.length < NONCE + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(context, 'utf8')).setAuthTag(sealed.subarray(-TAG));
  try {
    return deciphered(decipher, sealed.subarray(NONCE, -TAG));
  } catch {
    return null;
  }
}

/** Signs for this kiosk alone: whoever has the key could write it, too. */
function signatureOf(key: Buffer, text: string): string {
  const derived = Buffer.from(hkdfSync('sha256', key, '', 'downtime-kiosk signature 1', 32));
  return DEVICE_SIGNED + createHmac('sha256', derived).update(text, 'utf8').digest('base64url');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

import { randomFillSync, type DecipherGCM } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that can be wiped everywhere at once: workers see the same memory. Never made a string of. */
export type Secret = Buffer<SharedArrayBuffer>;

/** Empty room for a secret. Never `Buffer.alloc`: up to 64 bytes stand in V8's own heap, where every collection that moves them leaves a copy. */
const roomFor = (length: number): Secret => Buffer.from(new SharedArrayBuffer(length));

/** A new random secret. */
export const newSecret = (length = 32): Secret => randomFillSync(roomFor(length));

/** Takes bytes over into memory that can be wiped, and wipes where they were. */
export function taken(bytes: Uint8Array): Secret {
  const secret = roomFor(bytes.length);
  secret.set(bytes);
  bytes.fill(0);
  return secret;
}

/** Longer than any key that is sealed here, in bytes. */
const LONGEST_KEY = 64;
/** So few bytes of freed memory are overwritten by whoever keeps account of it. */
const PIECE = 8;

/**
 * What a cipher opens, for its taker to wipe. Node copies what it deciphers once more before it gives it out, and frees that without wiping: a key
 * is therefore opened in pieces too small to be of use. Throws when the tag is wrong.
 */
export function deciphered(cipher: DecipherGCM, sealed: Uint8Array): Secret {
  const opened = roomFor(sealed.length);
  const step = sealed.length > LONGEST_KEY ? sealed.length : PIECE;
  try {
    for (let at = 0; at < sealed.length; at += step) {
      const piece = cipher.update(sealed.subarray(at, at + step));
      opened.set(piece, at);
      piece.fill(0);
    }
    cipher.final();
    return opened;
  } catch (error) {
    opened.fill(0);
    throw error;
  }
}

/** Its own copy in memory that threads share. */
export function sharedCopy(secret: Uint8Array): SharedArrayBuffer {
  const room = new SharedArrayBuffer(secret.length);
  new Uint8Array(room).set(secret);
  return room;
}

/** Was it wiped, here or in another thread? */
export const isWiped = (secret: Uint8Array): boolean => secret.every(byte => byte === 0);

/** Lets the engine free what nobody holds any more, so that OpenSSL wipes the key objects made from secrets. */
export function forget(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

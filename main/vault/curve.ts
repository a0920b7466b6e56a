import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { taken, type Secret } from './secret.ts';

/** The two curves of the vault: X25519 seals, Ed25519 signs. */
export type Curve = 'x25519' | 'ed25519';

/** What stands before the 32 bytes of a key in its DER form (RFC 8410). */
const BEFORE = {
  x25519: {
    private: Buffer.from('302e020100300506032b656e04220420', 'hex'),
    public: Buffer.from('302a300506032b656e032100', 'hex'),
  },
  ed25519: {
    private: Buffer.from('302e020100300506032b657004220420', 'hex'),
    public: Buffer.from('302a300506032b6570032100', 'hex'),
  },
} as const;

/** Bytes of a private or a public key. */
export const KEY_BYTES = 32;

/** A private key as OpenSSL takes it. Its memory is OpenSSL's until it is collected, see `forget`. */
export function privateKey(curve: Curve, secret: Uint8Array): KeyObject {
  const key = Buffer.concat([BEFORE[curve].private, secret]);
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } finally {
    key.fill(0);
  }
}

/** A public key as OpenSSL takes it. */
export const publicKey = (curve: Curve, raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([BEFORE[curve].public, raw]), format: 'der', type: 'spki' });

/** The 32 bytes of a public key. */
export const rawPublic = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES);

/** The 32 bytes of a private key. */
export function rawPrivate(key: KeyObject): Secret {
  const der = key.export({ format: 'der', type: 'pkcs8' });
  const secret = taken(der.subarray(-KEY_BYTES));
  der.fill(0);
  return secret;
}

/** The public half of a private key. */
export const publicOf = (curve: Curve, secret: Uint8Array): Buffer => rawPublic(createPublicKey(privateKey(curve, secret)));

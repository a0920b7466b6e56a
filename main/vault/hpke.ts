import { createCipheriv, createDecipheriv, createHmac, diffieHellman } from 'node:crypto';
import { KEY_BYTES, privateKey, publicKey, publicOf } from './curve.ts';
import { deciphered, newSecret, type Secret } from './secret.ts';

/** What a box says besides its content: `info` what it is for, `aad` what it belongs to. Both must be the same to open it. */
export interface About {
  info: string | Buffer;
  aad: string | Buffer;
}

/** For the RFC's own vectors, which are of AES-128 with a given ephemeral key. */
interface Vector {
  ephemeral?: Buffer;
  aeadKeyBytes?: 16 | 32;
}

const TAG = 16;
const KEM = Buffer.from('KEM\x00\x20', 'latin1');
const suite = (aeadKeyBytes: number): Buffer =>
  Buffer.from(`HPKE\x00\x20\x00\x01\x00${aeadKeyBytes === 32 ? '\x02' : '\x01'}`, 'latin1');
const NOTHING = Buffer.alloc(0);

/**
 * Seals something for whoever has the private key: HPKE base mode, one message (RFC 9180: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM).
 * The box is the ephemeral public key, the ciphertext and its tag.
 */
export function sealTo(recipient: Uint8Array, content: Uint8Array, about: About, vector: Vector = {}): Buffer {
  const ephemeral = vector.ephemeral ?? newSecret(KEY_BYTES);
  const enc = publicOf('x25519', ephemeral);
  const shared = sharedSecret(ephemeral, recipient, Buffer.concat([enc, recipient]));
  ephemeral.fill(0);
  const { key, nonce } = schedule(shared, about.info, vector.aeadKeyBytes ?? 32);
  const cipher = createCipheriv(key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm', key, nonce).setAAD(Buffer.from(about.aad));
  key.fill(0);
  return Buffer.concat([enc, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** Opens a box; null when it was sealed for another key, for something else, or altered. */
export function openBox(secret: Uint8Array, box: Uint8Array, about: About, { aeadKeyBytes = 32 }: Vector = {}): Secret | null {
  if (box.length < KEY_BYTES + TAG) return null;
  const enc = box.subarray(0, KEY_BYTES);
  try {
    const shared = sharedSecret(secret, enc, Buffer.concat([enc, publicOf('x25519', secret)]));
    const { key, nonce } = schedule(shared, about.info, aeadKeyBytes);
    const decipher = createDecipheriv(key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm', key, nonce, { authTagLength: TAG });
    key.fill(0);
    decipher.setAAD(Buffer.from(about.aad)).setAuthTag(box.subarray(-TAG));
    return deciphered(decipher, box.subarray(KEY_BYTES, -TAG));
  } catch {
    return null;
  }
}

/** DHKEM's Encap and Decap (RFC 9180, 4.1); OpenSSL refuses the points that give a secret of zeros. */
function sharedSecret(own: Uint8Array, other: Uint8Array, context: Buffer): Buffer {
  const dh = diffieHellman({ privateKey: privateKey('x25519', own), publicKey: publicKey('x25519', other) });
  const prk = extract(KEM, NOTHING, 'eae_prk', dh);
  dh.fill(0);
  return expand(KEM, prk, 'shared_secret', context, 32);
}

/** The key schedule of base mode (RFC 9180, 5.1); wipes the shared secret. */
function schedule(shared: Buffer, info: string | Buffer, aeadKeyBytes: number): { key: Buffer; nonce: Buffer } {
  const id = suite(aeadKeyBytes);
  const context = Buffer.concat([
    Buffer.from([0]),
    extract(id, NOTHING, 'psk_id_hash', NOTHING),
    extract(id, NOTHING, 'info_hash', Buffer.from(info)),
  ]);
  const secret = extract(id, shared, 'secret', NOTHING);
  shared.fill(0);
  const key = expand(id, Buffer.from(secret), 'key', context, aeadKeyBytes);
  return { key, nonce: expand(id, secret, 'base_nonce', context, 12) };
}

const extract = (id: Buffer, salt: Uint8Array, label: string, material: Uint8Array): Buffer =>
  createHmac('sha256', salt).update('HPKE-v1').update(id).update(label).update(material).digest();

/** HKDF's expand for what fits into one block; wipes the key it works from. */
function expand(id: Buffer, prk: Buffer, label: string, context: Uint8Array, length: number): Buffer {
  const whole = createHmac('sha256', prk)
    .update(Buffer.from([0, length]))
    .update('HPKE-v1')
    .update(id)
    .update(label)
    .update(context)
    .update(Buffer.from([1]))
    .digest();
  prk.fill(0);
  return whole.subarray(0, length);
}

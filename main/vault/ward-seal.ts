import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { err, ok, type Result } from '../domain/result.ts';
import type { SealFault, WardSeal } from '../ports.ts';
import { keyIdOf, type WardKey } from './ward-key.ts';

/** Every file begins with this line's first words, so that a person who opens it knows what it is. */
const MAGIC = '{"format":"downtime-kiosk-exchange",';
const VERSION = 1;
const NONCE = 12;
const TAG = 16;
const SIGNATURE = 64;
/** An Ed25519 public key in DER is these bytes and the key's 32. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const LONGEST_HEADER = 4096;

interface Header {
  format: 'downtime-kiosk-exchange';
  version: number;
  site: string;
  ward: string;
  /** Which key of the ward. */
  key: string;
  salt: string;
  /** Bytes that follow the header's line. */
  length: number;
}

/**
 * Seals with the ward's key. A line says in the clear whose it is; what follows is AES-256-GCM under a key that HKDF makes for this one
 * seal, with the line authenticated. Inside stand the maker's public key, its Ed25519 signature over line and content, and the content.
 */
export function wardSeal(ward: WardKey): WardSeal {
  const own = keyIdOf(ward);
  const keyFor = (salt: string): Buffer =>
    Buffer.from(hkdfSync('sha256', ward.secret, Buffer.from(salt, 'base64url'), 'downtime-kiosk exchange 1', 32));
  return {
    site: ward.site,
    ward: ward.ward,
    newSigningKey: () => generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKeyOf: signingKey => rawOf(createPublicKey(privateKey(signingKey))).toString('base64url'),
    seal(content, signingKey) {
      const key = privateKey(signingKey);
      const publicKey = rawOf(createPublicKey(key));
      const length = NONCE + publicKey.length + SIGNATURE + content.length + TAG;
      const salt = randomBytes(32).toString('base64url');
      const { site, ward: name } = ward;
      const header: Header = { format: 'downtime-kiosk-exchange', version: VERSION, site, ward: name, key: own, salt, length };
      const line = Buffer.from(`${JSON.stringify(header)}\n`);
      const signature = sign(null, Buffer.concat([line, publicKey, content]), key);
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', keyFor(salt), nonce).setAAD(line);
      const sealed = [cipher.update(Buffer.concat([publicKey, signature, content])), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat([line, nonce, ...sealed]);
    },
    open(sealed) {
      const header = headerOf(sealed);
      if (!header.ok) return header;
      const { line, said } = header.value;
      const stranger = strangerTo(ward, own, said);
      if (stranger) return err(stranger);
      const body = sealed.subarray(line.length);
      if (body.length < said.length) return err(CUT_SHORT);
      if (body.length > said.length || body.length < NONCE + 32 + SIGNATURE + TAG) return err(ALTERED);
      const inside = decrypted(keyFor(said.salt), line, body);
      if (inside === null) return err(ALTERED);
      const publicKey = inside.subarray(0, 32);
      const content = inside.subarray(32 + SIGNATURE);
      const signed = Buffer.concat([line, publicKey, content]);
      const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' });
      return verify(null, signed, key, inside.subarray(32, 32 + SIGNATURE))
        ? ok({ content, publicKey: publicKey.toString('base64url') })
        : err(ALTERED);
    },
  };
}

function decrypted(key: Buffer, line: Buffer, body: Buffer): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(line).setAuthTag(body.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(body.subarray(NONCE, -TAG)), decipher.final()]);
  } catch {
    return null;
  }
}

/** The line in the clear; who reads it believes nothing of it until the rest is authenticated with it. */
function headerOf(sealed: Buffer): Result<{ line: Buffer; said: Header }, SealFault> {
  const start = sealed.subarray(0, MAGIC.length).toString('latin1');
  const end = sealed.subarray(0, LONGEST_HEADER).indexOf('\n');
  if (!MAGIC.startsWith(start.slice(0, MAGIC.length))) return err(NOT_OURS);
  if (end < 0) return err(sealed.length < LONGEST_HEADER ? CUT_SHORT : NOT_OURS);
  const line = sealed.subarray(0, end + 1);
  let said: Partial<Header>;
  try {
    said = JSON.parse(line.toString('utf8')) as Partial<Header>;
  } catch {
    return err(ALTERED);
  }
  if (typeof said.version === 'number' && said.version > VERSION)
    return err({ kind: 'newer-version', why: 'was made by a newer version of this app: install that on this kiosk' });
  const { site, ward, key, salt, length } = said;
  const whole = [site, ward, key, salt].every(text => typeof text === 'string') && typeof length === 'number';
  return whole ? ok({ line, said: said as Header }) : err(ALTERED);
}

function strangerTo(ward: WardKey, own: string, said: Header): SealFault | null {
  if (said.site !== ward.site)
    return { kind: 'other-site', why: `is of another hospital, ${said.site}; this kiosk exchanges with those of ${ward.site}` };
  if (said.ward !== ward.ward)
    return { kind: 'other-ward', why: `is of another ward, ${said.ward}; this kiosk exchanges with those of ${ward.ward}` };
  return said.key === own
    ? null
    : {
        kind: 'other-key',
        why: `was sealed with another key of ${ward.ward} (${said.key}) than this kiosk has (${own}): give all kiosks of the ward the same key`,
      };
}

const NOT_OURS: SealFault = { kind: 'not-ours', why: 'is no file that kiosks exchange' };
const CUT_SHORT: SealFault = {
  kind: 'cut-short',
  why: 'is cut short: it was not written or copied to its end, so copy it once more',
};
const ALTERED: SealFault = { kind: 'altered', why: 'was altered or damaged on its way: make and copy it once more' };

const privateKey = (signingKey: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(signingKey, 'base64'), format: 'der', type: 'pkcs8' });

const rawOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' }).subarray(SPKI.length);

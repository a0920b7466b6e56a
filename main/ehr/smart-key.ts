import { calculateJwkThumbprint } from 'jose';
import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { err, ok, type Result } from '../domain/result.ts';

/** The two ways of signing that SMART Backend Services names. */
export const SIGNING_ALGORITHMS = ['ES384', 'RS384'] as const;
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** A private key ready to sign with; `kid` is its RFC 7638 thumbprint unless the key carries one. */
export interface SigningKey {
  algorithm: SigningAlgorithm;
  kid: string;
  key: KeyObject;
}

/** A public key as a JWKS lists it. */
export type PublicJwk = JsonWebKey & { kid: string; alg: SigningAlgorithm; use: 'sig'; key_ops: ['verify'] };

export type KeyFault = { kind: 'bad-key'; why: string };

const LEAST_RSA_BITS = 2048;

/** A new private key as JWK text, named by its thumbprint. */
export async function makeSigningKey(algorithm: SigningAlgorithm): Promise<string> {
  const { privateKey } =
    algorithm === 'ES384'
      ? generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
      : generateKeyPairSync('rsa', { modulusLength: 3072 });
  const jwk = privateKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(jwk as { kty: string }, 'sha256');
  return `${JSON.stringify({ ...jwk, kid, alg: algorithm, use: 'sig', key_ops: ['sign'] }, null, 2)}\n`;
}

/** Reads a private key from the text of a file, JWK or PEM. The words of a failure never repeat the text. */
export async function readSigningKey(text: string): Promise<Result<SigningKey, KeyFault>> {
  const bad = (why: string): Result<SigningKey, KeyFault> => err({ kind: 'bad-key', why });
  let key: KeyObject;
  let named: unknown;
  try {
    if (text.trimStart().startsWith('{')) {
      const jwk = JSON.parse(text) as JsonWebKey;
      if (Array.isArray(jwk['keys'])) return bad('This is a set of keys; a single private key (JWK or PEM) is needed');
      if (typeof jwk.d !== 'string') return bad('This is a public key; the private key is needed');
      named = jwk['kid'];
      key = createPrivateKey({ key: jwk, format: 'jwk' });
    } else key = createPrivateKey(text);
  } catch {
    return bad('This is not a private key as JWK or as unencrypted PEM');
  }
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec' && namedCurve !== 'secp384r1')
    return bad(`This elliptic curve key is on ${namedCurve ?? 'an unknown curve'}; ES384 needs P-384`);
  if (key.asymmetricKeyType === 'rsa' && (modulusLength ?? 0) < LEAST_RSA_BITS)
    return bad(`This RSA key has ${modulusLength ?? 'too few'} bits; RS384 needs ${LEAST_RSA_BITS} or more`);
  if (key.asymmetricKeyType !== 'ec' && key.asymmetricKeyType !== 'rsa')
    return bad('This key is neither RSA nor elliptic curve P-384, the two that EHRs accept');
  const kid = typeof named === 'string' && named !== '' ? named : await thumbprint(key);
  return ok({ algorithm: key.asymmetricKeyType === 'ec' ? 'ES384' : 'RS384', kid, key });
}

/** The public half, for the JWKS that the hospital hosts. */
export function publicJwk({ key, kid, algorithm }: SigningKey): PublicJwk {
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  return { ...jwk, kid, alg: algorithm, use: 'sig', key_ops: ['verify'] };
}

const thumbprint = (key: KeyObject): Promise<string> =>
  calculateJwkThumbprint(createPublicKey(key).export({ format: 'jwk' }) as { kty: string }, 'sha256');

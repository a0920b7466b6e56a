import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ALPHABET } from '../domain/check-character.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import { realDisk } from '../store/disk.ts';
import { privateKey, publicOf, rawPrivate, rawPublic } from './curve.ts';
import { newSecret, type Secret } from './secret.ts';

export type RecoveryFault = { kind: 'no-recovery-key'; why: string };
export type NewFileFault = { kind: 'file-there' | 'not-written'; why: string };

/** Eighty bits of a public key in four groups, to compare by eye. */
export function fingerprintOf(publicRaw: Uint8Array): string {
  const hash = createHash('sha256').update('downtime-kiosk recovery key 1').update(publicRaw).digest();
  const bits = BigInt(`0x${hash.subarray(0, 10).toString('hex')}`);
  const letters = Array.from({ length: 16 }, (_, i) => ALPHABET[Number((bits >> BigInt(5 * (15 - i))) & 31n)]);
  return [0, 4, 8, 12].map(at => letters.slice(at, at + 4).join('')).join(' ');
}

/**
 * Makes the hospital's pair in two new files: the private half (PEM, PKCS #8) for the safe, the public one beside it (`.pub`) for its kiosks.
 * Never over a file that is there.
 */
export function makeRecoveryKey(
  path: string,
  hospital: string,
  at: Instant,
): Result<{ publicKey: Buffer; publicFile: string }, NewFileFault> {
  const secret = newSecret();
  const key = privateKey('x25519', secret);
  const half = publicOf('x25519', secret);
  const publicFile = `${path}.pub`;
  secret.fill(0);
  const about = `hospital: ${hospital}\nmade: ${at}\n${FINGERPRINT} ${fingerprintOf(half)}\n`;
  const pem = key.export({ format: 'pem', type: 'pkcs8' }) as string;
  const publicPem = createPublicKey(key).export({ format: 'pem', type: 'spki' }) as string;
  const written = [
    {
      file: publicFile,
      text: `Downtime Kiosk recovery key, PUBLIC half: give it to every kiosk of the hospital.\n${about}${publicPem}`,
    },
    {
      file: path,
      text: `Downtime Kiosk recovery key, PRIVATE half: whoever has it can read every copy of every kiosk. Keep it in the safe, offline.\n${about}${pem}`,
    },
  ];
  for (const { file, text } of written) {
    const made = writeNew(file, text);
    if (!made.ok) return made;
  }
  return ok({ publicKey: half, publicFile });
}

/** The public half, from a file of either half. */
export function readRecoveryPublic(path: string): Result<Buffer, RecoveryFault> {
  return read(
    path,
    text => (text.includes('PRIVATE KEY') ? createPublicKey(createPrivateKey(text)) : createPublicKey(text)),
    key => rawPublic(key),
  );
}

/** The private half. */
export const readRecoveryPrivate = (path: string): Result<Secret, RecoveryFault> =>
  read(path, createPrivateKey, key => rawPrivate(key), 'Give the file of the private half, without .pub.');

const FINGERPRINT = 'fingerprint:';

function read<T extends Uint8Array>(
  path: string,
  parse: (pem: Buffer) => KeyObject,
  raw: (key: KeyObject) => T,
  hint = '',
): Result<T, RecoveryFault> {
  const fault = (what: string) =>
    err({ kind: 'no-recovery-key' as const, why: `${path} ${what}. ${hint || 'Bring it once more from where IT keeps it.'}` });
  let pem: Buffer;
  try {
    pem = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return fault(code === 'ENOENT' ? 'is not there' : `cannot be read (${code ?? 'no reason given'})`);
  }
  try {
    const key = parse(pem);
    if (key.asymmetricKeyType !== 'x25519') return fault('is a key of another kind than a recovery key');
    const value = raw(key);
    const half = key.type === 'private' ? rawPublic(createPublicKey(key)) : value;
    const said = new RegExp(`^${FINGERPRINT} (.+)$`, 'm').exec(aboutIn(pem))?.[1]?.trim();
    return said !== undefined && said !== fingerprintOf(half)
      ? fault('is damaged: its key is not the one that its fingerprint names')
      : ok(value);
  } catch {
    return fault('is no whole recovery key');
  } finally {
    pem.fill(0);
  }
}

/** What stands before the key itself: no secret. */
const aboutIn = (pem: Buffer): string => pem.subarray(0, Math.max(0, pem.indexOf('-----BEGIN'))).toString('utf8');

function writeNew(path: string, text: string): Result<null, NewFileFault> {
  try {
    realDisk().create(path, text);
    return ok(null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EEXIST'
      ? err({ kind: 'file-there', why: `${path} is there already and was not touched: choose another name.` })
      : err({ kind: 'not-written', why: `${path} could not be written (${code ?? 'no reason given'}).` });
  }
}

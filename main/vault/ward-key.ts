import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../domain/result.ts';
import { realDisk } from '../store/disk.ts';

/** The secret that the kiosks of one ward share. Whoever has it can read what they exchange, and take part. */
export interface WardKey {
  site: string;
  ward: string;
  secret: Buffer;
}

export type WardKeyFault = { kind: 'no-key' | 'key-there' | 'not-written' | 'newer-version'; why: string };

const FORMAT = 'downtime-kiosk-ward-key';
const SECRET = 32;

/** Makes a ward's key in a new file, readable by its owner only; never over a file that is there. */
export function makeWardKey(path: string, site: string, ward: string): Result<WardKey, WardKeyFault> {
  const key: WardKey = { site, ward, secret: randomBytes(SECRET) };
  const written = { format: FORMAT, version: 1, site, ward, secret: key.secret.toString('base64url'), check: checkOf(key) };
  try {
    realDisk().create(path, `${JSON.stringify(written, null, 2)}\n`);
    return ok(key);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      return err({
        kind: 'key-there',
        why: `${path} is there already and was not touched: choose another name for the new key.`,
      });
    return err({ kind: 'not-written', why: `The key could not be written to ${path} (${code ?? 'no reason given'}).` });
  }
}

/** Reads a ward's key. */
export function readWardKey(path: string): Result<WardKey, WardKeyFault> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return err({
      kind: 'no-key',
      why:
        code === 'ENOENT'
          ? `The ward's key ${path} is missing: bring it from IT, who made it with "kiosk exchange make-key".`
          : `The ward's key ${path} cannot be read (${code ?? 'no reason given'}).`,
    });
  }
  const said = fieldsOf(text);
  if (said['format'] === FORMAT && typeof said['version'] === 'number' && said['version'] > 1)
    return err({ kind: 'newer-version', why: `The ward's key ${path} was made by a newer version of this app: install that.` });
  const { site, ward } = said;
  const secret = Buffer.from(String(said['secret'] ?? ''), 'base64url');
  if (typeof site === 'string' && typeof ward === 'string' && secret.length === SECRET && said['format'] === FORMAT) {
    const key = { site, ward, secret };
    if (said['check'] === checkOf(key)) return ok(key);
  }
  return err({ kind: 'no-key', why: `${path} is not a whole ward's key: bring it from IT once more.` });
}

/** A short name of a key, to tell it from another; gives nothing of the secret away. */
export const keyIdOf = ({ secret }: WardKey): string =>
  Buffer.from(hkdfSync('sha256', secret, '', 'downtime-kiosk ward key id', 6)).toString('hex');

/** Tells a mangled file from another key. */
const checkOf = ({ site, ward, secret }: WardKey): string =>
  createHash('sha256')
    .update(JSON.stringify([site, ward, secret.toString('base64url')]))
    .digest('hex')
    .slice(0, 16);

function fieldsOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

import { createHash, randomBytes } from 'node:crypto';
import { constants, copyFileSync, linkSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { KeyFault, Keys } from '../ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { realDisk } from '../store/disk.ts';
import { keysUnder } from './device-keys.ts';

const FILE_PREFIX = 'downtime-kiosk-key-1';

/**
 * Seals data keys with AES-256-GCM under one 32-byte key kept in a file; the file is read at every use and never changed.
 * Weaker than a keystore: whoever can read the file can read every copy, see `keyFileWeaknesses`.
 */
export const keyFile = (path: string): Keys => keysUnder(step => withKey(path, step), `the key in ${path}`);

/**
 * Makes the key file if there is none; one that is there is never touched, whatever is in it. Call it only for a store that holds
 * nothing yet: a new key beside sealed data would hide that the right one is missing.
 */
export function ensureKeyFile(path: string): Result<'created' | 'present', KeyFault> {
  try {
    if (exists(path)) return ok('present');
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const tmp = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
    try {
      realDisk().create(tmp, keyText(randomBytes(32)));
      claim(tmp, path);
    } finally {
      rmSync(tmp, { force: true });
    }
    realDisk().flushFolder(dirname(path));
    return ok('created');
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && exists(path)) return ok('present');
    const why = `The key file ${path} could not be made (${codeOf(error)}): check the folder and its rights.`;
    return err({ kind: 'no-key', why });
  }
}

/** The key in a file, for moving it into a keystore; whoever asked wipes it. */
export const keyInFile = (path: string): Result<Buffer, KeyFault> => withKey(path, key => ok(Buffer.from(key)));

/** What is weak about keeping the key in this file, in plain sentences for the readiness page. */
export function keyFileWeaknesses(path: string, platform: NodeJS.Platform = process.platform): string[] {
  const plain = `The key is kept in a file: whoever can read ${path} can read the patients' data.`;
  if (!exists(path)) return [plain];
  if (platform === 'win32') return [plain, `This kiosk cannot check who may read ${path} on Windows: ask IT to.`];
  const { mode, uid } = statSync(path);
  const weaknesses = [plain];
  if (mode & 0o077) {
    const rights = (mode & 0o777).toString(8).padStart(4, '0');
    weaknesses.push(`Other users of this computer may be able to use ${path} (rights ${rights}): set them to 0600.`);
  }
  if (uid !== process.getuid?.()) weaknesses.push(`${path} belongs to another user of this computer.`);
  return weaknesses;
}

/** The key as the file holds it: named, and with a checksum, so that a mangled file is not taken for another key. */
function keyText(key: Buffer): string {
  return `${FILE_PREFIX} ${key.toString('base64url')} ${checksum(key)}\n`;
}

const checksum = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 8);

function withKey<T>(path: string, use: (key: Buffer) => Result<T, KeyFault>): Result<T, KeyFault> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const what = codeOf(error) === 'ENOENT' ? `is missing` : `cannot be read (${codeOf(error)})`;
    return err({
      kind: 'no-key',
      why: `The key file ${path} ${what}. Nothing was changed: bring the file back, do not make a new one.`,
    });
  }
  const [prefix, encoded, sum] = text.trim().split(' ');
  const key = Buffer.from(encoded ?? '', 'base64url');
  try {
    if (prefix !== FILE_PREFIX || key.length !== 32 || sum !== checksum(key)) {
      const why = `${path} is not a whole key file. Nothing was changed: restore it from its backup, do not make a new one.`;
      return err({ kind: 'no-key', why });
    }
    return use(key);
  } finally {
    key.fill(0);
  }
}

/** A link appears whole or not at all and never replaces a file; where the file system has none, an exclusive copy. */
function claim(tmp: string, path: string): void {
  try {
    linkSync(tmp, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error;
    copyFileSync(tmp, path, constants.COPYFILE_EXCL);
  }
}

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

import { sign, verify } from 'node:crypto';
import { closeSync, fsyncSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn, patiently, type Disk } from '../store/disk.ts';
import { privateKey, publicKey } from './curve.ts';

/** Ed25519 signatures begin so. */
export const SIGNED = 'e1.';

/** Signs a text with this kiosk's key. */
export const signed = (text: string, signing: Uint8Array): string =>
  SIGNED + sign(null, Buffer.from(text, 'utf8'), privateKey('ed25519', signing)).toString('base64url');

/** Is it the signature of this signer under this text? */
export const isSigned = (text: string, signature: string, signer: Uint8Array): boolean =>
  signature.startsWith(SIGNED) &&
  verify(null, Buffer.from(text, 'utf8'), publicKey('ed25519', signer), Buffer.from(signature.slice(SIGNED.length), 'base64url'));

/** A row of numbered files, of which the newest whole one counts: a new state is a new name, and the rename is its commit. */
export interface Row {
  folder: string;
  /** "vault" makes `vault-0001.json` and its twin `vault-0001.copy.json`, which stands in where the first is damaged. */
  name: string;
}

const pattern = (name: string): RegExp => new RegExp(`^${name}-(\\d{4,})(\\.copy)?\\.json$`);
const fileName = (name: string, number: number, copy: boolean): string =>
  `${name}-${String(number).padStart(4, '0')}${copy ? '.copy' : ''}.json`;

/** The numbers that are there, newest first. */
export function numbersOf({ folder, name }: Row): number[] {
  const numbers = namesIn(folder).flatMap(file => pattern(name).exec(file)?.[1] ?? []);
  return [...new Set(numbers.map(Number))].sort((a, b) => b - a);
}

/** Both texts of a number, whatever is in them; null where one can't be read. */
export const textsOf = (row: Row, number: number): { path: string; text: string | null }[] =>
  [false, true].map(copy => {
    const path = join(row.folder, fileName(row.name, number, copy));
    try {
      return { path, text: readFileSync(path, 'utf8') };
    } catch {
      return { path, text: null };
    }
  });

/**
 * Writes the next state, which survives a power cut when this returns, and shreds the ones before it. Throws what the disk throws; then the state
 * before counts. Without its twin a state is whole, too.
 */
export function writeNext(row: Row, number: number, text: string, disk: Disk): void {
  disk.makeFolder(row.folder);
  writeWhole(row, number, false, text, disk);
  done(() => writeWhole(row, number, true, text, disk));
  done(() => shredBefore(row, number, disk));
}

function writeWhole(row: Row, number: number, copy: boolean, text: string, disk: Disk): void {
  const path = join(row.folder, fileName(row.name, number, copy));
  disk.remove(`${path}.tmp`);
  disk.create(`${path}.tmp`, text);
  disk.rename(`${path}.tmp`, path);
  try {
    disk.flushFolder(row.folder);
  } catch (error) {
    // A state that is there counts: it is called failed only when it could be taken back.
    if (done(() => disk.remove(path))) throw error;
  }
}

/** Does a step that may be left out, and says whether the disk did it. */
function done(step: () => void): boolean {
  try {
    step();
    return true;
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    return false;
  }
}

/** Overwrites and removes the states before a number. What can't be removed now goes with the next one. */
function shredBefore(row: Row, number: number, disk: Disk): void {
  for (const file of namesIn(row.folder)) {
    const found = pattern(row.name).exec(file.replace(/\.tmp$/, ''));
    if (!found || Number(found[1]) >= number) continue;
    done(() => {
      shred(join(row.folder, file));
      disk.remove(join(row.folder, file));
    });
  }
  disk.flushFolder(row.folder);
}

/** Overwrites a file where it lies. On a solid-state disk older blocks may remain, which is why the disk itself should be encrypted. */
function shred(path: string): void {
  const file = patiently(() => openSync(path, 'r+'));
  try {
    writeSync(file, Buffer.alloc(fstatSync(file).size), 0, undefined, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

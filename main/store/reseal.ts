import { dirname, join } from 'node:path';
import { err, ok, type Result } from '../domain/result.ts';
import type { KeyFault, Keys } from '../ports.ts';
import { namesIn, type Disk } from './disk.ts';
import { faultOf, type StoreFault } from './fault.ts';
import { generationFile, generationNumbers } from './generation-name.ts';
import { LEDGER, PAPER, PRINTS, sealedBook } from './ledger-file.ts';
import { whileLocked } from './lock.ts';
import { readOwnManifest, sealContext, signedManifest } from './manifest.ts';

/** What became of the data keys in a store. */
export interface Resealed {
  /** Files whose key is sealed anew. */
  files: number;
  /** Files that could not be written just now: the former key must be kept for them. */
  left: { file: string; why: string }[];
  /** Files that none of the keys opens, so that no key is kept for them. */
  foreign: { file: string; why: string }[];
}

/** A copy is published in less; what is busy for longer is sealed anew at a next sign-in. */
const PATIENCE_MS = 2000;
/** Shelves and the ledger that the vault's keys seal. The ADT journal is the device's: it is written while nobody is signed in. */
const BOOKS = [LEDGER, PAPER, PRINTS];

/**
 * Seals every data key in a store anew with keys that open them all and seal to the newest: ledger, paper, prints, generations. Each file is
 * replaced by a rename, under the lock of whoever writes it, so that a crash in between leaves each with its old or its new seal, whole.
 */
export function reseal(folder: string, keys: Keys, disk: Disk): Resealed {
  const done: Resealed = { files: 0, left: [], foreign: [] };
  const units = join(folder, 'units');
  for (const place of [folder, ...namesIn(units).map(name => join(units, name))]) {
    const lying = namesIn(place);
    for (const book of BOOKS.filter(({ name }) => lying.includes(`${name}.json`))) {
      const path = join(place, `${book.name}.json`);
      note(done, path, () =>
        whileLocked(join(place, `${book.name}.lock`), PATIENCE_MS, () => resealBook(path, book, keys, disk)),
      );
    }
    const numbers = generationNumbers(place);
    if (numbers.length === 0) continue;
    const lock = join(place, 'publish.lock');
    note(done, lock, () =>
      whileLocked(lock, PATIENCE_MS, () => {
        for (const number of generationNumbers(place))
          note(done, join(place, generationFile(number, 'json')), () => resealGeneration(place, number, keys, disk));
        return ok('nothing');
      }),
    );
  }
  return done;
}

type Outcome = Result<'resealed' | 'nothing', KeyFault | StoreFault>;

function note(done: Resealed, file: string, step: () => Outcome): void {
  let outcome: Outcome;
  try {
    outcome = step();
  } catch (error) {
    outcome = faultOf(error, `The seal of ${file}`, 'It is as it was.');
  }
  if (outcome.ok) done.files += outcome.value === 'resealed' ? 1 : 0;
  else (outcome.error.kind === 'wrong-key' ? done.foreign : done.left).push({ file, why: outcome.error.why });
}

function resealBook(path: string, book: Parameters<typeof sealedBook>[1], keys: Keys, disk: Disk): Outcome {
  const sidecar = sealedBook(path, book);
  if (sidecar === null) return ok('nothing');
  const sealed = anew(sidecar.sealedKey, sidecar.context, keys);
  if (!sealed.ok) return sealed;
  replace(path, { ...sidecar.written, sealedKey: sealed.value }, disk);
  return ok('resealed');
}

function resealGeneration(folder: string, number: number, keys: Keys, disk: Disk): Outcome {
  // Only what this kiosk signed is signed anew.
  const own = readOwnManifest(folder, number, keys);
  if (!own.ok) return own.error.kind === 'not-ours' ? err({ kind: 'wrong-key', why: own.error.why }) : ok('nothing');
  const { signature: _, ...manifest } = own.value;
  const sealed = anew(manifest.sealedKey, sealContext(manifest), keys);
  if (!sealed.ok) return sealed;
  const signed = signedManifest(keys, { ...manifest, sealedKey: sealed.value });
  if (!signed.ok) return signed;
  replace(join(folder, generationFile(number, 'json')), signed.value, disk);
  return ok('resealed');
}

function anew(sealedKey: string, context: string, keys: Keys): Result<string, KeyFault> {
  const key = keys.open(sealedKey, context);
  if (!key.ok) return key;
  const sealed = keys.seal(key.value, context);
  key.value.fill(0);
  return sealed.ok ? sealed : err(sealed.error);
}

function replace(path: string, content: object, disk: Disk): void {
  disk.remove(`${path}.tmp-seal`);
  disk.create(`${path}.tmp-seal`, `${JSON.stringify(content, null, 2)}\n`);
  disk.rename(`${path}.tmp-seal`, path);
  disk.flushFolder(dirname(path));
}

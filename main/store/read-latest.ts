import type { Generation } from '../domain/chart.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { StoreFault } from './fault.ts';
import { openCopy, readSnapshot, type CopyFault } from './generation-copy.ts';
import { generationFile, generationNumbers } from './generation-name.ts';
import { readManifest, type Manifest } from './manifest.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** A copy that was passed over, and why. */
export interface SkippedCopy extends CopyFault {
  file: string;
}

/** What the ward reads from, and what it does not. */
export interface Latest {
  generation: Generation;
  manifest: Manifest;
  skipped: SkippedCopy[];
}

/** The newest generation that is whole, by number only; newer ones that are not are reported with the reason. */
export function readLatest(store: SnapshotStore): Result<Latest, StoreFault> {
  const numbers = numbersIn(store);
  if (!numbers.ok) return numbers;
  const skipped: SkippedCopy[] = [];
  for (const number of numbers.value) {
    const read = readGeneration(store, number);
    if (read.ok) return ok({ ...read.value, skipped });
    skipped.push({ file: generationFile(number, 'db'), ...read.error });
    store.log.write('warn', 'a copy was passed over', { unit: store.unit, generation: number, kind: read.error.kind });
  }
  return err(nothingReadable(store, skipped));
}

/** Every generation on disk, newest first, each with what is wrong with it if anything is. */
export function listGenerations(
  store: SnapshotStore,
): Result<{ number: number; manifest: Manifest | null; fault: CopyFault | null }[], StoreFault> {
  const numbers = numbersIn(store);
  if (!numbers.ok) return numbers;
  return ok(
    numbers.value.map(number => {
      const manifest = readManifest(store.folder, number);
      return { number, manifest: manifest.ok ? manifest.value : null, fault: copyFault(store, number) };
    }),
  );
}

/** What the newest finished copy says of itself, without opening it; null when there is none. */
export function newestManifest(store: SnapshotStore): Manifest | null {
  const numbers = numbersIn(store);
  for (const number of numbers.ok ? numbers.value : []) {
    const manifest = readManifest(store.folder, number);
    if (manifest.ok) return manifest.value;
  }
  return null;
}

/** What is wrong with a generation; null when it is whole and opens. */
export function copyFault(store: SnapshotStore, number: number): CopyFault | null {
  const opened = openCopy(store, number);
  if (!opened.ok) return opened.error;
  opened.value.reader.close();
  return null;
}

function readGeneration(store: SnapshotStore, number: number): Result<{ generation: Generation; manifest: Manifest }, CopyFault> {
  const opened = openCopy(store, number);
  if (!opened.ok) return opened;
  const { reader, manifest } = opened.value;
  try {
    const read = readSnapshot(reader);
    return read.ok ? ok({ generation: { number, snapshot: read.value.snapshot }, manifest }) : read;
  } finally {
    reader.close();
  }
}

function numbersIn(store: SnapshotStore): Result<number[], StoreFault> {
  try {
    return ok(generationNumbers(store.folder));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return err({
      kind: 'unreadable',
      why: `The folder ${store.folder} cannot be read (${code}). The copies in it are untouched: check the disk and the folder's rights.`,
    });
  }
}

/** One sentence for a ward without a copy: what happened, that nothing was deleted, what to do. */
function nothingReadable(store: SnapshotStore, skipped: SkippedCopy[]): StoreFault {
  if (skipped.length === 0) {
    return {
      kind: 'no-copy',
      why: `There is no copy of unit ${store.unit} on this computer yet: sync it while the EHR is reachable, or use another kiosk.`,
    };
  }
  const list = skipped.map(s => `${s.file}: ${s.why}`).join('; ');
  const first = (kind: CopyFault['kind']): boolean => skipped.some(s => s.kind === kind);
  const start = `None of the ${skipped.length} copies of unit ${store.unit} can be read`;
  const kept = 'Nothing was deleted';
  if (first('no-key')) return { kind: 'no-key', why: `${start}: the key is missing. ${kept}: bring the key back. (${list})` };
  if (first('wrong-key')) {
    return { kind: 'wrong-key', why: `${start} with this key. ${kept}: bring back the key they were made with. (${list})` };
  }
  if (first('newer-version')) {
    return { kind: 'newer-version', why: `${start} by this version of the app. ${kept}: install the newer version. (${list})` };
  }
  return { kind: 'none-verifies', why: `${start}. ${kept}: sync again, or use another kiosk. (${list})` };
}

import type { Generation, Snapshot } from '../domain/chart.ts';
import { completed } from '../domain/completed.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { StoreFault } from './fault.ts';
import { openCopy, readSnapshot, type Content, type CopyFault } from './generation-copy.ts';
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

/**
 * The newest generation that is whole, by number only; newer ones that are not are reported with the reason. What was fetched while nobody
 * was signed in is completed here from the generations before it, as it would have been then.
 */
export function readLatest(store: SnapshotStore): Result<Latest, StoreFault> {
  const numbers = numbersIn(store);
  if (!numbers.ok) return numbers;
  const { copy, skipped } = newestOf(store, numbers.value);
  if (copy === null) return err(nothingReadable(store, skipped));
  const chain = [copy];
  for (let link = copy; link.manifest.carriesFrom;) {
    const { generation, carriesFrom } = link.manifest;
    const before = numbers.value.filter(number => number < generation && number <= carriesFrom.generation);
    const older = newestOf(store, before);
    const lost: SkippedCopy = { file: generationFile(carriesFrom.generation, 'db'), kind: 'damaged', why: 'it is missing' };
    const missed = older.copy || older.skipped.length > 0 ? older.skipped : [lost];
    skipped.push(...missed.map(s => ({ ...s, why: `${s.why}; older parts that only it had are missing in the copy after it` })));
    if (older.copy === null) break;
    link = older.copy;
    chain.push(link);
  }
  const snapshot = chain.reduceRight<Snapshot | null>((older, { manifest, snapshot, notUnderstood }) => {
    const carries = manifest.carriesFrom;
    return carries ? completed(snapshot, older?.charts ?? [], carries.goneHours, notUnderstood) : snapshot;
  }, null)!;
  return ok({ generation: { number: copy.manifest.generation, snapshot }, manifest: copy.manifest, skipped });
}

/** The number of the generation that an unlocked reader would take, as far as can be said while nobody is signed in; null for none. */
export function newestLocked(store: SnapshotStore): number | null {
  const numbers = numbersIn(store);
  if (!numbers.ok) return null;
  const usable = (fault: CopyFault | null): boolean => fault === null || fault.kind === 'locked';
  return numbers.value.find(number => usable(copyFault(store, number))) ?? null;
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

/**
 * What is wrong with a generation; null when it is whole and opens. While nobody is signed in, it is enough that this kiosk signed it and
 * that not a byte of it has changed since.
 */
export function copyFault(store: SnapshotStore, number: number): CopyFault | null {
  const opened = openCopy(store, number);
  if (opened.ok) opened.value.reader.close();
  if (opened.ok || (opened.error.kind === 'locked' && isSigned(store, number))) return null;
  return opened.error;
}

function isSigned(store: SnapshotStore, number: number): boolean {
  const manifest = readManifest(store.folder, number);
  return manifest.ok && manifest.value.signature !== undefined;
}

/** A generation as it was read, not yet completed from others. */
interface ReadCopy extends Pick<Content, 'snapshot' | 'notUnderstood'> {
  manifest: Manifest;
}

/** The newest readable one of these, and those passed over. Where nobody is signed in there is none, even if an early one opens. */
function newestOf(store: SnapshotStore, numbers: readonly number[]): { copy: ReadCopy | null; skipped: SkippedCopy[] } {
  const skipped: SkippedCopy[] = [];
  for (const number of numbers) {
    const read = readGeneration(store, number);
    if (read.ok) return { copy: read.value, skipped };
    skipped.push({ file: generationFile(number, 'db'), ...read.error });
    if (read.error.kind === 'locked') break;
    store.log.write('warn', 'a copy was passed over', { unit: store.unit, generation: number, kind: read.error.kind });
  }
  return { copy: null, skipped };
}

function readGeneration(store: SnapshotStore, number: number): Result<ReadCopy, CopyFault> {
  const opened = openCopy(store, number);
  if (!opened.ok) return opened;
  const { reader, manifest } = opened.value;
  try {
    const read = readSnapshot(reader);
    return read.ok ? ok({ ...read.value, manifest }) : read;
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
  if (first('locked')) {
    return { kind: 'locked', why: `The copies of unit ${store.unit} are locked: somebody has to sign in. ${kept}. (${list})` };
  }
  if (first('no-key')) return { kind: 'no-key', why: `${start}: the key is missing. ${kept}: bring the key back. (${list})` };
  if (first('wrong-key')) {
    return { kind: 'wrong-key', why: `${start} with this key. ${kept}: bring back the key they were made with. (${list})` };
  }
  if (first('newer-version')) {
    return { kind: 'newer-version', why: `${start} by this version of the app. ${kept}: install the newer version. (${list})` };
  }
  if (first('not-ours')) {
    return {
      kind: 'not-ours',
      why: `${start}: this kiosk did not write them, or they were altered. ${kept}: call IT. (${list})`,
    };
  }
  return { kind: 'none-verifies', why: `${start}. ${kept}: sync again, or use another kiosk. (${list})` };
}

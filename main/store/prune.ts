import { join } from 'node:path';
import { namesIn } from './disk.ts';
import type { CopyFault } from './generation-copy.ts';
import { generationFile, generationNumbers } from './generation-name.ts';
import { readManifest } from './manifest.ts';
import { copyFault } from './read-latest.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** How many whole generations are kept. */
export const KEEP = 3;

/**
 * Removes all but the newest `keep` generations that verify and those they carry over from; if none verifies, nothing. As many whole ones
 * that only need another key or version to open, or that another key signed, are kept too: a key must never be missed after its data are
 * gone. Returns the numbers removed.
 */
export function prune(store: SnapshotStore, keep: number): number[] {
  const numbers = generationNumbers(store.folder);
  const faults = numbers.map(number => ({ number, fault: copyFault(store, number) }));
  const whole = faults.filter(f => f.fault === null).map(f => f.number);
  if (whole.length === 0) return [];
  const locked = faults.filter(f => f.fault !== null && isLocked(f.fault)).map(f => f.number);
  const kept = new Set([...whole.slice(0, keep), ...locked.slice(0, keep)]);
  // A set is walked in the order of adding, so what a kept one carries from is itself asked.
  for (const number of kept) carriedFrom(store, number, [...whole, ...locked]).forEach(from => kept.add(from));
  const removed = numbers.filter(number => !kept.has(number));
  try {
    for (const number of removed) {
      store.disk.remove(join(store.folder, generationFile(number, 'json')));
      store.disk.remove(join(store.folder, generationFile(number, 'db')));
    }
    if (removed.length) store.disk.flushFolder(store.folder);
  } catch (error) {
    store.log.write('warn', 'an old copy could not be removed', { unit: store.unit, code: codeOf(error) });
  }
  return removed;
}

/** Removes what killed publishers left: temporary files and SQLite's side files. Call it with the publisher's lock held. */
export function sweep(store: SnapshotStore): void {
  for (const name of namesIn(store.folder)) {
    if (/^gen-\d+\.(db|json)(\.tmp|-journal|-wal|-shm)/.test(name)) store.disk.remove(join(store.folder, name));
  }
}

/** What a generation carries over from, and should that not be whole, the newest whole one before it. */
function carriedFrom(store: SnapshotStore, number: number, usable: readonly number[]): number[] {
  const manifest = readManifest(store.folder, number);
  const from = manifest.ok ? manifest.value.carriesFrom?.generation : undefined;
  return from === undefined ? [] : [from, Math.max(...usable.filter(other => other <= from))].filter(Number.isFinite);
}

const isLocked = (fault: CopyFault): boolean =>
  ['wrong-key', 'no-key', 'locked', 'not-ours', 'newer-version'].includes(fault.kind);
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

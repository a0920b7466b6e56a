import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Snapshot } from '../domain/chart.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { fingerprint } from './disk.ts';
import { faultOf, type StoreFault } from './fault.ts';
import { buildGeneration, readBack, type Build } from './generation-file.ts';
import { generationFile, generationNumbers } from './generation-name.ts';
import { whileLocked } from './lock.ts';
import { countsOf, onUnit, readManifest, sealContext, signedManifest, type Manifest } from './manifest.ts';
import { KEEP, prune, sweep } from './prune.ts';
import { copyFault } from './read-latest.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { sameUnit } from './unit-folder.ts';

/** What was published. */
export interface Published {
  generation: number;
  manifest: Manifest;
  /** Charts that will not read back as charts (a bug in the mapping): the ward sees them among the unread. */
  unreadable: Snapshot['unread'];
  /** As a reader will have it, but for what it carries from another generation. */
  snapshot: Snapshot;
}

export interface PublishOptions {
  /** Why a copy with fewer than half of the last one's patients is right; kept in its manifest. */
  acceptDrop?: string;
  /** See the manifest: of a copy that could not be completed, since nobody is signed in. */
  carriesFrom?: NonNullable<Manifest['carriesFrom']>;
}

const SAFE = 'The last good copy is untouched.';

/**
 * Publishes a snapshot as the unit's next generation: built beside, flushed, read back, renamed; the manifest's rename is the
 * commit. A crash at any moment leaves the last generation or the new one, whole. Full disk: older copies make room, once.
 */
export function publishGeneration(
  store: SnapshotStore,
  snapshot: Snapshot,
  options: PublishOptions = {},
): Result<Published, StoreFault> {
  if (!sameUnit(snapshot.unit, store.unit)) {
    const why = `The EHR answered for unit ${snapshot.unit}, but this is the place of unit ${store.unit}: not published. ${SAFE}`;
    return err({ kind: 'implausible', why });
  }
  try {
    store.disk.makeFolder(store.folder);
    return whileLocked(join(store.folder, 'publish.lock'), 0, () => publishLocked(store, snapshot, options));
  } catch (error) {
    return faultOf(error, 'The new copy', SAFE);
  }
}

function publishLocked(store: SnapshotStore, snapshot: Snapshot, options: PublishOptions): Result<Published, StoreFault> {
  sweep(store);
  let published = attempt(store, snapshot, options);
  if (!published.ok && (published.error.kind === 'disk-full' || published.error.kind === 'unwritable')) {
    store.log.write('warn', 'publishing failed, trying once more', { unit: store.unit, kind: published.error.kind });
    if (published.error.kind === 'disk-full') prune(store, 1);
    published = attempt(store, snapshot, options);
  }
  if (published.ok) prune(store, KEEP);
  return published;
}

function attempt(store: SnapshotStore, snapshot: Snapshot, options: PublishOptions): Result<Published, StoreFault> {
  const numbers = generationNumbers(store.folder);
  const number = (numbers[0] ?? 0) + 1;
  const database = join(store.folder, generationFile(number, 'db'));
  const manifestPath = join(store.folder, generationFile(number, 'json'));
  const key = randomBytes(32);
  try {
    const drop = dropSince(store, numbers, snapshot, options);
    if (!drop.ok) return drop;
    const path = `${database}.tmp`;
    const build: Build = { path, key, number, snapshot, acceptedDrop: drop.value, schemaFolder: store.schemaFolder };
    store.disk.create(path, '');
    const written = buildGeneration(build);
    store.disk.flush(path);
    const read = readBack(build, written);
    if (!read.ok)
      return err({ kind: 'unwritable', why: `The new copy is not whole (${read.error.why}). ${SAFE} Check the disk.` });
    const { size, sha256 } = fingerprint(path);
    const { counts, schema, unreadable } = read.value;
    const manifest = sealed(store, build, { size, sha256, counts, schema }, options);
    if (!manifest.ok) return manifest;

    store.disk.rename(path, database);
    store.disk.flushFolder(store.folder);
    store.disk.create(`${manifestPath}.tmp`, `${JSON.stringify(manifest.value, null, 2)}\n`);
    store.disk.rename(`${manifestPath}.tmp`, manifestPath);
    store.disk.flushFolder(store.folder);
    return ok({ generation: number, manifest: manifest.value, unreadable, snapshot: read.value.snapshot });
  } catch (error) {
    return faultOf(error, 'The new copy', SAFE);
  } finally {
    key.fill(0);
    discardUncommitted(store, number);
  }
}

/** No patients at all is never right; fewer than half of the last copy only with a reason. */
function dropSince(
  store: SnapshotStore,
  numbers: number[],
  snapshot: Snapshot,
  options: PublishOptions,
): Result<Manifest['acceptedDrop'], StoreFault> {
  const here = snapshot.charts.filter(chart => chart.gone === null).length;
  if (here === 0) {
    const what =
      snapshot.unread.length > 0
        ? `Not one chart of unit ${store.unit} could be read`
        : `The EHR gave no patient at all for unit ${store.unit}`;
    return err({ kind: 'implausible', why: `${what}: not published. ${SAFE}` });
  }
  const ids = new Set(snapshot.charts.map(chart => chart.identity.id));
  if (ids.size < snapshot.charts.length) {
    return err({
      kind: 'implausible',
      why: `The same patient came ${snapshot.charts.length - ids.size + 1} times from the EHR: not published. ${SAFE}`,
    });
  }
  const last = numbers.find(number => copyFault(store, number) === null);
  const manifest = last === undefined ? null : readManifest(store.folder, last);
  const from = manifest?.ok ? onUnit(manifest.value) : 0;
  const to = onUnit({ ...options, counts: countsOf(snapshot) });
  if (to * 2 >= from) return ok(null);
  if (options.acceptDrop) return ok({ from, to, reason: options.acceptDrop });
  const why = `Only ${to} patients came from the EHR, the last copy of unit ${store.unit} has ${from}: not published. ${SAFE} If this is right, publish again with the reason.`;
  return err({ kind: 'implausible', why });
}

function sealed(
  store: SnapshotStore,
  build: Build,
  content: Pick<Manifest, 'size' | 'sha256' | 'counts' | 'schema'>,
  { carriesFrom }: PublishOptions,
): Result<Manifest, StoreFault> {
  const { unit, source, asOf } = build.snapshot;
  const named = { unit, generation: build.number, sha256: content.sha256 };
  const key = store.keys.seal(build.key, sealContext(named));
  const manifest = key.ok
    ? signedManifest(store.keys, {
        ...{ format: 1 as const, ...named, source, asOf, ...content, acceptedDrop: build.acceptedDrop },
        ...(carriesFrom && { carriesFrom }),
        sealedKey: key.value,
      })
    : key;
  if (manifest.ok) return manifest;
  return err({ kind: manifest.error.kind, why: `The new copy could not be sealed. ${SAFE} ${manifest.error.why}` });
}

/** Throws away what an attempt left unless its manifest is in place. */
function discardUncommitted(store: SnapshotStore, number: number): void {
  const path = (kind: 'db' | 'json'): string => join(store.folder, generationFile(number, kind));
  try {
    store.disk.remove(`${path('db')}.tmp`);
    store.disk.remove(`${path('json')}.tmp`);
    const committed = readManifest(store.folder, number);
    if (!committed.ok && committed.error.kind === 'missing') store.disk.remove(path('db'));
  } catch (error) {
    store.log.write('warn', 'a temporary file could not be removed', {
      unit: store.unit,
      code: String((error as { code?: unknown }).code),
    });
  }
}

import { join } from 'node:path';
import { readChart } from '../domain/chart-schema.ts';
import type { Snapshot } from '../domain/chart.ts';
import type { Present } from '../domain/gone.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { openReader, type Reader } from './connection.ts';
import { fingerprint } from './disk.ts';
import { generationFile } from './generation-name.ts';
import { readManifest, readOwnManifest, sealContext, type Manifest } from './manifest.ts';
import { checkVersion, knownVersion } from './schema.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { sameUnit } from './unit-folder.ts';

/** Why one generation can't be used. */
export interface CopyFault {
  kind: 'unfinished' | 'damaged' | 'wrong-unit' | 'wrong-key' | 'no-key' | 'locked' | 'not-ours' | 'newer-version';
  why: string;
}

/** Proves without its key that a generation is this kiosk's own and whole: manifest, signature, unit, size and hash. */
function verifyCopy(store: SnapshotStore, number: number): Result<Manifest, CopyFault> {
  const read = readOwnManifest(store.folder, number, store.keys);
  if (!read.ok) {
    const { kind, why } = read.error;
    return err(kind === 'not-ours' ? notOurs(store, number, why) : { kind: kind === 'missing' ? 'unfinished' : kind, why });
  }
  const manifest = read.value;
  if (!sameUnit(manifest.unit, store.unit)) {
    return err({ kind: 'wrong-unit', why: `it belongs to unit ${manifest.unit}` });
  }
  const content = checkContent(join(store.folder, generationFile(number, 'db')), manifest);
  if (!content.ok) return content;
  const version = knownVersion(manifest.schema, 'snapshot', store.schemaFolder);
  return version.ok ? ok(manifest) : err({ kind: 'newer-version', why: version.error.why });
}

/** A copy of another key is told from an altered one: there it helps to bring the key back. */
function notOurs(store: SnapshotStore, number: number, why: string): CopyFault {
  const manifest = readManifest(store.folder, number);
  const key = manifest.ok ? store.keys.open(manifest.value.sealedKey, sealContext(manifest.value)) : null;
  if (key?.ok) key.value.fill(0);
  return key && !key.ok && key.error.kind === 'wrong-key' ? key.error : { kind: 'not-ours', why };
}

/** Opens a generation after it is proven to be whole, and its key and own words about itself have passed. The caller closes it. */
export function openCopy(store: SnapshotStore, number: number): Result<{ manifest: Manifest; reader: Reader }, CopyFault> {
  const verified = verifyCopy(store, number);
  if (!verified.ok) return verified;
  const manifest = verified.value;
  const key = store.keys.open(manifest.sealedKey, sealContext(manifest));
  if (!key.ok) return key;
  try {
    const opened = openReader(join(store.folder, generationFile(number, 'db')), key.value);
    if (!opened.ok) return err({ kind: 'damaged', why: opened.error.why });
    const agreed = agrees(opened.value, manifest, store.schemaFolder);
    if (agreed.ok) return ok({ manifest, reader: opened.value });
    opened.value.close();
    return agreed;
  } finally {
    key.value.fill(0);
  }
}

/** What an opened copy holds: the snapshot, the charts that can't be understood and whose they are, and each chart's own text. */
export interface Content {
  snapshot: Snapshot;
  unreadable: Snapshot['unread'];
  notUnderstood: Present[];
  bodies: string[];
}

/** Reads an opened copy. A chart that can't be understood is named among the unread, never dropped. */
export function readSnapshot(reader: Reader): Result<Content, CopyFault> {
  const about = aboutOf(reader);
  const unread = reader.prepare('select patient, why from unread order by position').all() as Snapshot['unread'];
  const charts: Snapshot['charts'] = [];
  const unreadable: Snapshot['unread'] = [];
  const notUnderstood: Present[] = [];
  const bodies: string[] = [];
  const rows = reader.prepare(
    `select patient_id as id, body ->> '$.encounter.id' as stay, name, mrn, bed, body from chart order by position`,
  );
  for (const row of rows.iterate()) {
    const { id, stay, name, mrn, bed, body } = row as ChartRow;
    bodies.push(body);
    const chart = readChart(body);
    if (chart.ok) charts.push(chart.value);
    else {
      notUnderstood.push({ identity: { id }, encounter: { id: String(stay ?? '') } });
      unreadable.push({ patient: `${name} (bed ${bed ?? 'not received'}, MRN ${mrn ?? 'not received'})`, why: chart.error.why });
    }
  }
  if (charts.length === 0) {
    return err({
      kind: 'damaged',
      why: `none of its ${unreadable.length} charts can be understood: ${unreadable[0]?.why ?? 'it is empty'}`,
    });
  }
  const { unit, institution, zone, source, as_of: asOf } = about;
  return ok({
    snapshot: { unit, institution, zone, source, asOf, charts, unread: [...unread, ...unreadable] },
    unreadable,
    notUnderstood,
    bodies,
  });
}

interface ChartRow {
  id: string;
  stay: unknown;
  name: string;
  mrn: string | null;
  bed: string | null;
  body: string;
}

interface About {
  unit: string;
  generation: number;
  institution: string;
  zone: string;
  source: string;
  as_of: string;
  counts: string;
  accepted_drop: string | null;
}

const aboutOf = (reader: Reader): About => reader.prepare('select * from snapshot').get() as About;

function checkContent(path: string, manifest: Manifest): Result<null, CopyFault> {
  try {
    const { size, sha256 } = fingerprint(path);
    if (size !== manifest.size) return err({ kind: 'damaged', why: `it has ${size} bytes instead of ${manifest.size}` });
    if (sha256 !== manifest.sha256)
      return err({ kind: 'damaged', why: 'its content was altered or damaged after it was written' });
    return ok(null);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return err({
      kind: 'damaged',
      why: code === 'ENOENT' ? 'its database file is missing' : `its database cannot be read (${code})`,
    });
  }
}

/** The manifest is readable by anyone and so could be edited; the encrypted file repeats what it says. */
function agrees(reader: Reader, manifest: Manifest, schemaFolder: string): Result<null, CopyFault> {
  const version = checkVersion(reader, 'snapshot', schemaFolder);
  if (!version.ok) return err({ kind: 'newer-version', why: version.error.why });
  const about = aboutOf(reader);
  const same =
    about.unit === manifest.unit &&
    about.generation === manifest.generation &&
    about.source === manifest.source &&
    about.as_of === manifest.asOf &&
    about.counts === JSON.stringify(manifest.counts) &&
    about.accepted_drop === (manifest.acceptedDrop && JSON.stringify(manifest.acceptedDrop));
  return same ? ok(null) : err({ kind: 'damaged', why: 'its manifest says something else than its content' });
}

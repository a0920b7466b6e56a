import { join } from 'node:path';
import { readChart } from '../domain/chart-schema.ts';
import type { Snapshot } from '../domain/chart.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { openReader, type Reader } from './connection.ts';
import { fingerprint } from './disk.ts';
import { generationFile } from './generation-name.ts';
import { readManifest, sealContext, type Manifest } from './manifest.ts';
import { checkVersion } from './schema.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { sameUnit } from './unit-folder.ts';

/** Why one generation can't be used. */
export interface CopyFault {
  kind: 'unfinished' | 'damaged' | 'wrong-unit' | 'wrong-key' | 'no-key' | 'locked' | 'not-ours' | 'newer-version';
  why: string;
}

/** Opens a generation after its manifest, size, hash, key, version and own words about itself have passed. The caller closes it. */
export function openCopy(store: SnapshotStore, number: number): Result<{ manifest: Manifest; reader: Reader }, CopyFault> {
  const read = readManifest(store.folder, number);
  if (!read.ok) return err({ ...read.error, kind: read.error.kind === 'missing' ? 'unfinished' : read.error.kind });
  const manifest = read.value;
  if (!sameUnit(manifest.unit, store.unit)) {
    return err({ kind: 'wrong-unit', why: `it belongs to unit ${manifest.unit}` });
  }
  const path = join(store.folder, generationFile(number, 'db'));
  const content = checkContent(path, manifest);
  if (!content.ok) return content;
  const key = store.keys.open(manifest.sealedKey, sealContext(manifest));
  if (!key.ok) return key;
  try {
    const opened = openReader(path, key.value);
    if (!opened.ok) return err({ kind: 'damaged', why: opened.error.why });
    const agreed = agrees(opened.value, manifest, store.schemaFolder);
    if (agreed.ok) return ok({ manifest, reader: opened.value });
    opened.value.close();
    return agreed;
  } finally {
    key.value.fill(0);
  }
}

/** What an opened copy holds: the snapshot, the charts that can't be understood, and each chart's own text. */
export interface Content {
  snapshot: Snapshot;
  unreadable: Snapshot['unread'];
  bodies: string[];
}

/** Reads an opened copy. A chart that can't be understood is named among the unread, never dropped. */
export function readSnapshot(reader: Reader): Result<Content, CopyFault> {
  const about = aboutOf(reader);
  const unread = reader.prepare('select patient, why from unread order by position').all() as Snapshot['unread'];
  const charts: Snapshot['charts'] = [];
  const unreadable: Snapshot['unread'] = [];
  const bodies: string[] = [];
  for (const row of reader.prepare('select name, mrn, bed, body from chart order by position').iterate()) {
    const { name, mrn, bed, body } = row as { name: string; mrn: string | null; bed: string | null; body: string };
    bodies.push(body);
    const chart = readChart(body);
    if (chart.ok) charts.push(chart.value);
    else
      unreadable.push({ patient: `${name} (bed ${bed ?? 'not received'}, MRN ${mrn ?? 'not received'})`, why: chart.error.why });
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
    bodies,
  });
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

import type { Snapshot } from '../domain/chart.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { openBuilder, openReader } from './connection.ts';
import { readSnapshot } from './generation-copy.ts';
import { countsOf, type Counts, type Manifest } from './manifest.ts';
import { checkVersion, migrate } from './schema.ts';

/** What one generation's file is made of. */
export interface Build {
  path: string;
  key: Buffer;
  number: number;
  snapshot: Snapshot;
  acceptedDrop: Manifest['acceptedDrop'];
  schemaFolder: string;
}

/** Fills an empty temporary file and returns each chart as it was written; flushing and renaming are the caller's. Throws what the disk throws. */
export function buildGeneration(build: Build): string[] {
  const db = must(openBuilder(build.path, build.key));
  try {
    must(migrate(db, 'snapshot', build.schemaFolder));
    const { snapshot } = build;
    const bodies = snapshot.charts.map(chart => JSON.stringify(chart));
    db.transaction(() => {
      const { unit, institution, zone, source, asOf } = snapshot;
      db.prepare(
        `insert into snapshot (one, unit, generation, institution, zone, source, as_of, counts, accepted_drop)
         values (1, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        ...[unit, build.number, institution, zone, source, asOf],
        JSON.stringify(countsOf(snapshot)),
        build.acceptedDrop && JSON.stringify(build.acceptedDrop),
      );
      const chart = db.prepare('insert into chart (position, patient_id, name, mrn, bed, body) values (?, ?, ?, ?, ?, ?)');
      snapshot.charts.forEach((c, i) => chart.run(i, c.identity.id, c.identity.name, c.identity.mrn, c.encounter.bed, bodies[i]));
      const unread = db.prepare('insert into unread (position, patient, why) values (?, ?, ?)');
      snapshot.unread.forEach((u, i) => unread.run(i, u.patient, u.why));
    })();
    return bodies;
  } finally {
    db.close();
  }
}

/** What reading a new file back showed. */
export interface ReadBack {
  counts: Counts;
  schema: number;
  unreadable: Snapshot['unread'];
  /** As a reader will have it. */
  snapshot: Snapshot;
}

/** Reopens what was built, read-only, and proves that it holds every chart word for word as it was written. */
export function readBack(build: Build, written: readonly string[]): Result<ReadBack, { kind: 'not-whole'; why: string }> {
  const opened = openReader(build.path, build.key);
  if (!opened.ok) return err({ kind: 'not-whole', why: opened.error.why });
  const reader = opened.value;
  try {
    const integrity = reader.prepare('pragma integrity_check').pluck().all();
    if (integrity.length !== 1 || integrity[0] !== 'ok')
      return err({ kind: 'not-whole', why: `integrity check: ${integrity[0]}` });
    const read = readSnapshot(reader);
    if (!read.ok) return err({ kind: 'not-whole', why: read.error.why });
    const { unread } = read.value.snapshot;
    const same =
      read.value.bodies.length === written.length &&
      written.every((body, i) => read.value.bodies[i] === body) &&
      unread.length === build.snapshot.unread.length + read.value.unreadable.length;
    if (!same) return err({ kind: 'not-whole', why: 'what was read back is not what was written' });
    const schema = must(checkVersion(reader, 'snapshot', build.schemaFolder)).version;
    const { snapshot, unreadable } = read.value;
    return ok({ counts: countsOf(build.snapshot), schema, unreadable, snapshot });
  } finally {
    reader.close();
  }
}

/** On a file that this process has just made, a fault is a fault of the disk or a bug: thrown, and sorted by the publisher. */
function must<T>(result: Result<T, { kind: string; why: string }>): T {
  if (result.ok) return result.value;
  throw Object.assign(new Error(result.error.why), { code: 'EIO' });
}

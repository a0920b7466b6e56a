import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../domain/result.ts';
import type { StoreFault } from './fault.ts';
import type { Reader, Writer } from './connection.ts';

/** Where the SQL steps lie in the source tree; a packaged app passes its own folder. */
export const SCHEMA_FOLDER = join(import.meta.dirname, '../../resources/schema');

export type SchemaName = 'snapshot' | 'ledger' | 'adt' | 'paper' | 'print';

/** Brings a database up to this app's version, all steps in one transaction; a newer one is refused untouched. */
export function migrate(db: Writer, name: SchemaName, folder = SCHEMA_FOLDER): Result<{ version: number }, StoreFault> {
  const steps = stepsOf(name, folder);
  return db
    .transaction((): Result<{ version: number }, StoreFault> => {
      const at = versionOf(db);
      if (at > steps.length) return err(newer(at, steps.length));
      for (const step of steps.slice(at)) db.exec(readFileSync(join(folder, name, step), 'utf8'));
      if (at < steps.length) db.exec(`pragma user_version = ${steps.length}`);
      return ok({ version: steps.length });
    })
    .immediate();
}

/** Refuses a database that a newer app wrote. */
export function checkVersion(db: Reader, name: SchemaName, folder = SCHEMA_FOLDER): Result<{ version: number }, StoreFault> {
  return knownVersion(versionOf(db), name, folder);
}

/** Refuses the version of a database that a newer app wrote. */
export function knownVersion(version: number, name: SchemaName, folder = SCHEMA_FOLDER): Result<{ version: number }, StoreFault> {
  const known = stepsOf(name, folder).length;
  return version > known ? err(newer(version, known)) : ok({ version });
}

/** Was a database written by the very version that this app writes? */
export const isCurrent = (db: Reader, name: SchemaName, folder = SCHEMA_FOLDER): boolean =>
  versionOf(db) === stepsOf(name, folder).length;

function stepsOf(name: SchemaName, folder: string): string[] {
  return readdirSync(join(folder, name))
    .filter(file => /^\d{3}-.*\.sql$/.test(file))
    .sort();
}

const versionOf = (db: Reader): number => (db.prepare('pragma user_version').get() as { user_version: number }).user_version;

const newer = (version: number, known: number): StoreFault => ({
  kind: 'newer-version',
  why: `It was written by a newer version of this app (format ${version}, this one reads up to ${known}). It is untouched: install the newer version.`,
});

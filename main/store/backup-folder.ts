import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../domain/result.ts';
import type { KeyFault, Keys } from '../ports.ts';
import { fingerprint, namesIn, type Disk } from './disk.ts';
import { contentsSchema } from './ledger-contents.ts';
import { checkSigned, signed } from './signature.ts';

/** What the signature of a backup's manifest is for. */
const TITLE = 'downtime-kiosk backup';
/** So many backups that verify are kept. */
const KEEP = 3;

const manifestSchema = z.object({
  format: z.literal(1),
  backup: z.int().positive(),
  /** By the kiosk's clock. */
  made: z.string(),
  /** Each by its path in the store, with slashes. */
  files: z.array(z.object({ name: z.string(), size: z.int().min(0), sha256: z.string() })),
  /** The text of the ledger's key file. */
  keyFile: z.string(),
  /** Null when nobody was signed in, or when an earlier version of the app had made the ledger: then it could not be read. */
  ledger: contentsSchema.nullable(),
  /** Another text for everything that would make another backup. */
  state: z.string(),
  signature: z.string(),
});

/** What is written beside a backup's files; its appearance is the commit. It holds no patient data. */
export type BackupManifest = z.infer<typeof manifestSchema>;

/** Why a backup can't be used. */
export interface BackupFault {
  kind: 'unfinished' | 'damaged' | 'not-ours' | 'no-key' | 'wrong-key' | 'locked' | 'newer-version';
  why: string;
}

export interface Backups {
  /** `<store>/backups`. */
  folder: string;
  keys: Keys;
  disk: Disk;
}

export const backupsOf = (store: string, keys: Keys, disk: Disk): Backups => ({ folder: join(store, 'backups'), keys, disk });

const start = (number: number): string => `backup-${String(number).padStart(8, '0')}.`;
const manifestPath = ({ folder }: Backups, number: number): string => join(folder, `${start(number)}manifest.json`);

/** Where a backup keeps a file of the store: all backups lie side by side, as generations do. */
export const backedUpPath = ({ folder }: Backups, number: number, name: string): string =>
  join(folder, start(number) + name.replaceAll('/', '~'));

/** The numbers of everything that looks like a backup, newest first. */
export function backupNumbers({ folder }: Backups): number[] {
  const numbers = namesIn(folder).map(name => Number(/^backup-(\d{8,15})\./.exec(name)?.[1] ?? 0));
  return [...new Set(numbers)].filter(number => number > 0).sort((a, b) => b - a);
}

/** Signs and writes a backup's manifest, which makes the backup count. */
export function commitBackup(backups: Backups, manifest: Omit<BackupManifest, 'signature'>): Result<BackupManifest, KeyFault> {
  const own = signed(backups.keys, TITLE, manifest);
  if (!own.ok) return own;
  const { disk, folder } = backups;
  const path = manifestPath(backups, manifest.backup);
  disk.flushFolder(folder);
  disk.create(`${path}.tmp`, `${JSON.stringify(own.value, null, 2)}\n`);
  disk.rename(`${path}.tmp`, path);
  disk.flushFolder(folder);
  return own;
}

/** Reads a backup's manifest after signature, and size and hash of each of its files, have passed. */
export function verifiedBackup(backups: Backups, number: number): Result<BackupManifest, BackupFault> {
  let written: unknown;
  try {
    written = JSON.parse(readFileSync(manifestPath(backups, number), 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return err({ kind: 'unfinished', why: 'it was never finished' });
    return err({ kind: 'damaged', why: `its manifest cannot be read (${code ?? 'not whole'})` });
  }
  const format = (written as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > 1)
    return err({ kind: 'newer-version', why: 'it was made by a newer version of this app' });
  const parsed = manifestSchema.safeParse(written);
  if (!parsed.success || parsed.data.backup !== number) return err({ kind: 'damaged', why: 'its manifest is damaged' });
  const own = checkSigned(backups.keys, TITLE, written as object);
  if (!own.ok) return own;
  for (const { name, size, sha256 } of parsed.data.files) {
    const found = lookAt(backedUpPath(backups, number, name));
    if (found === null) return err({ kind: 'damaged', why: `its ${name} is missing or cannot be read` });
    if (found.size !== size || found.sha256 !== sha256)
      return err({ kind: 'damaged', why: `its ${name} was altered or damaged after it was written` });
  }
  return ok(parsed.data);
}

function lookAt(path: string): ReturnType<typeof fingerprint> | null {
  try {
    return fingerprint(path);
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    return null;
  }
}

/** The newest backup that verifies; null when there is none. */
export function newestBackup(backups: Backups): BackupManifest | null {
  for (const number of backupNumbers(backups)) {
    const verified = verifiedBackup(backups, number);
    if (verified.ok) return verified.value;
  }
  return null;
}

/** Removes what was never finished and, of those that verify, all but the newest three. What only another key or version reads stays. */
export function pruneBackups(backups: Backups): void {
  const looked = backupNumbers(backups).map(number => ({ number, verified: verifiedBackup(backups, number) }));
  const whole = looked.filter(({ verified }) => verified.ok);
  if (whole.length === 0) return;
  const broken = looked.filter(({ verified }) => !verified.ok && ['unfinished', 'damaged'].includes(verified.error.kind));
  for (const { number } of [...broken, ...whole.slice(KEEP)]) removeBackup(backups, number);
  backups.disk.flushFolder(backups.folder);
}

/** Removes all files of a backup, the manifest first. */
export function removeBackup(backups: Backups, number: number): void {
  backups.disk.remove(manifestPath(backups, number));
  for (const name of namesIn(backups.folder)) {
    if (name.startsWith(start(number))) backups.disk.remove(join(backups.folder, name));
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Snapshot } from '../domain/chart.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Keys } from '../ports.ts';
import { generationFile } from './generation-name.ts';
import { checkSigned, signed } from './signature.ts';

const FORMAT = 1;
/** What the signature of a manifest is for. */
const TITLE = 'downtime-kiosk generation';
/** How keys begin that were sealed with a key file: the only ones of a time when manifests were not signed. */
const SEALED_WITH_KEY_FILE = 'k1.';
const count = z.int().min(0);

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  unit: z.string().min(1),
  generation: z.int().positive(),
  source: z.string(),
  /** When fetching began. */
  asOf: z.string(),
  /** `user_version` of the database. */
  schema: z.int().positive(),
  size: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of `patients`, those `gone` have left the unit and count for no plausibility. */
  counts: z.object({
    patients: count,
    unread: count,
    unmapped: count,
    orders: count,
    administrations: count,
    gone: count.exactOptional(),
  }),
  /** Set when somebody accepted a copy with fewer than half of the patients of the one before. */
  acceptedDrop: z.object({ from: count, to: count, reason: z.string() }).nullable(),
  /**
   * Set when this copy is only what was fetched: it was made while nobody was signed in, so older parts and patients who left (for so many
   * hours) are carried over from that generation by whoever opens it.
   */
  carriesFrom: z.object({ generation: z.int().positive(), goneHours: z.number().min(0) }).exactOptional(),
  sealedKey: z.string(),
  /** Over everything else in it. Manifests of earlier versions have none. */
  signature: z.string().exactOptional(),
});

/** What is written beside a generation; its appearance is the commit. It holds no patient data. */
export type Manifest = z.infer<typeof manifestSchema>;
export type Counts = Manifest['counts'];

/** What the data key is sealed to: the key opens only with this unit, this number and this content. */
export const sealContext = (m: Pick<Manifest, 'unit' | 'generation' | 'sha256'>): string =>
  `${m.unit}|${m.generation}|${m.sha256}`;

/** Counts of a snapshot, as published and as read back. */
export function countsOf(snapshot: Pick<Snapshot, 'charts' | 'unread'>): Counts {
  const sum = (of: (chart: Snapshot['charts'][number]) => number): number =>
    snapshot.charts.reduce((total, chart) => total + of(chart), 0);
  const gone = snapshot.charts.filter(chart => chart.gone !== null).length;
  return {
    patients: snapshot.charts.length,
    unread: snapshot.unread.length,
    unmapped: sum(chart => chart.unmapped.length),
    orders: sum(chart => chart.sections.orders.items.length),
    administrations: sum(chart => chart.sections.administrations.items.length),
    ...(gone > 0 ? { gone } : {}),
  };
}

/** Counts for plausibility: those on the unit. A copy that carries the unread over later counts them, too. */
export const onUnit = ({ counts, carriesFrom }: Pick<Manifest, 'counts' | 'carriesFrom'>): number =>
  counts.patients - (counts.gone ?? 0) + (carriesFrom ? counts.unread : 0);

/** Makes a manifest this kiosk's own. */
export const signedManifest = (keys: Keys, manifest: Omit<Manifest, 'signature'>) => signed(keys, TITLE, manifest);

type ManifestFault = { kind: 'missing' | 'damaged' | 'newer-version'; why: string };

/** Reads what a generation's manifest says, whoever wrote it; `missing` when there is none, as during a publication. */
export function readManifest(folder: string, number: number): Result<Manifest, ManifestFault> {
  const read = readWritten(folder, number);
  return read.ok ? ok(read.value.manifest) : read;
}

/** Reads a generation's manifest that this kiosk wrote itself, word for word; refuses any other. */
export function readOwnManifest(
  folder: string,
  number: number,
  keys: Keys,
): Result<Manifest, ManifestFault | { kind: 'no-key' | 'wrong-key' | 'locked' | 'not-ours'; why: string }> {
  const read = readWritten(folder, number);
  if (!read.ok) return read;
  const { manifest, written } = read.value;
  // Earlier versions didn't sign, and sealed with the key file alone: what such a manifest says is proven by its content, once it opens.
  const early = !('signature' in written) && !('carriesFrom' in written) && manifest.sealedKey.startsWith(SEALED_WITH_KEY_FILE);
  if (early) return ok(manifest);
  const own = checkSigned(keys, TITLE, written);
  return own.ok ? ok(manifest) : own;
}

function readWritten(folder: string, number: number): Result<{ manifest: Manifest; written: object }, ManifestFault> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(folder, generationFile(number, 'json')), 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT')
      return err({ kind: 'missing', why: 'its manifest is missing: it was never finished, or the manifest was removed' });
    return err({ kind: 'damaged', why: `its manifest cannot be read (${code ?? 'not whole'})` });
  }
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) {
    if (parsed.data.generation === number) return ok({ manifest: parsed.data, written: value as object });
    return err({ kind: 'damaged', why: `its manifest belongs to generation ${parsed.data.generation}` });
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > FORMAT) {
    return err({ kind: 'newer-version', why: `it was written by a newer version of this app (manifest ${format})` });
  }
  return err({ kind: 'damaged', why: `its manifest is damaged (${parsed.error.issues[0]?.path.join('.') ?? ''})` });
}

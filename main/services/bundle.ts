import { createHash, randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { bundleSchema } from '../domain/bundle-schema.ts';
import { heldOf, lackedByAny, type Bundle, type Digest, type Held } from '../domain/exchange.ts';
import type { EventRecord } from '../domain/event-record.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';

const digest: Digest = lines => createHash('sha256').update(lines.join('\n')).digest('base64url');

/** What a kiosk gives to the others now: what any of those it heard of lacks, or everything while it heard of nobody or is told to. */
export const bundleFor = (
  by: { site: string; kiosk: string; made: Instant },
  records: readonly EventRecord[],
  heard: readonly (readonly Held[])[],
): Bundle => {
  const held = heldOf(records, digest);
  return { id: randomUUID(), ...by, held, events: lackedByAny(heard, held, records, digest) };
};

/** More than any ward's ledger of years; what is larger is no bundle. */
const LARGEST = 512 * 1024 * 1024;

/** A bundle as bytes. */
export const packed = (bundle: Bundle): Buffer => gzipSync(JSON.stringify(bundle));

/** Reads a bundle that a kiosk of the ward signed; one that has another shape was made by another version. */
export function unpacked(content: Buffer): Result<Bundle, { kind: 'other-version'; why: string }> {
  const parsed = bundleSchema.safeParse(valueOf(content));
  return parsed.success
    ? ok(parsed.data)
    : err({
        kind: 'other-version',
        why: 'says something that this version does not understand: install the same version on both kiosks',
      });
}

function valueOf(content: Buffer): unknown {
  try {
    return JSON.parse(gunzipSync(content, { maxOutputLength: LARGEST }).toString('utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof SyntaxError || code?.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw error;
  }
}

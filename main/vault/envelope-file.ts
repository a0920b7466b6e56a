import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Instant } from '../domain/time.ts';
import type { Disk } from '../store/disk.ts';
import { namesIn } from '../store/disk.ts';
import { isSigned, numbersOf, signed, textsOf, writeNext, type Row } from './signed-file.ts';
import { vaultFolder } from './vault-file.ts';

const bytes = z.string().regex(/^[\w-]+$/);
const bodySchema = z.strictObject({
  format: z.literal(1),
  program: z.literal('downtime-kiosk-envelope'),
  id: z.string(),
  /** When this code was made, and the public key that it stands for. */
  made: z.string(),
  publicKey: bytes,
  /** The unit's keys sealed to it: the present one, and the next while the vault is being changed. */
  boxes: z.array(z.strictObject({ number: z.int().positive(), publicKey: bytes, box: bytes })),
  signer: bytes,
});

/** What the code in the sealed envelope opens: apart from the vault and outside the device lock. Keys and boxes are Base64url. */
export type EnvelopeBody = z.infer<typeof bodySchema>;

const rowOf = (store: string): Row => ({ folder: vaultFolder(store), name: 'envelope' });
const usedName = (publicKey: string): string => `envelope-used-${publicKey.slice(0, 20)}.json`;

/** The envelope that holds, or the one of this public key: while a new one can't be written, the one before opens. Null when there is none. */
export function readEnvelope(store: string, publicKey?: string): EnvelopeBody | null {
  for (const number of numbersOf(rowOf(store)))
    for (const { text } of textsOf(rowOf(store), number)) {
      const body = text === null ? null : bodyOf(text);
      if (body && (publicKey === undefined || body.publicKey === publicKey)) return body;
    }
  return null;
}

function bodyOf(text: string): EnvelopeBody | null {
  const [line = '', signature = ''] = text.split('\n');
  try {
    const parsed = bodySchema.safeParse(JSON.parse(line));
    return parsed.success && isSigned(line, signature, Buffer.from(parsed.data.signer, 'base64url')) ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Commits an envelope, or the one that holds with other boxes; what was before is shredded. Throws what the disk throws. */
export function writeEnvelope(
  store: string,
  { id, made, publicKey, boxes, signer }: Omit<EnvelopeBody, 'format' | 'program'>,
  signing: Uint8Array,
  disk: Disk,
): void {
  const line = JSON.stringify({
    format: 1,
    program: 'downtime-kiosk-envelope',
    id,
    made,
    publicKey,
    boxes,
    signer,
  } satisfies EnvelopeBody);
  const number = (numbersOf(rowOf(store))[0] ?? 0) + 1;
  writeNext(rowOf(store), number, `${line}\n${signed(line, signing)}\n`, disk);
  for (const name of namesIn(vaultFolder(store)))
    if (/^envelope-used-/.test(name) && name !== usedName(publicKey)) disk.remove(join(vaultFolder(store), name));
}

/** When the code was used first; null when it wasn't. */
export function envelopeUsed(store: string, { publicKey }: Pick<EnvelopeBody, 'publicKey'>): Instant | null {
  try {
    const { at } = JSON.parse(readFileSync(join(vaultFolder(store), usedName(publicKey)), 'utf8')) as { at?: unknown };
    return typeof at === 'string' ? at : '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : '';
  }
}

/** Notes that the code was used, which survives a power cut when this returns. Throws what the disk throws. */
export function markEnvelopeUsed(store: string, { publicKey }: Pick<EnvelopeBody, 'publicKey'>, at: Instant, disk: Disk): void {
  if (envelopeUsed(store, { publicKey }) !== null) return;
  disk.create(join(vaultFolder(store), usedName(publicKey)), `${JSON.stringify({ at })}\n`);
  disk.flushFolder(vaultFolder(store));
}

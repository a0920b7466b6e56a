import { randomBytes } from 'node:crypto';
import { openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditEntry } from '../domain/audit.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { KeyFault, Keys } from '../ports.ts';
import { endOfSegment, segmentFile, type AuditDisk } from './audit-folder.ts';
import { entryContext, evolvingKey, segmentContext } from './audit-key.ts';
import {
  AUDIT_FORMAT,
  checkpointBody,
  entryBody,
  hashOf,
  headerBody,
  signedCheckpoint,
  signedHeader,
  type SegmentHeader,
} from './audit-line.ts';

/** A segment that this process writes. Its steps throw what the disk throws, and then nothing was written. */
export interface Segment {
  number: number;
  /** Writes an entry under the next number; says that and its line's hash. */
  append(entry: Omit<AuditEntry, 'number'>): { number: number; hash: string };
  /** Signs everything so far. `closed`: nothing follows in this segment. */
  sign(kind: 'checkpoint' | 'closed', at: Instant): Result<null, KeyFault>;
  /** Entries since the last signature. */
  unsigned(): number;
  /** What a failed step left could not be taken back: nothing more can be written here. */
  broken(): boolean;
  /** Lets go of the file and wipes the key. */
  leave(): void;
}

/** Begins the segment after `last`: it says how that one ended, whatever it looks like. */
export function beginSegment(
  { folder, keys, kiosk, disk }: { folder: string; keys: Keys; kiosk: string; disk: AuditDisk },
  last: number,
  opened: Instant,
): Result<Segment, KeyFault> {
  const segment = last + 1;
  const first = randomBytes(32);
  const sealed = keys.seal(first, segmentContext(kiosk, segment));
  if (!sealed.ok) return sealed;
  const previous = endOfSegment(folder, last);
  const header: SegmentHeader = { format: AUDIT_FORMAT, kiosk, segment, opened, previous, key: sealed.value };
  const json = JSON.stringify(header);
  const signature = keys.sign(signedHeader(json));
  if (!signature.ok) return signature;
  const body = headerBody(json, signature.value);

  const path = join(folder, segmentFile(segment));
  let hash = hashOf(previous.hash, body);
  try {
    disk.remove(`${path}.tmp`);
    disk.create(`${path}.tmp`, `${body} ${hash}\n`);
    disk.rename(`${path}.tmp`, path);
  } catch (error) {
    disk.remove(`${path}.tmp`);
    throw error;
  }
  disk.flushFolder(folder);
  const file = openSync(path, 'r+');
  let length = statSync(path).size;

  const key = evolvingKey(first);
  let number = previous.number;
  let unsigned = 0;
  let broken = false;
  const add = (body: string): void => {
    const next = hashOf(hash, body);
    const line = `${body} ${next}\n`;
    try {
      disk.append(file, line, length);
    } catch (error) {
      broken = true;
      disk.cutBack(file, length);
      broken = false;
      throw error;
    }
    hash = next;
    length += Buffer.byteLength(line, 'utf8');
  };
  return ok({
    number: segment,
    append(entry) {
      const numbered: AuditEntry = { ...entry, number: number + 1 };
      add(entryBody(number + 1, key.seal(JSON.stringify(numbered), entryContext(kiosk, segment, number + 1))));
      key.advance();
      number++;
      unsigned++;
      return { number, hash };
    },
    sign(kind, at) {
      const signed = keys.sign(signedCheckpoint({ kind, number, at }, header, hash));
      if (!signed.ok) return signed;
      add(checkpointBody(kind, number, at, signed.value));
      unsigned = 0;
      return ok(null);
    },
    unsigned: () => unsigned,
    broken: () => broken,
    leave() {
      key.wipe();
      disk.close(file);
    },
  });
}

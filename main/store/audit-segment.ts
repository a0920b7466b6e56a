import { randomBytes } from 'node:crypto';
import { fstatSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditEntry } from '../domain/audit.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { KeyFault, Keys } from '../ports.ts';
import { endOfSegment, segmentFile, segmentsIn, type AuditDisk } from './audit-folder.ts';
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
  /** How it ends now, as written here. */
  end(): SegmentEnd;
  /** Writes an entry under the next number; says that and its line's hash. */
  append(entry: Omit<AuditEntry, 'number'>): { number: number; hash: string };
  /** Signs everything so far. `closed`: nothing follows in this segment. */
  sign(kind: 'checkpoint' | 'closed', at: Instant): Result<null, KeyFault>;
  /** Entries since the last signature. */
  unsigned(): number;
  /** Its file is still the one that was written, as far as it was. */
  isInPlace(): boolean;
  /** What a failed step left could not be taken back: nothing more can be written here. */
  broken(): boolean;
  /** Lets go of the file and wipes the key. */
  leave(): void;
}

/** The last entry and line of a segment, as whoever wrote it knows. */
export interface SegmentEnd {
  segment: number;
  number: number;
  hash: string;
}

/**
 * Begins the next segment: it says how the one before ended. `written` is what this process itself wrote last: where the disk has less than that, the
 * new segment says what had been there, and whoever checks it finds what was taken away.
 */
export function beginSegment(
  { folder, keys, kiosk, disk }: { folder: string; keys: Keys; kiosk: string; disk: AuditDisk },
  written: SegmentEnd | null,
  opened: Instant,
): Result<Segment, KeyFault> {
  const last = segmentsIn(folder).at(-1) ?? 0;
  const segment = Math.max(last, written?.segment ?? 0) + 1;
  const first = randomBytes(32);
  const sealed = keys.seal(first, segmentContext(kiosk, segment));
  if (!sealed.ok) return sealed;
  const previous = endBefore(endOfSegment(folder, last), last, written);
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
  const { ino, size } = fstatSync(file);
  let length = size;

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
    end: () => ({ segment, number, hash }),
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
    isInPlace() {
      const there = statSync(path, { throwIfNoEntry: false });
      return there?.ino === ino && there.size === length;
    },
    broken: () => broken,
    leave() {
      key.wipe();
      disk.close(file);
    },
  });
}

/** What lies on the disk, unless this process wrote more or other lines there. */
function endBefore(lying: SegmentHeader['previous'], last: number, written: SegmentEnd | null): SegmentHeader['previous'] {
  if (written === null || last > written.segment) return lying;
  const whole =
    last === written.segment &&
    (lying.number > written.number || (lying.number === written.number && lying.hash === written.hash));
  return whole ? lying : { number: written.number, hash: written.hash, torn: 0 };
}

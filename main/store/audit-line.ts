import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The version of how segments are written. */
export const AUDIT_FORMAT = 1;
/** What the first line of the first segment follows. */
export const NOTHING_BEFORE = '0'.repeat(64);

const headerSchema = z.object({
  format: z.int().positive(),
  kiosk: z.string(),
  segment: z.int().positive(),
  opened: z.string(),
  /** How the segment before ended: `number` of its last entry, `hash` of its last whole line, `torn` bytes of a line that a power cut left unfinished. */
  previous: z.object({ number: z.int().min(0), hash: z.string(), torn: z.int().min(0) }),
  /** The segment's first key, sealed. */
  key: z.string(),
});
/** The first line of a segment, in the clear. */
export type SegmentHeader = z.infer<typeof headerSchema>;

/** A line as it is kept: `body` and the hash over the hash of the line before and this body. */
export type AuditLine = { body: string; hash: string } & (
  | { kind: 'segment'; header: SegmentHeader; json: string; signature: string }
  | { kind: 'entry'; number: number; sealed: string }
  /** Signed; `closed` is the last line of a segment. `number` is that of the entry before it. */
  | { kind: 'checkpoint' | 'closed'; number: number; at: string; signature: string }
);

/** The hash of a line: SHA-256, in hexadecimal, of the hash of the line before, a space, and the line's body. */
export const hashOf = (previous: string, body: string): string =>
  createHash('sha256').update(`${previous} ${body}`, 'utf8').digest('hex');

export const entryBody = (number: number, sealed: string): string => `entry ${number} ${sealed}`;

/** What a header's signature is over: its JSON as written. */
export const signedHeader = (json: string): string => `downtime-kiosk audit segment\n${json}`;
export const headerBody = (json: string, signature: string): string => `segment ${json} ${signature}`;

/** What a checkpoint's signature is over; `previous` is the hash of the line before it, and with it of everything before. */
export const signedCheckpoint = (
  said: { kind: 'checkpoint' | 'closed'; number: number; at: string },
  { kiosk, segment }: Pick<SegmentHeader, 'kiosk' | 'segment'>,
  previous: string,
): string => `downtime-kiosk audit ${said.kind}\n${JSON.stringify([kiosk, segment, said.number, said.at, previous])}`;
export const checkpointBody = (kind: 'checkpoint' | 'closed', number: number, at: string, signature: string): string =>
  `${kind} ${number} ${at} ${signature}`;

const LINE = /^(.*) ([0-9a-f]{64})$/s;
const ENTRY = /^entry ([1-9]\d{0,14}) ([\w-]+)$/;
const CHECKPOINT = /^(checkpoint|closed) (\d{1,15}) (\S+) (\S+)$/;
const HEADER = /^segment (\{.*\}) (\S+)$/s;

/** Understands a line; null when it is none of ours. */
function readLine(text: string): AuditLine | null {
  const [, body, hash] = LINE.exec(text) ?? [];
  if (body === undefined || hash === undefined) return null;
  const entry = ENTRY.exec(body);
  if (entry) return { kind: 'entry', body, hash, number: Number(entry[1]), sealed: entry[2]! };
  const point = CHECKPOINT.exec(body);
  if (point) {
    const kind = point[1] as 'checkpoint' | 'closed';
    return { kind, body, hash, number: Number(point[2]), at: point[3]!, signature: point[4]! };
  }
  const head = HEADER.exec(body);
  if (!head) return null;
  try {
    const json = head[1]!;
    const header = headerSchema.safeParse(JSON.parse(json));
    return header.success ? { kind: 'segment', body, hash, json, header: header.data, signature: head[2]! } : null;
  } catch {
    return null;
  }
}

/** A segment's lines as they are on the disk; null for one that can't be understood. */
export interface SegmentText {
  lines: (AuditLine | null)[];
  /** Bytes at the end that a power cut left of a line: without an end, or never filled. */
  torn: number;
}

/** Takes a segment's file apart. */
export function readSegment(content: Buffer): SegmentText {
  const end = content.lastIndexOf('\n') + 1;
  const whole = content.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  const last = whole.at(-1);
  const unfilled = last?.includes('\0') ? Buffer.byteLength(last, 'utf8') + 1 : 0;
  return { lines: (unfilled > 0 ? whole.slice(0, -1) : whole).map(readLine), torn: content.length - end + unfilled };
}

/** Where a segment ends: what the next one must follow. A line that can't be understood counts for nothing; null when none can. */
export function endOf({ lines, torn }: SegmentText): SegmentHeader['previous'] | null {
  const last = lines.findLast(line => line !== null);
  if (!last) return null;
  return { number: last.kind === 'segment' ? last.header.previous.number : last.number, hash: last.hash, torn };
}

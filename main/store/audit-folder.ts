import { closeSync, fdatasyncSync, fsyncSync, ftruncateSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { endOf, NOTHING_BEFORE, readSegment, type SegmentHeader } from './audit-line.ts';
import { namesIn, realDisk, type Disk } from './disk.ts';

/** What the audit does to its files; each step is durable, or throws. */
export interface AuditDisk extends Pick<Disk, 'makeFolder' | 'create' | 'rename' | 'remove' | 'flushFolder'> {
  /** Writes a line at the end of an open file, which is at `length`. */
  append(file: number, line: string, length: number): void;
  /** Takes back what a failed append may have left. */
  cutBack(file: number, length: number): void;
  close(file: number): void;
}

/** The real disk. */
export const auditDisk = (): AuditDisk => ({
  ...realDisk(),
  append(file, line, length) {
    const bytes = Buffer.from(line, 'utf8');
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done, length + done);
    fdatasyncSync(file);
  },
  cutBack(file, length) {
    ftruncateSync(file, length);
    fsyncSync(file);
  },
  close: closeSync,
});

const NAME = /^audit-(\d{6,})\.log$/;

/** "audit-000001.log" */
export const segmentFile = (segment: number): string => `audit-${String(segment).padStart(6, '0')}.log`;

/** Where the audit of a store lies. */
export const auditFolder = (storeFolder: string): string => join(storeFolder, 'audit');

/** The numbers of the segments that are there, ascending. */
export const segmentsIn = (folder: string): number[] =>
  namesIn(folder)
    .flatMap(name => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);

/** The newest segments by their paths in the store, as many as fit into so many bytes and the newest in any case: what a backup beside each copy can hold. */
export function newestSegments(storeFolder: string, most: number): string[] {
  const folder = auditFolder(storeFolder);
  let bytes = 0;
  return segmentsIn(folder)
    .reverse()
    .filter((segment, i) => (bytes += statSync(join(folder, segmentFile(segment))).size) <= most || i === 0)
    .map(segment => `audit/${segmentFile(segment)}`);
}

export const hasSegment = (folder: string, segment: number): boolean =>
  statSync(join(folder, segmentFile(segment)), { throwIfNoEntry: false }) !== undefined;

export const readSegmentFile = (folder: string, segment: number): ReturnType<typeof readSegment> =>
  readSegment(readFileSync(join(folder, segmentFile(segment))));

/** The newest entry of these segments: its number and its line's hash; number 0 when there is none. */
export function newestEntry(folder: string, segments: readonly number[]): { number: number; hash: string } {
  for (const segment of segments.toReversed()) {
    const entry = readSegmentFile(folder, segment).lines.findLast(line => line?.kind === 'entry');
    if (entry?.kind === 'entry') return { number: entry.number, hash: entry.hash };
  }
  return { number: 0, hash: NOTHING_BEFORE };
}

/** How a segment ends; before the first there is nothing. Where no line of it can be understood, what follows it follows the one before. */
export function endOfSegment(folder: string, segment: number): SegmentHeader['previous'] {
  if (segment === 0) return { number: 0, hash: NOTHING_BEFORE, torn: 0 };
  const text = readSegmentFile(folder, segment);
  const end = endOf(text);
  if (end) return end;
  const before = segmentsIn(folder).findLast(other => other < segment) ?? 0;
  return { ...endOfSegment(folder, before), torn: text.torn };
}

import { setImmediate } from 'node:timers/promises';
import type { AuditHead } from '../domain/audit.ts';
import type { Instant } from '../domain/time.ts';
import type { KeyFault, Keys } from '../ports.ts';
import { openEntries } from './audit-contents.ts';
import { readSegmentFile, segmentFile, segmentsIn } from './audit-folder.ts';
import {
  AUDIT_FORMAT,
  endOf,
  hashOf,
  NOTHING_BEFORE,
  signedCheckpoint,
  signedHeader,
  type AuditLine,
  type SegmentHeader,
  type SegmentText,
} from './audit-line.ts';

/** Something that is not as it was written, and where: a segment's file and the line in it, from 1. */
export interface AuditFinding {
  file: string;
  /** Null for what is wrong with the file as a whole. */
  line: number | null;
  why: string;
}

/** What a look through the whole audit found. */
export interface AuditChecked {
  segments: number;
  entries: number;
  /** When the first segment was begun; null when there is none. */
  since: Instant | null;
  /** The newest entry, for comparing with a sheet. */
  head: AuditHead;
  /** Not as it was written: altered, missing, moved. Empty when all holds. */
  findings: AuditFinding[];
  /** What a power cut left, and the next segment says so: nobody altered it. */
  torn: AuditFinding[];
  /** Why not everything could be looked at: signatures, or what entries say; null when it was. The chain always is. */
  notLookedAt: string | null;
}

/** Looks through every segment in order: chain, numbers, signatures, and with keys that open every entry. Changes nothing. */
export async function checkAudit(folder: string, keys: Keys): Promise<AuditChecked> {
  const checked: AuditChecked = {
    segments: 0,
    entries: 0,
    since: null,
    head: { number: 0, hash: NOTHING_BEFORE.slice(0, 8) },
    findings: [],
    torn: [],
    notLookedAt: null,
  };
  let before: Before = { segment: 0, end: { number: 0, hash: NOTHING_BEFORE, torn: 0 } };
  for (const segment of segmentsIn(folder)) {
    const text = readSegmentFile(folder, segment);
    const find = finder(checked.findings, segment);
    checkSegment(segment, text, before, keys, { find, checked });
    const end = endOf(text) ?? { ...before.end, torn: text.torn };
    before = { segment, end };
    checked.segments++;
    await setImmediate();
  }
  if (before.end.torn > 0) checked.torn.push(tornWords(before.segment, before.end.torn));
  return checked;
}

/** The segment before, and how it ends as it lies there. */
interface Before {
  segment: number;
  end: SegmentHeader['previous'];
}
type Find = (line: number | null, why: string) => void;
const finder =
  (findings: AuditFinding[], segment: number): Find =>
  (line, why) =>
    void findings.push({ file: segmentFile(segment), line, why });

const tornWords = (segment: number, bytes: number): AuditFinding => ({
  file: segmentFile(segment),
  line: null,
  why: `its last line was not finished (${bytes} bytes): the power was cut, or the kiosk was stopped, while it was written`,
});

function checkSegment(
  segment: number,
  { lines, torn }: SegmentText,
  before: Before,
  keys: Keys,
  { find, checked }: { find: Find; checked: AuditChecked },
): void {
  const first = lines[0];
  const header = first?.kind === 'segment' ? first.header : null;
  if (segment > before.segment + 1) find(null, missingWords(before.segment + 1, segment - 1));
  if (header === null) find(1, 'the line with which a segment begins is missing or altered');
  else {
    checked.since ??= header.opened;
    if (segment === before.segment + 1) checkJoint(header, before, checked, find);
    if (header.segment !== segment) find(1, `it says of itself that it is ${segmentFile(header.segment)}`);
    if (header.format > AUDIT_FORMAT) find(1, `a newer version of this app wrote it (format ${header.format})`);
  }
  let previous = header?.previous.hash ?? before.end.hash;
  let number = header?.previous.number ?? before.end.number;
  lines.forEach((line, index) => {
    const place = index + 1;
    if (line === null) return find(place, 'this line cannot be understood: it was altered');
    if (hashOf(previous, line.body) !== line.hash)
      find(
        place,
        'it does not follow the line before: one of them was altered, moved, added, or what was between them taken away',
      );
    if (line.kind === 'entry') {
      if (line.number !== number + 1) find(place, `entry ${line.number} comes after entry ${number}`);
      checked.entries++;
      checked.head = { number: line.number, hash: line.hash.slice(0, 8).toUpperCase() };
    } else if (line.kind === 'segment') {
      if (index > 0) find(place, 'a segment begins within a segment');
    } else if (line.number !== number) find(place, `it signs entry ${line.number} where entry ${number} is the last`);
    const unsigned = header && signatureFault(line, header, previous, keys);
    if (unsigned?.kind === 'not-ours') find(place, `its signature does not hold. ${unsigned.why}`);
    else if (unsigned) checked.notLookedAt ??= unsigned.why;
    if (line.kind === 'closed' && (index < lines.length - 1 || torn > 0))
      find(place, 'something follows after the segment was closed');
    previous = line.hash;
    number = line.kind === 'segment' ? line.header.previous.number : line.number;
  });
  const opened = openEntries({ lines, torn }, keys);
  if (!opened.ok) checked.notLookedAt ??= opened.error.why;
  else for (const one of opened.value) if (one.entry === null) find(one.line, one.why);
}

/** Does the segment before end as this one's first line says it did? */
function checkJoint({ previous }: SegmentHeader, before: Before, { torn, findings }: AuditChecked, find: Find): void {
  if (before.segment === 0) {
    if (previous.hash !== NOTHING_BEFORE || previous.number !== 0)
      find(1, 'it says that something was before it: earlier segments are missing');
    return;
  }
  const findBefore = finder(findings, before.segment);
  if (previous.hash !== before.end.hash || previous.number !== before.end.number)
    findBefore(
      null,
      `it does not end as the next segment says (entry ${previous.number}; it ends with entry ${before.end.number}): lines at its end were taken away, added or altered`,
    );
  else if (previous.torn !== before.end.torn)
    findBefore(null, `after its last whole line are ${before.end.torn} bytes where the next segment says ${previous.torn}`);
  else if (previous.torn > 0) torn.push(tornWords(before.segment, previous.torn));
}

const missingWords = (from: number, to: number): string =>
  from === to
    ? `${segmentFile(from)}, which came before it, is missing`
    : `${segmentFile(from)} to ${segmentFile(to)}, which came before it, are missing`;

/** What is wrong with a line's signature; null for a line without one. */
function signatureFault(line: AuditLine, header: SegmentHeader, previous: string, keys: Keys): KeyFault | null {
  if (line.kind === 'entry') return null;
  const text = line.kind === 'segment' ? signedHeader(line.json) : signedCheckpoint(line, header, previous);
  const good = keys.check(text, line.signature);
  return good.ok ? null : good.error;
}

/** Is the entry whose number and hash stand in the foot of a sheet in this audit, as it was then? Null when it is; else what that means. */
export function sheetFault(folder: string, head: AuditHead): string | null {
  let last = 0;
  for (const segment of segmentsIn(folder))
    for (const line of readSegmentFile(folder, segment).lines) {
      if (line?.kind !== 'entry') continue;
      last = Math.max(last, line.number);
      if (line.number !== head.number) continue;
      return line.hash.slice(0, 8).toUpperCase() === head.hash
        ? null
        : `Entry ${head.number} is another one than when the sheet was printed: the audit was rewritten, or the sheet is of another kiosk.`;
    }
  return last < head.number
    ? `The audit ends with entry ${last}; when the sheet was printed it had entry ${head.number}: what came after entry ${last} was taken away, an older audit was brought back, or the sheet is of another kiosk.`
    : `Entry ${head.number}, which was there when the sheet was printed, is missing.`;
}

import { createHash } from 'node:crypto';
import { effectOf, type AdtMessage, type AdtPlace, type AdtSubject } from '../../domain/adt.ts';
import { hl7Date, hl7Instant } from '../../domain/hl7-time.ts';
import { epochMs, type Instant, type Zone } from '../../domain/time.ts';
import { charsetOf } from './charset.ts';
import { complaint, type Complaint } from './complaint.ts';
import { headerOf, NO_HEADER, type Header } from './header.ts';
import { repetitions, segmentsOf, separatorsOf, textOf, type Segment, type Separators } from './segments.ts';

/** How this site's messages are to be read. */
export interface AdtReadingRules {
  /** Zone of time stamps without an offset: the hospital's. */
  zone: Zone;
  /** Identifier types (PID-3.5) that are the record number the FHIR server knows. */
  mrnTypes: readonly string[];
  /** Assigning authority (PID-3.4) whose numbers count; null for any, then each authority's numbers are kept apart. */
  authority: string | null;
  /** MSH-11: training and test messages must never reach a ward's census. */
  processing: readonly string[];
}

export const READING_RULES: Omit<AdtReadingRules, 'zone'> = { mrnTypes: ['MR', 'MRN'], authority: null, processing: ['P'] };

/** What came in, understood or not; `complaint` then says in one sentence what to change. */
export interface AdtReading {
  header: Header;
  digest: string;
  message: AdtMessage | null;
  complaint: Complaint | null;
}

/** An event can't have happened later than this after it was received; then the sender's clock is wrong. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;
const WANTED = new Set(['EVN', 'PID', 'PV1', 'MRG']);
const CLOCK_AHEAD = 'The feed dates an event in the future: its clock or time zone is wrong, and the order of events may be.';

/** Reads one message as it was framed; nothing it holds can throw. */
export function readAdt(raw: Buffer, receivedAt: Instant, rules: AdtReadingRules): AdtReading {
  const trimmed = withoutEdges(raw);
  const digest = createHash('sha256').update(trimmed).digest('hex');
  const header = headerOf(trimmed.toString('latin1'));
  if (!header) return { header: NO_HEADER, digest, message: null, complaint: noHeader(trimmed) };
  const read = understood(trimmed, digest, header, receivedAt, rules);
  return 'why' in read ? { header, digest, message: null, complaint: read } : { header, digest, message: read, complaint: null };
}

function understood(
  raw: Buffer,
  digest: string,
  header: Header,
  receivedAt: Instant,
  rules: AdtReadingRules,
): AdtMessage | Complaint {
  if (header.type !== 'ADT') return complaint('unsupported-type');
  if (header.controlId === '') return complaint('no-control-id');
  if (header.controlId.length > 199) return complaint('long-control-id');
  if (!rules.processing.includes(header.processing)) return complaint('not-production');
  const charset = charsetOf(header.charset, raw);
  const separators = header.separators;
  const segments = segmentsOf(charset.read(raw), separators, WANTED);
  const evn = segments.find(s => s.name === 'EVN');
  const text = (value: string | undefined): string | null => textOf(value, separators, charset.read);
  const event = header.event !== '' ? header.event : (text(evn?.fields[1]) ?? '');
  if (!/^[A-Z][0-9A-Z]{2}$/.test(event)) return complaint('no-event');

  const sentAt = hl7Instant(firstPart(header.sentAt, separators), rules.zone, receivedAt);
  const recorded = firstPart(evn?.fields[2] ?? '', separators);
  const said = recorded === '' || recorded === '""' ? sentAt : hl7Instant(recorded, rules.zone, receivedAt);
  if (said === null) return complaint(recorded === '' ? 'no-time' : 'bad-time');
  const latest = epochMs(receivedAt) + CLOCK_TOLERANCE_MS;
  const ahead = epochMs(said) > latest;
  const remarks = [charset.remark, ahead ? CLOCK_AHEAD : null].filter(remark => remark !== null);
  const bounded = (at: Instant): Instant => (epochMs(at) > latest ? new Date(receivedAt).toISOString() : at);

  const effect = effectOf(event);
  const reader: Reader = { separators, read: charset.read, rules, receivedAt };
  const subjects: AdtSubject[] = [];
  for (const group of groupsOf(segments)) {
    const subject = subjectOf(group, reader);
    if (subject === null) return effect === 'none' ? silent() : complaint('no-mrn');
    if (effect === 'merge' && subject.merged === null) return complaint('no-merged');
    if (effect === 'move' && subject.place === null) return complaint('no-place');
    if (effect !== 'none' && effect !== 'merge' && effect !== 'identity' && effect !== 'update' && !group.pv1)
      return complaint('no-pv1');
    subjects.push(subject);
    if (effect !== 'merge' && event !== 'A17') break;
  }
  if (subjects.length === 0 && effect !== 'none') return complaint('no-pid');
  return silent();

  function silent(): AdtMessage {
    const sequence = /^\d{1,15}$/.test(header.sequence) ? Number(header.sequence) : null;
    return {
      controlId: header.controlId,
      digest,
      event,
      at: bounded(said!),
      sentAt: bounded(sentAt ?? said!),
      sequence,
      subjects,
      remarks,
    };
  }
}

interface Group {
  pid: Segment;
  pv1: Segment | null;
  mrg: Segment | null;
}

/** A PID and the PV1 and MRG that follow it, before the next PID. */
function groupsOf(segments: readonly Segment[]): Group[] {
  const groups: Group[] = [];
  for (const segment of segments) {
    const last = groups.at(-1);
    if (segment.name === 'PID') groups.push({ pid: segment, pv1: null, mrg: null });
    else if (last && segment.name === 'PV1') last.pv1 ??= segment;
    else if (last && segment.name === 'MRG') last.mrg ??= segment;
  }
  return groups;
}

interface Reader {
  separators: Separators;
  read: (bytes: Buffer) => string;
  rules: AdtReadingRules;
  receivedAt: Instant;
}

/** What one group says about its patient; null without a record number. */
function subjectOf({ pid, pv1, mrg }: Group, reader: Reader): AdtSubject | null {
  const { separators } = reader;
  const text = (value: string | undefined, sub = 0): string | null => textOf(value, separators, reader.read, sub);
  const id = recordNumber(pid.fields[3], reader);
  if (id === null) return null;
  const instant = (value: string | undefined): Instant | null =>
    hl7Instant(firstPart(value ?? '', separators), reader.rules.zone, reader.receivedAt);
  const first = (segment: Segment | null, field: number): string[] => repetitions(segment?.fields[field], separators)[0] ?? [];
  const birth = text(first(pid, 7)[0]);
  const merged = recordNumber(mrg?.fields[1], reader);
  return {
    ...id,
    name: nameOf(repetitions(pid.fields[5], separators), text),
    birthDate: birth === null ? null : hl7Date(birth),
    sex: sexOf(text(first(pid, 8)[0])),
    visit: text(first(pv1, 19)[0]) ?? text(first(pid, 18)[0]),
    place: placeFrom(first(pv1, 3), text),
    priorPlace: placeFrom(first(pv1, 6), text),
    patientClass: text(first(pv1, 2)[0]),
    attending: personFrom(first(pv1, 7), text),
    admitted: instant(pv1?.fields[44]),
    discharged: instant(pv1?.fields[45]),
    merged: merged && { ...merged, authority: merged.authority === '' ? id.authority : merged.authority },
  };
}

type Text = (value: string | undefined, sub?: number) => string | null;

/**
 * The record number: of a type that counts and of the authority that counts. A single number without a type is taken as one; a number whose
 * authority wasn't sent counts for any. Several fitting numbers of one patient: the first, as the sender put it first.
 */
function recordNumber(field: string | undefined, { separators, read, rules }: Reader): { mrn: string; authority: string } | null {
  const text: Text = (value, sub) => textOf(value, separators, read, sub);
  const all = repetitions(field, separators)
    .map(parts => ({ mrn: text(parts[0]), authority: text(parts[3]) ?? '', type: text(parts[4])?.toUpperCase() ?? null }))
    .filter(id => id.mrn !== null);
  const types = rules.mrnTypes.map(type => type.toUpperCase());
  const typed = all.filter(id => id.type !== null && types.includes(id.type));
  const untyped = all.filter(id => id.type === null);
  const candidates = typed.length > 0 ? typed : all.length === 1 || rules.authority !== null ? untyped : [];
  const wanted = rules.authority?.toLowerCase();
  const fitting = candidates.filter(id => wanted === undefined || id.authority === '' || id.authority.toLowerCase() === wanted);
  const [chosen] = fitting;
  if (!chosen) return null;
  return { mrn: chosen.mrn!, authority: wanted === undefined ? chosen.authority : '' };
}

/** Legal name before the first one; "FAMILY, Given Middle Suffix" as on a band. */
function nameOf(names: string[][], text: Text): string | null {
  const parts = names.find(name => text(name[6]) === 'L') ?? names[0];
  if (!parts) return null;
  const family = text(parts[0]);
  const given = [1, 2, 3].map(n => text(parts[n])).filter(part => part !== null);
  if (family === null) return given.join(' ') || null;
  return [family.toUpperCase(), given.join(' ')].filter(part => part !== '').join(', ');
}

function personFrom(parts: string[], text: Text): string | null {
  const [family, given] = [text(parts[1]), text(parts[2])];
  if (family === null) return text(parts[0]);
  return given === null ? family : `${family}, ${given}`;
}

function placeFrom(parts: string[], text: Text): AdtPlace | null {
  const place = { unit: text(parts[0]) ?? '', room: text(parts[1]), bed: text(parts[2]) };
  return place.unit === '' && place.room === null && place.bed === null ? null : place;
}

function sexOf(code: string | null): AdtSubject['sex'] {
  switch (code?.toUpperCase()) {
    case undefined:
      return null;
    case 'M':
      return 'male';
    case 'F':
      return 'female';
    case 'A':
    case 'N':
    case 'O':
      return 'other';
    default:
      return 'unknown';
  }
}

const firstPart = (value: string, { component, repetition }: Separators): string =>
  value.split(repetition)[0]!.split(component)[0]!.trim();

/** Without byte order mark, blanks and line ends around it. */
function withoutEdges(raw: Buffer): Buffer {
  let [start, end] = [raw.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0, raw.length];
  while (start < end && isBlank(raw[start]!)) start++;
  while (end > start && isBlank(raw[end - 1]!)) end--;
  return raw.subarray(start, end);
}
const isBlank = (byte: number): boolean => byte === 0x0d || byte === 0x0a || byte === 0x20 || byte === 0x09;

function noHeader(raw: Buffer): Complaint {
  const text = raw.subarray(0, 64).toString('latin1');
  if (raw.length === 0) return complaint('empty');
  if (/^(FHS|BHS)/.test(text)) return complaint('batch');
  if (text.includes('\u0000')) return complaint('utf-16');
  if (!text.startsWith('MSH')) return complaint('no-msh');
  return separatorsOf(text) ? complaint('no-msh') : complaint('bad-separators');
}

import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/time.ts';
import type { AdtEntry, AdtJournal } from '../../ports.ts';
import { acknowledgement } from './acknowledgement.ts';
import { complaint, type Complaint } from './complaint.ts';
import type { Frame } from './framing.ts';
import { readAdt, type AdtReading, type AdtReadingRules } from './read-adt.ts';

/** What was done with the messages of this run of the listener. */
export interface InboxCounts {
  /** Messages kept, by event, and "malformed" and "unsupported". */
  kinds: Record<string, number>;
  duplicates: number;
  /** Messages that could not be stored; the sender was told to send them again. */
  notStored: number;
}

export interface Inbox {
  /** Keeps these messages in one durable step, then says what to answer to each. */
  take(frames: readonly Frame[]): { answers: Buffer[]; malformed: number; fault: string | null };
  readonly counts: InboxCounts;
  readonly lastMessageAt: Instant | null;
}

/** So much is kept of a message that can't be understood. */
const RAW_OF_MALFORMED = 64 * 1024;

/** What stands between the wire and the journal: a message is answered with AA only when it is durably kept. */
export function inbox(journal: AdtJournal, rules: AdtReadingRules, now: () => Instant): Inbox {
  const counts: InboxCounts = { kinds: {}, duplicates: 0, notStored: 0 };
  let lastMessageAt: Instant | null = null;
  let number = 0;
  const run = Date.now().toString(36);

  return {
    counts,
    get lastMessageAt() {
      return lastMessageAt;
    },
    take(frames) {
      const receivedAt = now();
      const read = frames.map(frame => readFrame(frame, receivedAt, rules));
      const kept = journal.append(read.map((reading, i) => entryOf(reading, frames[i]!, receivedAt)));
      if (!kept.ok) counts.notStored += read.length;
      else {
        lastMessageAt = receivedAt;
        kept.value.forEach((what, i) => {
          const kind = kindOf(read[i]!);
          if (what === 'duplicate') counts.duplicates++;
          else counts.kinds[kind] = (counts.kinds[kind] ?? 0) + 1;
        });
      }
      const answers = read.map(reading => {
        const said = kept.ok ? reading.complaint : complaint('not-stored');
        return acknowledgement(reading.header, said, receivedAt, `K${run}${++number}`);
      });
      return {
        answers,
        malformed: read.filter(reading => reading.complaint !== null).length,
        fault: kept.ok ? null : kept.error.why,
      };
    },
  };
}

function readFrame(frame: Frame, receivedAt: Instant, rules: AdtReadingRules): AdtReading {
  const reading = readAdt(frame.bytes, receivedAt, rules);
  const broken: Complaint | null = frame.kind === 'whole' ? null : complaint(frame.kind);
  return broken ? { ...reading, message: null, complaint: broken } : reading;
}

const kindOf = ({ message, complaint: said }: AdtReading): string =>
  message?.event ?? (said?.answer === 'AR' ? 'unsupported' : 'malformed');

function entryOf(reading: AdtReading, frame: Frame, receivedAt: Instant): AdtEntry {
  const { header, digest, message } = reading;
  return {
    receivedAt: new Date(receivedAt).toISOString(),
    sender: [header.sendingApplication, header.sendingFacility].join('|'),
    controlId: header.controlId.slice(0, 199),
    kind: kindOf(reading),
    digest: reading.complaint === null ? digest : ofComplaint(digest, reading.complaint),
    raw: message ? frame.bytes : frame.bytes.subarray(0, RAW_OF_MALFORMED),
    message,
    why: reading.complaint?.why ?? null,
  };
}

/** The same message sent again whole, or after the site's rules were corrected, must not pass for a duplicate of the one refused. */
const ofComplaint = (digest: string, { why }: Complaint): string =>
  createHash('sha256').update(`${digest}\n${why}`).digest('hex');

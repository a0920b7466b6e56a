import { auditEntrySchema, type AuditEntry } from '../domain/audit.ts';
import { ok, type Result } from '../domain/result.ts';
import type { KeyFault, Keys } from '../ports.ts';
import { readSegmentFile } from './audit-folder.ts';
import { entryContext, evolvingKey, segmentContext, type EvolvingKey } from './audit-key.ts';
import type { AuditLine, SegmentText } from './audit-line.ts';

/** An entry's line opened: what it says, or why that can't be said. `line` counts from 1. */
export type OpenedEntry = { line: number } & ({ entry: AuditEntry } | { entry: null; why: string });

/** A line that is missing leaves the later ones readable, as long as no more are than this. */
const MOST_MISSING = 10_000;

/** Opens every entry of a segment; needs keys that open. A segment without its first line opens as none. */
export function openEntries({ lines }: SegmentText, keys: Keys): Result<OpenedEntry[], KeyFault> {
  const first = lines[0];
  if (first?.kind !== 'segment') return ok([]);
  const { header } = first;
  const sealed = keys.open(header.key, segmentContext(header.kiosk, header.segment));
  if (!sealed.ok) return sealed;
  let key = evolvingKey(sealed.value);
  let at = header.previous.number + 1;
  const opened: OpenedEntry[] = [];
  lines.forEach((line, index) => {
    if (line?.kind !== 'entry') return;
    const ahead = aheadTo(key, line.number - at);
    const text = ahead && ahead.open(line.sealed, entryContext(header.kiosk, header.segment, line.number));
    if (ahead === null || text === null) {
      ahead?.wipe();
      opened.push({ line: index + 1, entry: null, why: 'it does not open: it was altered, or is not of this place' });
      return;
    }
    key.wipe();
    ahead.advance();
    key = ahead;
    at = line.number + 1;
    opened.push({ line: index + 1, ...understood(text, line) });
  });
  key.wipe();
  return ok(opened);
}

function aheadTo(key: EvolvingKey, steps: number): EvolvingKey | null {
  if (steps < 0 || steps > MOST_MISSING) return null;
  const ahead = key.copy();
  for (let i = 0; i < steps; i++) ahead.advance();
  return ahead;
}

function understood(
  text: string,
  { number }: AuditLine & { kind: 'entry' },
): { entry: AuditEntry } | { entry: null; why: string } {
  const parsed = auditEntrySchema.safeParse(JSON.parse(text));
  if (!parsed.success) return { entry: null, why: 'it opens and cannot be understood: a newer version of this app wrote it' };
  if (parsed.data.number !== number) return { entry: null, why: `it says of itself that it is entry ${parsed.data.number}` };
  return { entry: parsed.data };
}

/** The entries of a segment that can be read, oldest first, and how many can't. */
export function entriesOf(
  folder: string,
  segment: number,
  keys: Keys,
): Result<{ entries: AuditEntry[]; unread: number }, KeyFault> {
  const opened = openEntries(readSegmentFile(folder, segment), keys);
  if (!opened.ok) return opened;
  const entries = opened.value.flatMap(({ entry }) => entry ?? []);
  return ok({ entries, unread: opened.value.length - entries.length });
}

import { join } from 'node:path';
import type { AuditActor, AuditEntry, AuditHead, AuditRecord } from '../domain/audit.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { epochMs, type Instant } from '../domain/time.ts';
import type { Clock, KeyFault, Keys } from '../ports.ts';
import { auditDisk, hasSegment, newestEntry, segmentsIn, type AuditDisk } from './audit-folder.ts';
import { beginSegment, type Segment, type SegmentEnd } from './audit-segment.ts';
import type { StoreFault } from './fault.ts';
import { whileLocked } from './lock.ts';

/** An entry that could not be written yet: it has no number. */
export type UnwrittenEntry = Omit<AuditEntry, 'number'>;

/** Who did what at this kiosk. It can be written while the kiosk is locked, and read only with keys that open. */
export interface Audit {
  /** When it returns, the entry is on the disk, or kept in memory and `fault` says why. Never throws. */
  record(said: AuditRecord): void;
  /** The newest entry on the disk, for the foot of paper. */
  head(): AuditHead;
  /** Why entries are not on the disk, in a sentence for the ward; null when all are. */
  fault(): string | null;
  /** What waits in memory, oldest first. */
  unwritten(): UnwrittenEntry[];
  /** Signs and leaves the segment; what comes next begins another, under a new key. */
  rotate(): void;
  close(): void;
}

export interface AuditOptions {
  /** `auditFolder` of the store. */
  folder: string;
  keys: Keys;
  kiosk: string;
  unit: string;
  clock: Clock;
  /** Milliseconds since the kiosk's start by the computer's own clock. */
  monotonic?: () => number;
  disk?: AuditDisk;
}

const KIOSK_ITSELF: AuditActor = { who: null, session: null, breakGlass: null };
const SIGN_AFTER_ENTRIES = 50;
const SIGN_AFTER_MS = 60 * 60_000;
const LOOK_MS = 60_000;
const JUMP_MS = 2 * 60_000;
const PATIENCE_MS = 5000;

/**
 * Opens a store's audit for writing. Several processes may: whoever finds that another has written since begins a segment of its own, so that
 * there is one chain. A full disk doesn't keep it from opening.
 */
export function openAudit(options: AuditOptions): Result<Audit, StoreFault> {
  const { folder, clock, disk = auditDisk(), monotonic = () => performance.now() } = options;
  const ownMs = (): number => Math.round(monotonic());
  let segment: Segment | null = null;
  /** What this process wrote last. */
  let written: SegmentEnd | null = null;
  let newest: { number: number; hash: string };
  try {
    newest = newestEntry(folder, segmentsIn(folder));
  } catch (error) {
    const why = `The audit in ${folder} cannot be read (${codeOf(error)}). Nothing was changed: check the folder and its rights.`;
    return err({ kind: 'unreadable', why });
  }
  let fault: string | null = null;
  let waiting: UnwrittenEntry[] = [];
  let signedAt = ownMs();
  let reckonedFrom = { wall: epochMs(clock.now()), own: ownMs() };

  const leave = (): void => {
    const left = segment;
    segment = null;
    if (left) written = left.end();
    left?.leave();
  };
  /** The segment that is written: its own as long as no other process has begun one since, and nobody has touched its file. */
  const current = (): Result<Segment, KeyFault> => {
    if (segment && (hasSegment(folder, segment.number + 1) || !segment.isInPlace())) leave();
    if (segment) return ok(segment);
    const begun = beginSegment({ ...options, disk }, written, clock.now());
    if (!begun.ok) return begun;
    segment = begun.value;
    newest = newestEntry(folder, segmentsIn(folder).slice(0, -1));
    signedAt = ownMs();
    return ok(segment);
  };
  const sign = (kind: 'checkpoint' | 'closed', one: Segment): string | null => {
    const signed = one.sign(kind, clock.now());
    signedAt = ownMs();
    return signed.ok ? null : `The audit cannot be signed. ${signed.error.why}`;
  };
  /** Does a step alone among all processes. What the disk or the keys refuse becomes the fault. */
  const alone = (step: () => string | null): void => {
    try {
      disk.makeFolder(folder);
      fault = whileLocked(join(folder, 'audit.lock'), PATIENCE_MS, step);
    } catch (error) {
      fault = refusedWords(error);
      if (segment?.broken()) leave();
    }
  };
  const write = (): void =>
    alone(() => {
      let unsigned: string | null = null;
      for (let next = waiting[0]; next; next = waiting[0]) {
        const open = current();
        if (!open.ok) return `The audit cannot be written: what is done is kept in memory. ${open.error.why}`;
        newest = open.value.append(next);
        waiting = waiting.slice(1);
        if (open.value.unsigned() >= SIGN_AFTER_ENTRIES) unsigned = sign('checkpoint', open.value);
      }
      return unsigned;
    });
  const wait = (at: Instant, { what, ...said }: AuditRecord): void => {
    const { kiosk, unit } = options;
    const empty = { patients: [], sheets: [], method: null, details: '' };
    waiting = [...waiting, { at, sinceStartMs: ownMs(), kiosk, unit, ...KIOSK_ITSELF, ...empty, what, ...said }];
  };
  /** Says when the wall clock went elsewhere than the computer's own. */
  const lookAtClock = (): void => {
    const [at, own] = [clock.now(), ownMs()];
    const expected = reckonedFrom.wall + own - reckonedFrom.own;
    if (Math.abs(epochMs(at) - expected) <= JUMP_MS) return;
    reckonedFrom = { wall: epochMs(at), own };
    const details = `from ${new Date(expected).toISOString()} to ${at}: the computer slept, or its clock was set`;
    wait(at, { what: 'clock-jumped', details });
  };
  const timer = setInterval(() => {
    lookAtClock();
    if (waiting.length > 0 || fault !== null) write();
    const due = segment !== null && segment.unsigned() > 0 && ownMs() - signedAt >= SIGN_AFTER_MS;
    if (due) alone(() => signIfNewest('checkpoint'));
  }, LOOK_MS).unref();

  /** Nothing follows in a segment after which another process has begun one: that says how this one ended. */
  const signIfNewest = (kind: 'checkpoint' | 'closed'): string | null =>
    segment && !hasSegment(folder, segment.number + 1) ? sign(kind, segment) : null;

  const rotate = (): void => {
    if (waiting.length > 0) write();
    if (segment === null) return;
    alone(() => signIfNewest('closed'));
    leave();
  };

  return ok({
    record(said) {
      lookAtClock();
      wait(clock.now(), said);
      write();
    },
    head: () => ({ number: newest.number, hash: newest.hash.slice(0, 8).toUpperCase() }),
    fault: () => fault,
    unwritten: () => [...waiting],
    rotate,
    close() {
      clearInterval(timer);
      rotate();
    },
  });
}

const codeOf = (error: unknown): string =>
  (error as { code?: string }).code ?? (error instanceof Error ? error.name : typeof error);

/** Why the disk did not take it. */
function refusedWords(error: unknown): string {
  const code = codeOf(error);
  const full = /^(ENOSPC|EDQUOT|SQLITE_FULL)$/.test(code);
  return `The audit cannot be written (${full ? 'the disk is full' : code}): what is done here is kept in memory and written when it can be. ${
    full ? 'Make room on the disk' : 'Check the disk and the folder’s rights'
  }, and do not switch the kiosk off before.`;
}

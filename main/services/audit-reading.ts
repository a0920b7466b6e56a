import { setImmediate } from 'node:timers/promises';
import type { AuditEntry } from '../domain/audit.ts';
import { matches, type AuditFilter } from '../domain/audit-filter.ts';
import { epochMs, type Zone } from '../domain/time.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Keys } from '../ports.ts';
import { checkAudit, type AuditChecked } from '../store/audit-check.ts';
import { entriesOf } from '../store/audit-contents.ts';
import { segmentsIn } from '../store/audit-folder.ts';

type NotRead = { kind: string; why: string };

/** Part of the audit, newest first. */
export interface AuditPage {
  entries: AuditEntry[];
  /** Entries that were passed and can't be read: the check says which and why. */
  unread: number;
  /** There are older ones that match. */
  more: boolean;
}

/** Reads what was recorded; needs keys that open. */
export interface AuditReading {
  /** The newest that match and are older than entry `before`, so many at most. */
  page(filter: AuditFilter, before: number | null, most: number): Promise<Result<AuditPage, NotRead>>;
  /** Looks through all of it; one that is some minutes old is good enough for a screen. */
  check(): Promise<Checked>;
}

/** A look through the audit and when it was. */
export interface Checked extends AuditChecked {
  at: string;
}

const CHECK_MINUTES = 5;

/** The audit in a folder. */
export function auditReading({
  folder,
  keys,
  zone,
  clock,
}: {
  folder: string;
  keys: Keys;
  zone: Zone;
  clock: Clock;
}): AuditReading {
  let checked: Checked | null = null;
  let checking: Promise<Checked> | null = null;
  const look = async (): Promise<Checked> => {
    try {
      return (checked = { ...(await checkAudit(folder, keys)), at: clock.now() });
    } finally {
      checking = null;
    }
  };
  return {
    async page(filter, before, most) {
      const found: AuditEntry[] = [];
      let unread = 0;
      for (const segment of segmentsIn(folder).toReversed()) {
        const opened = entriesOf(folder, segment, keys);
        if (!opened.ok) return err({ kind: opened.error.kind, why: `The audit cannot be read. ${opened.error.why}` });
        unread += opened.value.unread;
        for (const entry of opened.value.entries.toReversed()) {
          if (before !== null && entry.number >= before) continue;
          if (matches(entry, filter, zone)) found.push(entry);
          if (found.length > most) return ok({ entries: found.slice(0, most), unread, more: true });
        }
        await setImmediate();
      }
      return ok({ entries: found, unread, more: false });
    },
    check() {
      const age = checked === null ? Infinity : Math.abs(epochMs(clock.now()) - epochMs(checked.at));
      if (checked !== null && age < CHECK_MINUTES * 60_000) return Promise.resolve(checked);
      return (checking ??= look());
    },
  };
}

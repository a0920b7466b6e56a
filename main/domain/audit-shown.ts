import { z } from 'zod';
import type { AuditEntry } from './audit.ts';
import { REPORT_ORDERS } from './audit-report.ts';
import type { Instant } from './time.ts';

const day = z.iso.date();
const words = z.string().trim().min(1).max(120);

/** What somebody looks for: a patient by number, id or part of a name; a user by user name, name or part of them. */
const auditAsked = z.strictObject({
  patient: words.nullable(),
  user: words.nullable(),
  fromDay: day.nullable(),
  toDay: day.nullable(),
  breakGlass: z.boolean(),
});
export type AuditAsked = z.infer<typeof auditAsked>;

/** Entries older than `before`, newest first. */
export const auditPageAsked = z.strictObject({ asked: auditAsked, before: z.int().positive().nullable() });

export const auditExportAsked = z.strictObject({
  asked: auditAsked,
  format: z.enum(['ndjson', 'pdf']),
  /** How a report is put in order. */
  order: z.enum(REPORT_ORDERS),
});

/** An entry as the screen shows it: names where whoever reads may see patients and the newest copy knows them. */
export interface AuditRow extends Omit<AuditEntry, 'patients'> {
  patients: { id: string; name: string | null }[];
}

/** Whether the audit is as it was written. */
export interface AuditState {
  /** When it was looked through. */
  at: Instant;
  entries: number;
  since: Instant | null;
  /** "1234·9F3A2C7B" */
  head: string;
  /** Not as it was written, and where. */
  findings: string[];
  /** Lines that a power cut left unfinished: nobody altered them. */
  torn: number;
  /** Why not everything could be looked at. */
  notLookedAt: string | null;
  /** Why what is done now can't be written, and how many entries wait in memory. */
  fault: string | null;
  unwritten: number;
}

/** What the privacy officer sees. */
export interface AuditShown {
  rows: AuditRow[];
  more: boolean;
  /** Entries that can't be read. */
  unread: number;
  state: AuditState;
}

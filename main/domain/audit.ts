import { z } from 'zod';
import { ROLES } from './role.ts';

/** What can be told of: who came and went, who saw, printed, changed or took away what, and what the kiosk did by itself. */
export const AUDIT_KINDS = [
  'signed-in',
  'sign-in-failed',
  'signed-out',
  'locked',
  'glass-broken',
  'envelope-made',
  'ward-shown',
  'patient-opened',
  'searched',
  'sheets-made',
  'sheet-printed',
  'file-saved',
  'exported',
  'recorded',
  'audit-read',
  'people-changed',
  'key-rotated',
  'configuration-read',
  'generation-published',
  'generation-skipped',
  'clock-jumped',
  'refused',
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** An entry as it is kept. */
export const auditEntrySchema = z.object({
  number: z.int().positive(),
  /** The wall clock. */
  at: z.string(),
  /** Milliseconds since the kiosk's start by the computer's own clock, which nobody sets. */
  sinceStartMs: z.int(),
  kiosk: z.string(),
  unit: z.string(),
  /** Null for the kiosk itself, and for somebody whom it doesn't know. */
  who: z.object({ user: z.string(), name: z.string(), role: z.enum(ROLES) }).nullable(),
  session: z.string().nullable(),
  /** The reason said when the glass was broken; null in a session with a PIN. */
  breakGlass: z.string().nullable(),
  what: z.enum(AUDIT_KINDS),
  /** The patients it is about, by the EHR's id or the kiosk's own. */
  patients: z.array(z.string()),
  /** Ids of sheets, as they stand on paper. */
  sheets: z.array(z.string()),
  /** The call of the contract; null for what was no call. */
  method: z.string().nullable(),
  /** In words: why a sign-in failed, where a file went, what was refused. Never a PIN or a code. */
  details: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** What happened. */
export type AuditSaid = Pick<AuditEntry, 'what' | 'patients' | 'sheets' | 'method' | 'details'>;
/** Who did it. */
export type AuditActor = Pick<AuditEntry, 'who' | 'session' | 'breakGlass'>;

/** What is told to the audit: what isn't said is empty, and who isn't said is the kiosk itself. */
export type AuditRecord = Pick<AuditSaid, 'what'> & Partial<AuditSaid> & Partial<AuditActor>;

/** The newest entry: its number and the first 8 hexadecimal digits of its hash. On paper it shows later what must be there. */
export interface AuditHead {
  number: number;
  hash: string;
}

/** "1234·9F3A2C7B", as it stands in the foot of a sheet. */
export const headWords = ({ number, hash }: AuditHead): string => `${number}·${hash}`;

/** What the foot of a sheet that is made now says of the audit; null while it has no entry. */
export const headOnPaper = (head: AuditHead): string | null => (head.number === 0 ? null : headWords(head));

/** Reads what stands in the foot of a sheet, with whatever was typed for the dot; null when it is something else. */
export function readHead(text: string): AuditHead | null {
  const found = /^(?:audit\s+)?(\d{1,12})\s*[^0-9a-z\s]?\s*([0-9a-f]{8})$/i.exec(text.trim());
  return found ? { number: Number(found[1]), hash: found[2]!.toUpperCase() } : null;
}

import type { AuditEntry, AuditKind } from './audit.ts';
import { zoned, type Zone } from './time.ts';

/** What is looked for in the audit; null for whatever. */
export interface AuditFilter {
  /** The ids of one patient. */
  patients: readonly string[] | null;
  /** Part of a user name or name. */
  user: string | null;
  /** Calendar days of the hospital, "2026-11-22", both included. */
  fromDay: string | null;
  toDay: string | null;
  /** Only what was done with the sealed envelope. */
  breakGlass: boolean;
}

/** Everything. */
export const NO_FILTER: AuditFilter = { patients: null, user: null, fromDay: null, toDay: null, breakGlass: false };

/** Is it looked for? */
export function matches(entry: AuditEntry, { patients, user, fromDay, toDay, breakGlass }: AuditFilter, zone: Zone): boolean {
  if (breakGlass && entry.breakGlass === null && entry.what !== 'glass-broken') return false;
  if (patients !== null && !entry.patients.some(id => patients.includes(id))) return false;
  if (user !== null && !saysUser(entry, user.trim().toLowerCase())) return false;
  if (fromDay === null && toDay === null) return true;
  const day = dayOf(entry, zone);
  return (fromDay === null || day >= fromDay) && (toDay === null || day <= toDay);
}

/** A sign-in that failed is looked for by what was typed. */
const saysUser = ({ who, what, details }: AuditEntry, user: string): boolean =>
  [who?.user ?? '', who?.name ?? '', what === 'sign-in-failed' ? details : ''].some(text => text.toLowerCase().includes(user));

/** The hospital's calendar day of an entry, "2026-11-22". */
export const dayOf = ({ at }: Pick<AuditEntry, 'at'>, zone: Zone): string => zoned(at, zone).toPlainDate().toString();

/** What was asked for, in words, for the head of a report. */
export function filterWords({ patients, user, fromDay, toDay, breakGlass }: AuditFilter): string {
  const days =
    fromDay === null && toDay === null
      ? 'all days'
      : fromDay === toDay
        ? `${fromDay}`
        : `${fromDay ?? 'the beginning'} to ${toDay ?? 'now'}`;
  return [
    days,
    ...(patients === null ? [] : [`patient ${patients[0] ?? 'unknown'}`]),
    ...(user === null ? [] : [`user ${user}`]),
    ...(breakGlass ? ['break-glass only'] : []),
  ].join(', ');
}

/** What happened, for people. */
export const AUDIT_WORDS: Record<AuditKind, string> = {
  'signed-in': 'Signed in',
  'sign-in-failed': 'Failed to sign in',
  'signed-out': 'Signed out',
  locked: 'Locked',
  'glass-broken': 'Opened the sealed envelope',
  'envelope-made': 'Made a new envelope',
  'ward-shown': 'Saw a list',
  'patient-opened': 'Saw a patient',
  searched: 'Searched',
  'sheets-made': 'Made sheets',
  'sheet-printed': 'Printed sheets',
  'file-saved': 'Saved a file',
  exported: 'Exported',
  recorded: 'Recorded',
  'audit-read': 'Read the audit',
  'people-changed': 'Changed people',
  'key-rotated': 'Changed keys',
  'configuration-read': 'Started with a configuration',
  'generation-published': 'Took a new copy',
  'generation-skipped': 'Skipped a copy',
  'clock-jumped': 'The clock jumped',
  refused: 'Was refused',
};

import { userInfo } from 'node:os';
import { rulesFor } from '../../config/read-site.ts';
import { headOnPaper, type AuditRecord } from '../../domain/audit.ts';
import type { PackFile } from '../../contract.ts';
import { openAudit } from '../../store/audit.ts';
import { auditFolder } from '../../store/audit-folder.ts';
import { keysToWrite, vaultOf } from './store-keys.ts';
import { clockAt, type Situation } from './store-options.ts';

/** What a command says that it did. */
type Said = Pick<AuditRecord, 'what' | 'patients' | 'sheets' | 'details'>;

/** The audit, as a command writes it under whoever signed in for it. */
export interface CommandAudit {
  /** For the foot of sheets; null while it has no entry. */
  head: string | null;
  /** Says what the command showed or took out. What can't be written there is said on stderr: it keeps nobody from a patient's data. */
  tell(said: Said): void;
}

/** Opens the audit of a store for one command about a unit. */
export async function commandAudit({ site, folders, signIn }: Situation, unit: string): Promise<CommandAudit> {
  const vault = await vaultOf(folders);
  const keys = await keysToWrite(folders);
  const people = vault.ok && signIn.user !== undefined ? (vault.value?.people() ?? []) : [];
  const person = people.find(({ user, badge }) => user === signIn.user || badge === signIn.user) ?? null;
  const as = signIn.recoveryKey !== undefined ? 'with the recovery key, ' : '';
  const opened = keys.ok
    ? openAudit({
        folder: auditFolder(folders.store),
        keys: keys.value,
        kiosk: rulesFor(site, unit).kiosk,
        unit,
        clock: clockAt(undefined),
      })
    : keys;
  if (!opened.ok) {
    const { why } = opened.error;
    return { head: null, tell: () => notTold(why) };
  }
  const audit = opened.value;
  return {
    head: headOnPaper(audit.head()),
    tell({ details = '', ...said }) {
      const who = person && { user: person.user, name: person.name, role: person.role };
      audit.record({ ...said, who, details: `${details} (command line, ${as}account ${accountName()})`.trim() });
      audit.close();
      if (audit.unwritten().length > 0) notTold(audit.fault() ?? '');
    },
  };
}

const notTold = (why: string): void => void process.stderr.write(`This is not in the audit. ${why}\n`);

/** Of the computer, for want of anything better: without a vault nobody signs in at a command line. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

/** Whose sheets are in files, and which. */
export const paperSaid = (
  files: readonly Pick<PackFile, 'patientId' | 'sheets'>[],
): Pick<AuditRecord, 'patients' | 'sheets'> => ({
  patients: files.flatMap(({ patientId }) => patientId ?? []),
  sheets: files.flatMap(({ sheets }) => sheets.map(({ id }) => id)),
});

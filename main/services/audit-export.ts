import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AuditEntry } from '../domain/audit.ts';
import { auditReportSheet, type AuditReport } from '../domain/audit-report.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { paperDateTime, type Zone } from '../domain/time.ts';
import { auditEventOf } from '../ehr/audit-event.ts';
import type { PaperSize } from '../paper/page.ts';
import { readBack } from '../paper/read-back.ts';
import { folded, pageText } from '../paper/read-text.ts';
import { renderPatient } from '../paper/render.ts';
import type { Checked } from './audit-reading.ts';

/** A report of more entries is a book that nobody reads, and takes minutes to make. */
const MOST_ON_PAPER = 5000;

/** FHIR R4 AuditEvent resources, one a line, oldest first. */
export const auditNdjson = (entries: readonly AuditEntry[]): string =>
  entries.map(entry => `${JSON.stringify(auditEventOf(entry))}\n`).join('');

/** The readable report, read back: every entry must be found on it. */
export async function auditPdf(report: AuditReport, paper: PaperSize): Promise<Result<Buffer, { kind: string; why: string }>> {
  const { entries } = report;
  if (entries.length > MOST_ON_PAPER)
    return err({
      kind: 'too-many',
      why: `${entries.length} entries are too many for paper (${MOST_ON_PAPER} at most): ask for fewer days, one user or one patient, or for NDJSON.`,
    });
  const sheet = auditReportSheet(report);
  const rendered = renderPatient([sheet], paper);
  if (!rendered.ok) return err({ ...rendered.error, why: `${rendered.error.why}. Nothing was written; NDJSON has all of it.` });
  const { pdf } = rendered.value;
  const text = (await readBack(pdf)).map(pageText).join('');
  const cells = sheet.blocks.flatMap(block => (block.kind === 'table' ? block.rows.flat() : []));
  const missing = cells.flat().find(words => !text.includes(folded(words.text)));
  if (missing)
    return err({
      kind: 'not-whole',
      why: `Read back, the report lacks "${missing.text.trim().slice(0, 60)}". Nothing was written.`,
    });
  return ok(pdf);
}

/** Whether the audit holds, in a sentence for people. */
export function verdictOf({ findings, entries, since, torn, notLookedAt }: Checked, zone: Zone): string {
  const all = `${entries} ${entries === 1 ? 'entry' : 'entries'}${since === null ? '' : ` since ${paperDateTime(since, zone)}`}`;
  if (findings.length > 0)
    return `THE AUDIT DOES NOT HOLD: ${findings.length} ${findings.length === 1 ? 'place is' : 'places are'} not as written (kiosk audit verify says which). ${all}.`;
  return [
    `The audit holds: ${all}, none altered or missing.`,
    ...(torn.length > 0 ? [`${torn.length} unfinished at a power cut.`] : []),
    ...(notLookedAt === null ? [] : [`Only the chain was looked at: ${notLookedAt}`]),
  ].join(' ');
}

/** Writes a file that only its owner can read; one that is there is never touched. */
export function writeNew(out: string, content: string | Buffer): Result<null, { kind: 'not-written'; why: string }> {
  let file: number | null = null;
  try {
    mkdirSync(dirname(out), { recursive: true, mode: 0o700 });
    file = openSync(out, 'wx', 0o600);
    const bytes = Buffer.from(content);
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    fsyncSync(file);
    return ok(null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    if (file !== null) rmSync(out, { force: true });
    const why =
      code === 'EEXIST'
        ? `${out} is there already and was not touched: choose another name.`
        : `${out} could not be written (${code}): make room, or choose another folder.`;
    return err({ kind: 'not-written', why });
  } finally {
    if (file !== null) closeSync(file);
  }
}

import { join } from 'node:path';
import type { Caller, NoCopy } from '../contract.ts';
import { headWords, type AuditEntry } from '../domain/audit.ts';
import { filterWords, type AuditFilter } from '../domain/audit-filter.ts';
import type { ReportOrder } from '../domain/audit-report.ts';
import type { AuditAsked, AuditRow, AuditShown, AuditState } from '../domain/audit-shown.ts';
import { ok, type Result } from '../domain/result.ts';
import { may } from '../domain/right.ts';
import type { Clock } from '../ports.ts';
import type { Audit } from '../store/audit.ts';
import { auditNdjson, auditPdf, verdictOf, writeNew } from './audit-export.ts';
import type { AuditReading } from './audit-reading.ts';
import { chartsOf, siteOf, type Copy } from './charts.ts';

/** So many entries at a time on the screen. */
const PAGE = 100;

type Fault = { kind: string; why: string };

export interface AuditDeskOptions {
  audit: Pick<Audit, 'fault' | 'unwritten'>;
  reading: AuditReading;
  /** The rules of the kiosk's own unit also where there is no copy. */
  copy(): Result<Copy, NoCopy>;
  withoutCopy(): Copy;
  clock: Clock;
  /** Where exports go; whoever can read this folder can read who the patients are. */
  folder: string;
}

/** What the privacy officer sees and takes away. */
export interface AuditDesk {
  shown(said: { asked: AuditAsked; before: number | null }, caller: Caller): Promise<Result<AuditShown, Fault>>;
  /** Writes what is asked for into the site's folder for printing. */
  export(
    said: { asked: AuditAsked; format: 'ndjson' | 'pdf'; order: ReportOrder },
    caller: Caller,
  ): Promise<Result<{ file: string; entries: number }, Fault>>;
}

/** The audit's screen; names stand only where whoever reads may see patients. */
export function auditDesk(options: AuditDeskOptions): AuditDesk {
  const { audit, reading, clock } = options;
  const known = (caller: Caller): { copy: Copy; nameOf(id: string): string | null; filterOf(asked: AuditAsked): AuditFilter } => {
    const found = options.copy();
    const copy = found.ok ? found.value : options.withoutCopy();
    const people = chartsOf(copy).map(({ identity }) => identity);
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const named = may(caller.role, 'see patients');
    return {
      copy,
      nameOf: id => (named ? (names.get(id) ?? null) : null),
      filterOf({ patient, ...rest }) {
        if (patient === null) return { ...rest, patients: null };
        const part = patient.toLowerCase();
        const meant = people.filter(({ mrn, name }) => mrn === patient || (named && name.toLowerCase().includes(part)));
        return { ...rest, patients: [patient, ...meant.map(({ id }) => id)] };
      },
    };
  };
  const stateNow = async (): Promise<AuditState> => {
    const { head, findings, torn, entries, since, notLookedAt, at } = await reading.check();
    return {
      at,
      entries,
      since,
      head: headWords(head),
      findings: findings.map(({ file, line, why }) => `${file}${line === null ? '' : `, line ${line}`}: ${why}`),
      torn: torn.length,
      notLookedAt,
      fault: audit.fault(),
      unwritten: audit.unwritten().length,
    };
  };
  return {
    async shown({ asked, before }, caller) {
      const { nameOf, filterOf } = known(caller);
      const page = await reading.page(filterOf(asked), before, PAGE);
      if (!page.ok) return page;
      const { entries, more, unread } = page.value;
      return ok({ rows: entries.map(entry => rowOf(entry, nameOf)), more, unread, state: await stateNow() });
    },
    async export({ asked, format, order }, caller) {
      const { copy, nameOf, filterOf } = known(caller);
      const filter = filterOf(asked);
      const found = await reading.page(filter, null, Infinity);
      if (!found.ok) return found;
      const entries = found.value.entries.toReversed();
      const checked = await reading.check();
      const site = siteOf(copy);
      const now = clock.now();
      const head = headWords(checked.head);
      const report = {
        institution: site.institution,
        unit: site.unit,
        kiosk: site.kiosk,
        zone: site.zone,
        now,
        by: caller.name,
        asked: filterWords(filter),
        verdict: verdictOf(checked, site.zone),
        head,
        order,
        patients: filter.patients,
        entries,
        nameOf,
      };
      const content = format === 'pdf' ? await auditPdf(report, copy.rules.paper) : ok(auditNdjson(entries));
      if (!content.ok) return content;
      const file = join(options.folder, `audit-${site.kiosk}-${now.replace(/\D/g, '').slice(0, 14)}-${order}.${format}`);
      const written = writeNew(file, content.value);
      return written.ok ? ok({ file, entries: entries.length }) : written;
    },
  };
}

const rowOf = (entry: AuditEntry, nameOf: (id: string) => string | null): AuditRow => ({
  ...entry,
  patients: entry.patients.map(id => ({ id, name: nameOf(id) })),
});

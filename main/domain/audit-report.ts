import type { AuditEntry } from './audit.ts';
import { AUDIT_WORDS, dayOf } from './audit-filter.ts';
import type { Block, Sheet, TableColumn, Words } from './sheet.ts';
import { paperDateTime, type Instant, type Zone } from './time.ts';

/** How a report is put in order: under each patient, under each user, or under each day. */
export const REPORT_ORDERS = ['day', 'user', 'patient'] as const;
export type ReportOrder = (typeof REPORT_ORDERS)[number];

/** What a report of the audit says besides its entries. */
export interface AuditReport {
  institution: string;
  unit: string;
  kiosk: string;
  zone: Zone;
  now: Instant;
  by: string;
  /** What was asked for, in words. */
  asked: string;
  /** Whether the audit holds, in a sentence. */
  verdict: string;
  /** Number and hash of the newest entry: part of the report's id. */
  head: string;
  order: ReportOrder;
  /** The ids of the one patient that was asked for; null for everybody. */
  patients: readonly string[] | null;
  /** Oldest first. */
  entries: readonly AuditEntry[];
  /** Names of patients where the newest copy could be read. */
  nameOf(patient: string): string | null;
}

const COLUMNS: TableColumn[] = [
  { label: 'Entry', weight: 7 },
  { label: 'When', weight: 13 },
  { label: 'Who', weight: 22 },
  { label: 'What', weight: 16 },
  { label: 'Patients', weight: 24 },
  { label: 'Details, sheets', weight: 38 },
];

/** The report as a sheet: who saw and did what. */
export function auditReportSheet(report: AuditReport): Sheet {
  const { institution, unit, kiosk, zone, now, by, head, asked, verdict, entries, order } = report;
  return {
    id: `AUDIT-${kiosk}-${head}`,
    form: 'audit-report',
    title: `Audit by ${order}`,
    orientation: 'landscape',
    head: {
      kind: 'ward',
      institution,
      unit,
      period: null,
      asOf: `AUDIT UP TO ENTRY ${head}`,
      age: null,
      ageAlarm: null,
      mark: 'CONFIDENTIAL AUDIT REPORT',
      drill: false,
      code: unit,
      situation: `${asked}: ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`,
    },
    blocks: [
      { kind: 'paragraph', box: 'frame', lines: [[body(verdict, 'strong')]] },
      ...groupsOf(report).flatMap(({ title, own }): Block[] => [
        { kind: 'heading', text: title, note: `${own.length} ${own.length === 1 ? 'entry' : 'entries'}` },
        { kind: 'table', columns: COLUMNS, rows: own.map(entry => cellsOf(entry, report)) },
      ]),
    ],
    foot: {
      printed: `Printed ${paperDateTime(now, zone)} by ${by} from ${kiosk}. Audit ${head}`,
      printedAt: now,
      source: `Times are ${zone}. Paper that goes to anybody but the privacy officer is itself a disclosure.`,
      legends: [],
      signatures: false,
      generation: null,
    },
  };
}

const body = (text: string, tone: Words['tone'] = 'plain'): Words => ({ text, role: 'body', tone });

interface Group {
  title: string;
  own: AuditEntry[];
}

function groupsOf(report: AuditReport): Group[] {
  const groups = new Map<string, AuditEntry[]>();
  for (const entry of report.entries)
    for (const title of titlesOf(entry, report)) {
      const own = groups.get(title);
      if (own) own.push(entry);
      else groups.set(title, [entry]);
    }
  const titled = [...groups].map(([title, own]) => ({ title, own }));
  return report.order === 'day' ? titled : titled.sort((a, b) => a.title.localeCompare(b.title));
}

/** An entry about several patients stands under each of them. */
function titlesOf(entry: AuditEntry, { order, zone, nameOf, patients }: AuditReport): string[] {
  const about = entry.patients.filter(id => patients === null || patients.includes(id));
  switch (order) {
    case 'day':
      return [dayOf(entry, zone)];
    case 'user':
      return [entry.who === null ? 'The kiosk itself' : `${entry.who.name} (${entry.who.user}, ${entry.who.role})`];
    case 'patient':
      return about.length === 0 ? ['About no single patient'] : [...new Set(about)].map(id => patientWords(id, nameOf));
  }
}

const patientWords = (id: string, nameOf: AuditReport['nameOf']): string => {
  const name = nameOf(id);
  return name === null ? id : `${name} (${id})`;
};

/** Whoever saw a whole list is not worth a page of names in every line. */
const MOST_NAMED = 8;

function cellsOf(entry: AuditEntry, { zone, nameOf }: AuditReport): Words[][] {
  const { who, patients, sheets, details, breakGlass, method } = entry;
  return [
    [body(String(entry.number))],
    [body(paperDateTime(entry.at, zone))],
    who === null ? [body('the kiosk')] : [body(who.name, 'strong'), body(`\n${who.user}, ${who.role}`)],
    [body(AUDIT_WORDS[entry.what], 'strong'), ...(breakGlass === null ? [] : [body(`\nBREAK-GLASS: ${breakGlass}`, 'strong')])],
    [
      body(
        patients.length > MOST_NAMED
          ? `${patients.length} patients: a report by patient names them`
          : patients.map(id => patientWords(id, nameOf)).join('; '),
      ),
    ],
    [
      body([details, ...(method === null ? [] : [`(${method})`])].filter(Boolean).join(' ')),
      ...(sheets.length === 0 ? [] : [body(`\nSheets ${sheets.join(', ')}`)]),
    ],
  ];
}

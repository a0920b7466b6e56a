import type { Block, TableColumn, Words } from '../sheet.ts';
import { paperDateTime, paperFhirDate, type Zone } from '../time.ts';
import type { PatientView } from '../view.ts';
import type { Registered } from './registration.ts';

/** One line of what must be merged once the EHR is back: a downtime number and the record it becomes (practice.md section 6). */
export interface MergeRow {
  patientId: string;
  number: string;
  visit: string | null;
  alias: string | null;
  name: string | null;
  born: string;
  bed: string | null;
  registered: Registered;
  /** The EHR's number; null while nobody knows it. */
  mrn: string | null;
}

/** Everybody who was registered with a downtime number, the first arrival first. */
export const mergeRows = (views: readonly PatientView[], zone: Zone): MergeRow[] =>
  views
    .flatMap(view => (view.registered?.registration.temporary ? [{ view, registered: view.registered }] : []))
    .sort((a, b) => a.registered.at.localeCompare(b.registered.at) || a.view.identity.id.localeCompare(b.view.identity.id))
    .map(({ view, registered }) => ({
      patientId: view.identity.id,
      number: registered.registration.mrn,
      visit: registered.registration.visit,
      alias: registered.registration.alias,
      name: registered.identified.at(-1)?.name ?? registered.registration.name,
      born: view.identity.birthDate === null ? (view.age ?? 'not known') : paperFhirDate(view.identity.birthDate, zone),
      bed: view.encounter.bed,
      registered,
      mrn: registered.identified.at(-1)?.mrn ?? null,
    }));

const COLUMNS: TableColumn[] = [
  { label: 'Downtime number, visit', weight: 17 },
  { label: 'Name and alias', weight: 25 },
  { label: 'Born or age, sex', weight: 12 },
  { label: 'Arrived, bed', weight: 14 },
  { label: 'Becomes MRN', weight: 16 },
  { label: 'Merged in the EHR by, time', weight: 16 },
];

const ROW = 30;

/** The merge list on paper; null when nobody was registered with a downtime number. */
export function mergeList(views: readonly PatientView[], zone: Zone): Block[] | null {
  const rows = mergeRows(views, zone);
  if (rows.length === 0) return null;
  const body = (text: string, tone: Words['tone'] = 'plain'): Words => ({ text, role: 'body', tone });
  return [
    { kind: 'heading', text: 'DOWNTIME NUMBERS TO BE MERGED', note: 'check two identifiers before each merge' },
    {
      kind: 'table',
      columns: COLUMNS,
      rowHeight: ROW,
      rows: rows.map(({ number, visit, alias, name, born, bed, registered, mrn }) => [
        [body(number, 'strong'), body(`\nvisit ${visit ?? 'none'}`)],
        [body(name ?? 'NAME NOT KNOWN', 'strong'), ...(alias === null ? [] : [body(`\nband: ${alias}`)])],
        [body(`${born}, ${registered.registration.sex}`)],
        [body(paperDateTime(registered.at, zone)), body(`\n${bed ?? 'no bed'}`)],
        mrn === null ? [] : [body(mrn, 'strong'), body(`\n${registered.identified.at(-1)!.how}`)],
        [],
      ]),
    },
  ];
}

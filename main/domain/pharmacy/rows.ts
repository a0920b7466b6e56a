import { NOT_RECEIVED, type Printing } from '../band.ts';
import type { Block, TableColumn, Words } from '../sheet.ts';
import { epochMs, paperDateTime, type Zone } from '../time.ts';
import type { PatientView } from '../view.ts';
import { noOrders } from '../worksheet.ts';

/** How every row of a list of the pharmacy begins. */
export const WHO_AND_WHAT: TableColumn[] = [
  { label: 'Bed, MRN', weight: 10 },
  { label: 'Name', weight: 17 },
  { label: 'Drug, dose, route', weight: 38 },
];

export const body = (text: string, tone: Words['tone'] = 'plain'): Words => ({ text, role: 'body', tone });

/** A sentence across the sheet. */
export const sentence = (...words: Words[]): Block => ({ kind: 'paragraph', box: 'none', lines: [words] });

/** Bed, name and number, and under them when this patient's chart is older than the newest of the list. */
export function whoOf(patient: PatientView, newest: string, zone: Zone): Words[][] {
  const { encounter, identity } = patient;
  const old = epochMs(patient.asOf) < epochMs(newest) ? [body(`\n${ownAge(patient, zone)}`, 'alarm')] : [];
  return [
    [body(encounter.bed ?? NOT_RECEIVED, 'strong'), body(`\n${identity.mrn ?? NOT_RECEIVED}`, 'strong')],
    [body(identity.name, 'strong'), ...old],
  ];
}

/** Said of a patient whose chart is older than those of the others. */
export const ownAge = ({ asOf }: Pick<PatientView, 'asOf'>, zone: Zone): string => `chart as of ${paperDateTime(asOf, zone)}`;

/** The age of the newest chart. */
export const newestOf = (patients: readonly PatientView[]): string =>
  patients.map(({ asOf }) => asOf).reduce((a, b) => (epochMs(a) >= epochMs(b) ? a : b));

/** Patients of whom a list has no row and can't have one: without orders here, or whose chart could not be had at all. */
export function silentBlocks(
  patients: readonly PatientView[],
  { unread }: Pick<Printing, 'unread'>,
  also: Words[][] = [],
): Block[] {
  const lines = [...unread.map(({ patient, why }) => [body(`NO CHART OF ${patient}:`, 'alarm'), body(why)]), ...also];
  const none = patients.filter(({ orders }) => orders.length === 0);
  lines.push(
    ...none.map(view => [body(`${view.encounter.bed ?? 'no bed'} ${view.identity.name}:`, 'strong'), body(noOrders(view))]),
  );
  if (lines.length === 0) return [];
  return [
    { kind: 'heading', text: 'PATIENTS NOT ON THIS LIST, OR NOT WHOLLY', note: null },
    { kind: 'paragraph', box: 'frame', lines },
  ];
}

import { endedOutage } from './all-clear.ts';
import type { Printing } from './band.ts';
import type { SectionName } from './chart.ts';
import { shortMoment } from './order-block.ts';
import type { OutageRecord, Signed } from './outage.ts';
import { doubtWords, silenceWords } from './silence.ts';
import { entryWords } from './summary.ts';
import { paperDateTime, paperFhirDate, type Zone } from './time.ts';
import { valueWords } from './trends.ts';
import type { OrderView, PatientView } from './view.ts';
import type { WardState } from './ward-forms.ts';

/** Lines of a table that are filled in beforehand, cell by cell from the left; `note` is which silence it is, or that they may not be all. */
export interface FormLines {
  rows: string[][];
  note: string | null;
}

interface PatientList {
  about: 'whoever';
  /** How many cells of a line it fills. */
  cells: number;
  lines(view: PatientView, zone: Zone): FormLines;
}

interface WardList {
  about: 'ward';
  cells: number;
  lines(ward: WardState, printing: Printing): FormLines;
}

function ofPart(view: PatientView, name: SectionName, rows: string[][], zone: Zone): FormLines {
  const row = view.sections.find(section => section.name === name)!;
  if (rows.length === 0) return { rows, note: `${row.title}: ${silenceWords(row)}` };
  const doubt = doubtWords(row, view.asOf, zone);
  return { rows, note: doubt === null ? null : `${row.title}: ${doubt}` };
}

const doseWords = ({ order }: Pick<OrderView, 'order'>): string =>
  order.dosages
    .map(d => [d.dose ?? d.rate ?? d.text ?? 'dose not received', d.route ?? 'route not received'].join(', '))
    .join(' / ') || 'dose not received';

const homeMedicines: PatientList = {
  about: 'whoever',
  cells: 2,
  lines: (view, zone) =>
    ofPart(
      view,
      'homeMedicines',
      view.homeMedicines.map(({ drug, dosages }) => [
        drug.name,
        dosages.map(d => [d.dose, d.route, d.text].filter(Boolean).join(' ')).join(' / ') || 'dose not received',
      ]),
      zone,
    ),
};

const orders: PatientList = {
  about: 'whoever',
  cells: 4,
  lines: (view, zone) =>
    ofPart(
      view,
      'orders',
      view.orders.map(order => [
        order.order.drug.name,
        `${doseWords(order)}, ${order.schedule.words}${order.flags.includes('on-hold') ? ', ON HOLD' : ''}${order.over ? ', STOPPED' : ''}`,
        order.lastGiven ? shortMoment(order.lastGiven.at, view.now, zone) : (order.lastGivenSilence ?? 'not known'),
        order.over || order.nextDue === null ? '' : shortMoment(order.nextDue.at, view.now, zone),
      ]),
      zone,
    ),
};

const pendingTests: PatientList = {
  about: 'whoever',
  cells: 1,
  lines: (view, zone) =>
    ofPart(
      view,
      'pendingTests',
      (view.other.find(part => part.name === 'pendingTests')?.entries ?? []).map(entry => [entryWords(entry, zone)]),
      zone,
    ),
};

const vitals: PatientList = {
  about: 'whoever',
  cells: 2,
  lines: (view, zone) =>
    ofPart(
      view,
      'vitals',
      view.vitals.flatMap(({ name, values: [last] }) =>
        last ? [[name, `${valueWords(last)} (${last.at === null ? 'time not received' : paperFhirDate(last.at, zone)})`]] : [],
      ),
      zone,
    ),
};

const reachWords = (degraded: string[] | null): string => (degraded ? `only ${degraded.join(', ')}` : 'the whole EHR');

/** What was said of an outage or drill, in its order, each with when, by whom and why. */
function outageLines(record: OutageRecord, zone: Zone): string[][] {
  const said = (what: string, { at, by, reason }: Signed): string[] => [what, paperDateTime(at, zone), by, reason];
  const declared = record.drill ? 'Drill began' : record.planned ? 'Planned downtime' : 'Downtime declared';
  return [
    ...(record.noticedAt === null ? [] : [['Noticed', paperDateTime(record.noticedAt, zone), '', '']]),
    said(declared, { at: record.declaredAt, by: record.by, reason: `${record.reason}: ${reachWords(record.degraded)}` }),
    ...record.extents.map(e => said('Reach changed', { ...e, reason: `${e.reason}: ${reachWords(e.degraded)}` })),
    ...(record.firstSheetAt === null ? [] : [['First sheet printed', paperDateTime(record.firstSheetAt, zone), '', '']]),
    ...(record.ehrBack ? [said('EHR back', record.ehrBack)] : []),
    ...record.reopened.flatMap(({ closed, opened }) => [said('Closed', closed), said('Opened again', opened)]),
    ...(record.allClear ? [said('All clear, closed', record.allClear)] : []),
  ];
}

const downtime: WardList = {
  about: 'ward',
  cells: 4,
  lines: ({ outages }, { outage, site: { zone } }) => {
    const open = outages.filter(({ allClear }) => allClear === null);
    const last = endedOutage(outages, outage);
    const meant = open.length > 0 ? open : last ? [last] : [];
    const rows = meant.flatMap(record => outageLines(record, zone));
    return { rows, note: rows.length === 0 ? 'No downtime was declared on this kiosk: write it down here.' : null };
  },
};

const phones: WardList = {
  about: 'ward',
  cells: 2,
  lines: ({ plan }) => ({
    rows: plan.phones.map(({ who, number }) => [who, number]),
    note: plan.phones.length === 0 ? 'No numbers are on this kiosk: copy them here from the list on the wall.' : null,
  }),
};

/** What the lines of a table can have in them beforehand. */
export const LISTS = {
  'home-medicines': homeMedicines,
  'medication-orders': orders,
  'pending-tests': pendingTests,
  'last-vitals': vitals,
  'downtime-record': downtime,
  phones,
} as const satisfies Record<string, PatientList | WardList>;
export type ListName = keyof typeof LISTS;

/** A list by its name, as one of them all. */
export const listOf = (name: ListName): PatientList | WardList => LISTS[name];

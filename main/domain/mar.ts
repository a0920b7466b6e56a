import type { Printing } from './band.ts';
import { CHECK_LIMITS } from './allergy-check.ts';
import type { SectionName, SectionRow } from './chart.ts';
import { columnStarts, shiftAt, type Span } from './medication-day.ts';
import { orderBlock } from './order-block.ts';
import type { Outcome } from './administration.ts';
import type { DueTime } from './schedule.ts';
import { unreachable } from './result.ts';
import type { Block, DueCellTime, EntryColumn, FormKind, GridCell, GridColumn, GridRow } from './sheet.ts';
import type { Site } from './site.ts';
import { silenceWords } from './silence.ts';
import { clockTime, epochMs, marTime, paperDate, paperDateTime, weekday, type Instant, type Zone } from './time.ts';
import { explainedDoses } from './unconfirmed.ts';
import type { GivenDose, OrderGroup, OrderView, PatientView } from './view.ts';

/** Which MAR sheet carries an order of a group. */
export const marFormOf = (group: OrderGroup): FormKind => (group === 'once' || group === 'prn' ? 'mar-prn' : 'mar-scheduled');

const GRID_GROUPS: { group: OrderGroup; heading: string; none: string }[] = [
  { group: 'scheduled', heading: 'SCHEDULED', none: 'scheduled orders' },
  { group: 'times-not-known', heading: 'TIMES NOT KNOWN: ASK PHARMACY, WRITE THE TIMES IN', none: 'orders without known times' },
  { group: 'infusion', heading: 'CONTINUOUS AND INFUSIONS', none: 'continuous orders or infusions' },
];
const ENTRY_GROUPS: { group: OrderGroup; heading: string; none: string; lines: number }[] = [
  { group: 'once', heading: 'ONE-TIME', none: 'one-time orders', lines: 2 },
  { group: 'prn', heading: 'AS NEEDED (PRN)', none: 'PRN orders', lines: 4 },
];

const ENTRY_COLUMNS: EntryColumn[] = [
  { label: 'Date', weight: 8 },
  { label: 'Time', weight: 8 },
  { label: 'Dose and route', weight: 15 },
  { label: 'Init.', weight: 7 },
  { label: 'Reason', weight: 20 },
  { label: 'Result', weight: 20 },
  { label: 'Time', weight: 8 },
  { label: 'Init.', weight: 7 },
];

/** The continuous and scheduled MAR: a column an hour, shift or day of the view's window; every group is there, an empty one in words. */
export function scheduledMar(view: PatientView, printing: Printing): Block[] {
  const { site, span } = printing;
  const { zone } = site;
  const starts = columnStarts(span, view.window, site);
  const blocks = GRID_GROUPS.flatMap(({ group, heading, none }): Block[] => {
    const rows = view.orders.filter(o => o.group === group);
    if (rows.length === 0)
      return [{ kind: 'paragraph', box: 'none', lines: [[{ text: noneWords(view, none, zone), role: 'body' }]] }];
    return [
      { kind: 'heading', text: heading, note: null },
      { kind: 'order-grid', columns: gridColumns(starts, span, site), rows: rows.map(o => gridRow(o, view, starts, zone)) },
    ];
  });
  return [...notices(view, printing), ...blocks];
}

/** The one-time and PRN MAR: each order with empty lines for date, time, dose, initials, reason and result. */
export function prnMar(view: PatientView, printing: Printing): Block[] {
  const { zone } = printing.site;
  const blocks = ENTRY_GROUPS.flatMap(({ group, heading, none, lines }): Block[] => {
    const rows = view.orders.filter(o => o.group === group);
    if (rows.length === 0)
      return [{ kind: 'paragraph', box: 'none', lines: [[{ text: noneWords(view, none, zone), role: 'body' }]] }];
    return [
      { kind: 'heading', text: heading, note: null },
      { kind: 'order-entries', columns: ENTRY_COLUMNS, rows: rows.map(o => ({ order: orderBlock(o, view.now, zone), lines })) },
    ];
  });
  return [...notices(view, printing), ...blocks];
}

/** "No PRN orders were known at 14:45", or that nobody knows because the orders weren't received. */
function noneWords(view: PatientView, what: string, zone: Zone): string {
  const section = view.sections.find(s => s.name === 'orders')!;
  const when = section.asOf === null ? 'never' : paperDateTime(section.asOf, zone);
  if (section.asOf === null)
    return `${what.toUpperCase()}: NOT RECEIVED FROM THE EHR (${section.reason ?? section.status}). This is not a statement that there are none.`;
  return section.status === 'ok'
    ? `No ${what} were known at ${when}.`
    : `No ${what} among those received at ${when} (${section.reason ?? section.status}).`;
}

/** What must be said before the first order: incompleteness, unread records, and the gap between the copy and this sheet. */
function notices(view: PatientView, printing: Printing): Block[] {
  const { zone } = printing.site;
  const alarms = [
    ...view.sections.flatMap(row => incompleteWords(row, zone)),
    ...unreadWords(view, 'MedicationRequest', 'medication record'),
    ...unreadWords(view, 'MedicationAdministration', 'charted dose'),
    ...view.warnings,
  ];
  const blocks: Block[] = [];
  if (alarms.length > 0)
    blocks.push({ kind: 'paragraph', box: 'alarm', lines: alarms.map(text => [{ text, role: 'body', tone: 'alarm' }]) });
  const said = [unknownDoses(view, zone), CHECK_LIMITS];
  blocks.push({ kind: 'paragraph', box: 'frame', lines: said.map(text => [{ text, role: 'body', tone: 'strong' }]) });
  return blocks;
}

/** Parts that a nurse needs before giving anything; of the others the summary tells. */
const CRITICAL: SectionName[] = ['orders', 'allergies', 'administrations', 'codeStatus', 'flags'];

/** A part that may not be all, with the age of what there is. What an EHR never sends is said where it would stand. */
function incompleteWords({ name, title, status, asOf, reason }: SectionRow, zone: Zone): string[] {
  if (!CRITICAL.includes(name) || status === 'ok') return [];
  if (status === 'not-supported' && asOf === null && name !== 'orders') return [];
  const received = asOf === null ? '' : `, RECEIVED ${paperDateTime(asOf, zone)}`;
  return [`${title.toUpperCase()} MAY BE INCOMPLETE${received}: ${reason ?? status}`];
}

function unreadWords(view: PatientView, resource: string, what: string): string[] {
  const count = view.unmapped.filter(u => u.resource === resource).length;
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'} could not be read: see the patient summary.`];
}

/** Since when nobody here knows what was given: since the given doses were received, which may be longer ago than the chart. */
function unknownDoses(view: PatientView, zone: Zone): string {
  const doses = view.sections.find(s => s.name === 'administrations')!;
  if (doses.asOf === null)
    return `GIVEN DOSES ARE NOT KNOWN HERE, ${silenceWords(doses)}: verify every last dose with patient and nurse.`;
  const since = epochMs(doses.asOf) < epochMs(view.asOf) ? doses.asOf : view.asOf;
  const from = `${momentWords(since, view.now, zone)} (data as of)`;
  return epochMs(since) < epochMs(view.window.from)
    ? `Doses given between ${from} and ${momentWords(view.window.from, view.now, zone)} (start of this sheet) are not known here: verify with patient and nurse.`
    : `Doses given since ${from} are not on this sheet: verify with patient and nurse.`;
}

const momentWords = (at: Instant, now: Instant, zone: Zone): string =>
  paperDate(at, zone) === paperDate(now, zone) ? clockTime(at, zone) : paperDateTime(at, zone);

function gridColumns(starts: Instant[], span: Span, site: Site): GridColumn[] {
  return starts.map((start, i) => {
    const date = paperDate(start, site.zone);
    const previous = starts[i - 1];
    const newDay = previous === undefined || paperDate(previous, site.zone) !== date;
    return { label: columnLabel(start, span, site), dayLabel: span !== 'hours' ? date : newDay ? date.slice(0, 5) : null };
  });
}

/** "07" over an hour, "Day 0700" over a shift or what is left of it, "Mon" over a day. */
function columnLabel(start: Instant, span: Span, site: Site): string {
  switch (span) {
    case 'hours':
      return marTime(start, site.zone).slice(0, 2);
    case 'shifts':
      return `${shiftAt(start, site).name} from ${marTime(start, site.zone)}`;
    case '3-days':
    case '7-days':
      return weekday(start, site.zone);
    default:
      return unreachable(span);
  }
}

function gridRow(order: OrderView, view: PatientView, starts: Instant[], zone: Zone): GridRow {
  return {
    order: orderBlock(order, view.now, zone),
    cells: starts.map((start, i) => gridCell(order, epochMs(start), epochMs(starts[i + 1] ?? view.window.to), zone)),
    across: acrossWords(order),
  };
}

/** Due, closed (before the start, after the stop, on hold), or open. A due time that was charted shows the record, no room for initials. */
function gridCell(order: OrderView, from: number, to: number, zone: Zone): GridCell {
  const due = explainedDoses(order).filter(d => epochMs(d.due.at) >= from && epochMs(d.due.at) < to);
  if (due.length > 0) return { kind: 'due', times: due.map(d => cellTime(d.due, d.charted, zone)) };
  const before = order.startsAt !== null && epochMs(order.startsAt) >= to;
  const after = order.stopsAt !== null && epochMs(order.stopsAt) <= from;
  return before || after || order.flags.includes('on-hold') ? { kind: 'closed' } : { kind: 'open' };
}

function cellTime(due: DueTime, charted: GivenDose | null, zone: Zone): DueCellTime {
  const time = { text: marTime(due.at, zone), computed: due.source !== 'sent' };
  return charted === null ? time : { ...time, charted: [OUTCOME_IN_CELL[charted.outcome], clockTime(charted.at, zone)] };
}

const OUTCOME_IN_CELL: Record<Outcome, string> = {
  given: 'given',
  'in-progress': 'begun',
  'not-given': 'not giv',
  refused: 'refus',
  held: 'held',
  unknown: '?',
};

function acrossWords(order: OrderView): string | null {
  if (order.flags.includes('on-hold')) return 'ON HOLD IN THE EHR: do not give until the prescriber resumes it';
  if (order.schedule.kind === 'not-known') return `TIMES NOT KNOWN: ask pharmacy (${order.schedule.why})`;
  if (order.schedule.kind === 'continuous') return 'CONTINUOUS: write time, rate or dose, bag hung, two initials';
  return order.due.length === 0 ? 'No dose is due in these hours' : null;
}

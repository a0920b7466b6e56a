import type { Outcome } from './administration.ts';
import type { Printing } from './band.ts';
import { FLAG_WORDS } from './drug-marks.ts';
import { columnStarts, shiftAt, type Span } from './medication-day.ts';
import { marOrderBlock } from './order-block.ts';
import { DO_NOT_GIVE } from './order.ts';
import { patchFields } from './patch.ts';
import { unreachable } from './result.ts';
import type { DueCellTime, GridCell, GridColumn, GridRow } from './sheet.ts';
import type { Site } from './site.ts';
import { specialFormOf, SPECIAL_NAMES } from './special-orders.ts';
import { clockTime, epochMs, marTime, minutesBetween, paperDate, weekday, type Instant, type Zone } from './time.ts';
import { explainedDoses } from './unconfirmed.ts';
import { heldWords, stoppedWords } from './ward/on-ward.ts';
import type { GivenDose, OrderView, PatientView } from './view.ts';

/** A column with the moments it covers, from the first (included) to the second (excluded); `begins` and `ends` are the same in milliseconds. */
export interface MarColumn {
  from: Instant;
  to: Instant;
  begins: number;
  ends: number;
  head: GridColumn;
}

/** The columns of a MAR's window. */
export function gridColumns(window: PatientView['window'], { site, span }: Printing): MarColumn[] {
  const starts = columnStarts(span, window, site);
  return starts.map((from, i) => {
    const to = starts[i + 1] ?? window.to;
    return { from, to, begins: epochMs(from), ends: epochMs(to), head: columnHead(from, starts[i - 1], span, site) };
  });
}

/** "07" over an hour, "Day from 0700" over a shift or what is left of it, "Mon 11/23/2026" over a day. */
function columnHead(start: Instant, previous: Instant | undefined, span: Span, { zone, ...site }: Site): GridColumn {
  const date = paperDate(start, zone);
  const time = marTime(start, zone);
  switch (span) {
    case 'hours': {
      const newDay = previous === undefined || paperDate(previous, zone) !== date;
      return { label: time.slice(0, 2), dayLabel: newDay ? date.slice(0, 5) : null };
    }
    case 'shifts':
      return { label: `${shiftAt(start, { zone, ...site }).name} from ${time}`, dayLabel: `${weekday(start, zone)} ${date}` };
    case '3-days':
    case '7-days':
      return { label: `${weekday(start, zone)} ${date}`, dayLabel: time === '0000' ? null : `from ${time}` };
    default:
      return unreachable(span);
  }
}

/** An order's row of the scheduled MAR. */
export function gridRow(order: OrderView, view: PatientView, columns: MarColumn[], { site, span }: Printing): GridRow {
  const { zone } = site;
  const begin = epochMs(view.window.from);
  const times = explainedDoses(order)
    .map(dose => ({ ...dose, ms: epochMs(dose.due.at) }))
    .filter(({ ms }) => ms >= begin);
  const closed = closedColumns(order);
  const byDay = span === '3-days' || span === '7-days';
  return {
    order: marOrderBlock(order, view.now, zone),
    lines: byDay ? dayLines(closed, times, columns, site) : [columns.map(c => gridCell(closed, times, c, zone))],
    across: acrossWords(order, view.now, zone),
    fields: patchFields(order, times.length || (byDay ? 3 : 1)),
  };
}

/** A due time, also in milliseconds, with the record that explains it. */
type Dose = ReturnType<typeof explainedDoses>[number] & { ms: number };
type IsClosed = (column: MarColumn) => boolean;

const within = ({ ms }: Dose, { begins, ends }: MarColumn): boolean => ms >= begins && ms < ends;

/** Due, closed (before the start, after the stop, on hold, not to be given), or open. A due time that was charted shows the record, no room for initials. */
function gridCell(isClosed: IsClosed, times: Dose[], column: MarColumn, zone: Zone): GridCell {
  const due = times.filter(d => within(d, column));
  if (due.length > 0) return { kind: 'due', times: due.map(d => cellTime(d, column, zone)) };
  return isClosed(column) ? { kind: 'closed' } : { kind: 'open' };
}

function closedColumns({ over, startsAt, stopsAt, flags }: OrderView): IsClosed {
  const starts = startsAt === null ? -Infinity : epochMs(startsAt);
  const stops = stopsAt === null ? Infinity : epochMs(stopsAt);
  const barred = over || flags.includes('on-hold') || flags.includes('not-to-give') || flags.includes('stay-ended');
  return ({ begins, ends }) => barred || starts >= ends || stops <= begins;
}

/**
 * Over days: a line for each time of day at which a dose is due on any of them, from the start of the day on. On a day on which none is due
 * at that time nothing is to be given on that line. An order without times has one open line.
 */
function dayLines(isClosed: IsClosed, times: Dose[], columns: MarColumn[], { zone, startOfDay }: Site): GridCell[][] {
  if (times.length === 0) return [columns.map(column => (isClosed(column) ? { kind: 'closed' } : { kind: 'open' }))];
  const sinceStart = (clock: string): number => (minutesOf(clock) - minutesOf(startOfDay) + 1440) % 1440;
  const clocks = [...new Set(times.map(d => clockTime(d.due.at, zone)))].sort((a, b) => sinceStart(a) - sinceStart(b));
  return clocks.map(clock =>
    columns.map((column): GridCell => {
      const due = times.filter(d => within(d, column) && clockTime(d.due.at, zone) === clock);
      return due.length > 0 ? { kind: 'due', times: due.map(d => cellTime(d, column, zone)) } : { kind: 'closed' };
    }),
  );
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function cellTime({ due, charted }: Dose, column: MarColumn, zone: Zone): DueCellTime {
  const date = paperDate(due.at, zone);
  const time = {
    text: marTime(due.at, zone),
    computed: due.source !== 'sent',
    // Over an hour its own head says the date.
    date: minutesBetween(column.from, column.to) > 60 && date !== paperDate(column.from, zone) ? date.slice(0, 5) : null,
  };
  return charted === null ? time : { ...time, charted: [OUTCOME_IN_CELL[charted.outcome], chartedTime(charted, zone)] };
}

const chartedTime = (dose: GivenDose, zone: Zone): string => clockTime(dose.at, zone);

const OUTCOME_IN_CELL: Record<Outcome, string> = {
  given: 'given',
  'in-progress': 'begun',
  'not-given': 'not giv',
  refused: 'refus',
  held: 'held',
  unknown: '?',
};

function acrossWords(order: OrderView, now: Instant, zone: Zone): string | null {
  if (order.flags.includes('stay-ended')) return FLAG_WORDS['stay-ended'];
  if (order.flags.includes('not-to-give')) return DO_NOT_GIVE;
  const stopped = order.onWard && stoppedWords(order.onWard, now, zone);
  if (stopped && order.over) return `${stopped}: do not give`;
  const held = order.onWard && heldWords(order.onWard, now, zone);
  if (held && order.flags.includes('on-hold')) return `${held}: do not give until the prescriber resumes it`;
  if (order.flags.includes('on-hold')) return 'ON HOLD IN THE EHR: do not give until the prescriber resumes it';
  if (order.schedule.kind === 'not-known') return `TIMES NOT KNOWN: ask pharmacy (${order.schedule.why})`;
  if (order.schedule.kind === 'continuous') {
    const special = specialFormOf(order);
    return `CONTINUOUS: ${special ? `chart on the ${SPECIAL_NAMES[special]}; without it ` : ''}write time, rate or dose, bag hung, two initials`;
  }
  return order.due.length === 0 ? 'No dose is due in the time of this sheet' : null;
}

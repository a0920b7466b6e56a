import { namesAny } from './drug-marks.ts';
import type { MedicationOrder, Timing } from './order.ts';
import type { AdministrationTimes, TimesRow } from './site.ts';

/** A site code as it is compared: upper case, without spaces, dots, hyphens. */
export const normalCode = (code: string | null): string => (code ?? '').toUpperCase().replace(/[\s.\-_]/g, '');

/** "HH:MM", each once, ascending. */
export const clockTimes = (times: string[]): string[] => [...new Set(times.map(t => t.slice(0, 5)))].sort();

/** The row of the unit's table that has exactly this code. */
export function rowOfCode(timing: Timing, table: AdministrationTimes): TimesRow | undefined {
  const code = normalCode(timing.code ?? timing.codeText);
  return code === '' ? undefined : table.rows.find(row => row.codes.some(c => normalCode(c) === code));
}

/** A period in the unit that it is counted in: hours up to any number, days, or months. 24 h are a day, a week is seven. */
export interface Period {
  count: number;
  unit: 'h' | 'd' | 'mo';
}

/** A period as it is compared and counted; null when there is none or it makes no sense. 48 h stay hours: from when they count must be known. */
export function periodOf(of: { period: number | null; periodUnit: string | null }): Period | null {
  const { period, periodUnit } = of;
  if (period === null || !(period > 0)) return null;
  switch (periodUnit) {
    case 's':
      return inHours(period / 3600);
    case 'min':
      return inHours(period / 60);
    case 'h':
      return inHours(period);
    case 'd':
      return period < 1 ? inHours(period * 24) : { count: period, unit: 'd' };
    case 'wk':
      return { count: period * 7, unit: 'd' };
    case 'mo':
      return { count: period, unit: 'mo' };
    case 'a':
      return { count: period * 12, unit: 'mo' };
    default:
      return null;
  }
}

const inHours = (hours: number): Period => (hours === 24 ? { count: 1, unit: 'd' } : { count: hours, unit: 'h' });

const HOURS_IN: Record<Period['unit'], number> = { h: 1, d: 24, mo: 720 };
export const hoursOf = ({ count, unit }: Period): number => count * HOURS_IN[unit];

/**
 * The row that means exactly this frequency and period; several times in several days are no row, as they don't say which day has how many.
 * Once in some days or months has the times of a daily row on those days.
 */
export function rowOfFrequency(timing: Timing, table: AdministrationTimes): TimesRow | undefined {
  const period = periodOf(timing);
  if (timing.frequencyMax !== null || timing.periodMax !== null || period === null) return undefined;
  const sent = timing.frequency ?? 1;
  const weekly = timing.periodUnit === 'wk' && timing.period === 1 && timing.dayOfWeek.length > 0;
  const same = (row: TimesRow): boolean => {
    const own = periodOf(row);
    return row.frequency === sent && own !== null && own.unit === period.unit && own.count === period.count;
  };
  const daily = (frequency: number): TimesRow | undefined =>
    table.rows.find(row => row.frequency === frequency && row.period === 1 && row.periodUnit === 'd');
  const exact = table.rows.find(same);
  if (exact) return exact;
  if (weekly) return daily(sent / timing.dayOfWeek.length);
  return period.unit !== 'h' && sent === 1 ? daily(1) : undefined;
}

/** The row's times for this drug: those of the first exception that names it, else the row's own. */
export function timesFor(order: Pick<MedicationOrder, 'drug'>, row: TimesRow, table: AdministrationTimes): string[] {
  const codes = new Set(row.codes.map(normalCode));
  const exception = table.exceptions.find(
    ({ codes: of, drugs }) => of.some(code => codes.has(normalCode(code))) && namesAny(order.drug, drugs),
  );
  return clockTimes(exception && exception.times.length > 0 ? exception.times : row.times);
}

/** Times of day, and those that belong to a day but fall on the one after (1) or before (-1). */
export interface DayTimes {
  times: string[];
  shifted: { time: string; days: number }[];
}

/** The times of meal and bedtime codes, with their offset; null when a code isn't in the table, or an offset leads farther than the next day. "Before" codes (AC …) count backwards. */
export function whenTimes(timing: Timing, table: AdministrationTimes): DayTimes | null {
  if (timing.when.length === 0) return null;
  const found = new Map<string, { time: string; days: number }>();
  for (const code of timing.when) {
    const list = table.when[code];
    if (!list) return null;
    const minutes = (timing.offsetMinutes ?? 0) * (code.startsWith('AC') ? -1 : 1);
    for (const time of list) {
      const moved = shifted(time, minutes);
      if (Math.abs(moved.days) > 1) return null;
      found.set(`${moved.days} ${moved.time}`, moved);
    }
  }
  const all = [...found.values()].sort((a, b) => a.days - b.days || a.time.localeCompare(b.time));
  return { times: all.filter(t => t.days === 0).map(t => t.time), shifted: all.filter(t => t.days !== 0) };
}

function shifted(time: string, minutes: number): { time: string; days: number } {
  const total = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) + minutes;
  const days = Math.floor(total / 1440);
  const rest = total - days * 1440;
  return { time: `${pad(Math.floor(rest / 60))}:${pad(Math.floor(rest % 60))}`, days };
}

const pad = (n: number): string => String(n).padStart(2, '0');

/** How often a day the structure says; null when it says a range, certain days, or nothing. */
export function structuredPerDay(timing: Timing): number | null {
  const period = periodOf(timing);
  if (period === null || timing.dayOfWeek.length > 0 || timing.periodMax !== null || timing.frequencyMax !== null) return null;
  const frequency = timing.when.length > 0 && (timing.frequency ?? 1) === 1 ? timing.when.length : (timing.frequency ?? 1);
  return (frequency * 24) / hoursOf(period);
}

/** How often a day a row of the table means. */
export function rowPerDay(row: TimesRow): number {
  const period = periodOf(row);
  if (period === null) return row.times.length;
  return row.times.length === 0 || period.unit === 'h'
    ? ((row.frequency ?? 1) * 24) / hoursOf(period)
    : (row.times.length * 24) / hoursOf(period);
}

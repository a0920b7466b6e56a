import type { Timing } from './order.ts';
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

/** The row that means exactly this frequency and period; several times in several days are no row, as they don't say which day has how many. */
export function rowOfFrequency(timing: Timing, table: AdministrationTimes): TimesRow | undefined {
  if (timing.frequencyMax !== null || timing.periodMax !== null || timing.period === null || timing.period <= 0) return undefined;
  const sent = timing.frequency ?? 1;
  if (timing.periodUnit === 'd' && timing.period !== 1 && sent !== 1) return undefined;
  const same = (row: TimesRow): boolean => row.period === timing.period && row.periodUnit === timing.periodUnit;
  const daily = (row: TimesRow): boolean => row.period === 1 && row.periodUnit === 'd' && timing.periodUnit === 'd';
  const weekly = (row: TimesRow): boolean =>
    row.period === 1 && row.periodUnit === 'd' && timing.periodUnit === 'wk' && timing.dayOfWeek.length > 0;
  const frequency = timing.periodUnit === 'wk' ? sent / timing.dayOfWeek.length : sent;
  return table.rows.find(row => row.frequency === frequency && (same(row) || daily(row) || weekly(row)));
}

/** The times of meal and bedtime codes, with their offset; null when one isn't in the table or the offset leads into another day. */
export function whenTimes(timing: Timing, table: AdministrationTimes): string[] | null {
  const lists = timing.when.map(code => table.when[code]);
  if (lists.length === 0 || lists.some(list => list === undefined)) return null;
  const sign = timing.when.some(code => code.startsWith('AC')) ? -1 : 1;
  const times = lists.flatMap(list => list ?? []).map(t => shifted(t, sign * (timing.offsetMinutes ?? 0)));
  return times.includes(null) ? null : clockTimes(times.filter(time => time !== null));
}

function shifted(time: string, minutes: number): string | null {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const total = hour * 60 + minute + minutes;
  if (total < 0 || total >= 1440) return null;
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}

const MINUTES: Record<string, number> = { s: 1 / 60, min: 1, h: 60, d: 1440, wk: 10080, mo: 43200, a: 525600 };

/** How often a day the structure says; null when it says a range, certain days, or nothing. */
export function structuredPerDay(timing: Timing): number | null {
  if (timing.period === null || timing.periodUnit === null || timing.dayOfWeek.length > 0) return null;
  const minutes = MINUTES[timing.periodUnit];
  if (!minutes || timing.periodMax !== null || timing.frequencyMax !== null) return null;
  const frequency = timing.when.length > 0 && (timing.frequency ?? 1) === 1 ? timing.when.length : (timing.frequency ?? 1);
  return (frequency * 1440) / (timing.period * minutes);
}

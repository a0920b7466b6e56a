import type { Timing } from './order.ts';

const UNITS: Record<string, string> = { s: 'second', min: 'minute', h: 'hour', d: 'day', wk: 'week', mo: 'month', a: 'year' };
const DAYS: Record<string, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};
const MEALS: Record<string, string> = {
  HS: 'at bedtime',
  AC: 'before meals',
  ACM: 'before breakfast',
  ACD: 'before lunch',
  ACV: 'before dinner',
  C: 'with meals',
  CM: 'with breakfast',
  CD: 'with lunch',
  CV: 'with dinner',
  PC: 'after meals',
  PCM: 'after breakfast',
  PCD: 'after lunch',
  PCV: 'after dinner',
  MORN: 'in the morning',
  NOON: 'at noon',
  EVE: 'in the evening',
  NIGHT: 'at night',
};

/** What stands for the schedule of an order that states none. */
export const NO_TIMING = 'no timing received';

/** The schedule as the order states it: its code and words exactly as sent, then its structure read out. */
export function timingWords(timing: Timing | null, text: string | null): string {
  if (!timing) return text === null ? NO_TIMING : 'see text';
  const parts = [timing.code, timing.codeText === timing.code ? null : timing.codeText, structureWords(timing)];
  const words = parts.filter((part, i) => part !== null && part !== '' && parts.indexOf(part) === i).join(', ');
  return words === '' ? NO_TIMING : words;
}

function structureWords(timing: Timing): string {
  const parts: string[] = [];
  const { frequency, frequencyMax, period, periodMax, periodUnit } = timing;
  if (period !== null && periodUnit !== null) {
    const unit = UNITS[periodUnit] ?? periodUnit;
    const often =
      frequencyMax !== null ? `${frequency ?? 1} to ${frequencyMax} times` : (frequency ?? 1) === 1 ? '' : `${frequency} times`;
    const per = periodMax !== null ? `${period} to ${periodMax} ${unit}s` : period === 1 ? unit : `${period} ${unit}s`;
    parts.push(
      often === '' ? `every ${per}` : period === 1 && periodMax === null ? `${often} a ${per}` : `${often} every ${per}`,
    );
  } else if (frequency !== null) parts.push(`${frequency} times`);
  if (timing.timeOfDay.length > 0) parts.push(`at ${timing.timeOfDay.map(t => t.slice(0, 5).replace(':', '')).join(' ')}`);
  if (timing.when.length > 0) parts.push(timing.when.map(code => MEALS[code] ?? code).join(' and '));
  if (timing.offsetMinutes !== null) parts.push(`offset ${timing.offsetMinutes} min`);
  if (timing.dayOfWeek.length > 0) parts.push(`on ${timing.dayOfWeek.map(day => DAYS[day] ?? day).join(', ')}`);
  if (timing.count !== null) parts.push(`count ${timing.count}`);
  if (timing.duration !== null) parts.push(`duration ${timing.duration} ${timing.durationUnit ?? ''}`.trim());
  if (timing.boundsDuration !== null) parts.push(`for ${timing.boundsDuration}`);
  return parts.join(', ');
}

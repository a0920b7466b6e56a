import type { Quantity, Timing as FhirTiming, TimingRepeat } from 'fhir/r4';
import type { Length, Timing } from '../domain/order.ts';
import { isInstant, type Zone } from '../domain/time.ts';
import { codings, conceptName } from './concept.ts';
import { calendarUnit, quantityWords, rangeWords } from './quantity.ts';
import { fhirDate } from './timestamps.ts';
import { joined, list, numberOf, words } from './tolerant.ts';

/** A Timing and what of it has no field of its own or could not be read, in words. */
export interface ReadTiming {
  timing: Timing;
  instructions: string[];
  unread: string[];
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Reads a Timing tolerantly; null when it says nothing at all. */
export function mapTiming(sent: FhirTiming | undefined, zone: Zone): ReadTiming | null {
  if (sent === undefined || sent === null) return null;
  const repeat: TimingRepeat = sent.repeat ?? {};
  const unread: string[] = [];
  const days = list(repeat.dayOfWeek).map(day => (words(day) ?? '').toLowerCase().slice(0, 3));
  if (days.some(day => !DAYS.includes(day))) unread.push(`day of week "${list(repeat.dayOfWeek).join(', ')}"`);
  const times = list(repeat.timeOfDay).map(time => words(time) ?? '');
  if (times.some(time => clock(time) === null)) unread.push(`time of day "${times.join(', ')}"`);
  const number = (name: string, value: unknown): number | null => {
    const read = numberOf(value);
    if (read === null && value !== undefined && value !== null) unread.push(`${name} "${JSON.stringify(value)}"`);
    return read;
  };
  const events = list(sent.event).flatMap(event => {
    const date = fhirDate(event, zone);
    if (date === null) return [];
    if (isInstant(date)) return [date];
    unread.push(`planned time "${date}" is no moment`);
    return [];
  });
  const timing: Timing = {
    events,
    timeOfDay: times.map(clock).filter(time => time !== null),
    dayOfWeek: days.filter(day => DAYS.includes(day)),
    when: list(repeat.when)
      .map(words)
      .filter(code => code !== null),
    offsetMinutes: number('offset', repeat.offset),
    frequency: number('frequency', repeat.frequency),
    frequencyMax: number('highest frequency', repeat.frequencyMax),
    period: number('period', repeat.period),
    periodMax: number('longest period', repeat.periodMax),
    periodUnit: words(repeat.periodUnit),
    count: number('count', repeat.count),
    duration: number('duration', repeat.duration),
    durationUnit: words(repeat.durationUnit),
    boundsStart: fhirDate(repeat.boundsPeriod?.start, zone),
    boundsEnd: fhirDate(repeat.boundsPeriod?.end, zone),
    boundsDuration: quantityWords(repeat.boundsDuration) ?? rangeWords(repeat.boundsRange),
    boundsLength: lengthOf(repeat.boundsDuration ?? repeat.boundsRange?.high),
    ...timingCode(sent),
  };
  const instructions = [
    number('highest count', repeat.countMax) === null ? null : `up to ${words(repeat.countMax)} times in all`,
    repeat.durationMax === undefined
      ? null
      : joined(['lasting up to', words(repeat.durationMax), words(repeat.durationUnit)], ' '),
  ].filter(text => text !== null);
  return { timing, instructions, unread };
}

/** A duration as a number of a calendar unit; null when its unit is none that FHIR knows. */
function lengthOf(sent: Quantity | undefined): Length | null {
  const value = numberOf(sent?.value);
  const unit = calendarUnit(sent);
  return value === null || !(value > 0) || unit === null ? null : { value, unit };
}

/** "09:00:00" → "09:00"; null for what is no time of day. */
const clock = (time: string): string | null => /^([01]\d|2[0-3]):[0-5]\d(?=$|:|\.)/.exec(time)?.[0] ?? null;

/**
 * The order's code as the site says it. Some servers send a number for it and the real code as display ("696528", BID); SNOMED's
 * numbers and sentences are no site code.
 */
function timingCode(sent: FhirTiming): { code: string | null; codeText: string | null } {
  const codeText = conceptName(sent.code);
  for (const coding of codings(sent.code)) {
    if (/snomed/i.test(words(coding.system) ?? '')) continue;
    const code = words(coding.code);
    const display = words(coding.display);
    if (code !== null && !/^\d{4,}$/.test(code)) return { code, codeText };
    if (display !== null) return { code: display, codeText };
    if (code !== null && codeText === null) return { code, codeText };
  }
  return { code: null, codeText };
}

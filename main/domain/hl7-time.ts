import { Temporal } from 'temporal-polyfill';
import type { FhirDate, Instant, Zone } from './time.ts';

const FORM = /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.(\d{1,9}))?)?)?)?)?)?([+-]\d{4})?$/;

/**
 * The moment of an HL7 v2 time stamp (YYYYMMDDHH[MM[SS[.S]]][+/-ZZZZ]) in UTC; null for anything less than an hour of a real day. Without
 * an offset it is wall-clock time of the hospital; in the hour that clocks show twice, the one nearer to `near`, when it was received.
 */
export function hl7Instant(text: string, zone: Zone, near: Instant): Instant | null {
  const match = FORM.exec(text.trim());
  if (!match?.[4]) return null;
  const [, year, month, day, hour, minute = '00', second = '00', fraction = '', offset] = match;
  try {
    const wall = Temporal.PlainDateTime.from(
      `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}`,
    );
    const local = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second, wall.millisecond);
    if (offset) return new Date(local - offsetMs(offset)).toISOString();
    const [first, second_] = offsetsAt(wall, zone).map(ms => local - ms) as [number, number];
    const heard = Date.parse(near);
    return new Date(Math.abs(second_ - heard) < Math.abs(first - heard) ? second_ : first).toISOString();
  } catch {
    return null;
  }
}

function offsetMs(text: string): number {
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3));
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Offsets of a wall-clock time in a zone, earlier and later moment; asked of the zone's rules once for each ten minutes, as that is slow. */
function offsetsAt(wall: Temporal.PlainDateTime, zone: Zone): [number, number] {
  const start = wall.with({ minute: wall.minute - (wall.minute % 10), second: 0, millisecond: 0 });
  const key = `${zone} ${start.toString()}`;
  let known = OFFSETS.get(key);
  if (!known) {
    const of = (disambiguation: 'earlier' | 'later'): number =>
      start.toZonedDateTime(zone, { disambiguation }).offsetNanoseconds / 1e6;
    known = [of('earlier'), of('later')];
    if (OFFSETS.size >= 1000) OFFSETS.clear();
    OFFSETS.set(key, known);
  }
  return known;
}
const OFFSETS = new Map<string, [number, number]>();

/** A date of HL7 v2 without inventing what it lacks: "1961", "1961-03", "1961-03-02"; null when it isn't one. */
export function hl7Date(text: string): FhirDate | null {
  const match = FORM.exec(text.trim());
  if (!match) return null;
  const [, year, month, day] = match;
  const date = [year, month, day].filter(part => part !== undefined).join('-');
  const whole = [year, month ?? '01', day ?? '01'].join('-');
  return Number.isNaN(Date.parse(`${whole}T00:00:00Z`)) || new Date(`${whole}T00:00:00Z`).toISOString().slice(0, 10) !== whole
    ? null
    : date;
}

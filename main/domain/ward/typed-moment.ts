import { Temporal } from 'temporal-polyfill';
import { zoned, type Instant, type Zone } from '../time.ts';

/**
 * A moment as people type it on a ward, in the hospital's zone: "1410" or "14:10" is today, "11/27 0900" another day of this year,
 * "11/27/2026 9:00" any day. Null for what is no time or no day of the calendar.
 */
export function typedMoment(typed: string, now: Instant, zone: Zone): Instant | null {
  const found = /^(?:(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?\s+)?(\d{1,2}):?(\d\d)$/.exec(typed.trim());
  if (!found) return null;
  const today = zoned(now, zone);
  const [, month, day, year, hour, minute] = found.map(part => (part === undefined ? undefined : Number(part)));
  try {
    const at = Temporal.PlainDateTime.from(
      { year: year ?? today.year, month: month ?? today.month, day: day ?? today.day, hour: hour!, minute: minute! },
      { overflow: 'reject' },
    );
    return new Date(at.toZonedDateTime(zone).epochMilliseconds).toISOString();
  } catch {
    return null;
  }
}

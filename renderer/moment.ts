import { clockTime, isInstant, minutesBetween, zoned, type FhirDate, type Instant, type Zone } from '../main/domain/time.ts';
import type { Freshness } from '../main/domain/freshness.ts';
import { text } from './text.ts';

const MONTHS: readonly string[] = text.months;

/** "14:45" today, "Nov 21 14:45" on another day, with the year when it is not this year; in the hospital's zone. */
export function momentWords(instant: Instant, now: Instant, zone: Zone): string {
  const at = zoned(instant, zone);
  const today = zoned(now, zone);
  const time = clockTime(instant, zone);
  if (at.toPlainDate().equals(today.toPlainDate())) return time;
  return `${dayWords(at.year, at.month, at.day, today.year)} ${time}`;
}

/** The same for a FHIR date, without inventing a time it did not have; what is no date stays as sent. */
export function dateWords(date: FhirDate, now: Instant, zone: Zone): string {
  if (isInstant(date)) return momentWords(date, now, zone);
  const [year, month, day] = date.split('-').map(Number);
  if (!year || date.includes('T')) return date;
  if (!month) return String(year);
  return day ? dayWords(year, month, day, zoned(now, zone).year) : `${MONTHS[month - 1] ?? date} ${year}`;
}

const dayWords = (year: number, month: number, day: number, thisYear: number): string =>
  `${MONTHS[month - 1] ?? month} ${day}${year === thisYear ? '' : `, ${year}`}`;

/** A birth date as a band prints it: "Mar 4, 1951". */
export function birthWords(date: FhirDate): string {
  const [year, month, day] = date.slice(0, 10).split('-').map(Number);
  if (!year) return date;
  if (!month || !day) return date;
  return `${MONTHS[month - 1] ?? month} ${day}, ${year}`;
}

/** The age carried on to now: an age never gets younger than it was said to be. */
export const carriedFreshness = (said: Freshness, asOf: Instant, now: Instant): Freshness =>
  said.state === 'unknown' || said.state === 'no-ehr-data'
    ? said
    : { state: said.state, minutes: Math.max(said.minutes, minutesBetween(asOf, now)) };

/** "in 18 min", "2 h 05 min ago": how far a moment is from now, for finding what is next. */
export function distanceWords(instant: Instant, now: Instant): string {
  const minutes = minutesBetween(now, instant);
  const size = Math.abs(minutes);
  const words = size < 60 ? `${size} min` : `${Math.floor(size / 60)} h ${String(size % 60).padStart(2, '0')} min`;
  return minutes === 0 ? text.now : minutes > 0 ? text.ahead(words) : text.ago(words);
}

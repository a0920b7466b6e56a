import { Temporal } from 'temporal-polyfill';
import { remembered } from './remembered.ts';

/** A moment, as an ISO 8601 string with offset or Z. Plain JSON on purpose. */
export type Instant = string;

/** A FHIR date or dateTime as sent: "2026", "2026-11", "2026-11-22", or an instant. A date stays a date (fhir.md quirk 27). */
export type FhirDate = string;

/** IANA time zone ("America/New_York") or fixed offset ("-05:00"). */
export type Zone = string;

const hasTime = (date: FhirDate): boolean => date.includes('T');

/** Milliseconds since the epoch; NaN for what is no instant. */
export const epochMs = (instant: Instant): number => Date.parse(instant);

/** Whole minutes from `a` to `b`, negative when b is earlier. */
export const minutesBetween = (a: Instant, b: Instant): number => Math.floor((epochMs(b) - epochMs(a)) / 60_000);

/** The moment so many minutes later, in UTC. */
export const plusMinutes = (instant: Instant, minutes: number): Instant =>
  new Date(epochMs(instant) + minutes * 60_000).toISOString();

/** So many moments are remembered in a zone: a ward's sheets ask for the same few again and again. */
const MOMENTS = 4_000;

/** Wall-clock view of a moment in the hospital's zone. */
export const zoned = remembered(
  MOMENTS,
  (instant: Instant, zone: Zone) => `${zone} ${instant}`,
  (instant: Instant, zone: Zone): Temporal.ZonedDateTime => Temporal.Instant.from(instant).toZonedDateTimeISO(zone),
);

/** What nearly every moment looks like, on a day that every month has: no need to ask Temporal, whose judgement takes microseconds. */
const PLAIN_INSTANT =
  /^[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** Is this text a moment that can be computed with? */
export function isInstant(text: string): boolean {
  if (PLAIN_INSTANT.test(text)) return true;
  try {
    Temporal.Instant.from(text);
    return true;
  } catch {
    return false;
  }
}

const pad = (n: number): string => String(n).padStart(2, '0');

/** "0900": the time as a MAR writes it. */
export const marTime = (instant: Instant, zone: Zone): string => {
  const z = zoned(instant, zone);
  return `${pad(z.hour)}${pad(z.minute)}`;
};

/** "14:45": the time as the screen and the sentences on paper write it. */
export const clockTime = (instant: Instant, zone: Zone): string => {
  const z = zoned(instant, zone);
  return `${pad(z.hour)}:${pad(z.minute)}`;
};

/** "11/22/2026": 4-digit year, as paper must write it. */
export const paperDate = (instant: Instant, zone: Zone): string => {
  const z = zoned(instant, zone);
  return `${pad(z.month)}/${pad(z.day)}/${z.year}`;
};

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** "Mon": the day of the week in the hospital's zone. */
export const weekday = (instant: Instant, zone: Zone): string => WEEKDAYS[zoned(instant, zone).dayOfWeek - 1]!;

/** "11/22/2026 14:45". */
export const paperDateTime = (instant: Instant, zone: Zone): string => `${paperDate(instant, zone)} ${clockTime(instant, zone)}`;

/** A FHIR date in the hospital's zone, without inventing a time it didn't have. */
export function paperFhirDate(date: FhirDate, zone: Zone): string {
  if (hasTime(date)) return isInstant(date) ? paperDateTime(date, zone) : date;
  const [year, month, day] = date.split('-');
  return day ? `${month}/${day}/${year}` : month ? `${month}/${year}` : date;
}

/** "11/22 14:45" of a moment; a mere date, and what can't be read, as it is. */
export const shortFhirDate = (date: FhirDate, zone: Zone): string =>
  isInstant(date) ? `${paperDate(date, zone).slice(0, 5)} ${clockTime(date, zone)}` : paperFhirDate(date, zone);

/** First moment a FHIR date covers, in the hospital's zone; null when it can't be read. */
export function startOf(date: FhirDate, zone: Zone): Instant | null {
  return edge(date, zone, 'start');
}

/** First moment after what a FHIR date covers: a stop date of "2026-11-24" ends with that day. */
export function endOf(date: FhirDate, zone: Zone): Instant | null {
  return edge(date, zone, 'end');
}

function edge(date: FhirDate, zone: Zone, which: 'start' | 'end'): Instant | null {
  if (hasTime(date)) return isInstant(date) ? new Date(epochMs(date)).toISOString() : null;
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(date);
  if (!match) return null;
  const [, year, month, day] = match;
  try {
    const first = Temporal.PlainDate.from(
      { year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1) },
      { overflow: 'reject' },
    );
    const unit = day ? { days: 1 } : month ? { months: 1 } : { years: 1 };
    const plain = which === 'start' ? first : first.add(unit);
    return new Date(plain.toZonedDateTime({ timeZone: zone }).epochMilliseconds).toISOString();
  } catch {
    return null;
  }
}

/** Age in words at a moment: "67 y", "14 mo", "9 d"; null without a birth date. */
export function ageInWords(birth: FhirDate | null, at: Instant, zone: Zone): string | null {
  const born = birth === null ? null : startOf(birth, zone);
  if (born === null || epochMs(born) > epochMs(at)) return null;
  const from = zoned(born, zone).toPlainDate();
  const to = zoned(at, zone).toPlainDate();
  const span = from.until(to, { largestUnit: 'years' });
  if (span.years >= 2) return `${span.years} y`;
  const months = from.until(to, { largestUnit: 'months' }).months;
  return months >= 2 ? `${months} mo` : `${from.until(to, { largestUnit: 'days' }).days} d`;
}

/** The moment of a wall-clock time without an offset ("2026-11-22T14:00:00") in the hospital's zone; null when it can't be read. */
export function localInstant(wallClock: string, zone: Zone): Instant | null {
  try {
    return new Date(Temporal.PlainDateTime.from(wallClock).toZonedDateTime(zone).epochMilliseconds).toISOString();
  } catch {
    return null;
  }
}

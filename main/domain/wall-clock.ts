import { Temporal } from 'temporal-polyfill';
import { remembered } from './remembered.ts';
import { marTime, paperDate, zoned, type Instant, type Zone } from './time.ts';

/** What a change of the clocks did to a due time: it does not exist that day and was moved, or it comes twice and is the first of the two. */
export type ClockMark = { kind: 'moved'; from: string } | { kind: 'first-of-two' };

/** A wall-clock time on a day, as a moment. */
export interface ClockMoment {
  /** Milliseconds since the epoch. */
  ms: number;
  mark: ClockMark | null;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A calendar day in a zone. */
export interface ZoneDay {
  date: Temporal.PlainDate;
  zone: Zone;
  /** When it begins, in milliseconds since the epoch. */
  start: number;
  /** Has it 24 hours, as all but two a year have? */
  plain: boolean;
}

/** So many days, and stretches of them, are remembered. */
const DAYS = 4_000;

const zoneDay = remembered(
  DAYS,
  (date: Temporal.PlainDate, zone: Zone) => `${zone} ${date.toString()}`,
  (date: Temporal.PlainDate, zone: Zone): ZoneDay => {
    const start = date.toZonedDateTime(zone).epochMilliseconds;
    const next = date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
    return { date, zone, start, plain: next - start === DAY_MS };
  },
);

/** So many days later, or earlier. */
export const daysLater = ({ date, zone }: ZoneDay, days: number): ZoneDay => zoneDay(date.add({ days }), zone);

/** The days from `early` days before the one of a moment to `late` days after that of another. */
export const daysBetween = remembered(
  DAYS,
  (from: Instant, early: number, to: Instant, late: number, zone: Zone) => `${zone} ${from} ${early} ${to} ${late}`,
  (from: Instant, early: number, to: Instant, late: number, zone: Zone): readonly ZoneDay[] => {
    const days: ZoneDay[] = [];
    const last = dayOf(to, zone).add({ days: late });
    let date = dayOf(from, zone).subtract({ days: early });
    for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) days.push(zoneDay(date, zone));
    return days;
  },
);

/**
 * The moment of "HH:MM" on a day. Each wall-clock time comes exactly once, also on the two days a year when the clocks change: one that the
 * change skips moves forward by what was skipped (0230 becomes 0330, the same time after the last dose); one that comes twice is the first
 * of the two. So a q6h, q4h or q2h row keeps its number of doses on a day of 23 or 25 hours, and one interval is an hour shorter or longer.
 */
export function clockMoment({ date, zone, start, plain }: ZoneDay, time: string): ClockMoment {
  const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  if (plain) return { ms: start + minutes * MINUTE_MS, mark: null };
  const wall = date.toPlainDateTime(Temporal.PlainTime.from(time));
  const [first, second] = (['earlier', 'later'] as const).map(disambiguation => wall.toZonedDateTime(zone, { disambiguation }));
  if (first!.epochMilliseconds === second!.epochMilliseconds) return { ms: first!.epochMilliseconds, mark: null };
  const exists = first!.toPlainDateTime().equals(wall);
  return exists
    ? { ms: first!.epochMilliseconds, mark: { kind: 'first-of-two' } }
    : { ms: second!.epochMilliseconds, mark: { kind: 'moved', from: time } };
}

/** The calendar day of a moment in a zone. */
export const dayOf = (instant: Instant, zone: Zone): Temporal.PlainDate => zoned(instant, zone).toPlainDate();

/** What a nurse must know about a due time that a change of the clocks touched. */
export function clockWords(at: Instant, mark: ClockMark, zone: Zone): string {
  const when = `${paperDate(at, zone)}, clocks change`;
  return mark.kind === 'moved'
    ? `${when}: ${mark.from.replace(':', '')} does not exist, its dose is at ${marTime(at, zone)}`
    : `${when}: ${marTime(at, zone)} comes twice, the dose is at the first of the two`;
}

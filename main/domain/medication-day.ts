import { Temporal } from 'temporal-polyfill';
import type { Window } from './due-times.ts';
import { unreachable } from './result.ts';
import type { Site } from './site.ts';
import { epochMs, plusMinutes, zoned, type Instant, type Zone } from './time.ts';

/** What a column of a MAR is, and with it how far the MAR goes. */
export const SPANS = ['hours', 'shifts', '3-days', '7-days'] as const;
export type Span = (typeof SPANS)[number];

/** The parts of a site that say where shifts and days begin. */
export type Shifts = Pick<Site, 'zone' | 'shifts' | 'startOfDay'>;

const DAYS: Record<'3-days' | '7-days', number> = { '3-days': 3, '7-days': 7 };
const HOUR_MS = 3_600_000;

/** A MAR starts with the clock hour that is running, so that a dose of the past is never printed as due. */
export function marWindow(from: Instant, hours: number, zone: Zone): Window {
  const start = zoned(from, zone).round({ smallestUnit: 'hour', roundingMode: 'floor' });
  return {
    from: new Date(start.epochMilliseconds).toISOString(),
    to: new Date(start.epochMilliseconds + hours * HOUR_MS).toISOString(),
  };
}

/** The screen also shows what was due and given in the running shift: 24 hours, 8 of them back from the running one. */
export const screenWindow = (now: Instant, zone: Zone): Window => marWindow(plusMinutes(now, -8 * 60), 24, zone);

/** The starts of the hours of a window; across a clock change each real hour comes once. */
export function hoursOf(window: Window): Instant[] {
  const count = Math.ceil((epochMs(window.to) - epochMs(window.from)) / HOUR_MS);
  return Array.from({ length: count }, (_, i) => plusMinutes(window.from, i * 60));
}

/**
 * The window of a MAR. It starts with the running hour whatever a column is; the first shift or day is then only its rest. Shifts go on
 * until a day is covered, days until so many have begun, the running one included. `hours` counts for `hours` alone.
 */
export function spanWindow(span: Span, from: Instant, hours: number, site: Shifts): Window {
  const start = marWindow(from, 1, site.zone).from;
  switch (span) {
    case 'hours':
      return marWindow(from, hours, site.zone);
    case 'shifts': {
      const dayLater = zoned(start, site.zone).add({ days: 1 }).epochMilliseconds;
      const starts = site.shifts.map(s => s.from);
      return { from: start, to: moments(starts, start, 3, site.zone).find(at => epochMs(at) >= dayLater)! };
    }
    case '3-days':
    case '7-days': {
      const begins = moments([site.startOfDay], start, DAYS[span] + 2, site.zone).filter(at => epochMs(at) > epochMs(start));
      return { from: start, to: begins[DAYS[span] - 1]! };
    }
    default:
      return unreachable(span);
  }
}

/** Where the columns of a MAR begin; the last one ends with the window. */
export function columnStarts(span: Span, window: Window, site: Shifts): Instant[] {
  if (span === 'hours') return hoursOf(window);
  const times = span === 'shifts' ? site.shifts.map(s => s.from) : [site.startOfDay];
  const inner = moments(times, window.from, 9, site.zone).filter(
    at => epochMs(at) > epochMs(window.from) && epochMs(at) < epochMs(window.to),
  );
  return [window.from, ...inner];
}

/** The shift that runs at a moment. */
export function shiftAt(at: Instant, { zone, shifts }: Shifts): Site['shifts'][number] {
  const clock = zoned(at, zone).toPlainTime().toString({ smallestUnit: 'minute' });
  const begun = shifts.filter(s => s.from <= clock);
  return [...(begun.length > 0 ? begun : shifts)].sort((a, b) => b.from.localeCompare(a.from))[0]!;
}

/** The shift that begins next after a moment, and until when it lasts. */
export function nextShift(at: Instant, site: Shifts): { name: string; from: Instant; to: Instant } {
  const starts = moments(
    site.shifts.map(s => s.from),
    at,
    3,
    site.zone,
  );
  const [from, to] = starts.filter(start => epochMs(start) > epochMs(at)) as [Instant, Instant];
  return { name: shiftAt(from, site).name, from, to };
}

/** How many hours a MAR by the hour has that starts at one moment and leaves out nothing before the other; a day at most. */
export const hoursUntil = (from: Instant, to: Instant, zone: Zone): number =>
  Math.min(24, hoursOf({ from: marWindow(from, 1, zone).from, to }).length);

/** When these times of day ("HH:MM") come on the day before a moment and the days after it, ascending. */
function moments(times: string[], around: Instant, days: number, zone: Zone): Instant[] {
  const first = zoned(around, zone).toPlainDate().subtract({ days: 1 });
  return Array.from({ length: days + 1 }, (_, i) => first.add({ days: i }))
    .flatMap(day => times.map(time => day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) })))
    .map(at => at.epochMilliseconds)
    .sort((a, b) => a - b)
    .map(ms => new Date(ms).toISOString());
}

import { kioskOf } from './event-record.ts';
import type { KioskEvent } from './event.ts';
import { isDrill, suspicionIn, type Outage } from './outage.ts';
import type { FormKind } from './sheet.ts';
import { epochMs, minutesBetween, paperDateTime, type Instant, type Zone } from './time.ts';
import { clockMoment, daysBetween } from './wall-clock.ts';

/** Which paper a kiosk prints by itself before anybody asks for it, and when. */
export interface AheadRules {
  /** The one kiosk of the ward that prints. */
  kiosk: string;
  forms: FormKind[];
  /** Every day at these times ("05:30"), by the hospital's clock. */
  times: string[];
  /** So long before the start of a downtime that was announced; null: not then. */
  beforeMinutes: number | null;
  /** When the whole EHR has not answered for so long; null: not then. */
  downMinutes: number | null;
}

/** Is this the kiosk that prints ahead? */
export const printsAhead = (rules: AheadRules | null, kiosk: string): rules is AheadRules =>
  rules !== null && rules.kiosk.toLowerCase() === kiosk.toLowerCase();

/** A reason to print that has come. */
export interface Occasion {
  /** Never the same for two of them: what was printed for one is not printed again. */
  key: string;
  /** In the middle of a sentence: "it is 05:30". */
  why: string;
}

/** A downtime that was announced with its start. */
export interface Announced {
  /** Id of the event. */
  id: string;
  start: Instant;
  reason: string;
  by: string;
}

/** Paper that a kiosk began to print by itself. */
export interface AheadPrint extends Occasion {
  at: Instant;
  kiosk: string;
  pack: number;
  /** The print that it became; null as long as it was not given to a printer. */
  print: string | null;
  printer: string | null;
}

/** Who prints, as it stands on paper and in the ledger. */
export const BY_ITSELF = 'the kiosk, by itself';
/** What is late by more than this, in minutes, is not printed by itself any more: a kiosk switched on at noon doesn't print the morning's paper. */
export const LATE_MINUTES = 60;
/** So often a print that came to nothing is begun again. */
export const ATTEMPTS = 3;
/** An EHR that comes and goes doesn't empty the paper tray: after any print by itself, none because it is gone for so long, in minutes. */
export const QUIET_MINUTES = 240;

/** Downtimes that were announced and not withdrawn. */
export function announcedDowntimes(events: readonly KioskEvent[]): Announced[] {
  const found = new Map<string, Announced>();
  for (const { id, by, act } of events) {
    if (act.kind === 'downtime-announced') found.set(id, { id, start: act.start, reason: act.reason, by });
    else if (act.kind === 'announcement-withdrawn') found.delete(act.announcement);
  }
  return [...found.values()].sort((a, b) => epochMs(a.start) - epochMs(b.start));
}

/** What kiosks of the ward printed by themselves, oldest first. */
export function aheadPrints(events: readonly KioskEvent[]): AheadPrint[] {
  const found: AheadPrint[] = [];
  for (const { id, at, act } of events) {
    if (act.kind === 'paper-ahead') {
      const { occasion: key, why, pack } = act;
      found.push({ key, why, at, kiosk: kioskOf(id), pack, print: null, printer: null });
    } else if (act.kind === 'print-queued') {
      const own = found.findLast(ahead => ahead.kiosk === kioskOf(id) && ahead.pack === act.pack && ahead.print === null);
      if (own) Object.assign(own, { print: act.print, printer: act.printer });
    }
  }
  return found;
}

/** Since when the whole EHR has been gone; null while it is there, in a drill, and where only a part of it fails. */
export function goneSince(outage: Outage): Instant | null {
  if (isDrill(outage)) return null;
  if (outage.state !== 'declared') return suspicionIn(outage)?.since ?? null;
  return outage.degraded === null ? (outage.noticedAt ?? outage.since) : null;
}

/** The occasions that have come and for which no kiosk of the ward has printed yet. */
export function dueOccasions(
  rules: AheadRules,
  { now, zone, outage, events }: { now: Instant; zone: Zone; outage: Outage; events: readonly KioskEvent[] },
): Occasion[] {
  const printed = aheadPrints(events);
  const open = ({ key }: Occasion): boolean => {
    const own = printed.filter(ahead => ahead.key === key);
    return own.every(({ print }) => print === null) && own.length < ATTEMPTS;
  };
  return [
    ...timesDue(rules, now, zone),
    ...startsDue(rules, now, zone, events),
    ...goneDue(rules, now, zone, outage, printed, events),
  ].filter(open);
}

const isBetween = (now: Instant, from: number, to: number): boolean => epochMs(now) >= from && epochMs(now) < to;

/** Times of day come once each, also when the clocks change. */
function timesDue({ times }: AheadRules, now: Instant, zone: Zone): Occasion[] {
  return daysBetween(now, 1, now, 0, zone).flatMap(day =>
    times.flatMap((time): Occasion[] => {
      const { ms } = clockMoment(day, time);
      return isBetween(now, ms, ms + LATE_MINUTES * 60_000)
        ? [{ key: `at ${day.date.toString()} ${time}`, why: `it is ${time}` }]
        : [];
    }),
  );
}

function startsDue({ beforeMinutes }: AheadRules, now: Instant, zone: Zone, events: readonly KioskEvent[]): Occasion[] {
  if (beforeMinutes === null) return [];
  return announcedDowntimes(events).flatMap(({ id, start, reason }): Occasion[] => {
    const ms = epochMs(start);
    if (!isBetween(now, ms - beforeMinutes * 60_000, ms + LATE_MINUTES * 60_000)) return [];
    return [{ key: `planned ${id}`, why: `a downtime is announced for ${paperDateTime(start, zone)} (${reason})` }];
  });
}

/**
 * Where somebody has printed since the EHR is gone, people are at work: a second set of MARs would divide what is charted between two papers, and a dose
 * could be given twice.
 */
function goneDue(
  { downMinutes, forms }: AheadRules,
  now: Instant,
  zone: Zone,
  outage: Outage,
  printed: readonly AheadPrint[],
  events: readonly KioskEvent[],
): Occasion[] {
  const since = goneSince(outage);
  if (downMinutes === null || since === null || minutesBetween(since, now) < downMinutes) return [];
  const key = `gone ${new Date(epochMs(since)).toISOString()}`;
  const quiet = printed.some(
    ahead => ahead.print !== null && ahead.key !== key && Math.abs(minutesBetween(ahead.at, now)) < QUIET_MINUTES,
  );
  const byHand = events.some(
    ({ at, by, act }) =>
      act.kind === 'sheets-released' &&
      !act.drill &&
      by !== BY_ITSELF &&
      epochMs(at) >= epochMs(since) &&
      act.sheets.some(({ form }) => forms.includes(form)),
  );
  return quiet || byHand ? [] : [{ key, why: `the EHR has not answered since ${paperDateTime(since, zone)}` }];
}

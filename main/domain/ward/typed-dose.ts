import { Temporal } from 'temporal-polyfill';
import { epochMs, zoned, type Instant, type Zone } from '../time.ts';
import type { SaidDose } from './dose-checks.ts';

type Outcome = SaidDose['outcome'];

/** What of a dose is typed into one line; the order stands beside it. */
export type TypedDose = Pick<SaidDose, 'outcome' | 'at' | 'dose' | 'reason' | 'givenBy'>;

export type Entry = { kind: 'empty' } | { kind: 'wrong'; why: string } | { kind: 'dose'; dose: TypedDose };

/** What a line is read against. */
export interface EntryContext {
  /** When it was due; null for a dose without a due time. */
  due: Instant | null;
  now: Instant;
  zone: Zone;
  /** The site's letters for a dose not given. */
  omitted: readonly { code: string; meaning: string }[];
  /** Initials for lines that say none. */
  initials: string;
}

/** Means the due time; a dose without one, now. */
export const AS_DUE = '=';
const TIME = /^(\d{1,2})[:.]?(\d{2})$/;
const DATE = /^(\d{1,2})\/(\d{1,2})$/;
const UNITS = /^(mg|mcg|g|kg|ng|ml|l|units?|tablets?|tabs?|capsules?|puffs?|patch(es)?|drops?|mmol|meq|doses?|%|[a-z]+\/\w+)$/i;

/**
 * Reads a line as a nurse writes it into a box of the MAR: "0915", "=" for the due time, "R" or "refused", in any order with initials, another
 * dose ("25 mg") and a date ("11/21"). What isn't understood is said, never left out.
 */
export function readEntry(line: string, context: EntryContext): Entry {
  const { due, now, zone, omitted, initials } = context;
  const parts = line.trim().split(/\s+/).filter(Boolean);
  if (parts.length === 0) return { kind: 'empty' };
  let clock: string | null = null;
  let date: RegExpExecArray | null = null;
  let asDue = false;
  let outcome: Outcome = 'given';
  let reason: string | null = null;
  let by: string | null = null;
  let dose: string | null = null;
  const wrong = (why: string): Entry => ({ kind: 'wrong', why });
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const code: EntryContext['omitted'][number] | undefined =
      reason === null ? omitted.find(o => o.code.toUpperCase() === part.toUpperCase()) : undefined;
    const said = OUTCOMES[part.toLowerCase().replace(/[^a-z]/g, '')];
    const next = parts[i + 1];
    if (part === AS_DUE) asDue = true;
    else if (next !== undefined && /^[\d.,]+$/.test(part) && UNITS.test(next)) {
      if (dose !== null) return wrong('Two doses in one line.');
      dose = `${part} ${next}`;
      i++;
    } else if (TIME.test(part)) {
      if (clock !== null) return wrong('Two times in one line.');
      clock = part;
    } else if (DATE.test(part)) date = DATE.exec(part);
    else if (code) {
      reason = `${code.code} ${code.meaning}`;
      outcome = outcomeOf(code.meaning);
    } else if (said) outcome = said;
    else if (/^[\d.,]+\p{L}/u.test(part)) {
      if (dose !== null) return wrong('Two doses in one line.');
      dose = part.replace(/^([\d.,]+)/, '$1 ');
    } else if (/^[\p{L}.'-]{1,20}$/u.test(part)) by = by === null ? part : `${by} ${part}`;
    else return wrong(`“${part}” is not understood.`);
  }
  const at = momentOf(clock, date, due, now, zone);
  if (at === null) return wrong(`“${clock ?? date?.[0] ?? ''}” is no time.`);
  if (clock === null && due === null && !asDue && outcome === 'given') return wrong('At what time?');
  const givenBy = by ?? initials.trim();
  if (givenBy === '') return wrong('Whose initials?');
  return { kind: 'dose', dose: { outcome, at, dose: outcome === 'given' ? dose : null, reason, givenBy } };
}

const OUTCOMES: Record<string, Outcome | undefined> = { given: 'given', refused: 'refused', held: 'held', notgiven: 'not-given' };

/** What a site's letter means for a dose. */
export function outcomeOf(meaning: string): Outcome {
  if (/refus/i.test(meaning)) return 'refused';
  return /\bheld\b|\bhold\b/i.test(meaning) ? 'held' : 'not-given';
}

/** The moment nearest to when it was due; without a due time the last one before now. */
function momentOf(
  clock: string | null,
  date: RegExpExecArray | null,
  due: Instant | null,
  now: Instant,
  zone: Zone,
): Instant | null {
  const around = zoned(due ?? now, zone);
  const [, hour, minute] = clock === null ? [] : (TIME.exec(clock) ?? []);
  if (clock === null && date === null) return due ?? now;
  const time = hour === undefined ? around.toPlainTime() : plainTime(Number(hour), Number(minute));
  if (time === null) return null;
  if (date !== null) {
    const day = plainDate(around.year, Number(date[1]), Number(date[2]));
    // Over the turn of the year a date is last year's.
    const moment = (years: number) => day?.add({ years }).toZonedDateTime({ timeZone: zone, plainTime: time });
    const found = [moment(0), moment(-1)].find(at => at && at.epochMilliseconds <= epochMs(now) + 60_000 * 60);
    return found ? new Date(found.epochMilliseconds).toISOString() : null;
  }
  const days = [-1, 0, 1].map(
    add => around.toPlainDate().add({ days: add }).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds,
  );
  const latest = epochMs(now) + 5 * 60_000;
  const near =
    due === null
      ? days.filter(ms => ms <= latest).at(-1)
      : days.toSorted((a, b) => Math.abs(a - epochMs(due)) - Math.abs(b - epochMs(due)))[0];
  return near === undefined ? null : new Date(near).toISOString();
}

const plainTime = (hour: number, minute: number): Temporal.PlainTime | null =>
  hour < 24 && minute < 60 ? Temporal.PlainTime.from({ hour, minute }) : null;

function plainDate(year: number, month: number, day: number): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return null;
  }
}

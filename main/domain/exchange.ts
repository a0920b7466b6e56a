import { compareRecords, contentOf, type EventRecord } from './event-record.ts';
import type { Instant } from './time.ts';

/** What a ledger holds of one run of a kiosk. */
export interface Held {
  kiosk: string;
  run: string;
  /** Running numbers, each range with both its ends. */
  ranges: [from: number, to: number][];
  /** Of all that these events say: a copied disk may have used a number for something else. */
  digest: string;
}

/** What one kiosk gives to the others of its ward, whatever carries it. */
export interface Bundle {
  /** Tells this bundle from every other. */
  id: string;
  /** The hospital. */
  site: string;
  /** Who made it, and when by its own clock. */
  kiosk: string;
  made: Instant;
  /** All that the maker had. */
  held: Held[];
  /** What the others lack, as far as the maker knows. */
  events: EventRecord[];
}

/** A short text that is another for other lines. */
export type Digest = (lines: readonly string[]) => string;

/** What a kiosk says it has, so that another need not send it. */
export const heldOf = (records: readonly EventRecord[], digest: Digest): Held[] =>
  runsOf(records).map(({ kiosk, run, events }) => ({ kiosk, run, ranges: rangesOf(events), digest: digestOf(events, digest) }));

/**
 * Which of these events another kiosk lacks, by what it says it has. Of a run that says something else there than here, all: each side is to
 * see both.
 */
export function lackedBy(theirs: readonly Held[], records: readonly EventRecord[], digest: Digest): EventRecord[] {
  const known = new Map(theirs.map(held => [runName(held), held]));
  return runsOf(records).flatMap(({ kiosk, run, events }) => {
    const held = known.get(runName({ kiosk, run }));
    if (held === undefined) return events;
    const shared = events.filter(({ number }) => isIn(held, number));
    const allHere = new Set(shared.map(({ number }) => number)).size === sizeOf(held);
    return allHere && digestOf(shared, digest) !== held.digest ? events : events.filter(({ number }) => !isIn(held, number));
  });
}

/** Which of these events any of several kiosks lacks, in the ward's order; all of them while nobody was heard of. */
export function lackedByAny(
  kiosks: readonly (readonly Held[])[],
  records: readonly EventRecord[],
  digest: Digest,
): EventRecord[] {
  if (kiosks.length === 0) return [...records];
  const lacked = new Set(kiosks.flatMap(held => lackedBy(held, records, digest)));
  return records.filter(record => lacked.has(record)).sort(compareRecords);
}

/** How many events another kiosk has that are not here. */
export function missingHere(theirs: readonly Held[], records: readonly EventRecord[]): number {
  const here = new Map(runsOf(records).map(run => [runName(run), new Set(run.events.map(({ number }) => number))]));
  return theirs.reduce((sum, held) => {
    const numbers = here.get(runName(held)) ?? new Set<number>();
    return sum + sizeOf(held) - [...numbers].filter(number => isIn(held, number)).length;
  }, 0);
}

const runName = ({ kiosk, run }: Pick<Held, 'kiosk' | 'run'>): string => `${kiosk}:${run}`;
const isIn = ({ ranges }: Held, number: number): boolean => ranges.some(([from, to]) => from <= number && number <= to);
const sizeOf = ({ ranges }: Held): number => ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);

/** The events of each run by their numbers, the runs by name. */
function runsOf(records: readonly EventRecord[]): { kiosk: string; run: string; events: EventRecord[] }[] {
  const runs = Map.groupBy(records, runName);
  return [...runs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, [...events]]) => {
      events.sort((a, b) => a.number - b.number || compareRecords(a, b));
      const { kiosk, run } = events[0]!;
      return { kiosk, run, events };
    });
}

function rangesOf(events: readonly EventRecord[]): Held['ranges'] {
  const ranges: Held['ranges'] = [];
  for (const { number } of events) {
    const last = ranges.at(-1);
    if (last && number <= last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}

const digestOf = (events: readonly EventRecord[], digest: Digest): string =>
  digest(events.map(event => `${event.number} ${contentOf(event)}`));

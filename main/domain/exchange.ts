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
  runsOf(records).map(({ kiosk, run, ranges, events }) => ({ kiosk, run, ranges, digest: digestOf(events, digest) }));

/**
 * Which of these events another kiosk lacks, by what it says it has, beside what is `held` here. Of a run that says something else there than
 * here, all: each side is to see both.
 */
function lackedBy(
  theirs: readonly Held[],
  held: readonly Held[],
  records: readonly EventRecord[],
  digest: Digest,
): EventRecord[] {
  const known = new Map(theirs.map(one => [runName(one), one]));
  const digests = new Map(held.map(one => [runName(one), one.digest]));
  return runsOf(records).flatMap(({ name, ranges, events }) => {
    const there = known.get(name);
    if (there === undefined) return events;
    if (there.digest === digests.get(name)) return [];
    const shared = events.filter(({ number }) => isIn(there, number));
    const allHere = overlap(there.ranges, ranges) === sizeOf(there.ranges);
    return allHere && digestOf(shared, digest) !== there.digest ? events : events.filter(({ number }) => !isIn(there, number));
  });
}

/** What is given to several kiosks: which of these events any of them lacks, in the ward's order; all of them while nobody was heard of. */
export function lackedByAny(
  kiosks: readonly (readonly Held[])[],
  held: readonly Held[],
  records: readonly EventRecord[],
  digest: Digest,
): EventRecord[] {
  if (kiosks.length === 0) return [...records];
  const lacked = new Set(kiosks.flatMap(theirs => lackedBy(theirs, held, records, digest)));
  return records.filter(record => lacked.has(record)).sort(compareRecords);
}

/** How many events another kiosk has that are not here. */
export function missingHere(theirs: readonly Held[], records: readonly EventRecord[]): number {
  const here = new Map(runsOf(records).map(({ name, ranges }) => [name, ranges]));
  return theirs.reduce((sum, held) => sum + sizeOf(held.ranges) - overlap(held.ranges, here.get(runName(held)) ?? []), 0);
}

type Ranges = Held['ranges'];
const runName = ({ kiosk, run }: Pick<Held, 'kiosk' | 'run'>): string => `${kiosk}:${run}`;
const isIn = ({ ranges }: Held, number: number): boolean => ranges.some(([from, to]) => from <= number && number <= to);
const sizeOf = (ranges: Ranges): number => ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
const overlap = (some: Ranges, others: Ranges): number =>
  some.reduce(
    (sum, [from, to]) =>
      sum + others.reduce((n, [start, end]) => n + Math.max(0, Math.min(to, end) - Math.max(from, start) + 1), 0),
    0,
  );

interface Run {
  name: string;
  kiosk: string;
  run: string;
  ranges: Ranges;
  /** By their numbers. */
  events: readonly EventRecord[];
}
const knownRuns = new WeakMap<readonly EventRecord[], readonly Run[]>();

/** The events of each run, the runs by name; remembered by the list. */
function runsOf(records: readonly EventRecord[]): readonly Run[] {
  const found = knownRuns.get(records);
  if (found) return found;
  const runs = [...Map.groupBy(records, runName)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, [...events]]): Run => {
      events.sort((a, b) => a.number - b.number || compareRecords(a, b));
      const { kiosk, run } = events[0]!;
      return { name, kiosk, run, ranges: rangesOf(events), events };
    });
  knownRuns.set(records, runs);
  return runs;
}

function rangesOf(events: readonly EventRecord[]): Ranges {
  const ranges: Ranges = [];
  for (const { number } of events) {
    const last = ranges.at(-1);
    if (last && number <= last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}

const lines = new WeakMap<EventRecord, string>();

/** An event never changes, so what it says is written once. */
function lineOf(event: EventRecord): string {
  const line = lines.get(event) ?? `${event.number} ${contentOf(event)}`;
  lines.set(event, line);
  return line;
}

const digestOf = (events: readonly EventRecord[], digest: Digest): string => digest(events.map(lineOf));

import { compareTimes, type HybridTime } from './hybrid-clock.ts';
import type { Instant } from './time.ts';

/**
 * An event as it is kept and as it travels between the kiosks of a ward: with its key, its place in the ward's order, and the act as it was
 * written, whether this version understands it or not.
 */
export interface EventRecord {
  kiosk: string;
  /** Code of the run of the kiosk that recorded it: drawn anew each time a ledger is opened, so no restored or copied ledger gives a key twice. */
  run: string;
  /** Running number on its kiosk, from 1. */
  number: number;
  clock: HybridTime;
  at: Instant;
  by: string;
  unit: string;
  kind: string;
  /** JSON. */
  act: string;
}

/** "4W-K1:7F3QXH:17". */
export const eventId = ({ kiosk, run, number }: Pick<EventRecord, 'kiosk' | 'run' | 'number'>): string =>
  `${kiosk}:${run}:${number}`;

/** The name of the kiosk that recorded an event. */
export const kioskOf = (eventId: string): string => eventId.split(':')[0]!;

/** The one order in which every kiosk of a ward reads the same events, whenever each of them arrived. */
export const compareRecords = (a: EventRecord, b: EventRecord): number =>
  compareTimes(a.clock, b.clock) ||
  compareTexts(a.kiosk, b.kiosk) ||
  compareTexts(a.run, b.run) ||
  a.number - b.number ||
  compareTexts(contentOf(a), contentOf(b));

/** All that an event says besides its key: two events of one key must say the same. */
export const contentOf = ({ clock, at, by, unit, kind, act }: EventRecord): string =>
  JSON.stringify([clock.ms, clock.counter, at, by, unit, kind, act]);

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

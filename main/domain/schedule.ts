import { dosageSchedule } from './dosage-schedule.ts';
import type { MedicationOrder } from './order.ts';
import type { AdministrationTimes } from './site.ts';
import { endOf, epochMs, startOf, type Instant } from './time.ts';
import type { ClockMark } from './wall-clock.ts';

/** Where a due time comes from (fhir.md section 4). All but `sent` are computed by the kiosk and marked so. */
export type TimesSource = 'sent' | 'unit-table' | 'frequency';

/**
 * How far the times can be trusted. `stated`: the EHR sent these times itself. `derived`: the kiosk computed them and nothing in the order
 * speaks against them. `doubtful`: something speaks against them or could not be applied, and the warnings say what. `none`: there are no times.
 */
export type Confidence = 'stated' | 'derived' | 'doubtful' | 'none';

/** One due time. */
export interface DueTime {
  at: Instant;
  source: TimesSource;
  /** Set when a change of the clocks touched it. */
  clock?: ClockMark;
}

/** The last dose charted as given against an order, or why it can't be counted from. */
export type LastDose = { kind: 'known'; at: Instant } | { kind: 'not-known'; why: string };

interface Said {
  /** The order's own schedule in words. */
  words: string;
  /** What could not be applied or must be verified. */
  warnings: string[];
  /** Everything in the order that can't be true together, each as a sentence. */
  contradictions: string[];
}

/** Times of day on certain days, single instants, or an interval in hours. */
export interface TimesReading extends Said {
  kind: 'times';
  source: TimesSource;
  /** "HH:MM", ascending. */
  times: string[];
  /** Times that an offset moved into the day after (1) or before (-1) the one they belong to. */
  shifted: { time: string; days: number }[];
  /** Sent as such; given besides the times of day when an order begins with a dose of its own. */
  instants: Instant[];
  /** mon … sun; empty for every day. */
  days: string[];
  /** Every so many days from the order's start; 1 for every day. */
  everyDays: number;
  /** Every so many months from the order's start, on its day; 0 when days are counted. */
  everyMonths: number;
  /** So many minutes apart, counted from the start or the last dose; null for times of day. */
  interval: { anchor: 'start' | 'last-given'; from: Instant; minutes: number } | null;
}

/** What one dosage line or a whole order says, before it is judged how sure that is. */
export type Reading =
  | TimesReading
  | (Said & { kind: 'prn'; source: 'none' })
  | (Said & { kind: 'once'; source: 'sent' | 'none'; at: Instant | null })
  | (Said & { kind: 'continuous'; source: 'none' })
  | (Said & { kind: 'not-known'; source: 'none'; why: string });

type Judged<T> = T extends unknown ? T & { confidence: Confidence } : never;

/** How an order is timed. Only `times`, and `once` where its moment was sent, ever have due times. */
export type Schedule = Judged<Reading>;
export type TimesSchedule = Judged<TimesReading>;

const NOT_ASKED: LastDose = { kind: 'not-known', why: 'the last dose is not known here' };

/** How an order is timed, from its dosage lines and the unit's table. Times come only from what was sent or an exact row (fhir.md section 4). */
export function scheduleOf(order: MedicationOrder, table: AdministrationTimes, last: LastDose = NOT_ASKED): Schedule {
  const reading = withoutDoubt(readingOf(order, table, last), order);
  return { ...reading, confidence: confidenceOf(reading) };
}

function readingOf(order: MedicationOrder, table: AdministrationTimes, last: LastDose): Reading {
  const [only, ...more] = order.dosages;
  if (!only)
    return {
      kind: 'not-known',
      source: 'none',
      why: 'no dosage received',
      words: 'SEE ORDER: no dosage received',
      warnings: [],
      contradictions: [],
    };
  const lines = order.dosages.map(dosage => dosageSchedule(dosage, order, table, last));
  return more.length === 0 ? lines[0]! : together(lines);
}

function confidenceOf(reading: Reading): Confidence {
  if (reading.source === 'none') return 'none';
  if (reading.warnings.length + reading.contradictions.length > 0) return 'doubtful';
  return reading.source === 'sent' ? 'stated' : 'derived';
}

/** Times of an order about which something itself is doubtful are not printed: the reason stands in their place. */
function withoutDoubt(reading: Reading, order: MedicationOrder): Reading {
  const doubt = doubtOf(order);
  if (doubt === null) return reading;
  const { words, warnings, contradictions } = reading;
  if (reading.kind === 'times') return { kind: 'not-known', source: 'none', why: doubt, words, warnings, contradictions };
  if (reading.kind !== 'once' || reading.at === null) return reading;
  return { ...reading, source: 'none', at: null, warnings: [...warnings, `Its time is not certain: ${doubt}. Verify.`] };
}

/** Why an order's times may not be printed although its timing gives some; null when nothing stands against them. */
function doubtOf(order: MedicationOrder): string | null {
  if (!['active', 'on-hold'].includes(order.status)) return `the EHR calls the order "${order.status}"`;
  if (order.unread.length > 0) return `not all of it could be read: ${order.unread.join('; ')}`;
  const bounds = [
    { start: order.start, stop: order.stop },
    ...order.dosages.map(({ timing }) => ({ start: timing?.boundsStart ?? null, stop: timing?.boundsEnd ?? null })),
  ];
  const unreadable = bounds.flatMap(b => [b.start, b.stop]).find(date => date !== null && startOf(date, 'UTC') === null);
  if (unreadable != null) return `its start or stop "${unreadable}" cannot be read`;
  const backwards = bounds.find(b => b.start !== null && b.stop !== null && endsBefore(b.stop, b.start));
  return backwards ? `its stop ${backwards.stop} is before its start ${backwards.start}` : null;
}

const endsBefore = (stop: string, start: string): boolean => epochMs(endOf(stop, 'UTC')!) < epochMs(startOf(start, 'UTC')!);

/**
 * Several dosage lines: all as needed or all continuous stay what they are; one that repeats beside single doses ("first dose now, then …")
 * keeps its times; anything else must be read by a person.
 */
function together(lines: Reading[]): Reading {
  const words = lines.map(p => p.words).join('; then/and ');
  const warnings = [...new Set(lines.flatMap(p => p.warnings))];
  const contradictions = lines.flatMap((p, i) => p.contradictions.map(c => `line ${i + 1}: ${c}`));
  const said = { words, warnings, contradictions };
  const [first] = lines;
  if (first && lines.every(p => p.kind === first.kind) && (first.kind === 'prn' || first.kind === 'continuous'))
    return { kind: first.kind, source: 'none', ...said };
  const regular = lines.find(p => p.kind === 'times');
  const single = lines.filter(p => p.kind === 'once');
  if (regular && single.length === lines.length - 1)
    return {
      ...regular,
      ...said,
      instants: [...new Set([...regular.instants, ...single.flatMap(p => (p.at === null ? [] : [p.at]))])].sort(),
      warnings: [...warnings, FIRST_DOSE],
    };
  return { kind: 'not-known', source: 'none', why: `${lines.length} dosage lines: read each of them`, ...said };
}

/** A first dose outside the regular times may stand close to one of them. */
const FIRST_DOSE =
  'A single dose is ordered besides the regular times: verify whether it was given, and when the next one is due after it.';

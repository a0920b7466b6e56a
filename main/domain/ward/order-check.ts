import { allergyMatches } from '../allergy-check.ts';
import { sameDrugName, type KnownDrug } from '../formulary.ts';
import { sameDrugBegins } from '../last-given.ts';
import { safeSpelling } from '../safe-spelling.ts';
import { scheduleOf, type Schedule } from '../schedule.ts';
import type { Site } from '../site.ts';
import { epochMs, paperDateTime, plusMinutes, type Instant, type Zone } from '../time.ts';
import { normalCode, rowOfCode } from '../times-row.ts';
import type { PatientView } from '../view.ts';
import type { WrittenOrder } from './ward-act.ts';
import { orderWords } from './ward-orders.ts';
import { asMedicationOrder, endsBeforeItBegins, NO_TIMING, orderText } from './written-order.ts';

/** An order as it was typed: the drug by its name alone. */
export type SaidOrder = Omit<WrittenOrder, 'drug' | 'notInFormulary'> & { drug: string };

/** What keeps an order from being recorded, and on which field it is said. */
export interface OrderFault {
  field: 'drug' | 'dose' | 'route' | 'frequency' | 'prn' | 'rate' | 'start' | 'stop';
  why: string;
}

/** An order before it is recorded. */
export interface CheckedOrder {
  /** As it will be recorded: in safe words, the drug with its codes. */
  content: WrittenOrder;
  faults: OrderFault[];
  /** What whoever writes it must have seen before. */
  warnings: string[];
  /** "500 mg by mouth BID", and when that is. */
  reads: string;
  times: string;
}

export interface OrderCheckContext {
  view: PatientView;
  site: Site;
  drugs: readonly KnownDrug[];
  /** The order that is changed; null for a new one. */
  changes: string | null;
  happenedAt: Instant;
}

/** Orders begin and end within so many days of now: anything else is a date mistyped. */
const MOST_DAYS = 366;
const START_DAYS = 62;
/** A changed order counts from now on; one that begins later would leave out what is given until then. */
const CHANGE_AHEAD_MINUTES = 60;

/** What an order would say, what forbids to record it, and what must be known before. */
export function checkOrder(said: SaidOrder, context: OrderCheckContext): CheckedOrder {
  const { content, rewritten } = inSafeWords(said, context);
  const order = asMedicationOrder(content, { id: '', number: '' }, context.happenedAt);
  const schedule = scheduleOf(order, context.site.administrationTimes);
  const substances = context.view.allergies.listed.filter(({ negates }) => negates === null);
  const faults = faultsOf(content, context);
  return {
    content,
    faults,
    warnings: [
      ...allergyMatches(order, substances, context.site.allergyCheck),
      ...duplicates(content, context),
      ...(content.notInFormulary ? [`${content.drug.name} is not in the formulary: ask pharmacy`] : []),
      ...rewritten,
      ...(faults.length > 0 ? [] : [...schedule.contradictions.map(words => `CONTRADICTION: ${words}`), ...schedule.warnings]),
      ...(faults.length === 0 && schedule.kind === 'not-known' ? [`TIMES NOT KNOWN: ${schedule.why}`] : []),
    ],
    reads: `${content.drug.name}, ${orderText(content)}`,
    times: timesWords(schedule, context.site.zone),
  };
}

function inSafeWords(said: SaidOrder, { site, drugs }: OrderCheckContext): { content: WrittenOrder; rewritten: string[] } {
  const spelling = safeSpelling(site.tallMan);
  const rewritten: string[] = [];
  const safe = (typed: string, kind: 'quantity' | 'order'): string => {
    const { text } = spelling(typed, kind);
    if (text.toLowerCase() !== typed.toLowerCase()) rewritten.push(`"${typed}" is recorded as "${text}"`);
    return text;
  };
  const safeOr = (typed: string | null, kind: 'quantity' | 'order'): string | null => (typed === null ? null : safe(typed, kind));
  const known = drugs.find(({ name }) => sameDrugName(name, said.drug));
  const content: WrittenOrder = {
    ...said,
    drug: known ? { name: known.name, codes: known.codes } : { name: said.drug, codes: [] },
    dose: safeOr(said.dose, 'quantity'),
    rate: safeOr(said.rate, 'quantity'),
    route: safe(said.route, 'order'),
    instructions: safeOr(said.instructions, 'order'),
    ...(known ? {} : { notInFormulary: true as const }),
  };
  return { content, rewritten };
}

function faultsOf(content: WrittenOrder, { site, view, changes, happenedAt }: OrderCheckContext): OrderFault[] {
  const { dose, rate, frequency, once, prn, route, start, stop, drug } = content;
  const faults: [OrderFault['field'], boolean, string][] = [
    ['drug', drug.name === '', 'Write the drug.'],
    ['route', route === '', 'Write the route.'],
    ['dose', dose === null && rate === null, 'There is no dose and no rate: write one as the order sheet says it.'],
    ['dose', dose !== null && !/\d/.test(dose), `"${dose}" has no number: write a dose like 500 mg.`],
    ['dose', dose !== null && /^[\d.,\s/–-]+$/.test(dose), `"${dose}" has no unit: write a dose like 500 mg.`],
    ['rate', rate !== null && !/\d[^/]*\p{L}.*\/|\d.*\bper\b/u.test(rate), `"${rate}" is no rate: write one like 5 mL/h.`],
    [
      'frequency',
      frequency === null && !once && prn === null && rate === null,
      'Say how often: by a code of the unit’s table, once, as needed, or at a rate.',
    ],
    ['frequency', frequency !== null && once, 'It is given once or by a code, not both.'],
    [
      'frequency',
      frequency !== null && rowOfCode({ ...NO_TIMING, code: frequency }, site.administrationTimes) === undefined,
      `"${frequency}" is not in the unit’s table of times.`,
    ],
    ['prn', prn !== null && prn.reason.trim() === '', 'An order as needed must say for what.'],
    ['stop', endsBeforeItBegins(content), 'It would stop before it starts.'],
    ['start', !within(start, view.now, START_DAYS), `A start ${paperDateTime(start, site.zone)} cannot be right.`],
    [
      'stop',
      stop !== null && !within(stop, view.now, MOST_DAYS),
      `A stop ${stop === null ? '' : paperDateTime(stop, site.zone)} cannot be right.`,
    ],
    [
      'start',
      changes !== null && epochMs(start) > epochMs(plusMinutes(happenedAt, CHANGE_AHEAD_MINUTES)),
      'A change counts at once. If it is to begin later, stop this order at that time and write a new one that starts then.',
    ],
  ];
  return faults.filter(([, is]) => is).map(([field, , why]) => ({ field, why }));
}

const within = (at: Instant, now: Instant, days: number): boolean => Math.abs(epochMs(at) - epochMs(now)) <= days * 86_400_000;

/** The same drug, by the first word of its name, in another order that is not stopped. */
function duplicates({ drug }: WrittenOrder, { view, changes }: OrderCheckContext): string[] {
  return view.orders
    .filter(({ order, over }) => !over && order.id !== changes && sameDrugBegins(order.drug.name, drug.name))
    .map(({ order }) => `ALREADY ORDERED: ${orderWords(order)}, order ${order.number}`);
}

function timesWords(schedule: Schedule, zone: Zone): string {
  switch (schedule.kind) {
    case 'times':
      return schedule.times.length > 0
        ? `at ${schedule.times.map(time => time.replace(':', '')).join(' ')}`
        : `every ${(schedule.interval?.minutes ?? 0) / 60} h`;
    case 'once':
      return schedule.at === null ? 'once' : `once, ${paperDateTime(schedule.at, zone)}`;
    case 'prn':
      return 'as needed';
    case 'continuous':
      return 'continuously';
    case 'not-known':
      return 'times not known: ask pharmacy';
  }
}

/** How often something can be ordered: a row of the unit's table, by its first code. */
export interface Frequency {
  code: string;
  /** All codes that mean it. */
  codes: string[];
  words: string;
  times: string[];
}

/** The unit's table as it can be chosen from: a row by its first code. */
export const frequenciesOf = ({ administrationTimes }: Site): Frequency[] =>
  administrationTimes.rows.flatMap(({ codes, words, times }) => {
    const [code] = codes;
    return code === undefined || normalCode(code) === '' ? [] : [{ code, codes, words, times }];
  });

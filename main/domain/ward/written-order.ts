import { epochMs, type Instant } from '../time.ts';
import type { Amount, Dosage, DoseLimit, MedicationOrder, Timing } from '../order.ts';
import type { WrittenOrder } from './ward-act.ts';

/** A timing that says nothing. */
export const NO_TIMING: Timing = {
  events: [],
  timeOfDay: [],
  dayOfWeek: [],
  when: [],
  offsetMinutes: null,
  frequency: null,
  frequencyMax: null,
  period: null,
  periodMax: null,
  periodUnit: null,
  count: null,
  duration: null,
  durationUnit: null,
  boundsStart: null,
  boundsEnd: null,
  boundsDuration: null,
  code: null,
  codeText: null,
};

/** Noted on an order whose drug was written freely. */
export const NOT_IN_FORMULARY = 'Not in the formulary: ask pharmacy';

/** What people call an order by: its id in the chart and the number they read out. */
export interface OrderName {
  id: string;
  number: string;
}

/**
 * An order as somebody transcribed it, in the shape of the EHR's orders, so that times, marks, checks and sheets are computed by what
 * computes those. `writtenAt` is when the prescriber wrote it.
 */
export const asMedicationOrder = (content: WrittenOrder, name: OrderName, writtenAt: Instant): MedicationOrder => ({
  ...name,
  status: 'active',
  drug: { ...content.drug, resolved: true, ingredients: [] },
  dosages: [dosageOf(content)],
  authored: writtenAt,
  start: content.start,
  stop: content.stop,
  prescriber: content.prescriber,
  indication: content.indication,
  notes: content.notInFormulary ? [NOT_IN_FORMULARY] : [],
  categories: [],
  pending: false,
  unread: [],
});

function dosageOf(content: WrittenOrder): Dosage {
  const { dose, route, prn, rate, instructions } = content;
  const limits = limitsOf(content);
  return {
    text: orderText(content),
    instructions: instructions === null ? [] : [instructions],
    timing: timingOf(content),
    asNeeded: prn !== null,
    asNeededReason: prn?.reason ?? null,
    route,
    site: null,
    method: null,
    dose,
    amount: null,
    rate,
    maxPerPeriod: limits.length === 0 ? null : limits.map(limit => limit.words).join(', '),
    doseAmount: dose === null ? null : amountOf(dose),
    limits,
  };
}

/** "500 mg by mouth BID", "10 mg IV as needed for nausea": the order in one line, from its parts. */
export function orderText({ dose, route, frequency, once, prn, rate }: WrittenOrder): string {
  const how = [
    dose,
    rate === null ? null : `at ${rate}`,
    route,
    once ? 'once' : frequency,
    rate !== null && frequency === null && !once && prn === null ? 'continuous' : null,
    prn === null ? null : `as needed for ${prn.reason}${apart(prn)}`,
  ];
  return how.filter(part => part !== null && part !== '').join(' ');
}

const apart = ({ minimumHours }: NonNullable<WrittenOrder['prn']>): string =>
  minimumHours === null ? '' : `, at least ${minimumHours} h apart`;

/** The unit's own code gives the times; a least interval alone is how often an order as needed may be given. */
function timingOf({ frequency, once, prn, rate, start }: WrittenOrder): Timing | null {
  if (once) return { ...NO_TIMING, code: 'ONCE', events: prn === null ? [start] : [] };
  if (frequency !== null) return { ...NO_TIMING, code: frequency };
  if (prn !== null)
    return prn.minimumHours === null ? null : { ...NO_TIMING, frequency: 1, period: prn.minimumHours, periodUnit: 'h' };
  return rate === null ? null : { ...NO_TIMING, codeText: 'continuous' };
}

/** What the earliest next time is computed with: the least interval, where a code stands for the timing, and the most in a day. */
function limitsOf({ prn, frequency }: WrittenOrder): DoseLimit[] {
  if (prn === null) return [];
  const doses = (value: number, hours: number): DoseLimit => ({
    amount: { value, unit: null },
    hours,
    words: `${value} ${value === 1 ? 'dose' : 'doses'} in ${hours} h`,
  });
  return [
    ...(prn.minimumHours !== null && frequency !== null ? [doses(1, prn.minimumHours)] : []),
    ...(prn.mostPerDay === null ? [] : [doses(prn.mostPerDay, 24)]),
  ];
}

/** "500 mg" as a number with its unit; null for a range, or words. */
function amountOf(dose: string): Amount | null {
  const [, value, unit] = /^(\d[\d,]*(?:\.\d+)?) ?([^\d\s].*)$/.exec(dose) ?? [];
  return value === undefined || unit === undefined ? null : { value: Number(value.replaceAll(',', '')), unit: unit.trim() };
}

/** Does it end before it begins? */
export const endsBeforeItBegins = ({ start, stop }: Pick<WrittenOrder, 'start' | 'stop'>): boolean =>
  stop !== null && epochMs(stop) <= epochMs(start);

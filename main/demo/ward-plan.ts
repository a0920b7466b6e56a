import type { TimingRepeat } from 'fhir/r4';

/** One medication order as it is planned for the demo ward, before it becomes FHIR. */
export interface OrderPlan {
  drug: string;
  dose?: string;
  /** What the dose is in tablets or mL. */
  amount?: string;
  route?: Route;
  rhythm?: Rhythm;
  /** The EHR's own times, sent as timeOfDay. */
  times?: string[];
  /** mon … sun, for weekly orders. */
  days?: string[];
  prn?: { reason: string; everyHours?: number; max?: string };
  rate?: string;
  /** Minutes from now of a single dose; negative is past. */
  onceAt?: number;
  /** The EHR's words; composed from the rest when absent. Null: none are sent. */
  text?: string | null;
  instructions?: string[];
  indication?: string;
  note?: string;
  categories?: string[];
  /** Hours ago that the order began; drawn by chance when absent. Negative: begins in the future. */
  sinceHours?: number;
  /** Hours from now that it stops. */
  untilHours?: number;
  status?: 'active' | 'on-hold' | 'stopped' | 'completed' | 'cancelled' | 'entered-in-error' | 'draft';
  intent?: 'order' | 'plan' | 'proposal';
  setting?: 'inpatient' | 'community' | 'discharge' | 'outpatient';
  /** How the drug is said: a Medication resource (the default by chance), a code, contained, by ingredients … */
  said?: 'reference' | 'concept' | 'contained' | 'ingredients' | 'dangling' | 'nameless' | 'code-only';
  /** Sent instead of the rhythm's own code; without a rhythm, the only timing there is. */
  code?: string;
  /** Sent instead of the rhythm's own structure. */
  repeat?: TimingRepeat;
  /** Planned moments, minutes from now, sent as timing.event. */
  eventsAt?: number[];
  /** A second dosage line. */
  and?: Pick<OrderPlan, 'dose' | 'route' | 'text' | 'times' | 'rhythm'>;
  /** How it is said that pharmacy hasn't verified it yet. */
  pending?: 'extension' | 'category';
  /** The order number instead of the next one; null for none. */
  number?: string | null;
  /** What is sent of the timing; by chance when absent. */
  timing?: 'code' | 'repeat' | 'both';
  /** What happened to its doses. */
  charted?: 'usual' | 'last-refused' | 'last-held' | 'last-not-given' | 'never' | number[];
}

export type Route = 'PO' | 'IV' | 'SC' | 'IM' | 'TD' | 'INH' | 'PR' | 'TOP' | 'SL' | 'NG' | 'OU' | 'NEB';

export type Rhythm =
  | 'DAILY'
  | 'BID'
  | 'TID'
  | 'QID'
  | 'Q4H'
  | 'Q6H'
  | 'Q8H'
  | 'Q12H'
  | 'Q24H'
  | 'QHS'
  | 'TIDAC'
  | 'TIDMEALS'
  | 'WEEKLY'
  | 'MWF'
  | 'Q72H';

type More = Omit<OrderPlan, 'drug' | 'dose' | 'route' | 'rhythm'>;

/** A scheduled order. */
export const med = (drug: string, dose: string, route: Route, rhythm: Rhythm, more: More = {}): OrderPlan => ({
  drug,
  dose,
  route,
  rhythm,
  ...more,
});

/** An order to be given when needed; `everyHours` is the minimum interval, 0 when only the text says it. */
export const prn = (
  drug: string,
  dose: string,
  route: Route,
  everyHours: number,
  reason: string,
  more: More & { max?: string } = {},
): OrderPlan => {
  const { max, ...rest } = more;
  return { drug, dose, route, prn: { reason, ...(everyHours ? { everyHours } : {}), ...(max ? { max } : {}) }, ...rest };
};

/** A single dose, so many minutes from now. */
export const once = (drug: string, dose: string, route: Route, onceAt: number, more: More = {}): OrderPlan => ({
  drug,
  dose,
  route,
  onceAt,
  ...more,
});

/** A continuous infusion at a rate. */
export const drip = (drug: string, rate: string, text: string, more: More = {}): OrderPlan => ({
  drug,
  rate,
  text,
  route: 'IV',
  categories: ['continuous'],
  ...more,
});

/** An order that is only words. */
export const words = (drug: string, text: string, more: Partial<OrderPlan> = {}): OrderPlan => ({ drug, text, ...more });

/** What a kind of illness brings along: its problems, orders, diet, and how its numbers look. */
export interface IllnessPlan {
  service: string;
  /** Reason for admission: SNOMED code and words. */
  reason: [string, string];
  problems: [string, string][];
  orders: OrderPlan[];
  diet: string;
  consult: string;
  vitals: { hr: number; sbp: number; dbp: number; rr: number; temp: number; spo2: number; pain: number };
  /** Laboratory values of the last four mornings, oldest first; what isn't named is ordinary. */
  labs: Record<string, number[]>;
  report: { name: string; conclusion: string };
  goal: string;
}

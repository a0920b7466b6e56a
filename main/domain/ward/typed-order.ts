import type { KnownDrug } from '../formulary.ts';
import type { Instant } from '../time.ts';
import type { Frequency, OrderFault, SaidOrder } from './order-check.ts';

/** What an order can be written with here. */
export interface OrderChoices {
  drugs: KnownDrug[];
  routes: string[];
  /** The unit's table of administration times: no other code is taken. */
  frequencies: Frequency[];
}

/** An order as it is typed in from an order sheet; `order` is the one that it changes, null for a new one. */
export interface TypedOrder {
  patientId: string;
  order: string | null;
  happenedAt: Instant;
  content: SaidOrder;
  readBack: boolean;
  /** Why it was changed. */
  reason: string | null;
}

/** What is done with an order as it stands. */
export type OrderStepSaid = { patientId: string; order: string; happenedAt: Instant; prescriber: string } & (
  | { kind: 'order-held'; reason: string }
  | { kind: 'order-resumed'; reason: string | null }
  | { kind: 'order-stopped'; reason: string | null; stops: Instant }
);

/** Why something about an order was not recorded. */
export type OrderRefusal =
  | {
      kind:
        | 'no-copy'
        | 'patient-unknown'
        | 'no-outage'
        | 'impossible-time'
        | 'no-such-act'
        | 'not-recorded'
        | 'order-unknown'
        | 'not-now'
        | 'same-person';
      why: string;
    }
  | { kind: 'impossible-order'; why: string; faults: OrderFault[] }
  /** Nothing was recorded: whoever writes it has to see these first. */
  | { kind: 'warnings'; why: string; warnings: string[] };

/** An order as recorded. */
export interface WrittenDown {
  /** By what number it goes. */
  number: string;
  /** What must be known now: that there was no number left. */
  warning: string | null;
}

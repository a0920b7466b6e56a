import { DO_NOT_GIVE } from '../order.ts';
import { shortMoment } from '../order-block.ts';
import { unreachable } from '../result.ts';
import { epochMs, type Zone } from '../time.ts';
import { stoppedWords } from '../ward/on-ward.ts';
import type { OrderView, PatientView } from '../view.ts';
import { fillAsNeeded } from './fill-as-needed.ts';
import { fillInfusion } from './fill-infusion.ts';
import { fillTimed } from './fill-timed.ts';
import type { Quantity } from './quantity.ts';

/** What an order takes out of the stock in a period. Each order is exactly one of these. */
export type Fill =
  | {
      kind: 'needed';
      need: Quantity;
      /** Less may be enough: given as needed, or a range. */
      most: boolean;
      /** "1 tablet x 3 doses (1400 2200, 11/23 0600) = 3 tablets". */
      arithmetic: string;
    }
  | { kind: 'nothing'; why: string }
  /** Its stop has passed: nothing is filled, but somebody may have forgotten to renew it. */
  | { kind: 'expired'; why: string }
  | { kind: 'not-computed'; why: string };

/** How much of an order is needed in the view's window, with the arithmetic; what can't be computed says why and is never left out. */
export function fillOf(view: OrderView, patient: Pick<PatientView, 'now' | 'window' | 'other'>, zone: Zone): Fill {
  const { order, flags, schedule, stopsAt, onWard, over } = view;
  const { now } = patient;
  const not = (why: string): Fill => ({ kind: 'not-computed', why });
  if (flags.includes('not-to-give')) return { kind: 'nothing', why: DO_NOT_GIVE };
  if (over && onWard)
    return { kind: 'expired', why: `${stoppedWords(onWard, now, zone) ?? 'stopped on the ward'}: nothing filled` };
  if (onWard && onWard.conflicts.length > 0) return not(`CONFLICT, ASK THE PRESCRIBER: ${onWard.conflicts.join('; ')}`);
  if (stopsAt !== null && epochMs(stopsAt) <= epochMs(now))
    return {
      kind: 'expired',
      why: `stop time ${shortMoment(stopsAt, now, zone)} has passed: nothing filled, verify that it ended`,
    };
  if (order.status === 'on-hold') return not('ON HOLD: nothing filled until the prescriber resumes it');
  if (order.status !== 'active') return not(`the EHR calls the order "${order.status}"`);
  if (order.unread.length > 0) return not(`not all of it could be read: ${order.unread.join('; ')}`);
  if (schedule.kind === 'not-known') return not(`times not known: ${schedule.why}`);
  if (schedule.contradictions.length > 0) return not('its text, code and structure contradict each other');
  switch (schedule.kind) {
    case 'times':
    case 'once':
      return fillTimed(view, patient, zone);
    case 'prn':
      return fillAsNeeded(view, patient.window);
    case 'continuous':
      return fillInfusion(view, patient);
    default:
      return unreachable(schedule);
  }
}

/** The arithmetic, or why there is none. */
export function fillWords(fill: Fill): string {
  switch (fill.kind) {
    case 'needed':
      return fill.arithmetic;
    case 'not-computed':
      return `NOT COMPUTED: ${fill.why}`;
    case 'expired':
    case 'nothing':
      return fill.why;
    default:
      return unreachable(fill);
  }
}

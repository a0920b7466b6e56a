import { unreachable } from '../result.ts';
import { epochMs, paperDateTime, type Instant, type Zone } from '../time.ts';
import type { OrderFlag } from '../view.ts';
import type { OrderStepAct, Verification } from './order-course.ts';

/** What somebody on the ward did with an order, for people to read. */
export interface OrderStepView {
  /** What a verification of it names. */
  version: string;
  kind: OrderStepAct['kind'];
  /** As the order sheet says. */
  happenedAt: Instant;
  prescriber: string;
  reason: string | null;
  /** Was it read back to the prescriber? Null for what has no words of its own. */
  readBack: boolean | null;
  /** From when it is not given any more; null for all but a stop. */
  stops: Instant | null;
  /** The order in a line as it reads since; null for what has no words of its own. */
  says: string | null;
  by: string;
  recordedAt: Instant;
  verified: Verification | null;
}

/** What people on the ward did with an order since the copy. */
export interface OnWard {
  /** An order of the EHR that was changed here, or one that was written here. */
  origin: 'ehr' | 'ward';
  /** What counts now: the newest words and the newest hold, resumption or stop; more than one of a sort is a conflict. */
  steps: OrderStepView[];
  /** What was done before and counts no more, the oldest first. */
  earlier: OrderStepView[];
  /** The words before the last change: the EHR's, or those written here before. Null when they did not change. */
  was: string | null;
  /** Why people must ask the prescriber before they give it; empty without a conflict. */
  conflicts: string[];
  /** From when it is not given any more by an order of the ward; null while it is given, or nobody knows. */
  stoppedAt: Instant | null;
}

/** What the ward's acts print as marks beside an order. */
export function wardFlags({ origin, steps, conflicts, stoppedAt }: OnWard): OrderFlag[] {
  const has = (kind: OrderStepView['kind'], verified?: boolean): boolean =>
    steps.some(step => step.kind === kind && (verified === undefined || (step.verified !== null) === verified));
  const flags: [OrderFlag, boolean][] = [
    ['ward-conflict', conflicts.length > 0],
    ['stopped-on-ward', has('order-stopped')],
    ['stop-not-verified', has('order-stopped', false)],
    ['hold-not-verified', has('order-held', false)],
    ['resumed-on-ward', has('order-resumed')],
    ['new-on-ward', origin === 'ward'],
    ['changed-on-ward', has('order-changed')],
    [
      'not-verified',
      stoppedAt === null && (has('order-written', false) || has('order-changed', false) || has('order-resumed', false)),
    ],
  ];
  return flags.filter(([, is]) => is).map(([flag]) => flag);
}

/** Something that is said of an order; `doubt` asks for the prescriber, `before` counts no more. */
export interface WardSentence {
  kind: 'doubt' | 'act' | 'before';
  text: string;
}

/** Everything the ward did with an order that counts now, a sentence each: the same on screen and paper. */
export function wardSentences(onWard: OnWard, now: Instant, zone: Zone): WardSentence[] {
  const { conflicts, steps, was, origin } = onWard;
  return [
    ...conflicts.map(why => ({ kind: 'doubt' as const, text: `CONFLICT, ASK THE PRESCRIBER: ${why}` })),
    ...steps.map(step => ({ kind: 'act' as const, text: stepWords(step, now, zone, conflicts.length > 0) })),
    ...(was === null ? [] : [{ kind: 'before' as const, text: `${origin === 'ehr' ? 'THE EHR SAID' : 'BEFORE'}: ${was}` }]),
  ];
}

/** The same as bare words. */
export const wardWords = (onWard: OnWard, now: Instant, zone: Zone): string[] =>
  wardSentences(onWard, now, zone).map(({ text }) => text);

/** One act in a sentence: what, when, by whose order, who wrote it down, whether read back, who verified. */
export function stepWords(step: OrderStepView, now: Instant, zone: Zone, withOrder = false): string {
  const { prescriber, reason, readBack, by, says, verified } = step;
  const readBackWords = readBack === null ? '' : readBack ? ', read back' : ', NOT read back';
  return [
    `${whatWords(step, now, zone)} by order of ${prescriber}`,
    reason === null ? '' : ` (${reason})`,
    withOrder && says !== null ? `: ${says}` : '',
    `. Written down by ${by}${readBackWords}. `,
    verified === null ? 'NOT VERIFIED.' : `Verified by ${verified.by} ${paperDateTime(verified.at, zone)}.`,
  ].join('');
}

function whatWords({ kind, happenedAt, stops }: OrderStepView, now: Instant, zone: Zone): string {
  const at = paperDateTime(happenedAt, zone);
  switch (kind) {
    case 'order-written':
      return `NEW ON THE WARD ${at}`;
    case 'order-changed':
      return `CHANGED ON THE WARD ${at}`;
    case 'order-held':
      return `ON HOLD ON THE WARD since ${at}`;
    case 'order-resumed':
      return `RESUMED ON THE WARD ${at}`;
    case 'order-stopped':
      return stops !== null && epochMs(stops) > epochMs(now)
        ? `TO BE STOPPED ON THE WARD ${paperDateTime(stops, zone)}`
        : `STOPPED ON THE WARD ${paperDateTime(stops ?? happenedAt, zone)}`;
    default:
      return unreachable(kind);
  }
}

/** "STOPPED ON THE WARD 11/22/2026 14:10 by order of Dr X", for where its doses would stand; null for an order that was not stopped. */
export function stoppedWords({ steps, stoppedAt }: OnWard, now: Instant, zone: Zone): string | null {
  const stop = steps.find(({ stops }) => stops !== null && stops === stoppedAt);
  return stop ? `${whatWords(stop, now, zone)} by order of ${stop.prescriber}` : null;
}

/** "ON HOLD ON THE WARD since … by order of Dr X (reason)"; null for an order that was not held here. */
export function heldWords({ steps }: OnWard, now: Instant, zone: Zone): string | null {
  const held = steps.find(({ kind }) => kind === 'order-held');
  return held ? `${whatWords(held, now, zone)} by order of ${held.prescriber} (${held.reason ?? ''})` : null;
}

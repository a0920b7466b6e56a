import type { Instant } from '../time.ts';
import type { EffectiveAct, Recorded } from './effective-acts.ts';
import { newestOf, type Knows } from './knowledge.ts';
import { isOrderAct, type OrderAct } from './ward-act.ts';
import type { WardCourse } from './ward-course.ts';

/** An act that says something of an order, which a second person has to verify. */
export type OrderStepAct = Exclude<OrderAct, { kind: 'order-verified' }>;
type ContentAct = Extract<OrderStepAct, { content: unknown }>;
type StatusAct = Exclude<OrderStepAct, { content: unknown }>;

/** Who verified exactly this, and when. */
export interface Verification {
  by: string;
  at: Instant;
}

/** What was done with an order, as it counts now. */
export interface OrderStep<A extends OrderStepAct = OrderStepAct> {
  /** What a verification of it names: the event that recorded it, or its newest correction. */
  version: string;
  act: A;
  by: string;
  recordedAt: Instant;
  /** By another person than the one who wrote it down; null as long as nobody did. */
  verified: Verification | null;
}

/** All that the ward did with one order. */
export interface OrderCourse {
  order: string;
  /** From the first to the last: each after those its writer knew of, else by the moment of recording. */
  steps: OrderStep[];
  /** The newest words of it that nobody built on; several did not know of each other. None: the EHR's stand. */
  contents: OrderStep<ContentAct>[];
  /** The same of holding, resuming and stopping. */
  statuses: OrderStep<StatusAct>[];
  /** The newest of holding and resuming, also behind a stop: held where they did not know of each other, since nothing given can be taken back. */
  pause: 'held' | 'resumed' | null;
  /** Did people do different things with it without knowing of each other? */
  conflict: boolean;
}

/** By what an order goes: where no number was left, the event that wrote it stands in its place. */
export const orderIdOf = ({ act, recorded }: EffectiveAct<OrderAct>): string => (act.order === '' ? recorded.id : act.order);

/** What the ward did with each of a patient's orders, in the sequence in which it was begun; the same whatever the arrival of acts that do not know of each other. */
export function orderCourses(course: WardCourse, patient: string): OrderCourse[] {
  const { knows } = course;
  const acts = (course.ofPatient.get(patient) ?? [])
    .flatMap(({ act, ...rest }) => (act && isOrderAct(act) && act.patient === patient ? [{ ...rest, act }] : []))
    .sort(byRecording);
  const byOrder = Map.groupBy(acts, orderIdOf);
  return [...byOrder].map(([order, own]) => {
    const steps = inSequence(own.filter(isStep), knows).map(step => withVerification(step, own));
    const contents = newestOf(steps.filter(isContent), knows);
    const statuses = newestOf(steps.filter(isStatus), knows);
    const pauses = newestOf(steps.filter(isPause), knows);
    return {
      order,
      steps: steps.map(({ step }) => step),
      contents: contents.map(({ step }) => step),
      statuses: statuses.map(({ step }) => step),
      pause: pauses.some(({ step }) => step.act.kind === 'order-held') ? 'held' : pauses.length > 0 ? 'resumed' : null,
      conflict:
        contents.length > 1 ||
        new Set(statuses.map(({ step }) => step.act.kind)).size > 1 ||
        contents.some(c => statuses.some(s => !knows(s.recorded.id, c.recorded.id) && !knows(c.recorded.id, s.recorded.id))),
    };
  });
}

type Acted<A extends OrderAct = OrderAct> = EffectiveAct<A>;
interface Placed<A extends OrderStepAct = OrderStepAct> {
  recorded: Recorded;
  step: OrderStep<A>;
}

const isStep = (acted: Acted): acted is Acted<OrderStepAct> => acted.act.kind !== 'order-verified';
const isContent = (placed: Placed): placed is Placed<ContentAct> => 'content' in placed.step.act;
const isPause = ({ step }: Placed): boolean => step.act.kind === 'order-held' || step.act.kind === 'order-resumed';
const isStatus = (placed: Placed): placed is Placed<StatusAct> => !('content' in placed.step.act);

const byRecording = (a: Acted, b: Acted): number =>
  Date.parse(a.recorded.at) - Date.parse(b.recorded.at) || (a.recorded.id < b.recorded.id ? -1 : 1);

/** Each after all that it knows of; whatever remains free, as recorded. */
function inSequence(acts: readonly Acted<OrderStepAct>[], knows: Knows): Acted<OrderStepAct>[] {
  const left = [...acts];
  const sequence: Acted<OrderStepAct>[] = [];
  while (left.length > 0) {
    const free = left.findIndex(act => !left.some(other => other !== act && knows(act.recorded.id, other.recorded.id)));
    sequence.push(...left.splice(Math.max(0, free), 1));
  }
  return sequence;
}

/** The act in its newest words, with the first verification of exactly those by somebody else than their writer. */
function withVerification({ recorded, act, corrections }: Acted<OrderStepAct>, all: readonly Acted[]): Placed {
  const { id: version, by, at: recordedAt } = corrections.at(-1) ?? recorded;
  const verified = all.find(
    other => other.act.kind === 'order-verified' && other.act.verifies === version && !samePerson(other.recorded.by, by),
  );
  return {
    recorded,
    step: { version, act, by, recordedAt, verified: verified ? { by: verified.recorded.by, at: verified.recorded.at } : null },
  };
}

/** Is it the same name, however it is spelled and spaced? */
export const samePerson = (a: string, b: string): boolean => plainName(a) === plainName(b);
const plainName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();

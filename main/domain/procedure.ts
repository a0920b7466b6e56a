import type { KioskEvent } from './event.ts';
import { isNamed, outagesOf, type OutageRecord } from './outage.ts';
import { phaseOf, type Phase } from './phase.ts';
import type { Role } from './role.ts';
import type { FormKind } from './sheet.ts';
import type { Instant } from './time.ts';

/** The phases of an outage, as they follow each other. */
export const PHASES = ['first-hour', 'first-4-hours', 'first-day', 'days', 'weeks'] as const satisfies readonly Phase[];

/** One thing to do in a downtime. It is done once for the ward, by whoever of these roles does it. */
export interface ProcedureStep {
  id: string;
  phase: Phase;
  roles: Role[];
  text: string;
  why: string;
  /** The forms that it needs. */
  print: FormKind[];
}

/** Whom to call, and how. */
export interface Phone {
  who: string;
  number: string;
}

/** What was agreed beforehand for a downtime: what is to be done, and whom to call. */
export interface DowntimePlan {
  steps: readonly ProcedureStep[];
  /** These are the usual steps, because the hospital's own can't be used. */
  notOwn: boolean;
  phones: readonly Phone[];
}

/** Who last ticked a step, or took the tick back, and when. */
export interface Tick {
  done: boolean;
  at: Instant;
  by: string;
}

/** A step as it stands now: to be read only, to do, left over from an earlier phase, or done. */
export interface StepShown {
  step: ProcedureStep;
  state: 'to-read' | 'now' | 'overdue' | 'done';
  /** Null for a step that nobody ever ticked in this outage. */
  tick: Tick | null;
}

/** The downtime or drill whose steps are ticked. */
export interface TickedOutage extends Pick<OutageRecord, 'id' | 'alsoDeclared' | 'drill'> {
  since: Instant;
  phase: Phase;
}

/** The outage whose steps are to be done now; a drill is one, a suspicion is none. */
export function tickedOutage(events: readonly KioskEvent[], now: Instant): TickedOutage | null {
  const open = outagesOf(events).findLast(({ allClear }) => allClear === null);
  if (!open) return null;
  const { id, alsoDeclared, declaredAt, drill } = open;
  return { id, alsoDeclared, since: declaredAt, phase: phaseOf(declaredAt, now), drill };
}

/** The last word on each step of one outage, by whichever of its ids it was named: a tick is taken back by another event, never by a change. */
export function ticksOf(events: readonly KioskEvent[], outage: Pick<OutageRecord, 'id' | 'alsoDeclared'>): Map<string, Tick> {
  const ticks = new Map<string, Tick>();
  for (const { act, at, by } of events)
    if (act.kind === 'step-ticked' && isNamed(outage, act.outage)) ticks.set(act.step, { done: act.done, at, by });
  return ticks;
}

/**
 * What a role has to do now: the steps of the outage's phase, and those of earlier phases, which are overdue until they are ticked. Without an
 * outage all steps, to be read.
 */
export function stepsShown(
  steps: readonly ProcedureStep[],
  role: Role,
  events: readonly KioskEvent[],
  outage: TickedOutage | null,
): StepShown[] {
  const own = PHASES.flatMap(phase => steps.filter(step => step.phase === phase && step.roles.includes(role)));
  if (outage === null) return own.map(step => ({ step, state: 'to-read', tick: null }));
  const ticks = ticksOf(events, outage);
  return own
    .filter(step => PHASES.indexOf(step.phase) <= PHASES.indexOf(outage.phase))
    .map(step => {
      const tick = ticks.get(step.id) ?? null;
      return { step, state: tick?.done ? 'done' : step.phase === outage.phase ? 'now' : 'overdue', tick };
    });
}

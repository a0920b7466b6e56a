import type { Act, Declaration, KioskEvent } from './event.ts';
import { err, ok, unreachable, type Result } from './result.ts';
import { minutesBetween, type Instant } from './time.ts';

/** Where the ward is: the banner's first word. Of several open outages it is the one declared last. */
export type Outage =
  | { state: 'normal' }
  | { state: 'suspected'; since: Instant; reason: string }
  | ({ state: 'declared'; since: Instant; by: string; recovering: Recovering[] } & Declaration)
  | { state: 'recovery'; since: Instant; declaredAt: Instant; by: string; drill: boolean; recovering: Recovering[] };

/** An earlier outage that was still being recovered when the EHR failed again. */
export interface Recovering {
  declaredAt: Instant;
  /** When the EHR was back. */
  since: Instant;
}

/** One outage or drill of the ward, from its declaration to its all clear. */
export interface OutageRecord extends Declaration {
  /** Id of the event that declared it. */
  id: string;
  declaredAt: Instant;
  by: string;
  /** When the first sheet was handed out before the EHR was back. */
  firstSheetAt: Instant | null;
  ehrBack: Signed | null;
  /** Null while it is open. */
  allClear: Signed | null;
}

interface Signed {
  at: Instant;
  by: string;
  reason: string;
}

export type OutageAct = Extract<
  Act,
  { kind: 'outage-suspected' | 'suspicion-cleared' | 'outage-declared' | 'recovery-started' | 'outage-closed' }
>;

/** All of an act that decides whether it may follow. */
export type OutageStep = { kind: Exclude<OutageAct['kind'], 'outage-declared'> } | { kind: 'outage-declared'; drill: boolean };

/** Which acts may follow a state; closing the last open outage leads back to normal. */
const NEXT: Record<Outage['state'], OutageAct['kind'][]> = {
  normal: ['outage-suspected', 'outage-declared'],
  suspected: ['suspicion-cleared', 'outage-declared'],
  declared: ['recovery-started', 'outage-closed'],
  recovery: ['outage-declared', 'outage-closed'],
};

/** Is it an act on an outage? */
export const isOutageAct = (act: Act): act is OutageAct => Object.values(NEXT).some(acts => acts.some(kind => kind === act.kind));

/** What the events tell so far; the outages in the order they were declared. */
interface Course {
  suspicion: { since: Instant; reason: string } | null;
  outages: readonly OutageRecord[];
}

const courseOf = (events: readonly KioskEvent[]): Course => events.reduce(afterEvent, { suspicion: null, outages: [] });

/** Folds the ward's events into its outage state; an act that doesn't fit its state is skipped, as it never took effect. */
export const outageOf = (events: readonly KioskEvent[]): Outage => stateOf(courseOf(events));

/** Every outage and drill that the ward declared, oldest first, each once: with its end, or open. */
export const outagesOf = (events: readonly KioskEvent[]): readonly OutageRecord[] => courseOf(events).outages;

function afterEvent(course: Course, { id, at, by, act }: KioskEvent): Course {
  if (act.kind === 'sheets-released')
    return withLatest(course, latest =>
      latest.firstSheetAt === null && latest.ehrBack === null ? { ...latest, firstSheetAt: at } : latest,
    );
  if (!isOutageAct(act) || !mayFollow(stateOf(course), act).ok) return course;
  const { reason } = act;
  switch (act.kind) {
    case 'outage-suspected':
      return { ...course, suspicion: { since: at, reason } };
    case 'suspicion-cleared':
      return { ...course, suspicion: null };
    case 'outage-declared': {
      const { drill, planned, degraded, noticedAt } = act;
      const ended: Signed = { at, by, reason: `a real outage began: ${reason}` };
      const before = course.outages.map(o => (o.drill && !drill && o.allClear === null ? { ...o, allClear: ended } : o));
      const declared = { id, declaredAt: at, by, reason, drill, planned, degraded, noticedAt };
      return { suspicion: null, outages: [...before, { ...declared, firstSheetAt: null, ehrBack: null, allClear: null }] };
    }
    case 'recovery-started':
      return withLatest(course, latest => ({ ...latest, ehrBack: { at, by, reason } }));
    case 'outage-closed':
      return withLatest(course, latest => ({ ...latest, allClear: { at, by, reason } }));
    default:
      return unreachable(act);
  }
}

/** Changes the open outage that was declared last; without one nothing. */
function withLatest(course: Course, change: (latest: OutageRecord) => OutageRecord): Course {
  const latest = course.outages.findLastIndex(o => o.allClear === null);
  return latest < 0 ? course : { ...course, outages: course.outages.with(latest, change(course.outages[latest]!)) };
}

function stateOf({ suspicion, outages }: Course): Outage {
  const open = outages.filter(o => o.allClear === null);
  const latest = open.at(-1);
  if (!latest) return suspicion ? { state: 'suspected', ...suspicion } : { state: 'normal' };
  const { declaredAt, by, ehrBack, reason, drill, planned, degraded, noticedAt } = latest;
  const recovering = open
    .slice(0, -1)
    .flatMap(earlier => (earlier.ehrBack ? [{ declaredAt: earlier.declaredAt, since: earlier.ehrBack.at }] : []));
  return ehrBack
    ? { state: 'recovery', since: ehrBack.at, declaredAt, by: ehrBack.by, drill, recovering }
    : { state: 'declared', since: declaredAt, by, reason, drill, planned, degraded, noticedAt, recovering };
}

/** Whether an act may follow now; the refusal says in words why not. */
export function mayFollow(outage: Outage, step: OutageStep): Result<null, { kind: 'out-of-order'; why: string }> {
  if (step.kind === 'outage-declared' && isDowntime(outage)) {
    const practising = isDrill(outage);
    if (practising && !step.drill) return ok(null);
    if (!practising && step.drill)
      return err({ kind: 'out-of-order', why: 'a real outage is open, and a drill would hide it: end the outage first' });
  }
  if (NEXT[outage.state].includes(step.kind)) return ok(null);
  return err({
    kind: 'out-of-order',
    why: `the ward is in state "${outage.state}", which ${step.kind.replaceAll('-', ' ')} cannot follow`,
  });
}

/** Are we reading from the copy because the EHR is gone, or practising it? */
export const isDowntime = (outage: Outage): boolean => outage.state === 'declared' || outage.state === 'recovery';

/** Is this outage a rehearsal? */
export const isDrill = (outage: Outage): boolean => outage.state !== 'normal' && outage.state !== 'suspected' && outage.drill;

/** How long an outage took in whole minutes from its declaration: to the first sheet, to the EHR's return, to the all clear; what is not over lasts until now. */
export function minutesOf(record: OutageRecord, now: Instant): { toFirstSheet: number | null; down: number; open: number } {
  const after = (instant: Instant): number => Math.max(0, minutesBetween(record.declaredAt, instant));
  const end = record.allClear?.at ?? now;
  return {
    toFirstSheet: record.firstSheetAt === null ? null : after(record.firstSheetAt),
    down: after(record.ehrBack?.at ?? end),
    open: after(end),
  };
}

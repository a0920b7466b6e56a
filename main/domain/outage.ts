import type { Act, Declaration, KioskEvent, OutageDeclared } from './event.ts';
import { err, ok, unreachable, type Result } from './result.ts';
import { minutesBetween, type Instant } from './time.ts';

/** Where the ward is: the banner's first word. Of several open outages it is the one declared last; `degraded` is how far it reaches now. */
export type Outage =
  | { state: 'normal' }
  | ({ state: 'suspected' } & Suspicion)
  | ({ state: 'declared'; since: Instant; by: string; recovering: Recovering[] } & Declaration)
  | {
      state: 'recovery';
      since: Instant;
      declaredAt: Instant;
      by: string;
      drill: boolean;
      recovering: Recovering[];
      /** The EHR seems to have failed again since it was back. */
      suspicion: Suspicion | null;
    };

/** What the kiosk noticed by itself: the EHR doesn't answer, since when and why. */
export interface Suspicion {
  since: Instant;
  reason: string;
}

/** An earlier outage that was still being recovered when the EHR failed again. */
export interface Recovering {
  declaredAt: Instant;
  /** When the EHR was back. */
  since: Instant;
}

/** One outage or drill of the ward, from its declaration to its all clear; `degraded` is how far it reached when it was declared. */
export interface OutageRecord extends Declaration {
  /** Id of the event that declared it. */
  id: string;
  /** Ids of further declarations of it, by another kiosk of the ward that didn't know of the first. */
  alsoDeclared: string[];
  declaredAt: Instant;
  by: string;
  /** How far it reached afterwards, in the order in which that was said. */
  extents: ExtentChange[];
  /** When the first sheet was handed out before the EHR was back. */
  firstSheetAt: Instant | null;
  ehrBack: Signed | null;
  /** Null while it is open. */
  allClear: Signed | null;
  /** All clears that were given by mistake, each with what took it back. */
  reopened: { closed: Signed; opened: Signed }[];
  /** It is closed and no other was declared since, so that it may still be said that this was a mistake. */
  mayReopen: boolean;
}

/** From then on it reached so far. */
export interface ExtentChange extends Signed {
  degraded: string[] | null;
}

/** Who said something, when and why. */
export interface Signed {
  at: Instant;
  by: string;
  reason: string;
}

const KINDS = [
  'outage-suspected',
  'suspicion-cleared',
  'outage-declared',
  'extent-changed',
  'recovery-started',
  'outage-closed',
  'outage-reopened',
] as const;

export type OutageAct = Extract<Act, { kind: (typeof KINDS)[number] }>;

/** All of an act that decides whether it may follow a state. Whether an outage may be reopened is in its record. */
export type OutageStep =
  | { kind: 'outage-suspected' | 'suspicion-cleared' | 'recovery-started' | 'outage-closed' }
  | { kind: 'outage-declared'; drill: boolean }
  | { kind: 'extent-changed'; degraded: string[] | null };

type Refusal = { kind: 'out-of-order'; why: string };
const refused = (why: string): Result<null, Refusal> => err({ kind: 'out-of-order', why });

/** Whether an act may follow now; the refusal says in words why not. */
export function mayFollow(outage: Outage, step: OutageStep): Result<null, Refusal> {
  const { state } = outage;
  const when = (allowed: boolean): Result<null, Refusal> =>
    allowed ? ok(null) : refused(`the ward is in state "${state}", which ${step.kind.replaceAll('-', ' ')} cannot follow`);
  switch (step.kind) {
    case 'outage-suspected':
      return when((state === 'normal' || state === 'recovery') && suspicionIn(outage) === null);
    case 'suspicion-cleared':
      return when(suspicionIn(outage) !== null);
    case 'outage-declared':
      if (isDowntime(outage) && !isDrill(outage) && step.drill)
        return refused('a real outage is open, and a drill would hide it: end the outage first');
      return when(state !== 'declared' || (outage.drill && !step.drill));
    case 'extent-changed':
      if (state === 'declared' && sameExtent(outage.degraded, step.degraded))
        return refused('this is what is recorded already: nothing has changed');
      return when(state === 'declared');
    case 'recovery-started':
      return when(state === 'declared');
    case 'outage-closed':
      return when(isDowntime(outage));
    default:
      return unreachable(step);
  }
}

/** Whether an outage of the ward's history may be opened again; the refusal says in words why not. */
export function mayReopen(history: readonly OutageRecord[], id: string): Result<null, Refusal> {
  const found = history.find(record => isNamed(record, id));
  if (!found) return refused('this outage is not in the history of this ward');
  if (found.allClear === null) return refused('this outage is open');
  return found.mayReopen ? ok(null) : refused('another outage was declared since this one was closed: declare a new one instead');
}

const sameExtent = (a: string[] | null, b: string[] | null): boolean =>
  a === null || b === null ? a === b : a.every(system => b.includes(system)) && b.every(system => a.includes(system));

/** Does an event's id name this outage: as its declaration, or as one that was taken for the same? */
export const isNamed = ({ id, alsoDeclared }: Pick<OutageRecord, 'id' | 'alsoDeclared'>, named: string): boolean =>
  id === named || alsoDeclared.includes(named);

/** Since when the EHR is suspected to have failed, and why: before an outage, or again while one is being recovered. */
export function suspicionIn(outage: Outage): Suspicion | null {
  switch (outage.state) {
    case 'suspected':
      return { since: outage.since, reason: outage.reason };
    case 'recovery':
      return outage.suspicion;
    case 'normal':
    case 'declared':
      return null;
    default:
      return unreachable(outage);
  }
}

/** Is it an act on an outage? */
export const isOutageAct = (act: Act): act is OutageAct => KINDS.some(kind => kind === act.kind);

/** What the events tell so far; the outages in the order they were declared. */
interface Course {
  suspicion: Suspicion | null;
  outages: readonly OutageRecord[];
}

const known = new WeakMap<readonly KioskEvent[], Course>();

/** The same list, which nobody may change, is folded once. */
function courseOf(events: readonly KioskEvent[]): Course {
  const found = known.get(events);
  if (found) return found;
  const course = events.reduce(afterEvent, { suspicion: null, outages: [] });
  known.set(events, course);
  return course;
}

/** Folds the ward's events into its outage state; an act that doesn't fit its state is skipped, as it never took effect. */
export const outageOf = (events: readonly KioskEvent[]): Outage => stateOf(courseOf(events));

/** Every outage and drill that the ward declared, oldest first, each once: with its end, or open. */
export const outagesOf = (events: readonly KioskEvent[]): readonly OutageRecord[] => courseOf(events).outages;

/** Whether an act would take effect after these events; the refusal says in words why not. */
export const mayAct = (events: readonly KioskEvent[], act: OutageAct): Result<null, Refusal> => allowed(courseOf(events), act);

const allowed = (course: Course, act: OutageAct): Result<null, Refusal> =>
  act.kind === 'outage-reopened' ? mayReopen(course.outages, act.outage) : mayFollow(stateOf(course), act);

function afterEvent(course: Course, { id, at, by, act }: KioskEvent): Course {
  if (act.kind === 'sheets-released')
    return withLatest(course, latest =>
      latest.firstSheetAt === null && latest.ehrBack === null ? { ...latest, firstSheetAt: at } : latest,
    );
  if (!isOutageAct(act)) return course;
  if (!allowed(course, act).ok) return act.kind === 'outage-declared' ? absorbed(course, id, act.drill) : course;
  const { reason } = act;
  const signed = { at, by, reason };
  switch (act.kind) {
    case 'outage-suspected':
      return { ...course, suspicion: { since: at, reason } };
    case 'suspicion-cleared':
      return { ...course, suspicion: null };
    case 'outage-declared': {
      const ended = { ...signed, reason: `a real outage began: ${reason}` };
      const before = course.outages.map(o => ({
        ...o,
        allClear: o.allClear ?? (o.drill && !act.drill ? ended : null),
        mayReopen: false,
      }));
      return { suspicion: null, outages: [...before, newRecord(id, signed, act)] };
    }
    case 'extent-changed':
      return withLatest(course, latest => ({ ...latest, extents: [...latest.extents, { ...signed, degraded: act.degraded }] }));
    case 'recovery-started':
      return withLatest(course, latest => ({ ...latest, ehrBack: signed }));
    case 'outage-closed':
      return withLatest(course, latest => ({ ...latest, allClear: signed, mayReopen: true }));
    case 'outage-reopened':
      return openAgain(course, act.outage, signed);
    default:
      return unreachable(act);
  }
}

const newRecord = (id: string, { at, by, reason }: Signed, { kind: _, ...declaration }: OutageDeclared): OutageRecord => ({
  id,
  alsoDeclared: [],
  declaredAt: at,
  by,
  ...declaration,
  reason,
  extents: [],
  firstSheetAt: null,
  ehrBack: null,
  allClear: null,
  reopened: [],
  mayReopen: false,
});

/** An outage that is declared again leaves nothing to be suspected. */
function openAgain({ suspicion, outages }: Course, id: string, opened: Signed): Course {
  const at = outages.findIndex(record => isNamed(record, id));
  const record = outages[at]!;
  const reopened = [...record.reopened, ...(record.allClear ? [{ closed: record.allClear, opened }] : [])];
  return {
    suspicion: record.ehrBack ? suspicion : null,
    outages: outages.with(at, { ...record, allClear: null, mayReopen: false, reopened }),
  };
}

/** A declaration of what is declared already, by a kiosk that didn't know, names the same outage; a drill in a real one names nothing. */
const absorbed = (course: Course, id: string, drill: boolean): Course =>
  isDrill(stateOf(course)) === drill
    ? withLatest(course, latest => ({ ...latest, alsoDeclared: [...latest.alsoDeclared, id] }))
    : course;

/** Changes the open outage that was declared last; without one nothing. */
function withLatest(course: Course, change: (latest: OutageRecord) => OutageRecord): Course {
  const latest = course.outages.findLastIndex(o => o.allClear === null);
  return latest < 0 ? course : { ...course, outages: course.outages.with(latest, change(course.outages[latest]!)) };
}

function stateOf({ suspicion, outages }: Course): Outage {
  const open = outages.filter(o => o.allClear === null);
  const latest = open.at(-1);
  if (!latest) return suspicion ? { state: 'suspected', ...suspicion } : { state: 'normal' };
  const { declaredAt, by, ehrBack, reason, drill, planned, noticedAt } = latest;
  const recovering = open
    .slice(0, -1)
    .flatMap(earlier => (earlier.ehrBack ? [{ declaredAt: earlier.declaredAt, since: earlier.ehrBack.at }] : []));
  if (ehrBack) return { state: 'recovery', since: ehrBack.at, declaredAt, by: ehrBack.by, drill, recovering, suspicion };
  const { degraded } = latest.extents.at(-1) ?? latest;
  return { state: 'declared', since: declaredAt, by, reason, drill, planned, degraded, noticedAt, recovering };
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

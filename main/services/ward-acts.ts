import type { KioskEvent } from '../domain/event.ts';
import { outagesOf } from '../domain/outage.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { paperDateTime, type Instant, type Zone } from '../domain/time.ts';
import { BACK_DAYS, impossibleTime } from '../domain/ward/possible-time.ts';
import type { EffectiveAct } from '../domain/ward/effective-acts.ts';
import { orderIdOf } from '../domain/ward/order-course.ts';
import { newestOf } from '../domain/ward/knowledge.ts';
import { isDoseAct, isOrderAct, type WardAct } from '../domain/ward/ward-act.ts';
import { censusActsOf, orderActsOf, patientsOf, wardCourse, type WardCourse } from '../domain/ward/ward-course.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../store/ledger.ts';

/** An act as somebody says it; which downtime it belongs to and what its writer could see is added when it is recorded. */
export type SaidAct = WardAct extends infer A ? (A extends WardAct ? Omit<A, 'outage' | 'after'> : never) : never;

export type WardActFault = { kind: 'no-outage' | 'impossible-time' | 'no-such-act' | 'not-recorded'; why: string };

/** What people do with the ward's patients in a downtime, kept as events. */
export interface WardActs {
  course(): WardCourse;
  /** Could something that happened then be recorded now? */
  may(happenedAt: Instant): Result<null, WardActFault>;
  record(act: SaidAct, by: string): Result<KioskEvent, WardActFault>;
  /** Says that an act was recorded wrongly: it reads like this, or with null never happened. */
  correct(event: string, becomes: SaidAct | null, reason: string, by: string): Result<KioskEvent, WardActFault>;
}

/** Records what happens to the ward's patients; outside a downtime or at an impossible time it is refused in words. */
export function wardActs({
  ledger,
  clock,
  unit,
  zone,
  changed,
}: {
  ledger: Pick<Ledger, 'append' | 'events'>;
  clock: Clock;
  unit: string;
  zone: Zone;
  changed(): void;
}): WardActs {
  const course = (): WardCourse => wardCourse(ledger.events(unit));
  const append = (act: KioskEvent['act'], by: string): Result<KioskEvent, WardActFault> => {
    const appended = ledger.append({ at: clock.now(), by, unit, act });
    if (!appended.ok) return err({ kind: 'not-recorded', why: `This could not be recorded: ${appended.error.why}` });
    changed();
    return appended;
  };
  /** The downtime that something belongs to which happened then. */
  const begun = (happenedAt: Instant, events: readonly KioskEvent[]): Result<string, WardActFault> => {
    const outage = openOutage(events);
    if (outage === null) return err({ kind: 'no-outage', why: NO_OUTAGE });
    const possible = possibleTime(happenedAt, clock.now(), zone);
    return possible.ok ? ok(outage) : possible;
  };
  return {
    course,
    may(happenedAt) {
      const outage = begun(happenedAt, ledger.events(unit));
      return outage.ok ? ok(null) : outage;
    },
    record(said, by) {
      const events = ledger.events(unit);
      const begunBy = begun(said.happenedAt, events);
      if (!begunBy.ok) return begunBy;
      const outage = begunBy.value;
      return append({ ...said, outage, after: newestAbout(said, wardCourse(events)) }, by);
    },
    correct(event, becomes, reason, by) {
      const corrected = course().acts.find(({ recorded }) => recorded.id === event);
      if (!corrected)
        return err({ kind: 'no-such-act', why: 'What is to be corrected is not known here, or its downtime is over.' });
      if (becomes) {
        const possible = possibleTime(becomes.happenedAt, clock.now(), zone);
        if (!possible.ok) return possible;
      }
      const { outage, after } = corrected.first;
      const known = corrected.rivals.length > 0 ? corrected.rivals : corrected.corrections.slice(-1);
      return append(
        {
          kind: 'act-corrected',
          event,
          after: known.map(({ id }) => id),
          becomes: becomes && { ...becomes, outage, after },
          reason,
        },
        by,
      );
    },
  };
}

const NO_OUTAGE = 'No downtime is declared: this belongs into the EHR. If the EHR is down, declare the downtime first.';

/** The downtime or drill that is on, of several the one declared last. */
const openOutage = (events: readonly KioskEvent[]): string | null =>
  outagesOf(events).findLast(({ allClear }) => allClear === null)?.id ?? null;

function possibleTime(at: Instant, now: Instant, zone: Zone): Result<null, WardActFault> {
  const said = paperDateTime(at, zone);
  switch (impossibleTime(at, now)) {
    case 'future':
      return err({
        kind: 'impossible-time',
        why: `${said} is in the future: it is ${paperDateTime(now, zone)}. Nothing was recorded.`,
      });
    case 'long-ago':
      return err({
        kind: 'impossible-time',
        why: `${said} is more than ${BACK_DAYS} days ago: check the date. Nothing was recorded.`,
      });
    case null:
      return ok(null);
  }
}

/** The newest acts about the same thing: places of the same patients, or the same order. Doses stand side by side. */
function newestAbout(said: SaidAct, course: WardCourse): string[] {
  if (isDoseAct(said) || said.kind === 'order-written') return [];
  const about: (readonly EffectiveAct[])[] = isOrderAct(said)
    ? [orderActsOf(course, said.patient).filter(acted => orderIdOf(acted) === said.order)]
    : patientsOf(said).map(patient => censusActsOf(course, patient));
  const newest = about.flatMap(acts => newestOf(acts, course.knows));
  return [...new Set(newest.map(({ recorded }) => recorded.id))];
}

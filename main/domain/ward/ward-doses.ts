import type { Administration, OnPaper } from '../administration.ts';
import type { Chart } from '../chart.ts';
import type { KioskEvent } from '../event.ts';
import { ADMINISTRATION_HOURS, lastGivenSilence } from '../last-given.ts';
import { epochMs, paperDateTime, type Instant, type Zone } from '../time.ts';
import type { Correction, EffectiveAct } from './effective-acts.ts';
import type { PatientView } from '../view.ts';
import { doubleCharting } from './double-charting.ts';
import { isDoseAct, type DoseAct } from './ward-act.ts';
import { doseActsOf, orderActsOf, wardCourse } from './ward-course.ts';

/** What a fold of doses is made from besides the chart. */
interface Context {
  events: readonly KioskEvent[];
  now: Instant;
  site: { zone: Zone };
}

/**
 * The chart with the doses that were typed in from paper beside those the EHR sent. How old and how complete the EHR's part is stays as it
 * was: after it the record is paper, of which what was typed in may not be all.
 */
export function withDoses(chart: Chart, { events }: Pick<Context, 'events'>): Chart {
  const doses = doseActsOf(wardCourse(events), chart.identity.id);
  if (doses.length === 0) return chart;
  const { administrations } = chart.sections;
  const items = [...administrations.items, ...doses.map(fromPaper)];
  return { ...chart, sections: { ...chart.sections, administrations: { ...administrations, items } } };
}

/** What is doubtful about the doses that were typed in: corrected in different ways, or charted more than once. Initials stay as typed, whatever they would mean in an order. */
export function withDoseDoubts(view: PatientView, { events, site }: Pick<Context, 'events' | 'site'>): PatientView {
  const all = wardCourse(events).ofPatient.get(view.identity.id) ?? [];
  const rivals = all.filter(({ first, rivals: different }) => isDoseAct(first) && different.length > 0);
  const typed = all.some(({ first }) => isDoseAct(first));
  if (!typed) return view;
  return {
    ...view,
    warnings: [...view.warnings, ...rivals.map(rival => rivalWords(rival, site.zone))],
    orders: view.orders.map(order => {
      const double = doubleCharting(order, view.now, site.zone);
      return double.length === 0 ? order : { ...order, warnings: [...double, ...order.warnings] };
    }),
  };
}

/** A dose as a record of the chart. */
export const asAdministration = (id: string, act: Omit<DoseAct, 'outage' | 'after'>): Administration => ({
  id,
  orderId: act.order,
  drug: act.drug,
  at: act.happenedAt,
  until: null,
  outcome: act.outcome,
  reason: act.reason,
  dose: act.dose,
  doseAmount: act.doseAmount,
  rate: null,
  route: null,
  method: null,
  by: act.givenBy,
});

function fromPaper({ recorded, act, corrections }: EffectiveAct<DoseAct>): Administration {
  const onPaper: OnPaper = {
    event: recorded.id,
    typedAt: recorded.at,
    typedBy: recorded.by,
    corrected: correctedBy(corrections),
  };
  return { ...asAdministration(recorded.id, act), onPaper };
}

function correctedBy(corrections: readonly Correction[]): OnPaper['corrected'] {
  const last = corrections.at(-1);
  return last ? { at: last.at, by: last.by, reason: last.reason } : null;
}

/** Two corrections of one dose that do not know of each other: both are said, since only people can say which is right. */
function rivalWords({ first, rivals }: EffectiveAct, zone: Zone): string {
  const dose = (act: Correction['becomes'] | EffectiveAct['first']): string =>
    act === null || !isDoseAct(act)
      ? 'never happened'
      : [act.outcome.replace('-', ' '), paperDateTime(act.happenedAt, zone), act.dose, `by ${act.givenBy}`]
          .filter(Boolean)
          .join(', ');
  const drug = isDoseAct(first) ? first.drug : '';
  const said = rivals.map(({ by, becomes }) => `${by}: ${dose(becomes)}`).join(' / ');
  return `A DOSE OF ${drug} (${dose(first)}) WAS CORRECTED IN DIFFERENT WAYS BY PEOPLE WHO DID NOT KNOW OF EACH OTHER: ${said}. The last one counts here: verify which is right.`;
}

/** How far the doses of an order are known here; what is on paper and was not typed in never is. */
export interface DosesKnown {
  /** All doses that the EHR can have of the time read are here. */
  complete: boolean;
  /** So many hours back from now. */
  hours: number;
  /** Why there is no last dose, when there is none. */
  silence: string;
}

/** Since an order was written here, all of its doses can be. */
const ALWAYS_HOURS = 24 * 366;

/** The EHR cannot have doses of an order that was written here: all that are known of it were typed in. */
export function dosesKnown(chart: Chart, order: string, { events, now, site }: Context): DosesKnown {
  const acts = orderActsOf(wardCourse(events), chart.identity.id);
  if (acts.some(({ act }) => act.kind === 'order-written' && act.order === order))
    return { complete: true, hours: ALWAYS_HOURS, silence: 'none typed in from paper since it was written here' };
  const { administrations } = chart.sections;
  const { status, asOf, items } = administrations;
  const typed = items.some(dose => dose.onPaper) ? ', none typed in from paper since' : '';
  return {
    complete: status === 'ok',
    hours: asOf === null ? 0 : ADMINISTRATION_HOURS + (epochMs(now) - epochMs(asOf)) / 3_600_000,
    silence: lastGivenSilence(administrations, now, site.zone) + typed,
  };
}

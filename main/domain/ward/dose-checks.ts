import type { Administration, Outcome } from '../administration.ts';
import { inUnit } from '../dose-limit.ts';
import { foldChart, type ChartOnWard, type FoldContext } from '../fold.ts';
import { sameDrugUnlinked } from '../last-given.ts';
import { marWindow } from '../medication-day.ts';
import type { Amount, MedicationOrder } from '../order.ts';
import { clockTime, epochMs, paperDate, paperDateTime, type Instant } from '../time.ts';
import { impossibleTime } from './possible-time.ts';
import { CLOSE_MINUTES } from './double-charting.ts';
import type { DoseAct } from './ward-act.ts';

/** A dose as somebody reads it from paper. */
export interface SaidDose {
  /** Null for a drug that was given without an order known here. */
  order: string | null;
  /** Of a dose without an order; else the order's drug counts. */
  drug: string | null;
  outcome: DoseAct['outcome'];
  at: Instant;
  /** As written; null when the paper doesn't say, then of a dose that was given the ordered one counts. */
  dose: string | null;
  reason: string | null;
  givenBy: string;
}

/** What stands against a dose that somebody types in: `refused` is never recorded, `doubts` only after they were read. */
export type DoseCheck = { kind: 'refused'; why: string } | { kind: 'possible'; act: DoseContent; doubts: string[] };

/** What is recorded of a dose. */
export type DoseContent = Omit<DoseAct, 'outage' | 'after'>;

/**
 * Compares a dose from paper with the patient's chart as it is known on the ward, which has all doses but this one. It is judged by
 * what was given before its own time, whatever was typed in first.
 */
export function checkDose(said: SaidDose, known: ChartOnWard, context: FoldContext): DoseCheck {
  const { chart } = known;
  const { now, site } = context;
  const refused = (why: string): DoseCheck => ({ kind: 'refused', why });
  const when = (at: Instant): string =>
    paperDate(at, site.zone) === paperDate(now, site.zone) ? clockTime(at, site.zone) : paperDateTime(at, site.zone);
  if (impossibleTime(said.at, now) === 'future') return refused(`${when(said.at)} is in the future: it is ${when(now)}.`);
  const order = chart.sections.orders.items.find(({ id }) => id === said.order);
  if (said.order !== null && !order)
    return refused('This order is not known here: chart the dose without an order, with the drug as written.');
  const drug = order?.drug.name ?? said.drug;
  if (!drug) return refused('A dose without an order needs the name of the drug.');
  const { items } = chart.sections.administrations;
  const before = items.filter(({ at }) => epochMs(at) < epochMs(said.at));
  const then = foldChart(withAdministrations(known, before), {
    ...context,
    now: said.at,
    window: marWindow(said.at, 1, site.zone),
  }).orders.find(view => view.order.id === said.order);
  if (then?.startsAt && epochMs(said.at) < epochMs(then.startsAt))
    return refused(`The order starts ${when(then.startsAt)}: the dose at ${when(said.at)} was not of this order.`);

  const dose = said.outcome === 'given' ? (said.dose ?? doseOf(order)) : null;
  const doseAmount = said.outcome === 'given' ? (said.dose === null ? amountOf(order) : readAmount(said.dose)) : null;
  const act: DoseContent = {
    kind: 'dose-charted',
    patient: chart.identity.id,
    happenedAt: said.at,
    order: said.order,
    drug,
    outcome: said.outcome,
    dose,
    doseAmount,
    reason: said.reason,
    givenBy: said.givenBy,
  };
  const doubts: string[] = [];
  const close = nearby(items, said, order, drug);
  for (const record of close)
    doubts.push(
      `Charted already: ${OUTCOMES[record.outcome]} ${when(record.at)}${record.by ? ` by ${record.by}` : ''}. It is recorded a second time.`,
    );
  if (said.outcome === 'given') {
    if (then?.earliestNext && epochMs(said.at) < epochMs(then.earliestNext))
      doubts.push(`Earlier than ${when(then.earliestNext)}, the earliest next time then (${then.earliestNextWhy ?? ''}).`);
    if (order && isMore(doseAmount, order)) doubts.push(`${dose ?? ''} is more than the ordered ${doseOf(order) ?? 'dose'}.`);
    if (order?.status === 'on-hold') doubts.push('The order is on hold.');
    else if (order && order.status !== 'active') doubts.push(`The order is "${order.status}".`);
    if (then?.stopsAt && epochMs(then.stopsAt) <= epochMs(said.at)) doubts.push(`The order stopped ${when(then.stopsAt)}.`);
    if (then?.schedule.kind === 'once' && then.lastGiven)
      doubts.push(`One dose is ordered, and one was given ${when(then.lastGiven.at)}.`);
  }
  const { status, asOf } = chart.sections.administrations;
  if (status === 'ok' && asOf !== null && epochMs(said.at) < epochMs(asOf) && close.length === 0)
    doubts.push(`Before the copy of ${when(asOf)}, which does not have it: check that it is not in the EHR under another time.`);
  return { kind: 'possible', act, doubts };
}

/** The same chart with these doses. */
export function withAdministrations(known: ChartOnWard, items: Administration[]): ChartOnWard {
  const { sections } = known.chart;
  const administrations = { ...sections.administrations, items };
  return { ...known, chart: { ...known.chart, sections: { ...sections, administrations } } };
}

/** Records of the same order, or the same drug where one of both has none, so close that they may be the same dose. */
function nearby(
  items: readonly Administration[],
  said: SaidDose,
  order: MedicationOrder | undefined,
  drug: string,
): Administration[] {
  const known = { drug: order?.drug ?? { name: drug, resolved: true, codes: [], ingredients: [] } } as MedicationOrder;
  const loose = sameDrugUnlinked(known, order ? items.filter(({ orderId }) => orderId === null) : items);
  return items.filter(
    item =>
      ((order && item.orderId === order.id) || loose.includes(item)) &&
      Math.abs(epochMs(item.at) - epochMs(said.at)) <= CLOSE_MINUTES * 60_000,
  );
}

/** What is ordered for one dose, when it is one thing. */
function doseOf(order: MedicationOrder | undefined): string | null {
  const doses = [...new Set(order?.dosages.map(({ dose, rate }) => dose ?? rate))];
  return doses.length === 1 ? (doses[0] ?? null) : null;
}

const amountOf = (order: MedicationOrder | undefined): Amount | null =>
  order?.dosages.length === 1 ? (order.dosages[0]!.doseAmount ?? null) : null;

/** "12.5 mg" as a number with its unit, for limits; null for anything else. */
export function readAmount(text: string): Amount | null {
  const [, value, unit] = /^\s*(\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)\s*([^\d\s].*?)\s*$/.exec(text) ?? [];
  return value === undefined ? null : { value: Number(value.replaceAll(',', '')), unit: unit ?? null };
}

function isMore(given: Amount | null, { dosages }: MedicationOrder): boolean {
  const most = dosages.map(({ doseAmount }) => doseAmount ?? null);
  return (
    given !== null &&
    most.length > 0 &&
    most.every(amount => {
      const same = amount && inUnit(given, amount.unit);
      return amount !== null && same !== null && same > amount.value * (1 + 1e-6);
    })
  );
}

const OUTCOMES: Record<Outcome, string> = {
  given: 'given',
  'in-progress': 'begun',
  'not-given': 'not given',
  refused: 'refused',
  held: 'held',
  unknown: 'outcome unknown',
};

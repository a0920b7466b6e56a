import type { NoCopy } from '../contract.ts';
import { checkOrder, frequenciesOf, type CheckedOrder } from '../domain/ward/order-check.ts';
import type { OrderChoices, OrderRefusal, OrderStepSaid, TypedOrder, WrittenDown } from '../domain/ward/typed-order.ts';
import { knownDrugs, type FormularyDrug, type KnownDrug } from '../domain/formulary.ts';
import type { MedicationOrder } from '../domain/order.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { epochMs, paperDateTime, type Instant, type Zone } from '../domain/time.ts';
import { samePerson } from '../domain/ward/order-course.ts';
import { unverifiedActs, type UnverifiedAct } from '../domain/ward/unverified.ts';
import type { OrderView, PatientView } from '../domain/view.ts';
import type { Clock } from '../ports.ts';
import { chartOf, chartsOf, siteOf, viewOf, type Copy } from './charts.ts';
import type { Numbers } from './numbers.ts';
import type { WardActs } from './ward-acts.ts';

type NoPatient = { kind: 'patient-unknown'; why: string };

/** Orders that are written, changed, held, resumed, stopped and verified on the ward. */
export interface WardOrders {
  choices(): Result<OrderChoices, NoCopy>;
  /** What an order would say, without recording it. */
  check(typed: TypedOrder): Result<CheckedOrder, NoCopy | NoPatient>;
  /** Records an order, or a change of one, once all its warnings were `seen`. */
  write(typed: TypedOrder, seen: readonly string[], by: string): Result<WrittenDown, OrderRefusal>;
  act(said: OrderStepSaid, by: string): Result<null, OrderRefusal>;
  /** A second person has compared with the order sheet exactly what this version of an act says. */
  verify(patientId: string, version: string, by: string): Result<null, OrderRefusal>;
  /** Says that the act on an order that counts now was never ordered, as when it was written down for the wrong patient; it stays readable. */
  takeBack(patientId: string, version: string, reason: string, by: string): Result<null, OrderRefusal>;
  unverified(): Result<UnverifiedAct[], NoCopy>;
}

/** A stop may be ordered so far ahead. */
const STOP_AHEAD_DAYS = 62;
const DAY_MS = 86_400_000;

/** Transcribes orders into acts of the ward; what can't be right is refused in words, what may be wrong has to be seen first. */
export function wardOrders({
  acts,
  copy,
  numbers,
  formulary,
  clock,
}: {
  acts: WardActs;
  copy(): Result<Copy, NoCopy>;
  numbers: Pick<Numbers, 'issue'>;
  formulary: readonly FormularyDrug[];
  clock: Clock;
}): WardOrders {
  const drugsOf = (known: Copy): KnownDrug[] =>
    knownDrugs(
      formulary,
      chartsOf(known).flatMap(chart => chart.sections.orders.items.map(({ drug }) => drug)),
    );
  const seenOf = (
    patientId: string,
  ): Result<{ known: Copy; view: PatientView; received: MedicationOrder[] }, NoCopy | NoPatient> => {
    const known = copy();
    if (!known.ok) return known;
    const chart = chartOf(known.value, patientId);
    if (!chart) return err({ kind: 'patient-unknown', why: 'This patient is not in the copy of this unit.' });
    return ok({ known: known.value, view: viewOf(known.value, chart, clock.now()), received: chart.sections.orders.items });
  };
  const check = (typed: TypedOrder): Result<CheckedOrder, NoCopy | NoPatient> => {
    const seen = seenOf(typed.patientId);
    if (!seen.ok) return seen;
    const { known, view } = seen.value;
    const { order: changes, happenedAt, content } = typed;
    return ok(checkOrder(content, { view, site: siteOf(known), drugs: drugsOf(known), changes, happenedAt }));
  };

  return {
    choices() {
      const known = copy();
      if (!known.ok) return known;
      const ordered = chartsOf(known.value).flatMap(({ sections }) => sections.orders.items.flatMap(({ dosages }) => dosages));
      const routes = [...formulary.flatMap(drug => drug.routes), ...ordered.flatMap(({ route }) => route ?? [])];
      return ok({
        drugs: drugsOf(known.value),
        routes: [...new Set(routes)].sort((a, b) => a.localeCompare(b, 'en')),
        frequencies: frequenciesOf(siteOf(known.value)),
      });
    },
    check,
    write(typed, seen, by) {
      const may = acts.may(typed.happenedAt);
      if (!may.ok) return may;
      const patient = seenOf(typed.patientId);
      if (!patient.ok) return patient;
      const { view, received } = patient.value;
      const changed = typed.order === null ? null : standing(view, typed.order);
      if (changed && !changed.ok) return changed;
      const checked = check(typed);
      if (!checked.ok) return checked;
      const { content, faults, warnings } = checked.value;
      if (faults.length > 0) return err({ kind: 'impossible-order', why: faults.map(({ why }) => why).join(' '), faults });
      if (warnings.some(warning => !seen.includes(warning)))
        return err({ kind: 'warnings', why: 'Nothing is recorded yet: look at these first.', warnings });
      const about = { patient: view.identity.id, happenedAt: typed.happenedAt, content, readBack: typed.readBack };
      if (changed) {
        const { id: order, number } = changed.value.order;
        const said = { kind: 'order-changed' as const, ...about, order, reason: typed.reason, ehr: ofEhr(received, order) };
        const recorded = acts.record(said, by);
        return recorded.ok ? ok({ number, warning: null }) : recorded;
      }
      const issued = numbers.issue('order', by);
      const recorded = acts.record({ kind: 'order-written', ...about, order: issued.ok ? issued.value.number : '' }, by);
      if (!recorded.ok) return recorded;
      return ok(
        issued.ok
          ? { number: issued.value.number, warning: null }
          : { number: recorded.value.id, warning: `The order goes by ${recorded.value.id}: ${issued.error.why}` },
      );
    },
    act(said, by) {
      const may = acts.may(said.happenedAt);
      if (!may.ok) return may;
      const patient = seenOf(said.patientId);
      if (!patient.ok) return patient;
      const { view, received, known } = patient.value;
      const found = standing(view, said.order);
      if (!found.ok) return found;
      const why = whyNot(said, found.value, view.now, siteOf(known).zone);
      if (why !== null) return err({ kind: 'not-now', why });
      const { patientId: _, ...step } = said;
      const recorded = acts.record({ ...step, patient: view.identity.id, ehr: ofEhr(received, said.order) }, by);
      return recorded.ok ? ok(null) : recorded;
    },
    verify(patientId, version, by) {
      const may = acts.may(clock.now());
      if (!may.ok) return may;
      const patient = seenOf(patientId);
      if (!patient.ok) return patient;
      const { view } = patient.value;
      const found = [...view.orders, ...view.stoppedOrders].flatMap(({ order, onWard }) =>
        (onWard?.steps ?? []).filter(step => step.version === version).map(step => ({ order: order.id, step })),
      )[0];
      if (!found)
        return err({
          kind: 'order-unknown',
          why: 'What was to be verified has been changed or corrected since: look at the order again.',
        });
      const { order, step } = found;
      if (samePerson(step.by, by))
        return err({
          kind: 'same-person',
          why: `${step.by} wrote this down and cannot verify it: somebody else compares it with the order sheet.`,
        });
      if (step.verified) return err({ kind: 'not-now', why: `${step.verified.by} has verified this already.` });
      const said = {
        kind: 'order-verified' as const,
        patient: view.identity.id,
        happenedAt: clock.now(),
        order,
        verifies: version,
      };
      const recorded = acts.record(said, by);
      return recorded.ok ? ok(null) : recorded;
    },
    takeBack(patientId, version, reason, by) {
      const patient = seenOf(patientId);
      if (!patient.ok) return patient;
      const { view } = patient.value;
      const found = [...view.orders, ...view.stoppedOrders].flatMap(({ onWard }) =>
        onWard?.steps.some(step => step.version === version) ? [onWard.steps] : [],
      )[0];
      if (!found)
        return err({
          kind: 'order-unknown',
          why: 'This is not what counts of the order now: look at the order again, and take back what came last first.',
        });
      if (
        found.some(step => step.kind !== 'order-written') &&
        found.some(s => s.version === version && s.kind === 'order-written')
      )
        return err({ kind: 'not-now', why: 'Something was done with this order since: take that back first.' });
      const recorded = acts
        .course()
        .acts.find(({ recorded, corrections }) => (corrections.at(-1) ?? recorded).id === version)?.recorded;
      if (!recorded) return err({ kind: 'no-such-act', why: 'This was not recorded here, or its downtime is over.' });
      const corrected = acts.correct(recorded.id, null, reason, by);
      return corrected.ok ? ok(null) : corrected;
    },
    unverified() {
      const known = copy();
      if (!known.ok) return known;
      return ok(unverifiedActs(chartsOf(known.value).map(chart => viewOf(known.value, chart, clock.now()))));
    },
  };
}

/** The EHR's order as the copy has it; null for one of the ward. */
const ofEhr = (received: readonly MedicationOrder[], id: string): MedicationOrder | null =>
  received.find(order => order.id === id) ?? null;

/** An order that something can still be done with. */
function standing(view: PatientView, id: string): Result<OrderView, { kind: 'order-unknown' | 'not-now'; why: string }> {
  const found = view.orders.find(({ order }) => order.id === id);
  const over = found?.over ?? view.stoppedOrders.some(({ order }) => order.id === id);
  if (over) return err({ kind: 'not-now', why: 'This order is stopped. If it is given again, write it as a new order.' });
  return found
    ? ok(found)
    : err({ kind: 'order-unknown', why: 'This order is not known here any more: look at the list again.' });
}

/** Why this can't be done with the order now; null when it can. */
function whyNot(said: OrderStepSaid, { flags }: OrderView, now: Instant, zone: Zone): string | null {
  const held = flags.includes('on-hold');
  switch (said.kind) {
    case 'order-held':
      return held ? 'This order is on hold already.' : null;
    case 'order-resumed':
      return held ? null : 'This order is not on hold.';
    case 'order-stopped':
      return Math.abs(epochMs(said.stops) - epochMs(now)) > STOP_AHEAD_DAYS * DAY_MS
        ? `A stop ${paperDateTime(said.stops, zone)} cannot be right: check the date.`
        : null;
  }
}

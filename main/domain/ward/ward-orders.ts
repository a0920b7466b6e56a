import type { Chart } from '../chart.ts';
import type { MedicationOrder } from '../order.ts';
import { endOf, epochMs, startOf, type Instant, type Zone } from '../time.ts';
import { timingWords } from '../timing-words.ts';
import type { OnWard, OrderStepView } from './on-ward.ts';
import { orderCourses, type OrderCourse, type OrderStep } from './order-course.ts';
import type { WardCourse } from './ward-course.ts';
import { asMedicationOrder, NOT_IN_FORMULARY, orderText } from './written-order.ts';

/** A chart with the ward's orders among the EHR's, and what the ward did with which of them, by the order's id. */
export interface ChartOnWard {
  chart: Chart;
  onWard: ReadonlyMap<string, OnWard>;
}

/**
 * Puts what the ward did with a patient's orders into the chart: orders written here, and the EHR's as changed, held, resumed or stopped.
 * Everything that works on the chart's orders then works on them. An order that is not known here is said in the chart's warnings.
 */
export function withOrders(received: Chart, course: WardCourse, zone: Zone): ChartOnWard {
  const courses = orderCourses(course, received.identity.id);
  if (courses.length === 0) return { chart: received, onWard: new Map() };
  const { orders } = received.sections;
  const items = new Map(orders.items.map(order => [order.id, order]));
  const onWard = new Map<string, OnWard>();
  const unknown: string[] = [];
  for (const own of courses) {
    if (own.steps.length === 0) continue;
    const merged = mergedOrder(own, items.get(own.order) ?? null, zone);
    if (merged === null) unknown.push(unknownWords(own));
    else {
      items.set(own.order, merged.order);
      onWard.set(own.order, merged.onWard);
    }
  }
  const sections = { ...received.sections, orders: { ...orders, items: [...items.values()] } };
  return { chart: { ...received, sections, warnings: [...unknown, ...received.warnings] }, onWard };
}

const unknownWords = ({ order, steps }: OrderCourse): string =>
  `ON THE WARD an order that is not known here (${order}) was ${steps.at(-1)!.act.kind.replace('order-', '')}: find its order sheet`;

/** An order after what the ward did with it; null when neither the EHR nor anybody here says what it is. */
function mergedOrder(
  own: OrderCourse,
  inChart: MedicationOrder | null,
  zone: Zone,
): { order: MedicationOrder; onWard: OnWard } | null {
  const known = inChart ?? ehrBefore(own);
  const name = { id: own.order, number: known?.number ?? own.order };
  const written = own.contents.map(({ act }) => ({
    ...asMedicationOrder(act.content, name, act.happenedAt),
    ...(known && { notes: [...known.notes, ...(act.content.notInFormulary ? [NOT_IN_FORMULARY] : [])] }),
    ...(known?.drug.name === act.content.drug.name && { drug: known.drug }),
  }));
  const [first, ...others] = written;
  const base = first ?? known;
  if (!base) return null;
  const conflicts = [...(own.conflict ? [RIVALS] : []), ...newerEhr(own, inChart)];
  const order = { ...base, dosages: [...base.dosages, ...others.flatMap(other => other.dosages)] };
  const stoppedAt = conflicts.length > 0 ? null : stopOf(own);
  const counting = [...own.statuses, ...own.contents];
  const onWard: OnWard = {
    origin: known ? 'ehr' : 'ward',
    steps: counting.map(stepView),
    earlier: own.steps.filter(({ version }) => !counting.some(step => step.version === version)).map(stepView),
    was: wasWords(own),
    conflicts,
    stoppedAt,
  };
  const paused = own.pause === null ? order : { ...order, status: own.pause === 'held' ? 'on-hold' : 'active' };
  return { order: stoppedAt === null ? paused : stoppedFrom(paused, stoppedAt, zone), onWard };
}

const RIVALS = 'people recorded the following without knowing of each other';

/** The EHR's order as the newest act upon it had it; null for an order of the ward. */
function ehrBefore({ steps }: OrderCourse): MedicationOrder | null {
  return steps.flatMap(({ act }) => (act.kind !== 'order-written' && act.ehr ? [act.ehr] : [])).at(-1) ?? null;
}

/** Does the copy say something else of it than what the newest acts were written upon? A stop leaves nothing to compare, once the EHR has none. */
function newerEhr({ contents, statuses }: OrderCourse, inChart: MedicationOrder | null): string[] {
  const stopped = statuses.length > 0 && statuses.every(({ act }) => act.kind === 'order-stopped');
  const upon = (stopped ? statuses : [...contents, ...statuses]).flatMap(({ act }) =>
    act.kind === 'order-written' || act.ehr === null ? [] : [act.ehr],
  );
  const [ehr] = upon;
  if (!ehr || (stopped && inChart === null)) return [];
  if (inChart === null)
    return [`the EHR's copy here does not have this order; when this was written down, it said: ${orderWords(ehr)}`];
  return upon.every(before => sameOrder(before, inChart))
    ? []
    : [`the EHR's copy says something else now than when this was written down: ${orderWords(inChart)}`];
}

/** Compared as stored: keys in any sequence, and what is absent like what is null. */
const sameOrder = (a: MedicationOrder, b: MedicationOrder): boolean => plainJson(a) === plainJson(b);
const plainJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part)
            .filter(([, own]) => own !== null && own !== undefined)
            .sort(([x], [y]) => (x < y ? -1 : 1)),
        )
      : part,
  );

/** "lisinopril 10 mg tablet, 10 mg, PO, daily (on-hold)": an order in a line. */
export function orderWords({ drug, dosages, status }: MedicationOrder): string {
  const lines = dosages.map(({ dose, rate, route, timing, text }) =>
    [
      ...[dose, rate, route].filter(part => part !== null && text?.includes(part) !== true),
      text ?? timingWords(timing, null),
    ].join(', '),
  );
  return [drug.name, ...lines].join(', ') + (status === 'active' ? '' : ` (${status})`);
}

/** The words before the newest: the EHR's, else those written here before. */
function wasWords(own: OrderCourse): string | null {
  const changed = own.contents.find(({ act }) => act.kind === 'order-changed');
  if (!changed) return null;
  const ehr = ehrBefore(own);
  if (ehr) return orderWords(ehr);
  const before = own.steps.findLast(
    step => 'content' in step.act && !own.contents.some(newest => newest.version === step.version),
  );
  return before && 'content' in before.act ? contentWords(before.act.content) : null;
}

const contentWords = (content: Parameters<typeof orderText>[0]): string => `${content.drug.name}, ${orderText(content)}`;

const stepView = ({ version, act, by, recordedAt, verified }: OrderStep): OrderStepView => ({
  version,
  kind: act.kind,
  happenedAt: act.happenedAt,
  prescriber: 'content' in act ? act.content.prescriber : act.prescriber,
  reason: act.kind === 'order-written' ? null : act.reason,
  readBack: 'content' in act ? act.readBack : null,
  stops: act.kind === 'order-stopped' ? act.stops : null,
  says: 'content' in act ? contentWords(act.content) : null,
  by,
  recordedAt,
  verified,
});

/** The earliest of what was said to be its stop; null while it goes on. */
function stopOf({ statuses }: OrderCourse): Instant | null {
  const stops = statuses.flatMap(({ act }) => (act.kind === 'order-stopped' ? [act.stops] : []));
  return stops.sort((a, b) => epochMs(a) - epochMs(b))[0] ?? null;
}

/** Ends at its stop, unless it ended before; one stopped before its start never begins. */
function stoppedFrom(order: MedicationOrder, stop: Instant, zone: Zone): MedicationOrder {
  const own = order.stop === null ? null : endOf(order.stop, zone);
  const start = order.start === null ? null : startOf(order.start, zone);
  return {
    ...order,
    stop: own !== null && epochMs(own) < epochMs(stop) ? order.stop : stop,
    start: start !== null && epochMs(start) > epochMs(stop) ? stop : order.start,
  };
}

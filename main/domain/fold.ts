import type { Administration } from './administration.ts';
import { allergyMatches } from './allergy-check.ts';
import { allergiesConflict, allergyState, statedAbsence } from './allergy.ts';
import { SECTION_TITLES, type Chart, type Entry, type SectionName, type SectionRow } from './chart.ts';
import { flagsOf, needsTwoInitials } from './drug-marks.ts';
import { dueTimes, startsAt, stopsAt, type Window } from './due-times.ts';
import type { KioskEvent } from './event.ts';
import { freshness } from './freshness.ts';
import { earliestNext } from './earliest-next.ts';
import {
  ADMINISTRATION_HOURS,
  asGivenDose,
  dosesOf,
  lastDoseOf,
  sameDrugUnlinked,
  wasGiven,
  youngestFirst,
} from './last-given.ts';
import type { MedicationOrder } from './order.ts';
import { printedSheets } from './printed-sheets.ts';
import { unreachable } from './result.ts';
import { safeSpelling } from './safe-spelling.ts';
import { safeView } from './safe-view.ts';
import { scheduleOf, type DueTime, type Schedule } from './schedule.ts';
import type { Section } from './section.ts';
import type { Site } from './site.ts';
import { silenceWords } from './silence.ts';
import { ageInWords, epochMs, plusMinutes, type Instant } from './time.ts';
import { latest, trendsOf } from './trends.ts';
import { clockWords } from './wall-clock.ts';
import { explainedDoses } from './unconfirmed.ts';
import type { CodeStatusView, GivenDose, OrderGroup, OrderView, PatientView } from './view.ts';
import { NO_BEDS, type HeldBeds } from './ward/held-beds.ts';
import { placed, stayOf, type Stay } from './ward/stay.ts';
import { takenBackOrders } from './ward/taken-back.ts';
import { untilDeparture } from './ward/until-departure.ts';
import { wardCourse } from './ward/ward-course.ts';
import { wardFlags, type OnWard } from './ward/on-ward.ts';
import { dosesKnown, withDoseDoubts, withDoses, type DosesKnown } from './ward/ward-doses.ts';
import { withOrders } from './ward/ward-orders.ts';
import { withRegistration } from './ward/with-registration.ts';

/** So many of them stand on an order; all of them stand in the summary. */
const UNLINKED_SHOWN = 3;

/** What a fold needs besides the chart: the ward's events, the moment, the window of the MAR, the site's rules. */
export interface FoldContext {
  generation: number;
  events: readonly KioskEvent[];
  now: Instant;
  window: Window;
  site: Site;
  /** The beds of the whole unit; without them nobody else's bed is known. */
  held?: HeldBeds;
}

/** A chart as received, with what happened on the ward since. */
export interface ChartOnWard {
  received: Chart;
  /** With the ward's places, orders and doses in it. */
  chart: Chart;
  stay: Stay;
  /** What the ward did with an order, by the order's id. */
  onWard: ReadonlyMap<string, OnWard>;
}

/** view = fold(chart, events, now): the one computation behind screen and paper. */
export const foldPatient = (received: Chart, context: FoldContext): PatientView =>
  foldChart(chartOnWard(received, context), context);

/** The chart as the EHR sent it, with what happened on the ward since. */
export function chartOnWard(received: Chart, context: FoldContext): ChartOnWard {
  const { now, site, held = NO_BEDS } = context;
  const course = wardCourse(context.events);
  const stay = stayOf(received, { course, held, now, zone: site.zone });
  const { chart, onWard } = withOrders(placed(received, stay), course, site.zone);
  return { received, chart: withDoses(chart, context), stay, onWard };
}

/** The view of a chart in which what happened on the ward stands already. */
export function foldChart({ received, chart, stay, onWard }: ChartOnWard, context: FoldContext): PatientView {
  const { now, site, window } = context;
  const { sections } = chart;
  const known = new Set(sections.orders.items.map(o => o.id));
  const unlinkedDoses = sections.administrations.items
    .filter(a => a.orderId === null || !known.has(a.orderId))
    .sort(youngestFirst);
  const orders = sections.orders.items
    .map(order => foldOrder(order, onWard.get(order.id) ?? null, chart, unlinkedDoses, context))
    .map(order => untilDeparture(order, stay))
    .sort(byGroupThenDrug);
  const stoppedOrders = orders.filter(order => hasLeftMar(order, window));
  const view: PatientView = {
    identity: chart.identity,
    encounter: chart.encounter,
    now,
    asOf: chart.asOf,
    freshness: freshness(chart.asOf, now, site.freshness),
    generation: context.generation,
    age: ageInWords(chart.identity.birthDate, now, site.zone),
    weight: latest(sections.vitals.items, ['29463-7', '3141-9'], /\bweight\b/i),
    height: latest(sections.vitals.items, ['8302-2'], /\bheight\b/i),
    allergies: {
      state: allergyState(sections.allergies),
      conflict: allergiesConflict(sections.allergies),
      listed: sections.allergies.items.filter(a => a.negates === null),
      silence: silenceOf(sections.allergies) ?? statedAbsence(sections.allergies),
    },
    codeStatus: codeStatusOf(sections.codeStatus.items),
    isolation: { listed: sections.flags.items, silence: silenceOf(sections.flags) },
    window,
    orders: orders.filter(order => !stoppedOrders.includes(order)),
    stoppedOrders,
    takenBack: takenBackOrders(wardCourse(context.events), chart, site.zone),
    homeMedicines: sections.homeMedicines.items,
    unlinkedDoses,
    problems: sections.problems.items,
    vitals: trendsOf(sections.vitals.items),
    labs: trendsOf(sections.labs.items),
    diet: sections.diet.items,
    serviceOrders: sections.serviceOrders.items,
    other: (['infusions', 'lines', 'pendingTests', 'reports', 'carePlans', 'goals', 'contacts', 'coverage'] as const).map(
      name => ({
        name,
        title: SECTION_TITLES[name],
        entries: sections[name].items as Entry[],
      }),
    ),
    sections: sectionRows(received),
    unmapped: chart.unmapped,
    warnings: [...stay.warnings, ...chart.warnings],
    stay,
    gone: chart.gone,
    registered: null,
    sheets: printedSheets(context.events, chart.identity.id),
    linked: [],
    asSent: [],
  };
  const safe = withDoseDoubts(safeView(view, safeSpelling(site.tallMan)), context);
  return withRegistration(safe, wardCourse(context.events), site.zone);
}

/** So long before the window a stopped order still stands on its MAR. */
const STOPPED_ON_MAR_HOURS = 24;

/** Stopped so long ago that only the summary says so; a stop that nobody verified, or that is in doubt, never leaves the MAR. */
const hasLeftMar = ({ onWard }: OrderView, { from }: Window): boolean =>
  onWard !== null &&
  onWard.stoppedAt !== null &&
  onWard.steps.every(({ kind, verified }) => kind !== 'order-stopped' || verified !== null) &&
  epochMs(onWard.stoppedAt) < epochMs(plusMinutes(from, -60 * STOPPED_ON_MAR_HOURS));

function foldOrder(
  order: MedicationOrder,
  onWard: OnWard | null,
  chart: Chart,
  unlinked: readonly Administration[],
  context: FoldContext,
): OrderView {
  const { now, window, site } = context;
  const { administrations, allergies } = chart.sections;
  const substances = allergies.items.filter(a => a.negates === null);
  const doses = dosesOf(order, administrations.items);
  const given = doses.find(wasGiven);
  const notGiven = doses.find(d => !wasGiven(d) && (given === undefined || epochMs(d.at) > epochMs(given.at)));
  const lastGiven = given ? asGivenDose(given) : null;
  const starts = startsAt(order, site.zone);
  const stops = stopsAt(order, site.zone);
  const charted = doses.map(asGivenDose).reverse();
  const looseDoses = sameDrugUnlinked(order, unlinked);
  const doubtful = [
    ...doses.filter(d => d.outcome === 'unknown'),
    ...looseDoses.filter(d => wasGiven(d) || d.outcome === 'unknown'),
  ];
  const known = dosesKnown(chart, order.id, context);
  const own = scheduleOf(order, site.administrationTimes, lastDoseOf(given, doubtful, known));
  const schedule = onWard && onWard.conflicts.length > 0 ? untimed(own) : own;
  const isOver = onWard !== null && onWard.stoppedAt !== null && epochMs(onWard.stoppedAt) <= epochMs(now);
  // A one-time order of which a dose was given is not due any more, however early that was.
  const oneGiven = schedule.kind === 'once' && given !== undefined;
  const dueIn = (from: Instant, to: Instant): DueTime[] => (oneGiven ? [] : dueTimes(order, schedule, { from, to }, site.zone));
  const reach = reachOf(schedule);
  const due = dueIn(window.from, window.to);
  const dueBeforeWindow = dueIn(backTo(window, reach.back, knownFrom(known, chart, now)), window.from);
  const silence = lastGiven ? null : known.silence;
  const earliest =
    schedule.kind === 'prn' && !isOver
      ? earliestNext(order, schedule, {
          given: doses.filter(wasGiven),
          doubtful,
          ...known,
        })
      : null;
  return {
    order,
    group: groupOf(schedule),
    schedule,
    due,
    dueBeforeWindow,
    nextDue: nextDue(dueIn, reach.ahead, charted, now),
    lastGiven,
    charted,
    lastNotGiven: notGiven ? asGivenDose(notGiven) : null,
    lastGivenSilence: silence,
    unlinkedSameDrug: looseDoses.slice(0, UNLINKED_SHOWN).map(asGivenDose),
    earliestNext: earliest?.at ?? null,
    earliestNextWhy: earliest?.why ?? null,
    flags: [
      ...(onWard ? wardFlags(onWard) : []),
      ...flagsOf(order, site, now, starts, stops).filter(flag => !(isOver && flag === 'stopped-by-date')),
    ],
    needsTwoInitials: needsTwoInitials(order, schedule, site.twoInitials),
    allergyMatches: allergyMatches(order, substances, site.allergyCheck),
    asSent: [],
    warnings: [
      ...statusWarnings(order, schedule),
      ...schedule.contradictions.map(words => `CONTRADICTION: ${words}`),
      ...schedule.warnings,
      ...due.flatMap(({ at, clock }) => (clock ? [clockWords(at, clock, site.zone)] : [])),
      ...order.unread.map(part => `COULD NOT BE READ: ${part}`),
    ],
    startsAt: starts,
    stopsAt: stops,
    onWard,
    over: isOver,
  };
}

/** What people said differently of an order has no times until the prescriber is asked. */
function untimed(schedule: Schedule): Schedule {
  if (schedule.kind !== 'times' && schedule.kind !== 'once') return schedule;
  const { words, warnings, contradictions } = schedule;
  const why = 'different things were said of this order, see its conflict';
  return { kind: 'not-known', source: 'none', why, words, warnings, contradictions, confidence: 'none' };
}

const HOURS_OF_DAY = 24;

/**
 * How far due times are looked for: so many hours back, and so many days ahead, the near ones first. Doses that come less than daily are
 * looked for farther: back to the time before, so that a patch or a weekly dose that nobody charted is asked for until the next.
 */
function reachOf(schedule: Schedule): { back: number; ahead: number[] } {
  const daily = { back: HOURS_OF_DAY, ahead: [2, 8] };
  if (schedule.kind !== 'times') return daily;
  const { days, everyDays, everyMonths, interval } = schedule;
  if (everyMonths > 0) return { back: 31 * everyMonths * HOURS_OF_DAY, ahead: [40, 400] };
  const rare = days.length > 0 || everyDays > 1 || (interval !== null && interval.minutes > HOURS_OF_DAY * 60);
  if (!rare) return daily;
  const apart = Math.max(days.length > 0 ? 7 * HOURS_OF_DAY : 0, everyDays * HOURS_OF_DAY, (interval?.minutes ?? 0) / 60);
  return { back: Math.max(ADMINISTRATION_HOURS, apart), ahead: [8, 40] };
}

/** The first time to come that no charted dose explains: one given a little early is not asked for again. */
function nextDue(
  dueIn: (from: Instant, to: Instant) => DueTime[],
  ahead: number[],
  charted: GivenDose[],
  now: Instant,
): DueTime | null {
  const dueBeforeWindow = dueIn(plusMinutes(now, -HOURS_OF_DAY * 60), now);
  for (const days of ahead) {
    const due = dueIn(now, plusMinutes(now, days * HOURS_OF_DAY * 60));
    const open = explainedDoses({ due, dueBeforeWindow, charted }).find(
      d => d.charted === null && epochMs(d.due.at) >= epochMs(now),
    );
    if (open) return open.due;
  }
  return null;
}

/** A grid says by itself that its order is on hold; lines to write on must be told. */
function statusWarnings(order: MedicationOrder, schedule: Schedule): string[] {
  if (order.status === 'on-hold')
    return schedule.kind === 'prn' || schedule.kind === 'once' ? ['ON HOLD: do not give until the prescriber resumes it'] : [];
  return order.status === 'active' ? [] : [`THE EHR CALLS THIS ORDER "${order.status}": verify that it is active`];
}

/** Since when charted doses could explain a due time: since doses are known, or only since the copy where they were never received. */
const knownFrom = ({ hours }: DosesKnown, chart: Chart, now: Instant): Instant =>
  hours > 0 ? plusMinutes(now, -60 * hours) : chart.asOf;

/** How far back due times are compared with what was charted: so many hours before the window, but not where nobody knows. */
const backTo = (window: Window, hours: number, known: Instant): Instant =>
  earlier(later(plusMinutes(window.from, -60 * hours), known), window.from);

const later = (a: Instant, b: Instant): Instant => (epochMs(a) > epochMs(b) ? a : b);
const earlier = (a: Instant, b: Instant): Instant => (epochMs(a) < epochMs(b) ? a : b);

function groupOf(schedule: Schedule): OrderGroup {
  switch (schedule.kind) {
    case 'times':
      return 'scheduled';
    case 'continuous':
      return 'infusion';
    case 'not-known':
      return 'times-not-known';
    case 'once':
    case 'prn':
      return schedule.kind;
    default:
      return unreachable(schedule);
  }
}

const GROUP_ORDER: OrderGroup[] = ['scheduled', 'times-not-known', 'infusion', 'once', 'prn'];

const byGroupThenDrug = (a: OrderView, b: OrderView): number =>
  GROUP_ORDER.indexOf(a.group) - GROUP_ORDER.indexOf(b.group) ||
  (a.due[0] && b.due[0] ? epochMs(a.due[0].at) - epochMs(b.due[0].at) : Number(b.due.length > 0) - Number(a.due.length > 0)) ||
  a.order.drug.name.localeCompare(b.order.drug.name) ||
  a.order.number.localeCompare(b.order.number);

/** Several different statements are shown as a conflict with all of them; silence is never a default (fhir.md section 2). */
function codeStatusOf(statements: Chart['sections']['codeStatus']['items']): CodeStatusView {
  const [first] = [...statements].sort((a, b) => (b.at ?? '').localeCompare(a.at ?? '') || a.id.localeCompare(b.id));
  if (!first) return { kind: 'not-in-feed' };
  const different = new Set(statements.map(s => s.text.trim().toLowerCase()));
  if (different.size > 1) return { kind: 'conflicting', statements };
  return { kind: 'stated', text: first.text, source: first.source, at: first.at };
}

/** Which parts there are and how old: one row each, in the order a ward asks. */
export const sectionRows = (chart: Chart): SectionRow[] =>
  Object.entries(SECTION_TITLES).map(([name, title]) => {
    const { status, asOf, reason, items } = chart.sections[name as SectionName];
    return { name: name as SectionName, title, status, asOf, reason, count: items.length };
  });

const silenceOf = (section: Section<unknown>): string | null => (section.items.length > 0 ? null : silenceWords(section));

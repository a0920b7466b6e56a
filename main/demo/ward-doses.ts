import type { FhirResource, MedicationAdministration, Quantity } from 'fhir/r4';
import { epochMs, type Instant } from '../domain/time.ts';
import type { Seeded } from './seeded.ts';
import { local, type WardFrame } from './ward-frame.ts';
import type { WardOrder } from './ward-orders.ts';
import type { Person } from './ward-people.ts';
import { quantity } from './ward-quantities.ts';
import { RHYTHMS, routeConcept } from './ward-rhythms.ts';
import { nurse } from './ward-staff.ts';
import { bedsideGlucose } from './ward-glucose.ts';

const HOURS_READ = 48;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** What was charted for a person's orders in the last 48 hours, at the orders' own times and never later than now. */
export function dosesOf(frame: WardFrame, person: Person, orders: readonly WardOrder[]): FhirResource[] {
  return orders.flatMap(order => {
    const { plan, start } = order;
    if (plan.charted === 'never' || (plan.status !== undefined && plan.status !== 'active')) return [];
    if (plan.categories?.includes('continuous')) return running(frame, person, order);
    if (plan.categories?.includes('sliding scale')) return scaleDoses(frame, person, order);
    if (Array.isArray(plan.charted)) return asNeededDoses(frame, person, order, plan.charted);
    if (plan.prn) return asNeededDoses(frame, person, order, frame.random(`prn:${order.key}`).pick([[], [9], [5, 13], [26]]));
    if (plan.onceAt !== undefined) return plan.onceAt < 0 ? [given(frame, person, order, frame.from(plan.onceAt + 4), 0)] : [];
    const earliest = Math.max(epochMs(start), epochMs(frame.now) - HOURS_READ * 3_600_000);
    const due = dueTimes(frame, order).filter(at => epochMs(at) >= earliest);
    return due.flatMap((at, i) => scheduledDose(frame, person, order, at, i, i === due.length - 1));
  });
}

/** The order's times of today and the two days before, up to half an hour ago. */
function dueTimes(frame: WardFrame, { plan, start }: WardOrder): Instant[] {
  if (!plan.rhythm) return [];
  const row = RHYTHMS[plan.rhythm];
  const clocks = [...(plan.times ?? row.times), ...(plan.and?.times ?? [])].sort();
  const days = plan.days ?? row.repeat.dayOfWeek;
  if (plan.rhythm === 'Q72H') return [start];
  return [-2, -1, 0]
    .filter(day => !days || (days as string[]).includes(DAYS[frame.weekday(day) - 1]!))
    .flatMap(day => clocks.map(clock => frame.at(day, clock)))
    .filter(at => epochMs(at) <= epochMs(frame.now) - 30 * 60_000);
}

function scheduledDose(
  frame: WardFrame,
  person: Person,
  order: WardOrder,
  due: Instant,
  i: number,
  last: boolean,
): FhirResource[] {
  const chance = frame.random(`dose:${order.key}:${due}`);
  const early = chance.whole(-15, 25);
  const minutes = Math.round((epochMs(due) - epochMs(frame.now)) / 60_000) + early;
  const at = frame.from(Math.min(minutes, -1));
  const dose = given(frame, person, order, at, i);
  if (last && order.plan.charted === 'last-refused') return [notDone(dose, 'Patient refused')];
  if (last && order.plan.charted === 'last-held') return [notDone(dose, 'Held: vital signs outside parameters', 'on-hold')];
  if (last && order.plan.charted === 'last-not-given') return [notGivenThoughCompleted(dose)];
  if (chance.chance(0.025)) return [notDone(dose, chance.pick(['Patient refused', 'Patient off unit', 'Drug not available']))];
  if (chance.chance(0.02)) return [];
  if (chance.chance(0.03)) delete dose.request;
  return [dose];
}

function given(
  frame: WardFrame,
  person: Person,
  { plan, key, request }: WardOrder,
  at: Instant,
  i: number,
): MedicationAdministration {
  const chance = frame.random(`given:${key}:${at}`);
  const dose = doseGiven(plan.dose, chance);
  return {
    resourceType: 'MedicationAdministration',
    id: frame.id('MedicationAdministration', `${key}:${at}:${i}`),
    status: 'completed',
    ...(request.medicationReference?.reference?.startsWith('#') || !request.medicationReference
      ? { medicationCodeableConcept: request.medicationCodeableConcept ?? { text: plan.drug } }
      : { medicationReference: request.medicationReference }),
    subject: frame.ref('Patient', person.key),
    context: frame.ref('Encounter', person.key),
    effectiveDateTime: at,
    performer: [{ actor: nurse(frame, chance.whole(0, 5)) }],
    request: frame.ref('MedicationRequest', key),
    dosage: {
      ...(plan.route ? { route: routeConcept(plan.route) } : {}),
      ...(dose ? { dose } : {}),
      method: { coding: [{ system: local('administration-method'), code: 'Administered' }], text: 'Administered' },
    },
  };
}

/** The dose ordered, or one within the range ordered. */
function doseGiven(ordered: string | undefined, chance: Seeded): Quantity | null {
  if (!ordered || !/^\d/.test(ordered)) return null;
  const [, low, high, unit] = /^([\d.]+)–([\d.]+)\s*(.*)$/.exec(ordered) ?? [];
  return quantity(low && high ? `${chance.pick([low, low, high])} ${unit}` : ordered);
}

function notDone(
  dose: MedicationAdministration,
  why: string,
  status: 'not-done' | 'on-hold' = 'not-done',
): MedicationAdministration {
  const { dosage: _, ...rest } = dose;
  return { ...rest, status, statusReason: [{ text: why }] };
}

/** "completed", yet the method says it was not: read as given, it would hide a missed dose (fhir.md section 2). */
function notGivenThoughCompleted(dose: MedicationAdministration): MedicationAdministration {
  return {
    ...dose,
    dosage: { method: { coding: [{ system: local('administration-method'), code: 'Not Given' }], text: 'Not Given' } },
  };
}

function asNeededDoses(frame: WardFrame, person: Person, order: WardOrder, hoursAgo: readonly number[]): FhirResource[] {
  return hoursAgo
    .map((hours, i) => frame.from(-Math.round(hours * 60) - frame.random(`minute:${order.key}:${i}`).whole(0, 19)))
    .filter(at => epochMs(at) >= epochMs(order.start))
    .map((at, i) => {
      const dose = given(frame, person, order, at, i);
      return order.plan.prn ? { ...dose, reasonCode: [{ text: order.plan.prn.reason }] } : dose;
    });
}

/** Correction insulin by the bedside glucose of the same minute: a step for every 50 mg/dL from 150 on, of 2 units or, in the low scale, 1. */
function scaleDoses(frame: WardFrame, person: Person, order: WardOrder): FhirResource[] {
  const unitsPerStep = order.plan.dose === '0–4 units' ? 1 : 2;
  return bedsideGlucose(frame, person)
    .filter(({ at, value }) => value >= 150 && epochMs(at) >= epochMs(order.start))
    .map(({ at, value }, i) => {
      const dose = given(frame, person, order, at, i);
      const units = Math.floor((value - 100) / 50) * unitsPerStep;
      return { ...dose, dosage: { ...dose.dosage, dose: quantity(`${units} units`) } };
    });
}

/** A running infusion: an earlier bag that is finished, and the one that hangs now with its present rate. */
function running(frame: WardFrame, person: Person, order: WardOrder): FhirResource[] {
  const hours = Math.max(1, Math.round((epochMs(frame.now) - epochMs(order.start)) / 3_600_000));
  const change = frame.from(-Math.min(hours, 8) * 60 + 5);
  const rate = order.plan.rate ? { rateQuantity: quantity(order.plan.rate) } : {};
  const bag = (i: number, status: 'completed' | 'in-progress', from: Instant, until?: Instant): MedicationAdministration => {
    const { effectiveDateTime: _, ...dose } = given(frame, person, order, from, i);
    const method = { text: 'Continuous infusion' };
    return {
      ...dose,
      status,
      effectivePeriod: { start: from, ...(until ? { end: until } : {}) },
      dosage: { ...(order.plan.route ? { route: routeConcept(order.plan.route) } : {}), method, ...rate },
    };
  };
  if (hours <= 9) return [bag(0, 'in-progress', order.start)];
  return [bag(0, 'completed', order.start, change), bag(1, 'in-progress', change)];
}

import type { Dosage, MedicationRequest, Timing } from 'fhir/r4';
import { epochMs, type Instant } from '../domain/time.ts';
import { orderCategories, saidDrug } from './ward-drugs.ts';
import { local, localExtension, localIdentifier, type WardFrame } from './ward-frame.ts';
import type { Person } from './ward-people.ts';
import type { OrderPlan } from './ward-plan.ts';
import { doseAndRate, ratio } from './ward-quantities.ts';
import { RHYTHMS, ROUTES, routeConcept } from './ward-rhythms.ts';
import { attending } from './ward-staff.ts';

/** An order as planned and as sent, with the moments between which doses were given. */
export interface WardOrder {
  plan: OrderPlan;
  key: string;
  start: Instant;
  stop: Instant | null;
  request: MedicationRequest;
}

/** A person's orders as MedicationRequests; `firstNumber` is the order number of the first. */
export function ordersOf(
  frame: WardFrame,
  person: Person,
  plans: readonly OrderPlan[],
  firstNumber: number,
  prefix = '',
): WardOrder[] {
  return plans.map((plan, i) => orderOf(frame, person, plan, `${person.key}:${prefix}${i}`, String(firstNumber + i * 7)));
}

function orderOf(frame: WardFrame, person: Person, plan: OrderPlan, key: string, number: string): WardOrder {
  const chance = frame.random(`order:${key}`);
  const admitted = (epochMs(frame.now) - epochMs(frame.at(-person.days, '16:40'))) / 3_600_000 - 0.5;
  const begun = plan.sinceHours ?? chance.whole(Math.min(18, Math.floor(admitted)), 120);
  const hours = plan.onceAt !== undefined ? 1 - plan.onceAt / 60 : plan.setting === undefined ? Math.min(begun, admitted) : begun;
  const start = plan.onceAt !== undefined && plan.onceAt > 0 ? frame.from(plan.onceAt) : frame.from(-Math.round(hours * 60));
  const authored = hours < 0 || epochMs(start) > epochMs(frame.now) ? frame.from(-90) : frame.from(-Math.round(hours * 60) - 15);
  const stop = plan.untilHours === undefined ? null : frame.from(Math.round(plan.untilHours * 60));
  const bounded = chance.chance(0.5);
  const displayOnly = chance.chance(0.1);
  const shown = plan.number === undefined ? number : plan.number;
  const dosage = dosagesOf(frame, plan, chance, bounded ? start : null, bounded ? stop : null);
  const request: MedicationRequest = {
    resourceType: 'MedicationRequest',
    id: frame.id('MedicationRequest', key),
    ...(plan.pending === 'extension'
      ? { extension: [{ url: localExtension('pharmacy-verification'), valueString: 'Pending pharmacy verification' }] }
      : {}),
    ...(shown === null ? {} : { identifier: [localIdentifier('order', shown)] }),
    status: plan.status ?? 'active',
    ...(plan.status === 'on-hold' && plan.note ? { statusReason: { text: plan.note } } : {}),
    intent: plan.intent ?? 'order',
    category: orderCategories(plan.setting ?? 'inpatient', [
      ...(plan.categories ?? []),
      ...(plan.pending === 'category' ? ['Pending pharmacy verification'] : []),
    ]),
    ...saidDrug(frame, plan, key),
    subject: frame.ref('Patient', person.key),
    encounter: frame.ref('Encounter', person.key),
    authoredOn: authored,
    requester: displayOnly
      ? { display: attending(frame, person.illness.service).display! }
      : attending(frame, person.illness.service),
    ...(plan.indication ? { reasonCode: [{ text: plan.indication }] } : {}),
    ...(plan.note ? { note: [{ text: plan.note }] } : {}),
    ...(dosage.length ? { dosageInstruction: dosage } : {}),
    ...(bounded && dosage.some(d => d.timing?.repeat)
      ? {}
      : { dispenseRequest: { validityPeriod: { start, ...(stop ? { end: stop } : {}) } } }),
  };
  return { plan, key, start, stop, request };
}

type Chance = ReturnType<WardFrame['random']>;

function dosagesOf(frame: WardFrame, plan: OrderPlan, chance: Chance, start: Instant | null, stop: Instant | null): Dosage[] {
  const { and, ...first } = plan;
  const lines = and ? [first, { drug: plan.drug, ...and, timing: 'both' as const }] : [first];
  return lines.flatMap((line, i) => {
    const timing = timingOf(frame, line, chance, start, stop);
    const text = line.text === undefined ? wordsOf(line) : line.text;
    const ordered = doseAndRate(line.dose, line.amount, line.rate);
    if (text === null && !timing && !ordered && !line.route) return [];
    return [
      {
        ...(and ? { sequence: i + 1 } : {}),
        ...(text === null ? {} : { text }),
        ...(line.instructions ? { additionalInstruction: line.instructions.map(words => ({ text: words })) } : {}),
        ...(timing ? { timing } : {}),
        ...asNeeded(line, chance),
        ...(line.route ? { route: routeConcept(line.route) } : {}),
        ...(ordered ? { doseAndRate: ordered } : {}),
        ...(line.prn?.max ? { maxDosePerPeriod: ratio(line.prn.max) } : {}),
      } satisfies Dosage,
    ];
  });
}

function asNeeded({ prn }: OrderPlan, chance: Chance): Pick<Dosage, 'asNeededBoolean' | 'asNeededCodeableConcept'> {
  if (!prn) return {};
  return chance.chance(0.3) ? { asNeededBoolean: true } : { asNeededCodeableConcept: { text: prn.reason } };
}

function timingOf(frame: WardFrame, plan: OrderPlan, chance: Chance, start: Instant | null, stop: Instant | null): Timing | null {
  const bounds = start ? { boundsPeriod: { start, ...(stop ? { end: stop } : {}) } } : {};
  const own = (code: string) => ({ coding: [{ system: local('order-frequency'), code, display: code }], text: code });
  if (plan.eventsAt) return { event: plan.eventsAt.map(minutes => frame.from(minutes)) };
  if (plan.onceAt !== undefined) return { event: [frame.from(plan.onceAt)], code: own('ONCE') };
  if (plan.prn) {
    const every = plan.prn.everyHours;
    if (!every) return null;
    return {
      repeat: { ...bounds, frequency: 1, period: every, periodUnit: 'h' },
      code: own(`Q${every}H${chance.chance(0.3) ? ':PRN' : ' PRN'}`),
    };
  }
  if (!plan.rhythm) return plan.code ? { code: own(plan.code) } : null;
  const row = RHYTHMS[plan.rhythm];
  const days = plan.days ? { dayOfWeek: plan.days as NonNullable<Timing['repeat']>['dayOfWeek'] & object } : {};
  const counted = plan.times && row.repeat.periodUnit === 'd' ? { frequency: plan.times.length } : {};
  const timeOfDay = plan.times ? { timeOfDay: plan.times.map(clock => `${clock}:00`) } : {};
  const structure = plan.repeat ?? { ...row.repeat, ...counted, ...days, ...timeOfDay };
  const { when, ...withoutWhen } = structure;
  const repeat = { ...bounds, ...(plan.times || !when ? withoutWhen : structure) };
  const code = plan.code
    ? own(plan.code)
    : { coding: [{ system: row.system, code: row.code, display: row.words }], text: row.code };
  const mustRepeat = plan.times !== undefined || plan.days !== undefined || row.repeat.dayOfWeek !== undefined;
  const style = plan.timing ?? (mustRepeat ? 'both' : chance.pick(['both', 'both', 'code', 'repeat'] as const));
  return { ...(style === 'code' ? {} : { repeat }), ...(style === 'repeat' ? {} : { code }) };
}

/** The order as the EHR would say it. */
function wordsOf({ dose, route, rhythm, prn, onceAt, days }: OrderPlan): string {
  const when = prn
    ? `${prn.everyHours ? `every ${prn.everyHours} hours ` : ''}as needed for ${prn.reason}`
    : onceAt !== undefined
      ? 'once'
      : rhythm
        ? `${RHYTHMS[rhythm].words}${days ? ` on ${days.join(', ')}` : ''}`
        : 'as directed';
  return [dose, route ? ROUTES[route][1] : null, when].filter(Boolean).join(', ');
}

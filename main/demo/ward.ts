import type { FhirResource as R4Resource, Patient } from 'fhir/r4';
import type { Instant, Zone } from '../domain/time.ts';
import type { FhirResource } from './fhir-resource.ts';
import { allergiesOf } from './ward-allergies.ts';
import { aroundOf } from './ward-around.ts';
import { codeStatusOf } from './ward-code-status.ts';
import { dosesOf } from './ward-doses.ts';
import { formulary } from './ward-drugs.ts';
import { wardFrame, type WardFrame } from './ward-frame.ts';
import { laboratoryOf } from './ward-laboratory.ts';
import { conditionsOf, ordersOfCare } from './ward-orders-of-care.ts';
import { ordersOf } from './ward-orders.ts';
import { DISCHARGE_PRESCRIPTIONS, HOME_MEDICINES, PAST_ORDERS } from './ward-past-orders.ts';
import { DEPARTED, NEIGHBOURS, WARD_PEOPLE, type Person } from './ward-people.ts';
import { placesOf } from './ward-places.ts';
import type { OrderPlan } from './ward-plan.ts';
import { staffOf } from './ward-staff.ts';
import { nestedStays, pastStay, patientOf, plannedStay, stayOf } from './ward-stays.ts';
import { vitalsOf } from './ward-vitals.ts';

export { DEMO_INSTITUTION, DEMO_UNIT } from './ward-places.ts';

/** What the demo ward is made from; the same three always give the same resources. */
export interface DemoWardOptions {
  seed: number | string;
  /** All times of the ward are relative to it. */
  now: Instant;
  zone: Zone;
}

/** A synthetic hospital: 32 patients lying on 4 West, four on 5 East, and some who have left, with all that a real ward has. */
export function demoWard({ seed, now, zone }: DemoWardOptions): FhirResource[] {
  const frame = wardFrame(seed, now, zone);
  const everybody = [...WARD_PEOPLE, ...NEIGHBOURS, ...DEPARTED];
  const plans = [...everybody.flatMap(person => person.orders), ...PAST_ORDERS, ...HOME_MEDICINES, ...DISCHARGE_PRESCRIPTIONS];
  return [
    ...placesOf(frame),
    ...staffOf(frame),
    ...formulary(frame, plans),
    ...WARD_PEOPLE.flatMap((person, i) => [
      stayOf(frame, person, '4-west'),
      ...nestedStays(frame, person),
      ...chartOf(frame, person, i),
    ]),
    ...NEIGHBOURS.flatMap((person, i) => [
      stayOf(frame, person, '5-east', i < 2 ? '4-west' : undefined),
      ...chartOf(frame, person, WARD_PEOPLE.length + i),
    ]),
    ...DEPARTED.flatMap((person, i) => [
      pastStay(frame, person),
      ...chartOf(frame, person, WARD_PEOPLE.length + NEIGHBOURS.length + i),
    ]),
    plannedStay(frame, NEIGHBOURS[3]!),
    mergedRecord(frame, WARD_PEOPLE[0]!),
  ];
}

const NUMBERS_PER_PERSON = 1000;

function chartOf(frame: WardFrame, person: Person, index: number): R4Resource[] {
  const first = 480_100_013 + index * NUMBERS_PER_PERSON;
  const orders = ordersOf(frame, person, person.orders, first);
  const others: OrderPlan[] = [
    ...PAST_ORDERS.slice(index % 3, (index % 3) + 3),
    ...(index % 2 === 0 ? HOME_MEDICINES : HOME_MEDICINES.slice(0, 1)),
    ...(index % 5 === 0 ? DISCHARGE_PRESCRIPTIONS : []),
  ];
  return [
    patientOf(frame, person),
    ...allergiesOf(frame, person),
    ...orders.map(order => order.request),
    ...ordersOf(frame, person, others, first + 500, 'not-on-mar-').map(order => order.request),
    ...dosesOf(frame, person, orders),
    ...vitalsOf(frame, person),
    ...laboratoryOf(frame, person),
    ...codeStatusOf(frame, person),
    ...conditionsOf(frame, person),
    ...ordersOfCare(frame, person, index),
    ...aroundOf(frame, person, index),
  ];
}

/** An older record of the same patient, merged into the present one. */
function mergedRecord(frame: WardFrame, person: Person): Patient {
  const { communication: _, ...old } = patientOf(frame, person);
  return {
    ...old,
    id: frame.id('Patient', `${person.key}:merged`),
    active: false,
    identifier: [{ system: 'urn:oid:1.2.840.114350.1.13.0.1', value: 'Z000001' }],
    link: [{ type: 'replaced-by', other: frame.ref('Patient', person.key) }],
  };
}

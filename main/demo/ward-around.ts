import type { CarePlan, Coverage, FhirResource, Flag, Goal, RelatedPerson } from 'fhir/r4';
import { hl7, local, type WardFrame } from './ward-frame.ts';
import type { IsolationPlan, Person } from './ward-people.ts';

const ISOLATION: Record<IsolationPlan, string> = {
  contact: 'Contact isolation: MRSA',
  'contact-enteric': 'Contact enteric isolation: C. difficile',
  droplet: 'Droplet isolation: influenza A',
  airborne: 'Airborne isolation: rule out tuberculosis',
};

/** What stands around a patient: flags, care plan, goals, contacts, insurance. */
export function aroundOf(frame: WardFrame, person: Person, index: number): FhirResource[] {
  return [...flags(frame, person), ...plans(frame, person, index), contact(frame, person, index), coverage(frame, person, index)];
}

function flags(frame: WardFrame, person: Person): Flag[] {
  const { key } = person;
  const flag = (name: string, text: string, category: string, status: Flag['status'] = 'active'): Flag => ({
    resourceType: 'Flag',
    id: frame.id('Flag', `${key}:${name}`),
    status,
    category: [{ text: category }],
    code: { text },
    subject: frame.ref('Patient', key),
    encounter: frame.ref('Encounter', key),
    period: { start: frame.at(-Math.min(1, person.days), '20:30') },
  });
  return [
    ...(person.isolation ? [flag('isolation', ISOLATION[person.isolation], 'Isolation')] : []),
    ...(person.age > 70 || person.illness.service === 'Neurology' ? [flag('fall', 'Fall risk: high', 'Safety')] : []),
    ...(person.illness.diet.includes('swallow') || person.illness.diet.includes('nectar')
      ? [flag('aspiration', 'Aspiration risk', 'Safety')]
      : []),
    ...(person.interpreter ? [flag('interpreter', 'Interpreter needed', 'Communication')] : []),
    ...(key === '404-A' ? [flag('old', 'Contact isolation: VRE', 'Isolation', 'inactive')] : []),
    ...(key === '411-A' || key === '411-B'
      ? [flag('name', 'NAME ALERT: another patient of the same name on this unit', 'Safety')]
      : []),
    ...(key === '414-B'
      ? [{ ...flag('code', '', 'Safety'), code: { coding: [{ system: local('flag'), code: 'SEIZURE-PREC' }] } }]
      : []),
  ];
}

function plans(frame: WardFrame, person: Person, index: number): FhirResource[] {
  const { key, illness } = person;
  const subject = frame.ref('Patient', key);
  const encounter = frame.ref('Encounter', key);
  const period = { start: frame.at(-person.days, '22:00') };
  const text = `Care of ${illness.reason[1].toLowerCase()}`;
  const plan: CarePlan = {
    resourceType: 'CarePlan',
    id: frame.id('CarePlan', key),
    status: 'active',
    intent: 'plan',
    subject,
    encounter,
    period,
    ...(index % 8 === 5
      ? { text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${text}</div>` } }
      : { title: text }),
  };
  const goal: Goal = {
    resourceType: 'Goal',
    id: frame.id('Goal', key),
    lifecycleStatus: 'active',
    achievementStatus: hl7('goal-achievement', 'in-progress', 'In Progress'),
    description: { text: illness.goal },
    subject,
    startDate: frame.day(-person.days),
  };
  return [plan, goal];
}

const RELATIONS = ['Daughter', 'Son', 'Wife', 'Husband', 'Sister', 'Friend', 'Neighbour'];
const GIVEN = ['Anh', 'Mariam', 'Tomasz', 'Lin', 'Elena', 'Patrick', 'Kofi', 'Sofia'];

/** Whom to call; now and then only a relation and a number are known. */
function contact(frame: WardFrame, person: Person, index: number): RelatedPerson {
  const chance = frame.random(`contact:${person.key}`);
  const unnamed = index % 9 === 4 || person.nameless;
  return {
    resourceType: 'RelatedPerson',
    id: frame.id('RelatedPerson', person.key),
    active: true,
    patient: frame.ref('Patient', person.key),
    relationship: [{ text: person.nameless ? 'Found by: police officer' : chance.pick(RELATIONS) }],
    ...(unnamed ? {} : { name: [{ family: person.family, given: [chance.pick(GIVEN)] }] }),
    telecom: [{ system: 'phone', use: 'mobile', value: `+1 555 02${chance.whole(10, 99)}` }],
  };
}

function coverage(frame: WardFrame, person: Person, index: number): Coverage {
  const payor = person.age >= 65 ? 'Medicare' : index % 4 === 0 ? 'Medicaid' : 'Great Lakes Health Plan';
  return {
    resourceType: 'Coverage',
    id: frame.id('Coverage', person.key),
    status: 'active',
    beneficiary: frame.ref('Patient', person.key),
    ...(person.nameless ? {} : { subscriberId: `M${frame.random(`coverage:${person.key}`).whole(10_000_000, 99_999_999)}` }),
    payor: [{ display: person.nameless ? 'Self pay, to be verified' : payor }],
  };
}

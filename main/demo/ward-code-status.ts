import type { CodeableConcept, FhirResource, Observation, ServiceRequest } from 'fhir/r4';
import { hl7, LOINC, SNOMED, type WardFrame } from './ward-frame.ts';
import type { Person } from './ward-people.ts';
import { attending } from './ward-staff.ts';

const concept = (code: string, text: string): CodeableConcept => ({ coding: [{ system: SNOMED, code }], text });

const FULL = concept('304252001', 'Full code');
const DNR = concept('304253006', 'DNR');
const DNR_DNI = concept('304253006', 'DNR/DNI');

/** What is said about resuscitation: present, absent, without a value, or in conflict between two sources. */
export function codeStatusOf(frame: WardFrame, person: Person): FhirResource[] {
  const stated = (name: string, value: CodeableConcept | null, day: number, clock: string): Observation => ({
    resourceType: 'Observation',
    id: frame.id('Observation', `${person.key}:code-status:${name}`),
    status: 'final',
    category: [hl7('observation-category', 'social-history')],
    code: { coding: [{ system: LOINC, code: '100822-6', display: 'Cardiopulmonary resuscitation orders' }], text: 'Code status' },
    subject: frame.ref('Patient', person.key),
    encounter: frame.ref('Encounter', person.key),
    effectiveDateTime: frame.at(day, clock),
    performer: [attending(frame, person.illness.service)],
    ...(value ? { valueCodeableConcept: value } : {}),
  });
  const admitted = -person.days;
  switch (person.codeStatus) {
    case 'full':
      return [stated('admission', FULL, admitted, '18:00')];
    case 'dnr':
      return [stated('admission', DNR, admitted, '18:00')];
    case 'dnr-dni':
      return [stated('admission', DNR_DNI, admitted, '18:00')];
    case 'absent':
      return [];
    case 'two-observations':
      return [stated('admission', FULL, admitted, '18:00'), stated('later', DNR_DNI, -1, '10:40')];
    case 'full-against-dnr-order':
      return [stated('admission', FULL, admitted, '18:00'), dnrOrder(frame, person)];
    case 'without-value':
      return [stated('admission', null, admitted, '18:00')];
  }
}

/** The order form of the same thing (US Core 9), signed by somebody else. */
function dnrOrder(frame: WardFrame, person: Person): ServiceRequest {
  return {
    resourceType: 'ServiceRequest',
    id: frame.id('ServiceRequest', `${person.key}:dnr`),
    status: 'active',
    intent: 'directive',
    category: [{ coding: [{ system: LOINC, code: '100822-6', display: 'Cardiopulmonary resuscitation orders' }] }],
    code: {
      coding: [{ system: LOINC, code: 'LA33471-6', display: 'No CPR: Do Not Attempt Resuscitation.' }],
      text: 'DNR: Do Not Attempt Resuscitation',
    },
    subject: frame.ref('Patient', person.key),
    encounter: frame.ref('Encounter', person.key),
    authoredOn: frame.at(-1, '09:15'),
    requester: attending(frame, 'Medicine'),
  };
}

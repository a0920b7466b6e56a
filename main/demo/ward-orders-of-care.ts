import type { DiagnosticReport, FhirResource, NutritionOrder, ServiceRequest } from 'fhir/r4';
import { coded, hl7, local, localIdentifier, LOINC, SNOMED, type WardFrame } from './ward-frame.ts';
import type { Person } from './ward-people.ts';
import { attending } from './ward-staff.ts';

/** Orders that are no drugs: nursing, consults, tests still pending, diet; and the reports that have come. */
export function ordersOfCare(frame: WardFrame, person: Person, index: number): FhirResource[] {
  return [...serviceRequests(frame, person), ...diet(frame, person), ...reports(frame, person, index)];
}

function serviceRequests(frame: WardFrame, person: Person): FhirResource[] {
  const { key, illness } = person;
  const order = (name: string, text: string, category: string, more: Partial<ServiceRequest> = {}): ServiceRequest => ({
    resourceType: 'ServiceRequest',
    id: frame.id('ServiceRequest', `${key}:${name}`),
    identifier: [localIdentifier('order', `S${frame.random(`service:${key}:${name}`).whole(1_000_000, 9_999_999)}`)],
    status: 'active',
    intent: 'order',
    category: [{ text: category }],
    code: { text },
    subject: frame.ref('Patient', key),
    encounter: frame.ref('Encounter', key),
    authoredOn: frame.at(-Math.min(person.days, 2), '19:05'),
    requester: attending(frame, illness.service),
    ...more,
  });
  const tomorrow = { occurrenceDateTime: frame.at(1, '05:00'), priority: 'routine' as const };
  const found = [
    order('vitals', 'Vital signs every 4 hours', 'Nursing'),
    order('intake', 'Strict intake and output', 'Nursing'),
    order('activity', index(person) ? 'Up with assistance' : 'Activity as tolerated', 'Nursing'),
    order('consult', illness.consult, 'Consult'),
    order('cbc', 'CBC with differential', 'Laboratory', { code: coded(LOINC, '57021-8', 'CBC with differential'), ...tomorrow }),
    order('bmp', 'Basic metabolic panel', 'Laboratory', { code: coded(LOINC, '51990-0', 'Basic metabolic panel'), ...tomorrow }),
    order('old', 'CT abdomen with contrast', 'Imaging', { status: 'completed' }),
  ];
  if (illness.service === 'Cardiology') found.push(order('telemetry', 'Continuous cardiac telemetry', 'Nursing'));
  if (person.isolation)
    found.push(
      order('culture', 'Culture in process: collected, result pending', 'Laboratory', {
        occurrenceDateTime: frame.from(-190),
        priority: 'urgent',
      }),
    );
  if (key === '411-A') {
    const { authoredOn: _, requester: __, ...bare } = order('bare', 'Bedside commode', 'Nursing');
    found.push(bare);
  }
  return found;
}

const index = ({ age }: Person): boolean => age > 65;

function diet(frame: WardFrame, person: Person): NutritionOrder[] {
  const { key, illness } = person;
  const base: NutritionOrder = {
    resourceType: 'NutritionOrder',
    id: frame.id('NutritionOrder', key),
    status: 'active',
    intent: 'order',
    patient: frame.ref('Patient', key),
    encounter: frame.ref('Encounter', key),
    dateTime: frame.at(-Math.min(1, person.days), '17:45'),
    orderer: attending(frame, illness.service),
  };
  const thick = illness.diet.includes('nectar') ? { fluidConsistencyType: [{ text: 'Nectar thick' }] } : {};
  const oral: NutritionOrder = { ...base, oralDiet: { type: [{ text: illness.diet }], ...thick, instruction: illness.diet } };
  // A diet that is only a remark, as some feeds send it.
  if (key === '413-A') return [{ ...base, note: [{ text: illness.diet }] }];
  if (!illness.diet.includes('supplement')) return [oral];
  const supplement = {
    type: { text: 'High-protein drink' },
    quantity: { value: 237, unit: 'mL' },
    instruction: 'At 1000 and 1500',
  };
  return [oral, { ...base, id: frame.id('NutritionOrder', `${key}:supplement`), supplement: [supplement] }];
}

function reports(frame: WardFrame, person: Person, index: number): DiagnosticReport[] {
  const { key, illness } = person;
  const report: DiagnosticReport = {
    resourceType: 'DiagnosticReport',
    id: frame.id('DiagnosticReport', key),
    status: 'final',
    category: [hl7('v2-0074', illness.report.name.startsWith('Surgical') ? 'SP' : 'RAD')],
    code: { text: illness.report.name },
    subject: frame.ref('Patient', key),
    encounter: frame.ref('Encounter', key),
    effectiveDateTime: frame.at(-Math.min(2, person.days), '21:30'),
    issued: frame.at(-Math.min(1, person.days), '08:10'),
    conclusion: illness.report.conclusion,
  };
  if (index % 8 !== 3) return [report];
  const rough: DiagnosticReport = {
    ...report,
    id: frame.id('DiagnosticReport', `${key}:rough`),
    status: 'unknown',
    code: { coding: [{ system: local('imaging'), code: 'XR-4711' }] },
  };
  delete rough.conclusion;
  return [report, rough];
}

/** A problem list with the reason for admission, an old resolved one, one entered in error, and one without a code. */
export function conditionsOf(frame: WardFrame, person: Person): FhirResource[] {
  const { key, illness } = person;
  const clinical = (code: string) => hl7('condition-clinical', code);
  const condition = (name: string, category: string, code: object, more: object = {}): FhirResource =>
    ({
      resourceType: 'Condition',
      id: frame.id('Condition', `${key}:${name}`),
      clinicalStatus: clinical('active'),
      verificationStatus: hl7('condition-ver-status', 'confirmed'),
      category: [hl7('condition-category', category)],
      code,
      subject: frame.ref('Patient', key),
      encounter: frame.ref('Encounter', key),
      recordedDate: frame.at(-person.days, '19:00'),
      ...more,
    }) as FhirResource;
  const found = [
    condition('admission', 'encounter-diagnosis', coded(SNOMED, ...illness.reason)),
    ...illness.problems.map(([code, text]) =>
      condition(code, 'problem-list-item', coded(SNOMED, code, text), {
        onsetDateTime: String(Number(frame.day(0).slice(0, 4)) - 4),
      }),
    ),
    condition(
      'resolved',
      'problem-list-item',
      { text: 'Acute bronchitis' },
      { clinicalStatus: clinical('resolved'), abatementDateTime: frame.day(-300) },
    ),
  ];
  if (key === '404-A')
    found.push(
      condition(
        'error',
        'problem-list-item',
        { text: 'Active tuberculosis' },
        { verificationStatus: hl7('condition-ver-status', 'entered-in-error') },
      ),
    );
  if (key === '405-A')
    found.push(
      condition('absent', 'problem-list-item', {
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
      }),
    );
  return found;
}

import type { Observation } from 'fhir/r4';
import { epochMs } from '../domain/time.ts';
import { hl7, local, LOINC, UCUM, type WardFrame } from './ward-frame.ts';
import type { Person } from './ward-people.ts';
import { bedsideGlucose } from './ward-glucose.ts';
import { nurse } from './ward-staff.ts';

const ROUNDS = ['00:10', '04:10', '08:05', '12:05', '16:10', '20:05'];
const DAYS_BACK = 3;

/** A person's vital signs every four hours over three days, weight and height, oxygen, bedside glucose, and a missed blood pressure. */
export function vitalsOf(frame: WardFrame, person: Person): Observation[] {
  const { key, illness } = person;
  const rounds = Array.from({ length: DAYS_BACK + 1 }, (_, i) => i - DAYS_BACK)
    .filter(day => day >= -person.days)
    .flatMap(day => ROUNDS.map(clock => frame.at(day, clock)))
    .filter(at => epochMs(at) <= epochMs(frame.now));
  const found = rounds.flatMap((at, i) => {
    const chance = frame.random(`vitals:${key}:${at}`);
    const { hr, sbp, dbp, rr, temp, spo2, pain } = illness.vitals;
    const about = (value: number, spread: number): number => value + chance.whole(-spread, spread);
    const sign = (name: string, loinc: string, display: string, value: number, unit: string, ucum: string): Observation => ({
      ...vitalSign(frame, person, `${name}:${i}`, at, loinc, display),
      valueQuantity: { value, unit, system: UCUM, code: ucum },
    });
    return [
      sign('hr', '8867-4', 'Heart rate', about(hr, 7), '/min', '/min'),
      sign('rr', '9279-1', 'Respiratory rate', about(rr, 2), '/min', '/min'),
      sign('temp', '8310-5', 'Body temperature', Number((temp + chance.whole(-4, 4) / 10).toFixed(1)), '°C', 'Cel'),
      sign('spo2', '59408-5', 'Oxygen saturation', Math.min(100, about(spo2, 2)), '%', '%'),
      sign('pain', '72514-3', 'Pain severity', Math.max(0, Math.min(10, about(pain, 1))), '/10', '{score}'),
      pressure(frame, person, i, at, key === '407-A' && i === rounds.length - 1 ? null : [about(sbp, 9), about(dbp, 6)]),
    ];
  });
  return [...found, ...measures(frame, person), ...oxygen(frame, person), ...glucoseReadings(frame, person)];
}

function vitalSign(frame: WardFrame, person: Person, key: string, at: string, loinc: string, display: string): Observation {
  return {
    resourceType: 'Observation',
    id: frame.id('Observation', `${person.key}:vital:${key}`),
    status: 'final',
    category: [hl7('observation-category', 'vital-signs', 'Vital Signs')],
    code: { coding: [{ system: LOINC, code: loinc, display }], text: display },
    subject: frame.ref('Patient', person.key),
    encounter: frame.ref('Encounter', person.key),
    effectiveDateTime: at,
    performer: [nurse(frame, frame.random(`by:${person.key}:${at}`).whole(0, 5))],
  };
}

/** A blood pressure as a panel; null when the patient could not be measured. */
function pressure(frame: WardFrame, person: Person, i: number, at: string, values: [number, number] | null): Observation {
  const panel = vitalSign(frame, person, `bp:${i}`, at, '85354-9', 'Blood pressure panel with all children optional');
  if (values === null)
    return { ...panel, dataAbsentReason: { ...hl7('data-absent-reason', 'not-performed'), text: 'Patient off unit' } };
  const part = (loinc: string, display: string, value: number) => ({
    code: { coding: [{ system: LOINC, code: loinc, display }] },
    valueQuantity: { value, unit: 'mmHg', system: UCUM, code: 'mm[Hg]' },
  });
  return {
    ...panel,
    component: [part('8480-6', 'Systolic blood pressure', values[0]), part('8462-4', 'Diastolic blood pressure', values[1])],
  };
}

function measures(frame: WardFrame, person: Person): Observation[] {
  const measure = (name: string, day: number, loinc: string, display: string, value: number, unit: string): Observation => ({
    ...vitalSign(frame, person, name, frame.at(day, '06:20'), loinc, display),
    valueQuantity: { value, unit, system: UCUM, code: unit },
  });
  const weighed = [-Math.min(2, person.days), -1].map((day, i, all) =>
    measure(
      `weight:${i}`,
      day,
      '29463-7',
      'Body weight',
      Number((person.weightKg + (all.length - 1 - i) * 0.6).toFixed(1)),
      'kg',
    ),
  );
  // The bed-bound ward patient whose height nobody has ever taken.
  if (person.key === '408-B') return weighed;
  return [...weighed, measure('height', -person.days, '8302-2', 'Body height', person.heightCm, 'cm')];
}

function oxygen(frame: WardFrame, person: Person): Observation[] {
  if (person.illness.vitals.spo2 >= 94) return [];
  const flow = vitalSign(frame, person, 'oxygen', frame.from(-95), '3151-8', 'Inhaled oxygen flow rate');
  return [{ ...flow, valueQuantity: { value: 2, unit: 'L/min', system: UCUM, code: 'L/min' } }];
}

function glucoseReadings(frame: WardFrame, person: Person): Observation[] {
  return bedsideGlucose(frame, person).map(({ at, value }, i) => ({
    ...vitalSign(frame, person, `glucose:${i}`, at, '41653-7', 'Glucose, bedside'),
    category: [hl7('observation-category', 'laboratory', 'Laboratory')],
    code: {
      coding: [
        { system: local('point-of-care'), code: 'POCGLU' },
        { system: LOINC, code: '41653-7' },
      ],
      text: 'Glucose, bedside',
    },
    valueQuantity: { value, unit: 'mg/dL', system: UCUM, code: 'mg/dL' },
    ...(value > 180 ? { interpretation: [hl7('v3-ObservationInterpretation', 'H')] } : {}),
  }));
}

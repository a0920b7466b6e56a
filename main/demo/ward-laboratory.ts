import type { Observation } from 'fhir/r4';
import { DATA_ABSENT, hl7, local, LOINC, type WardFrame } from './ward-frame.ts';
import type { Person } from './ward-people.ts';

interface Test {
  loinc: string;
  name: string;
  unit: string;
  ordinary: number;
  spread: number;
  digits: number;
  low?: number;
  high?: number;
  criticalLow?: number;
  criticalHigh?: number;
}

const test = (
  loinc: string,
  name: string,
  unit: string,
  ordinary: number,
  spread: number,
  digits: number,
  range: [number | null, number | null],
  critical: [number | null, number | null] = [null, null],
): Test => ({
  loinc,
  name,
  unit,
  ordinary,
  spread,
  digits,
  ...(range[0] === null ? {} : { low: range[0] }),
  ...(range[1] === null ? {} : { high: range[1] }),
  ...(critical[0] === null ? {} : { criticalLow: critical[0] }),
  ...(critical[1] === null ? {} : { criticalHigh: critical[1] }),
});

/** What the demo laboratory measures; the first ten are drawn from everybody every morning. Ranges are ordinary adult ones. */
const TESTS: Record<string, Test> = {
  Na: test('2951-2', 'Sodium', 'mmol/L', 139, 2, 0, [136, 145], [120, 160]),
  K: test('2823-3', 'Potassium', 'mmol/L', 4.1, 0.3, 1, [3.5, 5.1], [2.8, 6.2]),
  CL: test('2075-0', 'Chloride', 'mmol/L', 103, 3, 0, [98, 107]),
  CO2: test('2028-9', 'Carbon dioxide', 'mmol/L', 25, 2, 0, [22, 29]),
  BUN: test('3094-0', 'Urea nitrogen', 'mg/dL', 17, 5, 0, [7, 20]),
  Cr: test('2160-0', 'Creatinine', 'mg/dL', 0.9, 0.15, 2, [0.6, 1.2]),
  GLU: test('2345-7', 'Glucose', 'mg/dL', 108, 14, 0, [70, 99], [50, 450]),
  WBC: test('6690-2', 'Leukocytes', '10*3/uL', 7.8, 1.4, 1, [4.5, 11], [1, 30]),
  HGB: test('718-7', 'Hemoglobin', 'g/dL', 12.4, 0.6, 1, [12, 16], [7, null]),
  PLT: test('777-3', 'Platelets', '10*3/uL', 236, 30, 0, [150, 400], [40, null]),
  MG: test('19123-9', 'Magnesium', 'mg/dL', 2, 0.1, 1, [1.7, 2.4], [1.2, null]),
  PHOS: test('2777-1', 'Phosphate', 'mg/dL', 3.4, 0.3, 1, [2.5, 4.5]),
  CA: test('17861-6', 'Calcium', 'mg/dL', 9.2, 0.3, 1, [8.5, 10.5], [6.5, 13]),
  ALB: test('1751-7', 'Albumin', 'g/dL', 3.8, 0.2, 1, [3.5, 5]),
  TBIL: test('1975-2', 'Bilirubin, total', 'mg/dL', 0.7, 0.2, 1, [null, 1.2]),
  INR: test('6301-6', 'INR', '', 1.1, 0.1, 1, [0.9, 1.1], [null, 4.5]),
  AXA: test('3271-4', 'Anti-Xa (heparin)', 'IU/mL', 0.5, 0.1, 2, [0.3, 0.7]),
  LACT: test('2524-7', 'Lactate', 'mmol/L', 1.1, 0.3, 1, [null, 2], [null, 4]),
  BNP: test('33762-6', 'NT-proBNP', 'pg/mL', 90, 20, 0, [null, 125]),
  PCT: test('33959-8', 'Procalcitonin', 'ng/mL', 0.1, 0.05, 1, [null, 0.5]),
  CRP: test('1988-5', 'C-reactive protein', 'mg/L', 6, 3, 0, [null, 10]),
  TROP: test('6598-7', 'Troponin T', 'ng/mL', 0.01, 0, 2, [null, 0.04], [null, 0.1]),
  TSH: test('3016-3', 'TSH', 'mIU/L', 2.1, 0.8, 2, [0.4, 4.5]),
  DIG: test('10535-3', 'Digoxin', 'ng/mL', 0.8, 0.1, 1, [0.5, 0.9], [null, 2.5]),
  A1C: test('4548-4', 'Hemoglobin A1c', '%', 5.6, 0.2, 1, [null, 5.7]),
  LDL: test('13457-7', 'LDL cholesterol, calculated', 'mg/dL', 104, 20, 0, [null, 100]),
  NH3: test('1845-7', 'Ammonia', 'umol/L', 32, 6, 0, [null, 47]),
  RETIC: test('17849-1', 'Reticulocytes', '%', 1.4, 0.3, 1, [0.5, 2]),
  TAC: test('11253-2', 'Tacrolimus trough', 'ng/mL', 8, 1, 1, [5, 10], [null, 20]),
  VANC: test('4092-3', 'Vancomycin trough', 'mcg/mL', 15, 2, 1, [10, 20], [null, 25]),
};
const EVERY_MORNING = Object.keys(TESTS).slice(0, 10);
const MORNINGS = 4;

/** A person's results of the last four mornings, and the rough ones: a comparator, words, no value, no number at all. */
export function laboratoryOf(frame: WardFrame, person: Person): Observation[] {
  const mornings = Math.min(MORNINGS, person.days + 1);
  const names = [...new Set([...EVERY_MORNING, ...Object.keys(person.illness.labs)])];
  const results = names.flatMap(name => {
    const given = person.illness.labs[name];
    const days = given && given.length < MORNINGS ? given.length : mornings;
    return Array.from({ length: days }, (_, i) => {
      const day = i - days + 1;
      const value = given?.[given.length - days + i] ?? usual(frame, person, name, day);
      return result(frame, person, name, frame.day(day) === frame.day(0) ? thisMorning(frame) : frame.at(day, '05:12'), value, i);
    });
  });
  return [...results, ...roughResults(frame, person)];
}

/** This morning's draw, or one just before now when the morning hasn't come yet. */
const thisMorning = (frame: WardFrame): string => {
  const five = frame.at(0, '05:12');
  return Date.parse(five) < Date.parse(frame.now) ? five : frame.from(-20);
};

function usual(frame: WardFrame, person: Person, name: string, day: number): number {
  const { ordinary, spread } = TESTS[name]!;
  const own = frame.random(`lab:${person.key}:${name}`).next() - 0.5;
  const daily = frame.random(`lab:${person.key}:${name}:${day}`).next() - 0.5;
  return ordinary + (own * 1.4 + daily * 0.6) * spread;
}

function base(frame: WardFrame, person: Person, key: string, at: string): Observation {
  return {
    resourceType: 'Observation',
    id: frame.id('Observation', `${person.key}:lab:${key}`),
    status: 'final',
    category: [hl7('observation-category', 'laboratory', 'Laboratory')],
    code: {},
    subject: frame.ref('Patient', person.key),
    encounter: frame.ref('Encounter', person.key),
    effectiveDateTime: at,
  };
}

function result(frame: WardFrame, person: Person, name: string, at: string, value: number, i: number): Observation {
  const { loinc, name: display, unit, digits, low, high, criticalLow, criticalHigh } = TESTS[name]!;
  const rounded = Number(value.toFixed(digits));
  const flag =
    criticalLow !== undefined && rounded <= criticalLow
      ? 'LL'
      : criticalHigh !== undefined && rounded >= criticalHigh
        ? 'HH'
        : low !== undefined && rounded < low
          ? 'L'
          : high !== undefined && rounded > high
            ? 'H'
            : null;
  const units = unit ? { unit, system: 'http://unitsofmeasure.org', code: unit } : {};
  return {
    ...base(frame, person, `${name}:${i}`, at),
    code: {
      coding: [
        { system: local('lab'), code: `L${name.toUpperCase()}` },
        { system: LOINC, code: loinc, display },
      ],
      text: display,
    },
    valueQuantity: { value: rounded, ...units },
    ...(flag ? { interpretation: [hl7('v3-ObservationInterpretation', flag)] } : {}),
    referenceRange: [
      {
        ...(low === undefined ? {} : { low: { value: low, unit } }),
        ...(high === undefined ? {} : { high: { value: high, unit } }),
      },
    ],
  };
}

function roughResults(frame: WardFrame, person: Person): Observation[] {
  const at = thisMorning(frame);
  const rough = (key: string, text: string, loinc: string | null, more: Partial<Observation>): Observation => ({
    ...base(frame, person, key, at),
    code: { ...(loinc ? { coding: [{ system: LOINC, code: loinc }] } : {}), text },
    ...more,
  });
  const filtration = (person.illness.labs['Cr']?.at(-1) ?? 0.9) < 1.2;
  const found: Observation[] = [
    rough('egfr', 'Estimated GFR', '98979-8', {
      valueQuantity: filtration
        ? { value: 60, comparator: '>=', unit: 'mL/min/1.73 m2' }
        : { value: frame.random(`egfr:${person.key}`).whole(12, 48), unit: 'mL/min/1.73 m2' },
    }),
  ];
  if (person.illness.service !== 'Cardiology')
    found.push(
      rough('culture', 'Blood culture', '600-7', {
        status: 'preliminary',
        effectiveDateTime: frame.at(-Math.min(2, person.days), '17:30'),
        valueString:
          person.key === '406-A'
            ? 'GROWTH: gram-negative rods in 2 of 2 bottles; called to ward and read back'
            : 'NO GROWTH to date.',
        ...(person.key === '406-A' ? { interpretation: [hl7('v3-ObservationInterpretation', 'AA')] } : {}),
      }),
    );
  if (person.isolation === 'contact')
    found.push(
      rough('mrsa', 'MRSA nares screen', '35492-8', {
        valueCodeableConcept: { text: 'Detected' },
        interpretation: [hl7('v3-ObservationInterpretation', 'A')],
      }),
    );
  if (person.key === '403-A')
    found.push(
      rough('hemolysed', 'Potassium', '2823-3', {
        dataAbsentReason: { ...hl7('data-absent-reason', 'error'), text: 'Specimen hemolyzed, please recollect' },
      }),
    );
  if (person.key === '405-A')
    found.push(
      rough('alcohol', 'Ethanol', null, {
        effectiveDateTime: frame.at(-1, '14:05'),
        valueQuantity: { value: 312.00000000000006, unit: 'mg/dL' },
      }),
    );
  if (person.key === '408-A')
    found.push({
      ...rough('unknown', '', null, { valueString: 'SEE REPORT' }),
      code: { extension: [{ url: DATA_ABSENT, valueCode: 'unsupported' }] },
    });
  if (person.key === '412-A')
    found.push(rough('lowtac', 'BK virus DNA', '32284-2', { valueQuantity: { value: 500, comparator: '<', unit: 'copies/mL' } }));
  return found;
}

import type { Administration } from '../../../main/domain/administration.ts';
import { SECTION_TITLES, type SectionName, type SectionRow } from '../../../main/domain/chart.ts';
import type { Observation } from '../../../main/domain/observation.ts';
import type { Dosage, MedicationOrder } from '../../../main/domain/order.ts';
import { plusMinutes } from '../../../main/domain/time.ts';
import type { GivenDose, OrderView, PatientView, WardRow } from '../../../main/domain/view.ts';
import { dosage } from '../../support/orders.ts';
import { AS_OF, NOW, OLDER } from './ward-fixture.ts';
import { printedSheet } from '../../support/sheets.ts';

const at = (clock: string, day = '22'): string => new Date(`2026-11-${day}T${clock}:00-05:00`).toISOString();

const order = (number: string, name: string, dose: Partial<Dosage>, more: Partial<MedicationOrder> = {}): MedicationOrder => ({
  id: `order-${number}`,
  number,
  status: 'active',
  drug: { name, resolved: true, codes: [], ingredients: [] },
  dosages: [dosage(dose)],
  authored: '2026-11-20',
  start: null,
  stop: null,
  prescriber: 'Dr. P. Lindqvist',
  indication: null,
  notes: [],
  categories: [],
  pending: false,
  unread: [],
  ...more,
});

const given = (time: string, dose: string, more: Partial<GivenDose> = {}): GivenDose => ({
  at: time,
  outcome: 'given',
  dose,
  by: 'K. Osei RN',
  reason: null,
  ...more,
});

const view = (parts: Partial<OrderView> & Pick<OrderView, 'order' | 'group' | 'schedule'>): OrderView => {
  const charted = parts.charted ?? [];
  return {
    due: [],
    dueBeforeWindow: [],
    unlinkedSameDrug: [],
    nextDue: null,
    lastGiven: charted.findLast(d => d.outcome === 'given') ?? null,
    lastNotGiven: null,
    lastGivenSilence: charted.length > 0 ? null : 'Nothing charted in the last 48 h',
    charted,
    earliestNext: null,
    earliestNextWhy: null,
    flags: [],
    needsTwoInitials: false,
    allergyMatches: [],
    asSent: [],
    warnings: [],
    stopsAt: null,
    startsAt: null,
    onWard: null,
    over: false,
    ...parts,
  };
};

const sent = (...clocks: string[]) => clocks.map(clock => ({ at: at(clock), source: 'sent' as const }));
const computed = (...clocks: string[]) => clocks.map(clock => ({ at: at(clock), source: 'unit-table' as const }));
const plain = {
  shifted: [],
  instants: [],
  days: [],
  everyDays: 1,
  everyMonths: 0,
  interval: null,
  warnings: [],
  contradictions: [],
};
const untimed = { source: 'none' as const, confidence: 'none' as const, warnings: [], contradictions: [] };
const times = (words: string, ...list: string[]) => ({
  kind: 'times' as const,
  source: 'sent' as const,
  confidence: 'stated' as const,
  times: list,
  words,
  ...plain,
});

const orders = (): OrderView[] => [
  view({
    order: order('RX-10231', 'metoprolol tartrate', {
      text: 'Take 1 tablet (25 mg) by mouth 2 times a day. Hold for SBP < 100 or HR < 55.',
      dose: '25 mg',
      amount: '1 tablet',
      route: 'oral',
    }),
    group: 'scheduled',
    schedule: times('twice a day', '09:00', '21:00'),
    due: sent('09:00', '21:00'),
    nextDue: sent('21:00')[0]!,
    charted: [given(at('09:04'), '25 mg')],
  }),
  view({
    order: order('RX-10244', 'vancomycin', {
      text: '1,250 mg IV every 8 hours',
      dose: '1,250 mg',
      route: 'intravenous',
      rate: '166.7 mL/h',
    }),
    group: 'scheduled',
    schedule: {
      kind: 'times' as const,
      source: 'unit-table' as const,
      confidence: 'derived' as const,
      times: ['06:00', '14:00', '22:00'],
      words: 'every 8 hours',
      ...plain,
    },
    due: computed('14:00', '15:00', '22:00'),
    nextDue: computed('22:00')[0]!,
    charted: [given(at('14:12'), '1,250 mg')],
    flags: ['stops-soon'],
    warnings: ['Two dosage lines differ: both are printed.'],
  }),
  view({
    order: order('RX-10250', 'insulin lispro', {
      text: 'Sliding scale subcutaneous before meals: 150–199: 2 units; 200–249: 4 units; 250–299: 6 units; 300–349: 8 units; ≥ 350: 10 units and call',
      dose: '0–10 units',
      route: 'subcutaneous',
    }),
    group: 'scheduled',
    schedule: times('before meals', '07:30', '11:30', '16:30'),
    due: sent('07:30', '11:30', '16:30'),
    nextDue: sent('16:30')[0]!,
    charted: [
      given(at('07:41'), '4 units'),
      given(at('11:20'), '', { outcome: 'refused', dose: null, reason: 'Patient not eating' }),
    ],
    lastNotGiven: given(at('11:20'), '', { outcome: 'refused', dose: null, reason: 'Patient not eating' }),
    flags: ['high-alert'],
  }),
  view({
    order: order(
      'RX-10261',
      'warfarin',
      { text: '5 mg orally once daily at 18:00', dose: '5 mg', route: 'oral' },
      { status: 'on-hold' },
    ),
    group: 'scheduled',
    schedule: times('once a day', '18:00'),
    due: sent('18:00'),
    nextDue: sent('18:00')[0]!,
    charted: [given(at('18:05', '21'), '5 mg')],
    flags: ['on-hold', 'high-alert'],
  }),
  view({
    order: order('RX-10299', 'ceftriaxone', { text: '2 g IV once', dose: '2 g', route: 'intravenous' }),
    group: 'once',
    schedule: { ...untimed, kind: 'once', source: 'sent', confidence: 'stated', at: at('17:00'), words: 'once' },
    due: sent('17:00'),
    nextDue: sent('17:00')[0]!,
    flags: ['pending'],
  }),
  view({
    order: order(
      'RX-10302',
      'NAME NOT RESOLVED (code 99231-X)',
      { text: 'per hemodialysis protocol' },
      {
        drug: { name: 'NAME NOT RESOLVED (code 99231-X)', resolved: false, codes: [], ingredients: [] },
      },
    ),
    group: 'times-not-known',
    schedule: {
      kind: 'not-known',
      why: 'the code “HD PROTOCOL” is not in the ward’s table of times',
      words: 'HD PROTOCOL',
      ...untimed,
    },
  }),
  view({
    order: order('RX-10310', 'heparin 25,000 units in dextrose 5 % 250 mL', {
      text: 'Titrate to aPTT 60–80 s',
      dose: null,
      rate: '12 units/kg/h',
      route: 'intravenous',
    }),
    group: 'infusion',
    schedule: { ...untimed, kind: 'continuous', words: 'continuous, titrated' },
    charted: [given(at('13:30'), '12 units/kg/h', { outcome: 'in-progress' })],
    lastGiven: given(at('13:30'), '12 units/kg/h'),
    flags: ['high-alert'],
  }),
  view({
    order: order('RX-10320', 'oxyCODONE immediate release', {
      text: '5–10 mg orally every 4 hours as needed for pain 4–10',
      dose: '5–10 mg',
      route: 'oral',
      asNeeded: true,
      asNeededReason: 'pain 4–10',
      maxPerPeriod: '40 mg per 24 h',
    }),
    group: 'prn',
    schedule: { ...untimed, kind: 'prn', words: 'every 4 hours as needed' },
    earliestNext: at('17:15'),
    earliestNextWhy: 'at least 4 h apart',
    charted: [given(at('13:15'), '5 mg')],
    flags: ['controlled'],
  }),
  view({
    order: order('RX-10321', 'acetaminophen', {
      text: '650 mg orally every 6 hours as needed',
      dose: '650 mg',
      route: 'oral',
      asNeeded: true,
    }),
    group: 'prn',
    schedule: { ...untimed, kind: 'prn', words: 'every 6 hours as needed' },
  }),
];

const trend = (
  code: string,
  name: string,
  unit: string,
  range: string | null,
  values: (string | number)[],
  flags: Record<number, string> = {},
) => ({
  code,
  name,
  unit,
  values: values.map((value, index): Observation => ({
    id: `${code}-${index}`,
    code,
    name,
    value: String(value),
    unit,
    flag: flags[index] ?? null,
    range,
    at: plusMinutes(AS_OF, -index * 360 - 25),
    status: 'final',
    absent: null,
    components: [],
  })),
});

const bloodPressure = () => ({
  code: 'bp',
  name: 'Blood pressure',
  unit: 'mmHg',
  values: [132, 128, 141, 119].map((systolic, index): Observation => ({
    id: `bp-${index}`,
    code: 'bp',
    name: 'Blood pressure',
    value: null,
    unit: 'mmHg',
    flag: null,
    range: null,
    at: plusMinutes(AS_OF, -index * 240 - 10),
    status: 'final',
    absent: null,
    components: [
      { name: 'Systolic', value: String(systolic), unit: 'mmHg' },
      { name: 'Diastolic', value: String(systolic - 54), unit: 'mmHg' },
    ],
  })),
});

const part = (name: SectionName, more: Partial<SectionRow> = {}): SectionRow => ({
  name,
  title: SECTION_TITLES[name],
  status: 'ok',
  asOf: AS_OF,
  reason: null,
  count: 3,
  ...more,
});

const unlinked: Administration = {
  id: 'adm-9',
  orderId: null,
  drug: 'magnesium sulfate',
  at: at('12:02'),
  until: null,
  outcome: 'given',
  reason: null,
  dose: '2 g',
  rate: null,
  route: 'intravenous',
  method: null,
  by: 'K. Osei RN',
};

const entry = (id: string, text: string, more: { detail?: string; status?: string; at?: string } = {}) => ({
  id,
  text,
  detail: more.detail ?? null,
  status: more.status ?? null,
  at: more.at ?? null,
});

/** A patient with everything a chart can bring, dressed as one row of the ward. */
export const patient = (row: WardRow): PatientView => ({
  identity: {
    id: row.patientId,
    name: row.name,
    mrn: row.mrn,
    birthDate: '1951-03-04',
    sex: row.sex,
    deceased: false,
    language: 'Vietnamese',
    interpreterNeeded: true,
  },
  encounter: {
    id: 'enc-1',
    visit: 'V-889120',
    status: 'in-progress',
    admitted: at('02:40', '19'),
    onUnitSince: at('05:00', '19'),
    unit: '4 West',
    bed: row.bed,
    attending: 'Dr. P. Lindqvist',
    service: 'Medicine',
    reason: 'Cellulitis of the left leg',
  },
  now: NOW,
  asOf: AS_OF,
  freshness: { state: 'ageing', minutes: 42 },
  generation: 17,
  age: row.age,
  weight: { value: '71.4 kg', at: '2026-11-19' },
  height: null,
  allergies: {
    state: 'listed',
    conflict: true,
    listed: [
      'penicillin',
      'shellfish',
      'latex',
      'codeine',
      'iodinated contrast',
      'adhesive tape',
      'sulfamethoxazole',
      'peanut',
    ].map((substance, i) => ({
      id: `al-${i}`,
      substance,
      reactions: i === 0 ? ['anaphylaxis'] : i === 3 ? ['vomiting', 'rash'] : [],
      severity: i === 0 ? 'severe' : null,
      criticality: i === 0 ? 'high' : null,
      category: null,
      qualifier: i === 4 ? 'unconfirmed' : null,
      recorded: '2024-05-11',
      negates: null,
    })),
    silence: null,
  },
  codeStatus: {
    kind: 'conflicting',
    statements: [
      { id: 'c1', text: 'Full code', source: 'Consent', at: '2026-11-19' },
      { id: 'c2', text: 'DNR', source: 'Observation 100822-6', at: at('08:15') },
    ],
  },
  isolation: { listed: [entry('iso', 'Contact isolation: MRSA')], silence: null },
  window: { from: at('07:00'), to: at('07:00', '23') },
  orders: orders(),
  stoppedOrders: [],
  takenBack: [],
  homeMedicines: [order('HM-1', 'levothyroxine', { text: '75 mcg every morning' })],
  unlinkedDoses: [unlinked],
  problems: [
    entry('pr1', 'Cellulitis of left lower limb', { status: 'active', at: '2026-11-19' }),
    entry('pr2', 'Type 2 diabetes mellitus', { status: 'active' }),
  ],
  vitals: [
    trend('hr', 'Heart rate', '/min', null, [88, 92, 97, 104, 110, 99]),
    bloodPressure(),
    trend('t', 'Temperature', '°C', null, ['37.4', '37.9', '38.6', '38.8', '38.1'], { 2: 'H', 3: 'H' }),
    trend('spo2', 'Oxygen saturation', '%', null, [95, 94, 96, 93]),
  ],
  labs: [
    trend('k', 'Potassium', 'mmol/L', '3.5–5.1', ['3.2', '3.6', '3.9', '4.1', '4.0'], { 0: 'L' }),
    trend('cr', 'Creatinine', 'mg/dL', '0.6–1.2', ['1.9', '1.6', '1.3', '1.1'], { 0: 'HH', 1: 'H', 2: 'H' }),
    trend('gfr', 'eGFR', 'mL/min/1.73 m²', '≥ 60', ['38', '44', '≥ 60']),
    trend('cult', 'Blood culture', '', null, ['NO GROWTH']),
  ],
  diet: [entry('d1', 'Consistent carbohydrate, 60 g per meal', { status: 'active' })],
  serviceOrders: [
    entry('so1', 'Elevate left leg', { status: 'active' }),
    entry('so2', 'aPTT every 6 h', { status: 'active', at: at('16:00') }),
  ],
  other: [
    { name: 'contacts', title: 'Contacts', entries: [entry('co1', 'NGUYỄN, Văn An (son)', { detail: '+1 555 0142' })] },
    { name: 'carePlans', title: 'Care plans', entries: [] },
  ],
  sections: [
    part('allergies'),
    part('orders'),
    part('homeMedicines'),
    part('administrations', { status: 'partial', asOf: OLDER, reason: 'The EHR stopped after 50 of 71 doses' }),
    part('problems'),
    part('vitals'),
    part('labs'),
    part('codeStatus'),
    part('flags'),
    part('diet'),
    part('serviceOrders'),
    part('carePlans', { status: 'not-supported', asOf: null, count: 0 }),
    part('goals', { status: 'unauthorised', asOf: null, reason: '403 for this section', count: 0 }),
    part('contacts'),
  ],
  unmapped: [
    {
      resource: 'MedicationRequest',
      id: 'x1',
      why: 'the dose is a text in a field for numbers',
      raw: '{"resourceType":"MedicationRequest","id":"x1"}',
    },
  ],
  warnings: ['The EHR says that this answer may not contain the entire record.'],
  asSent: [],
  stay: row.stay,
  gone: null,
  registered: null,
  linked: [],
  sheets: [
    printedSheet({ id: '4W-K1-12-03-S', form: 'mar-scheduled', pages: 3, at: at('15:10'), by: 'R. Alvarez RN' }),
    printedSheet({ id: '4W-K1-12-03-P', form: 'mar-prn', pages: 1, at: at('15:10'), by: 'R. Alvarez RN' }),
  ],
});

import type { Allergy } from '../../main/domain/allergy.ts';
import type { Printing } from '../../main/domain/band.ts';
import type { Chart, Sections } from '../../main/domain/chart.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { patientSheet } from '../../main/domain/forms.ts';
import { marWindow, type Span } from '../../main/domain/medication-day.ts';
import type { Dosage, MedicationOrder } from '../../main/domain/order.ts';
import { received } from '../../main/domain/section.ts';
import type { Sheet } from '../../main/domain/sheet.ts';
import type { Site } from '../../main/domain/site.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { dosage, timing } from './orders.ts';
import { site as defaultSite } from './site.ts';

/** A patient whose paper is under test: the chart, and when it was received and printed. */
export interface PaperPatient {
  name: string;
  mrn: string | null;
  allergies: Allergy[];
  codeStatus: string;
  flags: string[];
  orders: MedicationOrder[];
  asOf: string;
  now: string;
  given: { orderId: string; at: string; dose: string; by: string }[];
}

export const site: Site = {
  ...defaultSite,
  institution: 'Mercy Regional Medical Center',
  unit: '5 West Med-Surg',
  kiosk: '5W-K1',
  zone: 'America/New_York',
};

export const GENERATION = 17;

let orderCount = 0;

/** An order with one dosage; more through `more`. */
export function order(drug: string, line: Partial<Dosage>, more: Partial<MedicationOrder> = {}): MedicationOrder {
  const number = String(50000000 + ++orderCount * 7);
  return {
    id: `order-${number}`,
    number,
    status: 'active',
    drug: { name: drug, resolved: true, codes: [], ingredients: [] },
    dosages: [dosage(line)],
    authored: '2026-11-18T08:12:00-05:00',
    start: '2026-11-18T09:00:00-05:00',
    stop: null,
    prescriber: 'R. Alvarez MD',
    indication: null,
    notes: [],
    categories: [],
    pending: false,
    unread: [],
    ...more,
  };
}

export const allergy = (substance: string, reactions: string[], severity: string | null = null): Allergy => ({
  id: `allergy-${substance}`,
  substance,
  reactions,
  severity,
  criticality: null,
  category: null,
  qualifier: null,
  recorded: null,
  negates: null,
});

const bid = timing({ frequency: 2, period: 1, periodUnit: 'd', code: 'BID' });

/** A usual medical patient: 13 scheduled, 1 of unknown times, 2 infusions, 1 once, 5 PRN. */
export function usualOrders(): MedicationOrder[] {
  const orders = [
    order(
      'hydrOXYzine HCl 50 mg tablet',
      {
        text: 'Take 1 tablet (50 mg) by mouth every 6 hours for pruritus. May cause sedation; fall precautions.',
        route: 'by mouth',
        dose: '50 mg',
        amount: '1 tablet',
        timing: timing({ code: 'Q6H', frequency: 1, period: 6, periodUnit: 'h' }),
      },
      { indication: 'pruritus' },
    ),
    order(
      'insulin lispro 100 units/mL (HumaLOG) correction scale',
      {
        text: '0–12 units subcutaneous 3 times daily before meals per sliding scale',
        route: 'subcutaneous',
        dose: '0–12 units',
        timing: timing({ timeOfDay: ['07:30', '11:30', '16:30'], frequency: 3, period: 1, periodUnit: 'd' }),
        instructions: [
          'Glucose 150 to 199: 2 units; 200 to 249: 4 units; 250 to 299: 6 units; 300 to 349: 8 units; ≥ 350: 12 units and call prescriber',
        ],
      },
      { indication: 'type 2 diabetes' },
    ),
    order(
      'levETIRAcetam 500 mg tablet',
      {
        text: '1,000 mg by mouth every 12 hours',
        route: 'by mouth',
        dose: '1,000 mg',
        amount: '2 tablets',
        timing: timing({ timeOfDay: ['09:00', '21:00'], frequency: 2, period: 1, periodUnit: 'd' }),
      },
      { indication: 'seizure disorder', notes: ['Renally adjusted by pharmacy.'] },
    ),
    order(
      'albuterol-ipratropium 2.5-0.5 mg/3 mL nebulizer',
      {
        text: '3 mL nebulized every 4 hours while awake',
        route: 'inhalation',
        dose: '3 mL',
        timing: timing({ timeOfDay: ['08:00', '12:00', '16:00', '20:00'] }),
      },
      { indication: 'COPD' },
    ),
    order(
      'metoprolol tartrate 50 mg tablet',
      {
        text: '50 mg by mouth 2 times daily. Hold for HR < 55 or SBP < 100. Take apical pulse before each dose.',
        route: 'by mouth',
        dose: '50 mg',
        timing: bid,
      },
      { indication: 'atrial fibrillation', stop: '2026-11-23T12:00:00-05:00' },
    ),
    order(
      'furosemide 10 mg/mL injection',
      {
        text: '40 mg IV 2 times daily, slow push over 2 minutes',
        route: 'intravenous',
        dose: '40 mg',
        amount: '4 mL',
        timing: bid,
      },
      { indication: 'acute decompensated heart failure', notes: ['Strict I&O, daily weight; check K and Mg before PM dose.'] },
    ),
    order(
      'ceFAZolin 2 g in dextrose 5% IVPB',
      {
        text: '2 g IV every 8 hours, infuse over 30 minutes',
        route: 'intravenous',
        dose: '2 g',
        rate: '100 mL/h',
        timing: timing({ timeOfDay: ['06:00', '14:30', '22:00'] }),
      },
      { stop: '2026-11-22T23:00:00-05:00' },
    ),
    order(
      'hydrALAZINE 25 mg tablet',
      {
        text: '25 mg by mouth every 8 hours',
        route: 'by mouth',
        dose: '25 mg',
        timing: timing({ frequency: 1, period: 8, periodUnit: 'h', code: 'Q8H' }),
      },
      { indication: 'hypertension', pending: true },
    ),
    order('insulin glargine 100 units/mL (LANTUS)', {
      text: '22 units subcutaneous nightly',
      route: 'subcutaneous',
      dose: '22 units',
      timing: timing({ when: ['HS'] }),
    }),
    order(
      'heparin (porcine) 5,000 units/mL injection',
      {
        text: '5,000 units subcutaneous every 8 hours',
        route: 'subcutaneous',
        dose: '5,000 units',
        timing: timing({ timeOfDay: ['06:30', '14:00', '22:00'] }),
      },
      { indication: 'VTE prophylaxis' },
    ),
    order('fentaNYL 25 mcg/h patch', {
      text: 'Apply 1 patch every 72 hours; remove the old one',
      route: 'transdermal',
      dose: '25 mcg/h',
      timing: timing({ frequency: 1, period: 72, periodUnit: 'h' }),
    }),
    order(
      'lisinopril 10 mg tablet',
      {
        text: '10 mg by mouth daily',
        route: 'by mouth',
        dose: '10 mg',
        timing: timing({ code: 'DAILY', frequency: 1, period: 1, periodUnit: 'd' }),
      },
      { status: 'on-hold' },
    ),
    order('vancomycin 1,250 mg in NaCl 0.9% 250 mL', {
      text: '1,250 mg IV, dose by pharmacy after level',
      route: 'intravenous',
      dose: '1,250 mg',
      timing: timing({ code: 'PER PHARMACY' }),
    }),
    order(
      'norepinephrine 16 mg in 250 mL (64 mcg/mL)',
      {
        text: '0.05 mcg/kg/min IV, titrate to MAP ≥ 65',
        route: 'intravenous',
        rate: '0.05 mcg/kg/min',
        timing: timing({ code: 'CONTINUOUS' }),
      },
      { categories: ['continuous'] },
    ),
    order(
      'NaCl 0.9% with potassium chloride 20 mEq/L',
      { text: '75 mL/h IV continuous', route: 'intravenous', rate: '75 mL/h', timing: timing({ code: 'CONTINUOUS' }) },
      { categories: ['continuous'] },
    ),
    order('furosemide 40 mg/4 mL injection', {
      text: '40 mg IV once now',
      route: 'intravenous',
      dose: '40 mg',
      timing: timing({ code: 'ONCE', count: 1 }),
    }),
    order('oxyCODONE IR 5 mg tablet', {
      text: '5 mg by mouth every 4 hours as needed for moderate pain (4–6). Max 6 doses/24 h.',
      route: 'by mouth',
      dose: '5 mg',
      asNeeded: true,
      asNeededReason: 'moderate pain (4–6)',
      timing: timing({ frequency: 1, period: 4, periodUnit: 'h' }),
      maxPerPeriod: '6 doses per 24 h',
    }),
    order('ondansetron 4 mg/2 mL injection', {
      text: '4 mg IV every 6 hours as needed for nausea or vomiting',
      route: 'intravenous',
      dose: '4 mg',
      asNeeded: true,
      asNeededReason: 'nausea or vomiting',
      timing: timing({ frequency: 1, period: 6, periodUnit: 'h' }),
    }),
    order('HYDROmorphone 0.2 mg/mL injection', {
      text: '0.4 mg IV every 6 hours as needed for severe pain (7–10). Hold for RR < 10 or POSS ≥ 3.',
      route: 'intravenous',
      dose: '0.4 mg',
      asNeeded: true,
      asNeededReason: 'severe pain (7–10)',
      timing: timing({ frequency: 1, period: 6, periodUnit: 'h' }),
    }),
    order('acetaminophen 325 mg tablet', {
      text: '650 mg by mouth every 6 hours as needed for fever or mild pain',
      route: 'by mouth',
      dose: '650 mg',
      amount: '2 tablets',
      asNeeded: true,
      asNeededReason: 'fever, mild pain (1–3)',
      timing: timing({ frequency: 1, period: 6, periodUnit: 'h' }),
    }),
  ];
  return orders.map((o, i) => ({ ...o, id: `order-${i}`, number: String(48720570 + i * 13) }));
}

/** Ana Schmidt, unless told otherwise. */
export function paperPatient(part: Partial<PaperPatient> = {}): PaperPatient {
  const orders = part.orders ?? usualOrders();
  return {
    name: 'SCHMIDT, Ana',
    mrn: 'E32401945',
    allergies: [allergy('penicillin', ['anaphylaxis'], 'severe'), allergy('iodinated contrast', ['hives']), allergy('latex', [])],
    codeStatus: 'DNR / DNI',
    flags: ['Droplet precautions'],
    orders,
    asOf: '2026-11-22T14:45:00-05:00',
    now: '2026-11-22T15:02:00-05:00',
    given: orders.slice(0, 6).map((o, i) => ({
      orderId: o.id,
      at: `2026-11-22T0${i + 3}:1${i}:00-05:00`,
      dose: o.dosages[0]?.dose ?? '',
      by: 'G. Watson RN',
    })),
    ...part,
  };
}

/** The patient's chart as a sync would have brought it. */
export function chartOf({ name, mrn, allergies, codeStatus, flags, orders, asOf, given }: PaperPatient): Chart {
  const none = <T>() => received<T>(asOf, []);
  const sections: Sections = {
    allergies: received(asOf, allergies),
    orders: received(asOf, orders),
    homeMedicines: none(),
    administrations: received(
      asOf,
      given.map(({ orderId, at, dose, by }, i) => ({
        id: `given-${i}`,
        orderId,
        drug: '',
        at,
        until: null,
        outcome: 'given',
        reason: null,
        dose,
        rate: null,
        route: null,
        method: null,
        by,
      })),
    ),
    problems: received(asOf, [{ id: 'p1', text: 'Sepsis due to pneumonia', detail: null, status: 'active', at: '2026-11-16' }]),
    vitals: received(asOf, [
      vital('29463-7', 'Body weight', '54.0', 'kg', '2026-11-16T10:00:00-05:00'),
      vital('8302-2', 'Body height', '167', 'cm', '2026-11-16T10:00:00-05:00'),
      vital('8867-4', 'Heart rate', '88', '/min', '2026-11-22T14:00:00-05:00'),
    ]),
    labs: received(asOf, [vital('33914-3', 'eGFR', '≥ 60', 'mL/min/1.73 m²', '2026-11-22T05:00:00-05:00')]),
    codeStatus: received(asOf, [{ id: 'c1', text: codeStatus, source: 'Code status order', at: '2026-11-16' }]),
    flags: received(
      asOf,
      flags.map((text, i) => ({ id: `f${i}`, text, detail: null, status: 'active', at: null })),
    ),
    diet: none(),
    infusions: none(),
    pendingTests: none(),
    lines: none(),
    serviceOrders: none(),
    carePlans: none(),
    goals: none(),
    reports: none(),
    contacts: none(),
    coverage: none(),
  };
  return {
    identity: {
      id: 'pat-1',
      name,
      mrn,
      birthDate: '1936-10-28',
      sex: 'female',
      deceased: false,
      language: null,
      interpreterNeeded: null,
    },
    encounter: {
      id: 'enc-1',
      visit: '701143909',
      status: 'in-progress',
      admitted: '2026-11-16T09:30:00-05:00',
      onUnitSince: null,
      unit: site.unit,
      bed: '5W-501-A',
      attending: 'R. Alvarez MD',
      service: 'Medicine',
      reason: 'Sepsis, pneumonia',
    },
    asOf,
    sections,
    unmapped: [],
    warnings: [],
    gone: null,
  };
}

const vital = (code: string, name: string, value: string, unit: string, at: string) => ({
  id: `obs-${code}`,
  code,
  name,
  value,
  unit,
  flag: null,
  range: null,
  at,
  status: 'final',
  absent: null,
  components: [],
});

/** The patient as the ward sees it when the paper is made. */
export const viewOf = (patient: PaperPatient): PatientView =>
  foldPatient(chartOf(patient), {
    generation: GENERATION,
    events: [],
    now: patient.now,
    window: marWindow(patient.now, 24, site.zone),
    site,
  });

/** What is the same for every sheet printed at the view's moment. */
export const printingOf = (view: Pick<PatientView, 'now' | 'asOf'>, span: Span = 'hours'): Printing => ({
  site,
  unit: site.unit,
  institution: site.institution,
  outage: {
    state: 'declared',
    since: view.asOf,
    reason: 'EHR down',
    by: 'R. Alvarez',
    drill: false,
    planned: false,
    degraded: null,
    noticedAt: null,
    recovering: [],
  },
  now: view.now,
  by: 'R. Alvarez',
  run: '7F3QXH',
  pack: 12,
  span,
  unread: [],
});

/** The patient's two MAR sheets and summary, as the domain builds them. */
export const sheetsOf = (view: PatientView, place = 1): Sheet[] =>
  (['mar-scheduled', 'mar-prn', 'summary'] as const).map(form => patientSheet(form, view, printingOf(view), place)!);

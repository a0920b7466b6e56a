import type { Chart } from '../../main/domain/chart.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { emptySheet, patientSheet, unitSheet } from '../../main/domain/forms.ts';
import { spanWindow, type Span } from '../../main/domain/medication-day.ts';
import type { Observation } from '../../main/domain/observation.ts';
import { received } from '../../main/domain/section.ts';
import type { FormKind, Sheet } from '../../main/domain/sheet.ts';
import type { PatientView } from '../../main/domain/view.ts';
import type { Subject } from '../../main/paper/verify.ts';
import { timing } from './orders.ts';
import { chartOf, GENERATION, order, paperPatient, printingOf, site, usualOrders, type PaperPatient } from './paper-patient.ts';

/** A sheet with whom it is about. */
export interface FormPaper {
  sheet: Sheet;
  subject: Subject;
  span: Span;
}

/** Pumps, so that every form has something to say about the usual patient. */
export const pumps = () => [
  order(
    'HYDROmorphone PCA 0.2 mg/mL in NaCl 0.9% 30 mL',
    {
      text: 'PCA: demand dose 0.2 mg; lockout 10 min; no basal rate; 4-hour limit 6 mg',
      route: 'intravenous',
      timing: timing({ code: 'CONTINUOUS' }),
    },
    { categories: ['PCA'], id: 'pca', number: '48720901' },
  ),
  order(
    'ROPIvacaine 0.2% with fentaNYL 2 mcg/mL',
    {
      text: '6 mL/h continuous, bolus 4 mL every 30 min',
      route: 'epidural',
      rate: '6 mL/h',
      timing: timing({ code: 'CONTINUOUS' }),
    },
    { id: 'epidural', number: '48720902' },
  ),
];

const glucose = (value: string, at: string): Observation => ({
  id: `glucose-${at}`,
  code: '2339-0',
  name: 'Glucose, fingerstick',
  value,
  unit: 'mg/dL',
  flag: null,
  range: null,
  at,
  status: 'final',
  absent: null,
  components: [],
});

/** The usual patient with pumps, glucoses and a running infusion whose rate was charted. */
export function fullPatient(part: Partial<PaperPatient> = {}): PaperPatient {
  const orders = [...usualOrders(), ...pumps()];
  const given = [...orders.slice(0, 6), ...orders.slice(13, 14), ...orders.slice(16, 18), ...pumps()].map((o, i) => ({
    orderId: o.id,
    at: `2026-11-22T${String(i + 3).padStart(2, '0')}:1${i % 10}:00-05:00`,
    dose: o.dosages[0]?.dose ?? '0.1 mg',
    by: 'G. Watson RN',
  }));
  return paperPatient({ orders, given, ...part });
}

/** Their chart, with what the special sheets are prefilled from. */
export function fullChart(patient: PaperPatient): Chart {
  const chart = chartOf(patient);
  const norepinephrine = patient.orders.find(o => o.drug.name.startsWith('norepinephrine'));
  const running = norepinephrine && {
    id: `infusion-${norepinephrine.id}`,
    text: `${norepinephrine.drug.name}: 0.08 mcg/kg/min`,
    detail: 'last charted rate; ordered 0.05 mcg/kg/min',
    status: 'active',
    at: '2026-11-22T14:05:00-05:00',
  };
  return {
    ...chart,
    sections: {
      ...chart.sections,
      labs: received(patient.asOf, [
        ...chart.sections.labs.items,
        glucose('212', '2026-11-22T11:32:00-05:00'),
        glucose('187', '2026-11-22T07:28:00-05:00'),
      ]),
      infusions: received(patient.asOf, running ? [running] : []),
    },
  };
}

export const viewFor = (patient: PaperPatient, span: Span, chart: Chart = fullChart(patient)): PatientView =>
  foldPatient(chart, {
    generation: GENERATION,
    events: [],
    now: patient.now,
    window: spanWindow(span, patient.now, 24, site),
    site,
  });

/** Whether a form has something to say about these patients, or the first of them. */
export function hasPaper(kind: FormKind, views: readonly PatientView[], span: Span): boolean {
  const printing = printingOf(views[0]!, span);
  return unitSheet(kind, views, printing) !== null || patientSheet(kind, views[0]!, printing, 1) !== null;
}

/** A form about these patients: the first of them where it is one patient's. */
export function paperOf(kind: FormKind, views: readonly PatientView[], span: Span): FormPaper {
  const [first] = views;
  const printing = printingOf(first!, span);
  const unit = unitSheet(kind, views, printing);
  if (unit) return { sheet: unit, subject: { kind: 'unit', views }, span };
  const own = patientSheet(kind, first!, printing, 1);
  if (!own) throw new Error(`${kind} has nothing to say about this patient`);
  return { sheet: own, subject: { kind: 'patient', view: first! }, span };
}

/** A form with an empty box for the identity. */
export function emptyPaperOf(kind: FormKind): FormPaper {
  const { now, asOf } = paperPatient();
  const sheet = emptySheet(kind, printingOf({ now, asOf }), 1);
  if (!sheet) throw new Error(`${kind} can't be about nobody`);
  return { sheet, subject: { kind: 'nobody' }, span: 'hours' };
}

import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SPANS, type Span } from '../../main/domain/medication-day.ts';
import type { FormKind } from '../../main/domain/sheet.ts';
import { formOf } from '../../main/domain/form.ts';
import { patientSheet } from '../../main/domain/forms.ts';
import type { Section } from '../../main/domain/section.ts';
import { emptyPaperOf, fullChart, fullPatient, hasPaper, paperOf, viewFor, type FormPaper } from '../support/forms.ts';
import { timing } from '../support/orders.ts';
import { allergy, order, paperPatient, printingOf, usualOrders, type PaperPatient } from '../support/paper-patient.ts';
import { findingsOn, pdfOf } from '../support/read-paper.ts';
import { FORM_IDS, formsAbout, site } from '../support/site.ts';

const LONG = Array.from({ length: 45 }, (_, i) => `step ${i + 1}: measure, wait 15 min and compare with the value before`).join(
  '; ',
);

const fortyOrders = Array.from({ length: 40 }, (_, i) => {
  const usual = usualOrders()[i % 20]!;
  return { ...usual, id: `o${i}`, number: `7000${i}`, notes: i % 7 === 0 ? [LONG] : [`Note ${i}: give with 250 mL water.`] };
});

const drip = order(
  'norepinephrine 16 mg in NaCl 0.9% 250 mL (64 mcg/mL)',
  {
    text: 'Start 0.05 mcg/kg/min; titrate to MAP ≥ 65 and ≤ 80; increase by 0.02 mcg/kg/min every 5 min; maximum 1 mcg/kg/min; decrease when SBP > 140; call at 0.5 mcg/kg/min',
    route: 'intravenous, central line',
    rate: '0.05 mcg/kg/min',
    timing: timing({ code: 'CONTINUOUS' }),
    maxPerPeriod: '1 mcg/kg/min',
  },
  { categories: ['continuous'] },
);
const scale = order('insulin lispro 100 units/mL', {
  text: 'If glucose is 150 to 199 give 2 units, 200 to 249 give 4 units, 250 to 299 give 6 units, 300 to 349 give 8 units, 350 or more give 12 units and call the prescriber; below 70 give none, treat, and call',
  route: 'subcutaneous',
  dose: '0–12 units',
  timing: timing({ timeOfDay: ['07:30', '11:30', '16:30', '22:00'] }),
});
const patch = order('fentaNYL 25 mcg/h patch', {
  text: 'Apply 1 patch every 72 hours; remove the old one first',
  route: 'transdermal',
  dose: '25 mcg/h',
  timing: timing({ frequency: 1, period: 3, periodUnit: 'd', timeOfDay: ['21:00'] }),
});
const methotrexate = order(
  'methotrexate 2.5 mg tablet',
  {
    text: '15 mg by mouth ONCE A WEEK on Monday',
    route: 'by mouth',
    dose: '15 mg',
    amount: '6 tablets',
    timing: timing({ dayOfWeek: ['mon'], timeOfDay: ['09:00'] }),
  },
  { indication: 'rheumatoid arthritis' },
);
const longLine = order(
  `${'amoxicillin 875 mg with clavulanate potassium 125 mg film coated extended release '.repeat(3)}`.slice(0, 200).trim(),
  {
    text: '875 mg by mouth every 12 hours',
    route: 'by mouth',
    dose: '875 mg',
    timing: timing({ timeOfDay: ['09:00', '21:00'] }),
  },
);

/** What has gone wrong on somebody's paper before, or would. */
const CASES: Record<string, PaperPatient> = {
  '40 orders with long instructions': paperPatient({ orders: fortyOrders, given: [] }),
  '0 orders': paperPatient({ orders: [], given: [] }),
  '115 allergies': fullPatient({
    allergies: Array.from({ length: 115 }, (_, i) => allergy(`substance ${i + 1}`, ['hives', 'angioedema'], 'severe')),
  }),
  'a Vietnamese name': fullPatient({ name: 'NGUYỄN, Thị Minh Khai Phượng' }),
  'an Arabic name with a mark that has no place on its letter, and a room number within Arabic': fullPatient({
    name: 'محمد رَءُوفِ عبدالله',
    orders: [
      ...usualOrders(),
      order('aspirin 81 mg tablet', { text: 'مريض في غرفة 512 الآن', dose: '81 mg', route: 'by mouth' }),
    ],
  }),
  'a Han name': fullPatient({ name: '王, 小明' }),
  'a drug line of 200 characters': paperPatient({ orders: [longLine], given: [] }),
  'a titrated drip with five limits': paperPatient({ orders: [drip], given: [] }),
  'an order for nutrition of 4,000 characters': fullPatient({
    orders: [
      ...usualOrders(),
      order('parenteral nutrition', { text: 'Amino acids 60 g, dextrose 200 g, lipids 40 g. '.repeat(85), dose: '1 L' }),
    ],
  }),
  'an order in 40 steps': fullPatient({
    orders: [
      ...usualOrders(),
      {
        ...longLine,
        id: 'steps',
        number: '7000',
        dosages: Array.from({ length: 40 }, (_, i) => ({ ...longLine.dosages[0]!, dose: `${i + 1} mg` })),
      },
    ],
  }),
  'a sliding scale in prose': paperPatient({ orders: [scale], given: [] }),
  'a patch every 72 hours': paperPatient({ orders: [patch], given: [] }),
  'weekly methotrexate': paperPatient({ orders: [methotrexate], given: [] }),
};

/** As an EHR sends them that writes zeros where it knows no time. */
const NO_TIME = '0000-00-00T00:00:00Z';

test.each(SPANS)('by %s: values at a time that is none are said with it as sent, on every form', async span => {
  const patient = fullPatient();
  const chart = fullChart(patient);
  const untimed = <T extends { at: string | null }>(section: Section<T>): Section<T> => ({
    ...section,
    items: section.items.map(item => ({ ...item, at: NO_TIME })),
  });
  const { vitals, labs, problems, codeStatus, flags, infusions, ...others } = chart.sections;
  const sections = {
    ...others,
    ...{ vitals: untimed(vitals), labs: untimed(labs), problems: untimed(problems) },
    ...{ codeStatus: untimed(codeStatus), flags: untimed(flags), infusions: untimed(infusions) },
  };
  const identity = { ...chart.identity, birthDate: NO_TIME };
  const view = viewFor(patient, span, { ...chart, sections, identity });
  for (const kind of FORM_IDS.filter(kind => hasPaper(kind, [view], span))) {
    const paper = paperOf(kind, [view], span);
    expect(await findingsOn(pdfOf([paper.sheet]), paper), kind).toEqual([]);
  }
});

/** What is made of sections is the same for whatever hours. */
const isOfSpan = (kind: FormKind, span: Span): boolean => span === 'hours' || formOf(site.forms, kind).content.kind === 'part';

/** Every form that has something to say about the patient. */
function papersOf(patient: PaperPatient, span: Span): FormPaper[] {
  const view = viewFor(patient, span);
  const other = viewFor(fullPatient({ name: 'NOWAK, Żaneta', mrn: 'E99999999' }), span);
  const wanted = FORM_IDS.filter(kind => isOfSpan(kind, span) && hasPaper(kind, [view, other], span));
  return wanted.map(kind => paperOf(kind, [view, other], span));
}

/** A folder to look at what is printed: KIOSK_PICTURES=/some/folder. */
const { KIOSK_PICTURES } = process.env;

describe.each(['letter', 'a4'] as const)('on %s paper', size => {
  describe.each(SPANS)('by %s', span => {
    test.each(Object.entries(CASES))('%s: every form is whole', async (name, patient) => {
      for (const paper of papersOf(patient, span)) {
        const pdf = pdfOf([paper.sheet], size);
        if (KIOSK_PICTURES)
          writeFileSync(`${KIOSK_PICTURES}/${name.replace(/\W+/g, '-')}.${span}.${paper.sheet.form}.${size}.pdf`, pdf);
        expect(await findingsOn(pdf, paper), paper.sheet.form).toEqual([]);
      }
    });
  });
  test.each(formsAbout('whoever'))('%s about nobody yet is whole', async kind => {
    const paper = emptyPaperOf(kind);
    expect(await findingsOn(pdfOf([paper.sheet], size), paper)).toEqual([]);
  });
});

test('a form that has nothing to say about a patient is not printed', () => {
  const view = viewFor(paperPatient({ orders: [], given: [] }), 'hours');
  const printed = FORM_IDS.filter(kind => patientSheet(kind, view, printingOf(view), 1) !== null);
  expect(printed.filter(kind => formOf(site.forms, kind).about === 'patient')).toEqual([
    'mar-scheduled',
    'mar-prn',
    'summary',
    'band-and-labels',
  ]);
});

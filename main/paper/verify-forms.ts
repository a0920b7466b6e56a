import type { Printing } from '../domain/band.ts';
import { ageAtPrinting } from '../domain/band.ts';
import type { FormDefinition } from '../domain/form.ts';
import type { FormKind } from '../domain/sheet.ts';
import { epochMs, paperDateTime, type Zone } from '../domain/time.ts';
import type { PatientView } from '../domain/view.ts';
import type { ReadPage } from './read-back.ts';
import { piecesOf, type SheetPage } from './read-orders.ts';
import { folded, pageText } from './read-text.ts';
import type { OrderFault } from './verify-orders.ts';

/** What a form says that it is when it is no drill; a blank one of a patient has their copy at its head. */
const markOf = ({ about }: FormDefinition, window: PatientView['window'] | null): string =>
  about === 'ward' ? 'DOWNTIME WARD FORM' : window === null ? 'BLANK DOWNTIME FORM' : 'READ-ONLY DOWNTIME COPY';

/** What every page of a form must say, whomever it is about: title, dates, institution, unit, kiosk, legends, and that it is a copy. */
export function formFaults(
  page: ReadPage,
  form: FormDefinition,
  window: PatientView['window'] | null,
  drill: boolean,
  printing: Printing,
): string[] {
  const { site, unit, institution, now } = printing;
  const text = pageText(page);
  const wanted: [string, string][] = [
    ['title', `${drill ? 'DRILL: ' : ''}${form.title}`],
    ['institution or unit', `${institution}, ${unit}`],
    ['mark of a copy or form', drill ? 'DRILL: NOT FOR PATIENT CARE' : markOf(form, window)],
    ['moment of printing or kiosk', `Printed ${paperDateTime(now, site.zone)} by`],
    ['kiosk', `from ${site.kiosk}`],
  ];
  if (form.timed && window)
    wanted.push(['range of dates', `For ${paperDateTime(window.from, site.zone)} to ${paperDateTime(window.to, site.zone)}`]);
  if (form.charting) {
    const codes = [...site.omittedDoseCodes, ...site.injectionSites, ...(form.sedation ? site.sedationScale : [])];
    wanted.push(...codes.map(({ code, meaning }): [string, string] => ['legend', `${code} ${meaning}`]));
  }
  return wanted.filter(([, words]) => !text.includes(folded(words))).map(([what]) => `the ${what} is missing or wrong`);
}

/** What the head of a unit's form must say. */
export function unitFaults(page: ReadPage, views: readonly PatientView[], zone: Zone): string[] {
  const text = pageText(page);
  const counted = text.includes(folded(`${views.length} ${views.length === 1 ? 'patient' : 'patients'}, in beds`));
  return [...(counted ? [] : ['the number of patients is missing or wrong']), ...dataFaults(text, views, zone)];
}

/** How old what a unit's form says is: as old as its oldest patient's data. */
export function dataFaults(text: string, views: readonly PatientView[], zone: Zone): string[] {
  const [oldest] = views.filter(v => v.registered === null).toSorted((a, b) => epochMs(a.asOf) - epochMs(b.asOf));
  const faults: string[] = [];
  if (oldest && !text.includes(folded(`DATA AS OF ${paperDateTime(oldest.asOf, zone)}`)))
    faults.push('"data as of" is missing or wrong');
  if (oldest && !text.includes(folded(ageAtPrinting(oldest.freshness)))) faults.push('the age of the data is missing or wrong');
  return faults;
}

/** What must be written in by hand on a form about nobody yet, in the order of a patient's head. */
const TO_WRITE = ['Name', 'MRN', 'Visit', 'Born', 'Bed', 'Weight', 'Height', 'Admitted', 'ALLERGIES', 'CODE STATUS', 'ISOLATION'];

/** What the empty head of a form must say. */
export function nobodyFaults(page: ReadPage, wholeUnit: boolean): string[] {
  const text = pageText(page);
  const missing = (wholeUnit ? [] : TO_WRITE).filter(label => !text.includes(folded(label)));
  const none = text.includes(folded('NO DATA FROM THE EHR ON THIS FORM')) ? [] : ['"no data" is missing'];
  return [...none, ...missing.map(label => `the place for ${label} is missing`)];
}

/** What the heads of the tables of a form to be filled in by hand must ask for, column by column. */
const ASKED: Partial<Record<FormKind, string[]>> = {
  'mar-blank': [
    'Dates of this sheet, from to',
    'Drug, dose, route, schedule, reason Ordered by, date, time; start; stop RPh RN Time | initials',
    'Drug, dose, route, reason, not more than Date Time Dose and route Init. Reason Result Result time Init.',
  ],
  'adt-blank': ['Date, time Event Patient MRN From To Accepted by Recorded by, and when Entered in EHR by at'],
  'infusion-blank': [
    'Drug Concentration Rate or dose ordered Target Limits Prescriber, date, time RPh RN',
    'Date Time Rate Dose Titrated to (value) Bag hung Volume mL Init. 2nd init.',
  ],
  'insulin-blank': [
    'Insulin, dose or scale, when Call prescriber if glucose below | above Prescriber, date, time RPh RN',
    'Date Time Glucose Dose, units Site Meal, remarks Init. 2nd init.',
  ],
  'pca-blank': [
    'Drug, PCA or epidural Concentration Continuous rate Bolus Lockout Limit Prescriber, date, time RPh RN',
    'Date Time Start, change, check, waste Given mL or mg Tries Pain 0–10 Sedation RR Wasted Nurse 1 Nurse 2',
  ],
};

/** What is wrong with a blank form's content. */
export function blankFaults(pages: SheetPage[], kind: FormKind): OrderFault[] {
  const text = pages.map(({ read }) => pageText(read)).join('');
  const missing = (ASKED[kind] ?? []).filter(label => !text.includes(folded(label)));
  return [
    ...missing.map(label => ({ page: pages[0]?.page ?? 0, order: null, what: `one of the places for "${label}" is missing` })),
    ...pages.flatMap(piecesOf).map(piece => ({ page: piece.page, order: piece.number, what: 'an order stands on a blank form' })),
  ];
}

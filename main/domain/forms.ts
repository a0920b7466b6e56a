import { adtSheet, blankAdtLog } from './adt-sheet.ts';
import { allClear, endedOutage } from './all-clear.ts';
import { bandOf, blankUnitHead, copyOf, emptyHead, footOf, unitHead, wardHead, wholeUnitHead, type Printing } from './band.ts';
import { bandAndLabels } from './band-and-labels.ts';
import { blankInfusion, blankInsulin, blankMar, blankPca } from './blank-forms.ts';
import { censusSheet } from './census-sheet.ts';
import { infusionSheet } from './infusion-sheet.ts';
import { insulinSheet } from './insulin-sheet.ts';
import { marFormOf, prnMar, scheduledMar } from './mar.ts';
import { orderSheet } from './order-sheet.ts';
import { isDrill } from './outage.ts';
import { pcaSheet } from './pca-sheet.ts';
import { PHARMACY_FORMS } from './pharmacy/forms.ts';
import { reprintBlocks, reprintOf, type Coming } from './reprint.ts';
import type { Role } from './role.ts';
import { FORM_KINDS, type Block, type FormKind, type Head, type Sheet } from './sheet.ts';
import { specialFormOf } from './special-orders.ts';
import { summary } from './summary.ts';
import type { OrderView, PatientView } from './view.ts';
import { mergeList } from './ward/merge-list.ts';
import type { WholeUnit } from './ward/whole-unit.ts';
import { phoneList, ROLE_NAMES, roleCard, runnerLog, type WardState } from './ward-forms.ts';
import { worksheet } from './worksheet.ts';

interface Shape {
  title: string;
  orientation: Sheet['orientation'];
  /** One or two: part of the sheet's id, different for each form. */
  letter: string;
  /** Somebody writes on it: codes' legends and room for signatures on every page. */
  charting: boolean;
  /** It is about certain hours, which stand at its head. */
  timed: boolean;
  /** Sedation is scored on it, so that its scale stands at the foot. */
  sedation?: true;
}

/** About one patient, from what is known. Null when there is nothing to print: no infusion, no infusion sheet. */
interface PatientForm extends Shape {
  about: 'patient';
  content(view: PatientView, printing: Printing): Block[] | null;
  /** Whether an order of the patient must be found on it. */
  carries(order: OrderView): boolean;
}

/** To be filled in by hand, under a patient's head or an empty one; one for the whole unit never under a patient's. */
interface BlankForm extends Shape {
  about: 'whoever';
  wholeUnit?: true;
  content(printing: Printing): Block[];
}

/** About several patients. Null when there is nothing to print. */
export interface UnitForm extends Shape {
  about: 'unit';
  content(views: readonly PatientView[], printing: Printing): Block[] | null;
}

/** About no patient but the ward itself. Null when there is nothing to print. */
interface WardForm extends Shape {
  about: 'ward';
  content(ward: WardState, printing: Printing): Block[] | null;
}

/** About everybody of the unit, whoever was chosen. */
interface CensusForm extends Shape {
  about: 'census';
  content(unit: WholeUnit, printing: Printing): Block[];
}

export type Form = PatientForm | BlankForm | UnitForm | WardForm | CensusForm;

const MAR = { orientation: 'landscape', charting: true, timed: true } as const;
const LIST = { orientation: 'landscape', charting: false, timed: false } as const;
const BLANK = { about: 'whoever', orientation: 'landscape', charting: true, timed: false } as const;

const WARD = { about: 'ward', orientation: 'portrait', charting: false, timed: false } as const;
const cardOf = (role: Role, letter: string): WardForm => ({
  ...WARD,
  title: `ROLE CARD: ${ROLE_NAMES[role]}`,
  letter,
  content: roleCard(role),
});

/** Every form this product prints. */
export const FORMS: Record<FormKind, Form> = {
  'mar-scheduled': {
    ...MAR,
    about: 'patient',
    title: 'MEDICATION ADMINISTRATION RECORD: SCHEDULED AND CONTINUOUS',
    letter: 'S',
    content: scheduledMar,
    carries: order => marFormOf(order.group) === 'mar-scheduled',
  },
  'mar-prn': {
    ...MAR,
    about: 'patient',
    title: 'MEDICATION ADMINISTRATION RECORD: ONE-TIME AND PRN',
    letter: 'P',
    content: prnMar,
    carries: order => marFormOf(order.group) === 'mar-prn',
  },
  infusion: {
    ...MAR,
    about: 'patient',
    title: 'INFUSION AND TITRATION RECORD',
    letter: 'I',
    content: infusionSheet,
    carries: order => specialFormOf(order) === 'infusion',
  },
  insulin: {
    ...MAR,
    about: 'patient',
    title: 'INSULIN AND GLUCOSE RECORD',
    letter: 'N',
    content: insulinSheet,
    carries: order => specialFormOf(order) === 'insulin',
  },
  pca: {
    ...MAR,
    sedation: true,
    about: 'patient',
    title: 'PCA AND EPIDURAL RECORD',
    letter: 'C',
    content: pcaSheet,
    carries: order => specialFormOf(order) === 'pca',
  },
  summary: {
    about: 'patient',
    title: 'PATIENT SUMMARY',
    orientation: 'portrait',
    letter: 'U',
    charting: false,
    timed: false,
    content: summary,
    carries: () => true,
  },
  ...PHARMACY_FORMS,
  worksheet: { ...MAR, about: 'unit', title: 'MEDICATIONS DUE', letter: 'W', content: worksheet },
  census: { ...LIST, about: 'census', title: 'CENSUS', letter: 'CE', content: censusSheet },
  'adt-log': {
    ...LIST,
    about: 'census',
    title: 'ADT LOG: ADMISSIONS, DISCHARGES, TRANSFERS',
    letter: 'AL',
    content: adtSheet,
  },
  'mar-blank': { ...BLANK, title: 'MEDICATION ADMINISTRATION RECORD', letter: 'B', content: blankMar },
  'infusion-blank': { ...BLANK, title: 'INFUSION AND TITRATION RECORD', letter: 'J', content: blankInfusion },
  'insulin-blank': { ...BLANK, title: 'INSULIN AND GLUCOSE RECORD', letter: 'M', content: blankInsulin },
  'adt-blank': {
    ...LIST,
    about: 'whoever',
    wholeUnit: true,
    title: 'ADT LOG: ADMISSIONS, DISCHARGES, TRANSFERS',
    letter: 'AB',
    content: blankAdtLog,
  },
  'pca-blank': { ...BLANK, sedation: true, title: 'PCA AND EPIDURAL RECORD', letter: 'D', content: blankPca },
  'band-and-labels': {
    about: 'patient',
    title: 'WRISTBAND AND LABELS',
    orientation: 'portrait',
    letter: 'L',
    charting: false,
    timed: false,
    content: bandAndLabels,
    carries: () => false,
  },
  'order-sheet': { ...BLANK, charting: false, title: 'PHYSICIAN ORDER SHEET', letter: 'O', content: orderSheet },
  'merge-list': {
    about: 'unit',
    title: 'DOWNTIME NUMBERS: MERGE LIST',
    orientation: 'landscape',
    letter: 'G',
    charting: false,
    timed: false,
    content: (views, { site }) => mergeList(views, site.zone),
  },
  'card-nurse': cardOf('nurse', 'KN'),
  'card-pharmacist': cardOf('pharmacist', 'KP'),
  'card-clerk': cardOf('clerk', 'KC'),
  'card-prescriber': cardOf('prescriber', 'KD'),
  'card-supervisor': cardOf('supervisor', 'KS'),
  'card-administrator': cardOf('administrator', 'KA'),
  'phone-list': { ...WARD, title: 'PHONE AND RUNNER LIST', letter: 'TL', content: phoneList },
  'runner-log': { ...WARD, orientation: 'landscape', title: 'PHONE AND RUNNER LOG', letter: 'TR', content: runnerLog },
  'all-clear': { ...WARD, title: 'ALL CLEAR: THE EHR IS BACK', letter: 'AC', content: allClear },
};

/** What a ward needs when a downtime begins: both MARs, the sheets of those with infusions, insulin or a pump, and the summary. */
export const START_FORMS: FormKind[] = ['mar-scheduled', 'mar-prn', 'infusion', 'insulin', 'pca', 'summary'];

/** What a patient who was just registered needs, made by one action (practice.md section 6). */
export const WALK_IN_FORMS: FormKind[] = ['band-and-labels', 'mar-scheduled', 'mar-prn', 'order-sheet'];

/** The forms about the ward itself. */
export const WARD_FORMS: FormKind[] = FORM_KINDS.filter(kind => FORMS[kind].about === 'ward');

/** A patient's sheet; null when there is nothing to print for them or the form is the unit's or the ward's. */
export function patientSheet(kind: FormKind, view: PatientView, printing: Printing, place: number): Sheet | null {
  const form = FORMS[kind];
  if (form.about === 'unit' || form.about === 'ward' || form.about === 'census') return null;
  if (form.about === 'whoever' && form.wholeUnit) return null;
  const blocks = form.about === 'whoever' ? form.content(printing) : form.content(view, printing);
  if (blocks === null) return null;
  const reprint = form.about === 'patient' ? reprintOf(view, comingOf(kind, view), printing) : null;
  return sheet(kind, bandOf(view, printing, form.timed), [...reprintBlocks(reprint), ...blocks], copyOf([view]), printing, place);
}

/** What a form of the patient would cover if it were printed now. */
export function comingOf(kind: FormKind, view: PatientView): Coming {
  const form = FORMS[kind];
  return {
    form: kind,
    period: form.timed ? view.window : null,
    carries: order => form.about === 'patient' && form.carries(order),
  };
}

/** A sheet about several patients; null when the form isn't the unit's or there is nothing to print. */
export function unitSheet(kind: FormKind, views: readonly PatientView[], printing: Printing): Sheet | null {
  const form = FORMS[kind];
  const blocks = form.about === 'unit' && views.length > 0 ? form.content(views, printing) : null;
  if (blocks === null) return null;
  return sheet(kind, unitHead(views, printing, form.timed), blocks, copyOf(views), printing, 0);
}

/** A sheet about everybody of the unit; null when the form isn't. */
export function censusPaper(kind: FormKind, unit: WholeUnit, printing: Printing): Sheet | null {
  const form = FORMS[kind];
  if (form.about !== 'census') return null;
  return sheet(kind, wholeUnitHead(unit, printing), form.content(unit, printing), copyOf(unit.views), printing, 0);
}

/** A sheet about nobody yet; null when the form can't be filled in by hand alone. */
export function emptySheet(kind: FormKind, printing: Printing, place: number): Sheet | null {
  const form = FORMS[kind];
  if (form.about !== 'whoever') return null;
  const head = form.wholeUnit ? blankUnitHead(printing) : emptyHead(printing);
  return sheet(kind, head, form.content(printing), null, printing, place);
}

/** A sheet about the ward itself; null when the form isn't, or there is nothing to print. */
export function wardSheet(kind: FormKind, ward: WardState, printing: Printing): Sheet | null {
  const form = FORMS[kind];
  const blocks = form.about === 'ward' ? form.content(ward, printing) : null;
  return blocks && sheet(kind, wardHead(printing, isOfDrill(kind, ward, printing)), blocks, null, printing, 0);
}

/** Whether a form of the ward is part of a drill: the notice of what is over goes by what is over. */
export const isOfDrill = (kind: FormKind, { outages }: WardState, { outage }: Printing): boolean =>
  kind === 'all-clear' ? endedOutage(outages, outage)?.drill === true : isDrill(outage);

function sheet(kind: FormKind, head: Head, blocks: Block[], generation: number | null, printing: Printing, place: number): Sheet {
  const form = FORMS[kind];
  const { title, orientation } = form;
  return {
    id: sheetId(printing, place, kind),
    form: kind,
    title: head.drill ? `DRILL: ${title}` : title,
    orientation,
    head,
    blocks,
    foot: footOf(generation, form, printing),
  };
}

/**
 * A sheet's id: kiosk, code of its run, pack, place in it (0 is the unit), the form's letters. Never reused: packs are numbered in the ledger, and
 * after an older ledger was brought back the run is another.
 */
const sheetId = ({ site, run, pack }: Printing, place: number, kind: FormKind): string =>
  `${site.kiosk}-${run}-${String(pack).padStart(4, '0')}-${String(place).padStart(2, '0')}${FORMS[kind].letter}`;

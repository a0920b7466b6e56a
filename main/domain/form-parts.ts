import { adtSheet, blankAdtLog } from './adt-sheet.ts';
import { allClear } from './all-clear.ts';
import type { Printing } from './band.ts';
import { bandAndLabels } from './band-and-labels.ts';
import { blankInfusion, blankInsulin, blankMar, blankPca } from './blank-forms.ts';
import { censusSheet } from './census-sheet.ts';
import type { Shape } from './form.ts';
import { infusionSheet } from './infusion-sheet.ts';
import { insulinSheet } from './insulin-sheet.ts';
import { marFormOf, prnMar, scheduledMar } from './mar.ts';
import { pcaSheet } from './pca-sheet.ts';
import { PHARMACY_PARTS } from './pharmacy/parts.ts';
import type { Block } from './sheet.ts';
import { separator } from './separator.ts';
import { specialFormOf } from './special-orders.ts';
import { envelopeSheet } from './standing-pack.ts';
import { summary } from './summary.ts';
import type { OrderView, PatientView } from './view.ts';
import { mergeList } from './ward/merge-list.ts';
import type { WholeUnit } from './ward/whole-unit.ts';
import { phoneList, roleCard, type WardState } from './ward-forms.ts';
import { worksheet } from './worksheet.ts';

/** About one patient, from what is known. Null when there is nothing to print: no infusion, no infusion sheet. */
interface PatientPart extends Shape {
  about: 'patient';
  content(view: PatientView, printing: Printing): Block[] | null;
  /** Whether an order of the patient must be found on it. */
  carries(order: OrderView): boolean;
}

/** To be filled in by hand, under a patient's head or an empty one. */
interface BlankPart extends Shape {
  about: 'whoever';
  content(printing: Printing): Block[];
}

/** About several patients. Null when there is nothing to print. */
export interface UnitPart extends Shape {
  about: 'unit';
  content(views: readonly PatientView[], printing: Printing): Block[] | null;
}

/** About no patient but the ward itself. Null when there is nothing to print. */
interface WardPart extends Shape {
  about: 'ward';
  content(ward: WardState, printing: Printing): Block[] | null;
}

/** About everybody of the unit, whoever was chosen. */
interface CensusPart extends Shape {
  about: 'census';
  content(unit: WholeUnit, printing: Printing): Block[];
}

/** The contents of a standing pack, which know on which pages everybody is: made with it, never asked for. */
interface StandingPart extends Shape {
  about: 'standing';
}

/** What is computed, not only set: it fills its sheet and decides how that is laid out. */
export type Part = PatientPart | BlankPart | UnitPart | WardPart | CensusPart | StandingPart;

const PLAIN = { charting: false, timed: false, sedation: false, wholeUnit: false } as const;
const MAR = { ...PLAIN, orientation: 'landscape', charting: true, timed: true } as const;
const LIST = { ...PLAIN, orientation: 'landscape' } as const;
const BLANK = { ...PLAIN, about: 'whoever', orientation: 'landscape', charting: true } as const;
const WARD = { ...PLAIN, about: 'ward', orientation: 'portrait' } as const;

/** Every computed part. A form that has one bears its name. */
export const PARTS = {
  'mar-scheduled': {
    ...MAR,
    about: 'patient',
    content: scheduledMar,
    carries: (order: OrderView) => marFormOf(order.group) === 'mar-scheduled',
  },
  'mar-prn': {
    ...MAR,
    about: 'patient',
    content: prnMar,
    carries: (order: OrderView) => marFormOf(order.group) === 'mar-prn',
  },
  infusion: {
    ...MAR,
    about: 'patient',
    content: infusionSheet,
    carries: (order: OrderView) => specialFormOf(order) === 'infusion',
  },
  insulin: {
    ...MAR,
    about: 'patient',
    content: insulinSheet,
    carries: (order: OrderView) => specialFormOf(order) === 'insulin',
  },
  pca: {
    ...MAR,
    sedation: true,
    about: 'patient',
    content: pcaSheet,
    carries: (order: OrderView) => specialFormOf(order) === 'pca',
  },
  summary: { ...PLAIN, about: 'patient', orientation: 'portrait', content: summary, carries: () => true },
  'band-and-labels': { ...PLAIN, about: 'patient', orientation: 'portrait', content: bandAndLabels, carries: () => false },
  ...PHARMACY_PARTS,
  worksheet: { ...MAR, about: 'unit', content: worksheet },
  'merge-list': {
    ...LIST,
    about: 'unit',
    content: (views: readonly PatientView[], { site }: Printing) => mergeList(views, site.zone),
  },
  separator: { ...PLAIN, about: 'unit', orientation: 'portrait', content: separator },
  census: { ...LIST, about: 'census', content: censusSheet },
  'adt-log': { ...LIST, about: 'census', content: adtSheet },
  'mar-blank': { ...BLANK, content: blankMar },
  'infusion-blank': { ...BLANK, content: blankInfusion },
  'insulin-blank': { ...BLANK, content: blankInsulin },
  'pca-blank': { ...BLANK, sedation: true, content: blankPca },
  'adt-blank': { ...BLANK, charting: false, wholeUnit: true, content: blankAdtLog },
  'card-nurse': { ...WARD, content: roleCard('nurse') },
  'card-pharmacist': { ...WARD, content: roleCard('pharmacist') },
  'card-clerk': { ...WARD, content: roleCard('clerk') },
  'card-prescriber': { ...WARD, content: roleCard('prescriber') },
  'card-supervisor': { ...WARD, content: roleCard('supervisor') },
  'card-administrator': { ...WARD, content: roleCard('administrator') },
  'phone-list': { ...WARD, content: phoneList },
  'all-clear': { ...WARD, content: allClear },
  'standing-envelope': {
    ...WARD,
    content: (ward: WardState, printing: Printing) => (ward.envelope ? envelopeSheet(ward.envelope, printing) : null),
  },
  'standing-front': { ...PLAIN, about: 'standing', orientation: 'portrait' },
} as const satisfies Record<string, Part>;
export type PartName = keyof typeof PARTS;

export const PART_NAMES = Object.keys(PARTS) as PartName[];

/** A part by its name, as one of them all. */
export const partOf = (name: PartName): Part => PARTS[name];

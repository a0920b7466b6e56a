import type { LabelStock, LabelTarget } from '../../main/domain/label.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { labelPaper, type LabelPaper } from '../../main/services/label-paper.ts';
import { allergy, paperPatient, printingOf, viewOf } from './paper-patient.ts';
import { site } from './site.ts';
import { walkInView } from './walk-in-paper.ts';
import { event, identified } from './ward-acts.ts';

const JANE = { alias: null, name: 'DOE, Jane', birthDate: '1990-05-01', estimatedAge: null, sex: 'female' } as const;
const named = (name: string): PatientView => walkInView({ ...JANE, name });

/** Patients whose labels are hard to make, by what is hard about them. */
export const LABEL_PATIENTS: Record<string, PatientView> = {
  usual: viewOf(paperPatient({ allergies: [allergy('penicillin', ['rash'])] })),
  'a walk-in with two allergies': walkInView({ ...JANE, allergies: { state: 'listed', listed: ['penicillin', 'latex'] } }),
  unknown: walkInView(),
  'identified later': walkInView({}, event('K1:3', 31, identified())),
  Vietnamese: named('NGUYỄN, Thị Minh Khai'),
  Arabic: named('محمد علي 512'),
  Hebrew: named('כהן, שרה'),
  Chinese: named('王小明'),
  Korean: named('김철수'),
  Thai: named('ปู่ ที่รัก'),
  Hindi: named('श्रीनिवासन'),
  'with a name of commands': named('O^XZ~JA_5E\\&, "Bobby"'),
  'with a very long name': named('Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Hubert Blaine'),
  'with forty allergies': walkInView({
    ...JANE,
    allergies: { state: 'listed', listed: Array.from({ length: 40 }, (_, i) => `allergen ${i + 1}`) },
  }),
  'without a number': viewOf(paperPatient({ mrn: null })),
};

export const LABELS_203: LabelStock = { prints: 'labels', widthMm: 57, heightMm: 32, dpi: 203, turned: false };
export const BANDS_203: LabelStock = { prints: 'bands', widthMm: 25, heightMm: 180, dpi: 203, turned: true };
/** What is in label printers: two sizes of labels, in 203 and 300 dots to an inch, a roll that is turned, and bands. */
export const STOCKS: LabelStock[] = [
  LABELS_203,
  { ...LABELS_203, dpi: 300 },
  { ...LABELS_203, widthMm: 102, heightMm: 51 },
  { ...LABELS_203, widthMm: 32, heightMm: 57, turned: true },
  BANDS_203,
  { ...BANDS_203, dpi: 300 },
];

/** One of each kind that goes there. */
export const oneOfEach = (target: LabelTarget) =>
  target.kind === 'printer' && target.stock.prints === 'bands'
    ? { band: 1, chart: 0, specimen: 0 }
    : { band: 0, chart: 1, specimen: 1 };

export const onPrinter = (stock: LabelStock): LabelTarget => ({ kind: 'printer', name: 'LBL-1', stock });
export const onSheets = (name: string, start = 1): LabelTarget => ({
  kind: 'sheets',
  name,
  layout: site.labelSheets[name]!,
  start,
});

/** Labels that must be whole. */
export async function labelsOf(view: PatientView, target: LabelTarget, counts = oneOfEach(target)): Promise<LabelPaper> {
  const made = await labelPaper({ counts, target }, view, printingOf(view), 'K1-A-0001-01L');
  if (!made.ok) throw new Error(made.error.why);
  return made.value;
}

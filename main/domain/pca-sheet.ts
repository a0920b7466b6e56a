import type { Printing } from './band.ts';
import { clausesAbout } from './clauses.ts';
import { specialBlocks, type SpecialSheet } from './special-sheet.ts';
import type { Block, EntryColumn } from './sheet.ts';
import type { PatientView } from './view.ts';

/** What is written of a pump at its start, each check, change and waste (practice.md section 4). */
export const PCA_COLUMNS: EntryColumn[] = [
  { label: 'Date', weight: 8 },
  { label: 'Time', weight: 8 },
  { label: 'Start, change, check, waste', weight: 17 },
  { label: 'Given mL or mg', weight: 10 },
  { label: 'Tries', weight: 7 },
  { label: 'Pain 0–10', weight: 7 },
  { label: 'Sedation', weight: 9 },
  { label: 'RR', weight: 6 },
  { label: 'Wasted', weight: 9 },
  { label: 'Nurse 1', weight: 8 },
  { label: 'Nurse 2', weight: 8 },
];

/** The sheet of pumps that a patient or an epidural catheter is connected to. */
export const PCA_SHEET: SpecialSheet = {
  form: 'pca',
  heading: 'PUMPS: BOTH NURSES INITIAL START, CHANGE AND WASTE',
  columns: PCA_COLUMNS,
  lines: { hours: 10, shifts: 10, '3-days': 18, '7-days': 30 },
  facts: ({ order }) => [
    { label: 'Concentration', text: clausesAbout(order, /\d\s*(mcg|mg|g|units?)\s*(\/|in|per)\s*(\d[\d.,]*\s*)?mL\b|%/i) },
    {
      label: 'Continuous rate',
      text: order.dosages.flatMap(d => d.rate ?? []).join(' / ') || clausesAbout(order, /\b(continuous|basal|background)\b/i),
    },
    { label: 'Bolus', text: clausesAbout(order, /\b(bolus|demand|PCA dose|patient dose|on request)\b/i) },
    { label: 'Lockout', text: clausesAbout(order, /\block-?out\b/i) },
    { label: 'Limit', text: clausesAbout(order, /\b(limit|max(imum)?|not (more|exceed)|no more than)\b/i) },
  ],
};

/** Every PCA and epidural order with concentration, rate, bolus, lockout and limit, and lines for scores, totals and both nurses. */
export const pcaSheet = (view: PatientView, printing: Printing): Block[] | null => specialBlocks(PCA_SHEET, view, printing, []);

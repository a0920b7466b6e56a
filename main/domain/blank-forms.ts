import { INFUSION_COLUMNS } from './infusion-sheet.ts';
import { INSULIN_COLUMNS } from './insulin-sheet.ts';
import { empty, LINE, ORDER, prnLines, scheduledLines } from './mar-lines.ts';
import { PCA_COLUMNS } from './pca-sheet.ts';
import type { Block, TableColumn } from './sheet.ts';

const columns = (labels: Record<string, number>): TableColumn[] =>
  Object.entries(labels).map(([label, weight]) => ({ label, weight }));
const heading = (text: string, note: string | null = null): Block => ({ kind: 'heading', text, note });

const DATE = columns({ 'Dates of this sheet, from': 50, to: 50 });

/** A MAR with nothing on it but whose it is: scheduled orders on the first page, one-time and PRN on the second. */
export const blankMar = (): Block[] => [
  empty(DATE, 1, LINE),
  heading('SCHEDULED AND CONTINUOUS', 'write the time into a box, initials under it'),
  scheduledLines(5),
  { kind: 'heading', text: 'ONE-TIME AND AS NEEDED (PRN)', note: 'one dose a line', newPage: true },
  prnLines(14),
];

/** Rows of one infusion, to be filled in by hand. */
export const blankInfusion = (): Block[] => [
  heading('THE INFUSION', 'copied from the order, checked by two'),
  empty(
    columns({
      Drug: 22,
      Concentration: 16,
      'Rate or dose ordered': 16,
      Target: 14,
      Limits: 16,
      'Prescriber, date, time': 16,
      RPh: 6,
      RN: 6,
    }),
    2,
    ORDER - 8,
  ),
  heading('A LINE FOR EVERY CHANGE OF RATE, CHECK AND NEW BAG'),
  empty(INFUSION_COLUMNS, 9, LINE),
];

/** A scale and rows of glucose and dose, to be filled in by hand. */
export const blankInsulin = (): Block[] => [
  heading('THE ORDER AND ITS SCALE', 'copied from the order, checked by two'),
  empty(
    columns({
      'Insulin, dose or scale, when': 60,
      'Call prescriber if glucose below | above': 18,
      'Prescriber, date, time': 16,
      RPh: 6,
      RN: 6,
    }),
    2,
    ORDER - 8,
  ),
  heading('A LINE FOR EVERY GLUCOSE AND DOSE'),
  empty(INSULIN_COLUMNS, 8, LINE),
];

/** A pump's settings and rows of scores and totals, to be filled in by hand. */
export const blankPca = (): Block[] => [
  heading('THE PUMP', 'copied from the order, checked by two'),
  empty(
    columns({
      'Drug, PCA or epidural': 22,
      Concentration: 15,
      'Continuous rate': 12,
      Bolus: 11,
      Lockout: 10,
      Limit: 12,
      'Prescriber, date, time': 16,
      RPh: 6,
      RN: 6,
    }),
    1,
    ORDER,
  ),
  heading('BOTH NURSES INITIAL START, CHANGE AND WASTE'),
  empty(PCA_COLUMNS, 10, LINE),
];

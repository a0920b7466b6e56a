import type { Block } from './sheet.ts';

const ROWS = 10;

/** A MAR to be filled in by hand: nothing on it comes from the EHR. */
export const blankMar = (): Block[] => [
  { kind: 'heading', text: 'WRITE ONE ORDER A ROW', note: 'times over the boxes, initials in them' },
  {
    kind: 'table',
    columns: [
      { label: 'Medication, dose, route, schedule', weight: 40 },
      ...Array.from({ length: 6 }, () => ({ label: 'Time', weight: 10 })),
    ],
    rows: Array.from({ length: ROWS }, () => []),
  },
];

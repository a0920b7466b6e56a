import type { Block, TableColumn } from './sheet.ts';

/** Points that an order in full needs when it is written by hand. */
const ORDER = 48;
const ROWS = 6;

/** What each order on paper must say (practice.md section 5: paper orders lack start times). */
export const ORDER_SHEET_COLUMNS: TableColumn[] = [
  { label: 'Date and time written', weight: 9 },
  { label: 'Order: drug, dose, route, how often, reason; or other order', weight: 36 },
  { label: 'START date and time', weight: 10 },
  { label: 'Prescriber: name, signature, credentials', weight: 16 },
  { label: 'Verbal: taken by, read back', weight: 11 },
  { label: 'Noted by nurse or clerk, time', weight: 10 },
  { label: 'Pharmacy received, time', weight: 8 },
];

/** The physician's order sheet: empty lines for orders under a patient's head or an empty one. */
export const orderSheet = (): Block[] => [
  {
    kind: 'paragraph',
    box: 'frame',
    lines: [
      [
        { text: 'One order a line, with its START.', role: 'body', tone: 'strong' },
        {
          text: 'Weight and allergies are checked before each order. Write units and how often in full. A copy goes to pharmacy at once.',
          role: 'body',
        },
      ],
    ],
  },
  {
    kind: 'table',
    columns: ORDER_SHEET_COLUMNS,
    rows: Array.from({ length: ROWS }, () => []),
    rowHeight: ORDER,
  },
];

import { NOT_RECEIVED, type Printing } from './band.ts';
import type { Block, TableColumn, Words } from './sheet.ts';
import { paperDateTime, type Zone } from './time.ts';
import type { AdtEntry, AdtLine } from './ward/adt-log.ts';
import type { WholeUnit } from './ward/whole-unit.ts';

/** Points that a hand needs for a line of the log. */
const ROW = 24;
/** Lines to go on with by hand: behind what was recorded, and on a blank log. */
const MORE_ROWS = 5;
const BLANK_ROWS = 17;

/** The columns of the log (practice.md section 5). */
const COLUMNS: TableColumn[] = [
  { label: 'Date, time', weight: 10 },
  { label: 'Event', weight: 12 },
  { label: 'Patient', weight: 17 },
  { label: 'MRN', weight: 10 },
  { label: 'From', weight: 12 },
  { label: 'To', weight: 15 },
  { label: 'Accepted by', weight: 11 },
  { label: 'Recorded by, and when', weight: 13 },
  { label: 'Entered in EHR by', weight: 9 },
  { label: 'at', weight: 6 },
];

/** The ADT log: every act on the places of the ward's patients, corrected ones struck and readable, and lines to go on with by hand. */
export const adtSheet = ({ log }: WholeUnit, { site, now }: Printing): Block[] => [
  ...(log.length === 0
    ? [
        {
          kind: 'paragraph' as const,
          box: 'none' as const,
          lines: [[body(`Nothing was recorded on this kiosk up to ${paperDateTime(now, site.zone)}. Go on by hand.`)]],
        },
      ]
    : []),
  {
    kind: 'table',
    columns: COLUMNS,
    rowHeight: ROW,
    rows: [
      ...log.flatMap(entry => entry.lines.map(line => lineCells(entry, line, site.zone))),
      ...Array.from({ length: MORE_ROWS }, () => []),
    ],
  },
];

/** The log to be written by hand from the first line on. */
export const blankAdtLog = (): Block[] => [
  { kind: 'table', columns: COLUMNS, rowHeight: ROW, rows: Array.from({ length: BLANK_ROWS }, () => []) },
];

const body = (text: string, tone: Words['tone'] = 'plain'): Words => ({ text, role: 'body', tone });

function lineCells({ name, mrn }: AdtEntry, line: AdtLine, zone: Zone): Words[][] {
  const { struck } = line;
  const words = (text: string): Words[] => [body(text, struck ? 'plain' : 'strong')];
  return [
    words(paperDateTime(line.at, zone)),
    [...(struck ? [body(STRUCK, 'alarm')] : []), body(line.what, struck || line.what !== 'DIED' ? 'plain' : 'alarm')],
    words(name),
    words(mrn ?? NOT_RECEIVED),
    words(line.from),
    words(line.to),
    words(line.accepting ?? ''),
    [
      body(`${line.by}, ${paperDateTime(line.recordedAt, zone)}`),
      ...(struck ? [body(`\n${strikeWords(struck, zone)}`, 'strong')] : []),
    ],
  ];
}

/** Before a line that does not count any more: it stays readable, which a stroke through small print would not. */
export const STRUCK = 'STRUCK';

/** Who took a line back, and why. */
export const strikeWords = ({ by, at, reason }: NonNullable<AdtLine['struck']>, zone: Zone): string =>
  `struck by ${by}, ${paperDateTime(at, zone)}: ${reason}`;

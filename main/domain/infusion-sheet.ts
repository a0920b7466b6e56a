import type { Printing } from './band.ts';
import { clausesAbout } from './clauses.ts';
import { specialBlocks, type Fact, type SpecialSheet } from './special-sheet.ts';
import type { Block, EntryColumn } from './sheet.ts';
import { paperFhirDate, type Zone } from './time.ts';
import type { OrderView, PatientView } from './view.ts';

/** What is written of an infusion at each change, check or new bag (practice.md section 4). */
export const INFUSION_COLUMNS: EntryColumn[] = [
  { label: 'Date', weight: 8 },
  { label: 'Time', weight: 8 },
  { label: 'Rate', weight: 12 },
  { label: 'Dose', weight: 13 },
  { label: 'Titrated to (value)', weight: 16 },
  { label: 'Bag hung', weight: 11 },
  { label: 'Volume mL', weight: 10 },
  { label: 'Init.', weight: 8 },
  { label: '2nd init.', weight: 8 },
];

/** The sheet of what runs at a rate. */
export const INFUSION_SHEET: SpecialSheet = {
  form: 'infusion',
  heading: 'INFUSIONS: A LINE FOR EVERY CHANGE OF RATE, CHECK AND NEW BAG',
  columns: INFUSION_COLUMNS,
  lines: { hours: 8, shifts: 8, '3-days': 16, '7-days': 24 },
  facts,
};

/** Concentration, last known rate, limits and target of every infusion, with lines to chart it; also of what runs without an order here. */
export const infusionSheet = (view: PatientView, printing: Printing): Block[] | null =>
  specialBlocks(INFUSION_SHEET, view, printing, unordered(view, printing));

/** Points of a line to write on, for infusions that have no order here. */
const WRITTEN_LINE = 21;

const CONCENTRATION = /\d\s*(mcg|mg|g|units?|mEq|mmol|mL)\s*(\/|in|per)\s*(\d[\d.,]*\s*)?m?L\b|\d\s*%/i;
const TARGET = /\b(titrat|target|goal|to keep|keep|maintain|MAP|RASS|CPOT|SBP|aPTT|anti-?Xa|glucose)/i;
const LIMITS =
  /\b(max(imum)?|minimum|limit|not (more|less|exceed)|no (more|less) than|increase|decrease|raise|lower|reduce|every \d+ min|hold|stop|call|notify)\b/i;

function facts(view: OrderView, patient: PatientView, zone: Zone): Fact[] {
  const { order } = view;
  const running = runningOf(patient).find(entry => entry.id === `infusion-${order.id}`);
  const last =
    running?.at == null
      ? null
      : `${rateOnly(running.text, order.drug.name)}, ${paperFhirDate(running.at, zone)} (${running.detail ?? ''})`;
  return [
    { label: 'Concentration', text: clausesAbout(order, CONCENTRATION) },
    { label: 'Last known rate', text: last, silence: 'no charted rate received' },
    { label: 'Target', text: clausesAbout(order, TARGET) },
    { label: 'Limits', text: clausesAbout(order, LIMITS) },
  ];
}

const rateOnly = (text: string, drug: string): string => text.replace(`${drug}: `, '');

const runningOf = (view: PatientView) => view.other.find(part => part.name === 'infusions')?.entries ?? [];

/** What was charted at a rate but has no order here: it may still be running. */
function unordered(view: PatientView, { site }: Printing): Block[] {
  const loose = runningOf(view).filter(entry => entry.id.startsWith('infusion-of-'));
  if (loose.length === 0) return [];
  const line = ({ text, detail, at }: (typeof loose)[number]): string =>
    [text, at === null ? 'time not received' : paperFhirDate(at, site.zone), detail].filter(Boolean).join(', ');
  return [
    { kind: 'heading', text: 'CHARTED AT A RATE WITHOUT AN ORDER HERE: VERIFY WHETHER THEY RUN', note: null },
    { kind: 'paragraph', box: 'alarm', lines: loose.map(entry => [{ text: line(entry), role: 'body', tone: 'strong' }]) },
    {
      kind: 'table',
      rowHeight: WRITTEN_LINE,
      columns: [
        { label: 'Drug, concentration', weight: 25 },
        ...INFUSION_COLUMNS.map(({ label, weight }) => ({ label, weight })),
      ],
      rows: Array.from({ length: Math.max(4, 2 * loose.length) }, () => []),
    },
  ];
}

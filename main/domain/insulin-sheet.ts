import type { Printing } from './band.ts';
import { specialBlocks, type SpecialSheet } from './special-sheet.ts';
import { specialFormOf } from './special-orders.ts';
import type { Block, EntryColumn } from './sheet.ts';
import { silenceWords } from './silence.ts';
import { shortFhirDate } from './time.ts';
import { valueWords } from './trends.ts';
import type { PatientView, Trend } from './view.ts';

/** What is written of each glucose and each dose (practice.md section 4). */
export const INSULIN_COLUMNS: EntryColumn[] = [
  { label: 'Date', weight: 9 },
  { label: 'Time', weight: 9 },
  { label: 'Glucose', weight: 14 },
  { label: 'Dose, units', weight: 16 },
  { label: 'Site', weight: 12 },
  { label: 'Meal, remarks', weight: 24 },
  { label: 'Init.', weight: 8 },
  { label: '2nd init.', weight: 8 },
];

/** The sheet of insulin that is not infused. */
export const INSULIN_SHEET: SpecialSheet = {
  form: 'insulin',
  heading: 'INSULIN: THE SCALE IS THE ORDER’S OWN WORDS',
  columns: INSULIN_COLUMNS,
  lines: { hours: 6, shifts: 6, '3-days': 14, '7-days': 28 },
  facts: () => [],
};

const SHOWN = 8;

/** Every insulin order with its scale as ordered, the last glucoses with their times, and lines for glucose, dose and site. */
export function insulinSheet(view: PatientView, printing: Printing): Block[] | null {
  if (!view.orders.some(order => specialFormOf(order) === 'insulin')) return null;
  return specialBlocks(INSULIN_SHEET, view, printing, lastGlucoses(view, printing));
}

/** Glucose of blood by any name; what is measured in urine or other fluids is no guide for insulin. */
const isBloodGlucose = ({ name }: Trend): boolean =>
  /glucose/i.test(name) && !/urine|csf|cerebrospinal|fluid|tolerance/i.test(name);

function lastGlucoses(view: PatientView, { site }: Printing): Block[] {
  const heading: Block = { kind: 'heading', text: 'LAST GLUCOSES BEFORE THE COPY, newest first', note: null };
  const trends = [...view.labs, ...view.vitals].filter(isBloodGlucose);
  if (trends.length === 0) {
    const labs = view.sections.find(s => s.name === 'labs')!;
    const why = labs.status === 'ok' ? 'no glucose among the results received' : silenceWords(labs);
    return [heading, { kind: 'paragraph', box: 'none', lines: [[{ text: `Not known: ${why}.`, role: 'body', tone: 'strong' }]] }];
  }
  const line = (trend: Trend): string => {
    const values = trend.values.slice(0, SHOWN).map(o => {
      const when = o.at === null ? 'time not received' : shortFhirDate(o.at, site.zone);
      return `${valueWords(o)}${o.flag === null ? '' : ` ${o.flag}`} (${when})`;
    });
    return values.join('; ');
  };
  return [
    heading,
    {
      kind: 'paragraph',
      box: 'frame',
      lines: trends.map(trend => [
        { text: `${trend.name}:`, role: 'body', tone: 'strong' },
        { text: line(trend), role: 'body' },
      ]),
    },
  ];
}

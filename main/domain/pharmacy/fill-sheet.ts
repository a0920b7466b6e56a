import type { Printing } from '../band.ts';
import type { Block, TableColumn, Words } from '../sheet.ts';
import type { OrderView, PatientView } from '../view.ts';
import { marks, what } from '../worksheet.ts';
import type { Fill } from './fill.ts';
import { fillWords } from './fill.ts';
import { fillLines, fillTotals, totalWords, type FillLine } from './fill-list.ts';
import { quantityWords } from './quantity.ts';
import { body, newestOf, sentence, silentBlocks, WHO_AND_WHAT, whoOf } from './rows.ts';

/** The parts of a fill list; each order stands in exactly one of them. */
export const FILL_PARTS: Record<Fill['kind'], { heading: string; note: string; none: string }> = {
  needed: { heading: 'TO FILL', note: 'the need with its arithmetic', none: 'Nothing could be computed for these patients.' },
  'not-computed': {
    heading: 'NOT COMPUTED',
    note: 'a pharmacist decides; write what is filled',
    none: 'Every order of these patients was computed.',
  },
  expired: { heading: 'EXPIRED', note: 'nothing filled', none: 'No order of these patients has passed its stop time.' },
  nothing: {
    heading: 'NOTHING NEEDED IN THIS PERIOD',
    note: 'active orders without a dose in it',
    none: 'Every other order of these patients has a dose in this period.',
  },
};
/** What stands over the sums of this unit. */
export const TOTALS = 'TOTALS PER DRUG, THIS UNIT';
export const WARD_STOCK = 'WARD STOCK';

const HOW =
  'Every dose due in the period counts, also one of the running hour that was given already. AT MOST and "up to": less may be enough. "~" before a time: computed by the kiosk. Own medication is counted too.';

/** Points of a row that somebody signs in. */
const SIGNED_ROW = 24;
const TO_SIGN: TableColumn[] = [
  { label: 'Units dispensed', weight: 8 },
  { label: 'Filled by', weight: 7 },
  { label: 'Checked by', weight: 7 },
];

/** What is needed of every order in the period, what couldn't be computed and why, and the totals per drug (practice.md section 5). */
export function fillSheet(patients: readonly PatientView[], printing: Printing): Block[] {
  const { site } = printing;
  const lines = fillLines(patients, site);
  const newest = newestOf(patients);
  const row = (line: FillLine): Words[][] => [
    ...whoOf(line.patient, newest, site.zone),
    line.fill.kind === 'not-computed' ? what(line.order) : briefly(line.order),
    needWords(line),
    [...stockMark(line), ...marks(line.order)],
  ];
  const part = (kind: Fill['kind'], signed: boolean): Block[] => {
    const own = lines.filter(({ fill }) => fill.kind === kind);
    const { heading, note, none } = FILL_PARTS[kind];
    return [
      { kind: 'heading', text: heading, note: `${own.length} of ${lines.length} orders: ${note}` },
      own.length === 0
        ? sentence(body(none))
        : {
            kind: 'table',
            ...(signed && { rowHeight: SIGNED_ROW }),
            columns: [...WHO_AND_WHAT, { label: 'Need', weight: 32 }, { label: 'Marks', weight: 12 }, ...(signed ? TO_SIGN : [])],
            rows: own.map(row),
          },
    ];
  };
  return [
    sentence(body(HOW)),
    ...part('needed', true),
    ...part('not-computed', true),
    ...part('expired', false),
    ...part('nothing', false),
    ...silentBlocks(patients, printing),
    ...totalBlocks(lines),
  ];
}

/** Drug, dose, route and schedule without the prose of how to give it: who fills needs no more, and sixty pages help nobody. */
function briefly({ order, schedule }: OrderView): Words[] {
  const { drug, dosages, number } = order;
  const dose = dosages.map(line => line.dose ?? line.rate).find(said => said !== null);
  return [
    { text: drug.name, role: 'drug', tone: 'strong' },
    ...(dose ? [{ text: dose, role: 'dose', tone: 'strong' } as const] : []),
    body(`\n${[dosages[0]?.route ?? 'route not received', schedule.words, `Order ${number}`].join(' ▪ ')}`),
  ];
}

function needWords({ fill }: FillLine): Words[] {
  if (fill.kind !== 'needed') return [body(fillWords(fill), 'strong')];
  return [
    { text: `${quantityWords(fill.need)}${fill.most ? ' AT MOST' : ''}`, role: 'dose', tone: 'strong' },
    body(`\n${fill.arithmetic}`),
  ];
}

const stockMark = ({ wardStock }: FillLine): Words[] => (wardStock ? [body(WARD_STOCK, 'alarm')] : []);

function totalBlocks(lines: readonly FillLine[]): Block[] {
  const totals = fillTotals(lines);
  if (totals.length === 0) return [];
  return [
    { kind: 'heading', text: TOTALS, note: 'the sums of what is to fill, by the drug’s name' },
    {
      kind: 'table',
      columns: [
        { label: 'Drug', weight: 45 },
        { label: 'Total', weight: 40 },
        { label: 'Marks', weight: 15 },
      ],
      rows: totals.map(total => [
        [{ text: total.drug, role: 'drug', tone: 'strong' }],
        [body(totalWords(total), 'strong')],
        [...(total.controlled ? [body('CONTROLLED', 'alarm')] : []), ...(total.wardStock ? [body(WARD_STOCK, 'alarm')] : [])],
      ]),
    },
  ];
}

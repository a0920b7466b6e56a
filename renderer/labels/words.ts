import type { LabelCounts, LabelKind } from '../../main/domain/label.ts';

const many = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
const counted = ({ band, chart, specimen }: LabelCounts): string =>
  [band > 0 ? many(band, 'wristband') : '', chart + specimen > 0 ? many(chart + specimen, 'label') : '']
    .filter(Boolean)
    .join(' and ');

/** Every word of printing bands and labels. */
export const labelWords = {
  open: 'Wristband, labels',
  title: 'Wristband and labels',
  patient: 'Open the patient',
  of: (name: string, number: string | null) => `${name}, ${number ?? 'number not received'}`,
  bed: (bed: string | null) => (bed === null ? 'no bed' : `bed ${bed}`),
  check: 'Read the band back with the patient before it goes on.',
  kinds: {
    band: 'Wristbands',
    chart: 'Patient labels',
    specimen: 'Specimen labels',
  } satisfies Record<LabelKind, string>,
  printer: 'On a label printer',
  noPrinter: 'The site file lists no label printer for this unit.',
  noBands: 'No printer here has wristbands: take the page to cut out.',
  print: (counts: LabelCounts, on: string) => `Print ${counted(counts)} on ${on}`,
  making: 'Making and reading back…',
  sheets: 'On sheets of labels, for a page printer',
  sheet: 'Sheet',
  sheetOf: (name: string, labels: number) => `${name}, ${labels} on a sheet`,
  start: 'First free label',
  startHint: 'Count from the top left, row by row. Put the sheets into the printer before you print.',
  make: (counts: LabelCounts, name: string) => `Make ${counted(counts)} on ${name}`,
  cutOut: 'On plain paper',
  makeCutOut: 'Make the page to cut out',
  failed: (why: string) => `No labels: ${why}`,
  none: 'Choose how many.',
};

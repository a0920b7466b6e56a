import type { ListKind } from '../../main/domain/pharmacy/lists.ts';

const count = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

/** The pharmacy's own words; what the lists are called stands with the forms. */
export const words = {
  title: 'Pharmacy',
  units: 'Units',
  alone: 'This computer keeps only its own unit. Name others under desk in site.yml to have them here.',
  copy: (generation: number, patients: number) => `Copy ${generation}, ${count(patients, 'patient')}`,
  asOf: (time: string, age: string) => `as of ${time}, ${age}`,
  noCopy: 'NO COPY',
  reading: (done: number, of: number) => (of > 0 ? `Reading the EHR: ${done} of ${of}` : 'Reading the EHR'),
  failed: (time: string, why: string) => `Not read at ${time}: ${why}`,
  list: 'List',
  from: 'From',
  hours: 'For',
  hoursOf: (n: number) => `${n} hours`,
  pickUnit: 'Pick a unit: at least one.',
  print: (list: string, n: number) => `Print: ${list}, ${count(n, 'unit')}`,
  dose: (doses: string) => `DOSE ${doses}`,
  sheets: (n: number, span: string) => `Print: MARs, ${span}, ${count(n, 'unit')}`,
  spans: { day: '24 hours', days: '3 days' },
  failedToStart: (why: string) => `Nothing was printed: ${why}`,
  period: (from: string, to: string) => `${from} to ${to}`,
  lines: (n: number) => count(n, 'order'),
  columns: { bed: 'Bed', patient: 'Patient', drug: 'Drug, dose, route, schedule', need: 'Need', marks: 'Marks' },
  order: (number: string) => `Order ${number}`,
  older: (time: string) => `chart as of ${time}`,
  noMrn: 'MRN not received',
  noBed: 'no bed',
  silent: 'Patients not on this list, or not wholly',
  nobody: 'Nobody is on this unit in the copy.',
  totals: 'Totals per drug',
  totalsOf: (units: string) => `of ${units}`,
  total: 'All units',
  drug: 'Drug',
  wardStock: 'WARD STOCK',
  controlled: 'CONTROLLED',
  none: '–',
  without: (unit: string, why: string) => `NO SHEETS OF ${unit}: ${why}`,
  packs: 'Printed, by unit',
  back: 'Back to the lists',
  saveAll: 'Save all units to the printing folder',
  saved: (files: number, folders: string) =>
    `${count(files, 'PDF')} saved to ${folders}. Anyone who can open these folders can read them.`,
  notSaved: (why: string) => `Not saved: ${why}`,
};

/** The lists for hours to come; the others are about this moment. */
export const TIMED: readonly ListKind[] = ['fill-list', 'expiring-list', 'controlled-list', 'iv-list'];

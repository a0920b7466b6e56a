import { codeStatusBrief, silentField, type Printing } from './band.ts';
import { wardOrder } from './bed-order.ts';
import type { Block, TableColumn, Words } from './sheet.ts';
import { specialFormOf } from './special-orders.ts';
import type { Zone } from './time.ts';
import type { PatientView } from './view.ts';
import { awayWords } from './ward/stay-words.ts';
import type { WholeUnit } from './ward/whole-unit.ts';

/** Points that a hand needs for a word beside a patient. */
const ROW = 23;
/** Lines for whoever comes after this was printed. */
const EMPTY_ROWS = 4;

const WHO: TableColumn[] = [
  { label: 'Bed', weight: 6 },
  { label: 'Name', weight: 17 },
  { label: 'MRN', weight: 9 },
  { label: 'Age, sex', weight: 8 },
];
const COLUMNS: TableColumn[] = [
  ...WHO,
  { label: 'Service', weight: 10 },
  { label: 'Attending', weight: 12 },
  { label: 'Code status', weight: 11 },
  { label: 'Isolation', weight: 11 },
  { label: 'Acuity', weight: 14 },
  { label: 'Notes', weight: 14 },
];
const AWAY_COLUMNS: TableColumn[] = [...WHO, { label: 'Where', weight: 50 }, { label: 'Notes', weight: 22 }];

/** The census: a line for every patient of the unit, who is away and who has left, with room to write. */
export function censusSheet({ views, unread }: WholeUnit, { site }: Printing): Block[] {
  const { zone } = site;
  const order = (view: PatientView) => ({ bed: view.encounter.bed, name: view.identity.name, gone: view.gone });
  const all = views.toSorted((a, b) => wardOrder(order(a), order(b)));
  const here = all.filter(view => view.stay.presence.kind === 'here');
  const away = all.filter(view => view.stay.presence.kind === 'on-leave');
  const left = all.filter(view => view.gone !== null);
  const conflicts = [...new Set(all.flatMap(view => view.stay.conflicts.map(({ words, todo }) => `${words}. ${todo}`)))];
  const missing = unread.map(({ patient, why }) => `MAY BE ON THE UNIT AND IS NOT IN THIS LIST: ${patient} (${why})`);
  const alarms = [...missing, ...conflicts];
  return [
    ...(alarms.length > 0
      ? [{ kind: 'paragraph' as const, box: 'alarm' as const, lines: alarms.map(text => [body(text, 'alarm')]) }]
      : []),
    heading(`ON THE UNIT: ${here.length}`),
    {
      kind: 'table',
      columns: COLUMNS,
      rowHeight: ROW,
      rows: [...here.map(view => hereCells(view)), ...Array.from({ length: EMPTY_ROWS }, () => [])],
    },
    ...awayBlocks('ON LEAVE', away, zone),
    ...awayBlocks('LEFT THE UNIT OR DIED', left, zone),
  ];
}

const body = (text: string, tone: Words['tone'] = 'plain'): Words => ({ text, role: 'body', tone });
const heading = (text: string): Block => ({ kind: 'heading', text, note: null });

const awayBlocks = (title: string, views: readonly PatientView[], zone: Zone): Block[] =>
  views.length === 0
    ? []
    : [
        heading(`${title}: ${views.length}`),
        {
          kind: 'table',
          columns: AWAY_COLUMNS,
          rowHeight: ROW,
          rows: views.map(view => [...whoCells(view), [body(whereWords(view, zone), 'strong')]]),
        },
      ];

/** Where somebody is who is not in their bed. */
export const whereWords = ({ stay: { presence, overdue } }: PatientView, zone: Zone): string =>
  awayWords(presence, overdue, zone) ?? '';

const whoCells = (view: PatientView): Words[][] => [
  [body(view.encounter.bed ?? silentField(view), 'strong')],
  [body(view.identity.name, 'strong')],
  [body(view.identity.mrn ?? silentField(view), 'strong')],
  [body(`${view.age ?? 'age unknown'} ${view.identity.sex}`)],
];

function hereCells(view: PatientView): Words[][] {
  const { encounter, isolation } = view;
  const silent = silentField(view);
  return [
    ...whoCells(view),
    [body(encounter.service ?? silent)],
    [body(encounter.attending ?? silent)],
    [body(codeStatusBrief(view), 'strong')],
    [
      isolation.listed.length > 0
        ? body(isolation.listed.map(entry => entry.text).join('; '), 'strong')
        : body(isolation.silence ?? silent),
    ],
    [...(view.stay.conflicts.length > 0 ? [body('CONFLICT: PLACE', 'alarm')] : []), body(acuityWords(view))],
  ];
}

/** What asks for more than usual, as far as the orders say, and what is unusual about the place. */
export function acuityWords(view: PatientView): string {
  const count = (n: number, what: string): string[] => (n > 0 ? [`${n} ${what}`] : []);
  const has = (form: 'insulin' | 'pca'): boolean => view.orders.some(order => specialFormOf(order) === form);
  const { bedInEhr, arrived } = view.stay;
  return [
    ...count(view.orders.filter(order => order.group === 'infusion').length, 'continuous'),
    ...(has('pca') ? ['PCA or epidural'] : []),
    ...(has('insulin') ? ['insulin'] : []),
    ...count(view.orders.filter(order => order.flags.includes('high-alert')).length, 'high alert'),
    ...(view.identity.interpreterNeeded ? ['interpreter'] : []),
    ...(view.registered ? ['registered here'] : []),
    ...(arrived?.from != null ? [`in from ${arrived.from}`] : []),
    ...(bedInEhr === null ? [] : [`EHR: bed ${bedInEhr}`]),
  ].join(', ');
}

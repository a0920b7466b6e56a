import { allergyWords, silentField, type Printing } from './band.ts';
import { FLAG_WORDS } from './drug-marks.ts';
import { hoursOf } from './medication-day.ts';
import { shortMoment } from './order-block.ts';
import { DO_NOT_GIVE, type Dosage, type MedicationOrder } from './order.ts';
import type { Block, TableColumn, Words } from './sheet.ts';
import {
  clockTime,
  epochMs,
  marTime,
  paperDate,
  paperDateTime,
  paperFhirDate,
  plusMinutes,
  type Instant,
  type Zone,
} from './time.ts';
import { explainedDoses } from './unconfirmed.ts';
import { stoppedWords } from './ward/on-ward.ts';
import type { OrderView, PatientView } from './view.ts';

/** A worksheet is for a shift: it never goes further than a day. */
const MOST_HOURS = 24;
const ROW = 21;
/** So many allergies stand beside a name; how many more there are is said. */
const ALLERGIES_SHOWN = 12;

const WHO: TableColumn[] = [
  { label: 'Bed', weight: 8 },
  { label: 'Name', weight: 16 },
  { label: 'MRN', weight: 10 },
];
const DUE_COLUMNS: TableColumn[] = [
  { label: 'Time', weight: 8 },
  ...WHO,
  { label: 'Drug, dose, route', weight: 40 },
  { label: 'Marks', weight: 14 },
  { label: 'Init.', weight: 7 },
  { label: '2nd init.', weight: 7 },
];
const OTHER_COLUMNS: TableColumn[] = [
  ...WHO,
  { label: 'Drug, dose, route', weight: 33 },
  { label: 'Why not on the clock', weight: 33 },
];

/** The hours of a worksheet: those of the MARs, at most a day. */
export const worksheetWindow = ({ from, to }: PatientView['window']): { from: Instant; to: Instant } => ({
  from,
  to: epochMs(to) - epochMs(from) > MOST_HOURS * 3_600_000 ? plusMinutes(from, MOST_HOURS * 60) : to,
});

/** What is due for several patients, hour by hour, two identifiers on every line; at its end every order that has no dose in these hours. */
export function worksheet(views: readonly PatientView[], { site }: Printing): Block[] {
  const { zone } = site;
  const window = worksheetWindow(views[0]!.window);
  return [
    ...patientsBlocks(views, zone),
    ...hoursOf(window).flatMap(hour => hourBlocks(views, hour, zone)),
    ...otherBlocks(views, window, zone),
  ];
}

const body = (text: string, tone: Words['tone'] = 'plain'): Words => ({ text, role: 'body', tone });
const who = (view: PatientView): Words[][] => [
  [body(view.encounter.bed ?? silentField(view), 'strong')],
  [body(view.identity.name, 'strong')],
  [body(view.identity.mrn ?? silentField(view), 'strong')],
];

/** Characters: a row that says more would be taller than a page, and its end would stand on another without a name. */
const MOST_SAID = 1200;
/** What a row says in place of more. */
export const ON_THE_MAR = 'TOO LONG FOR THIS SHEET: READ DOSE AND INSTRUCTIONS ON THE MAR';

const dosesOf = ({ dosages }: MedicationOrder): string =>
  dosages.map(line => `${doseWords(line)}, ${line.route ?? 'route not received'}`).join(' / ') || 'DOSE not received';

const saidOf = ({ dosages }: MedicationOrder): string[] =>
  dosages.flatMap(({ text, instructions, maxPerPeriod }) => [
    ...(text === null ? [] : [text]),
    ...instructions.filter(instruction => instruction !== text),
    ...(maxPerPeriod === null ? [] : [`not more than ${maxPerPeriod}`]),
  ]);

/** Does an order say more about how to give it than a row of a table has room for? */
export const isTooLong = (order: MedicationOrder): boolean => [dosesOf(order), ...saidOf(order)].join(' ▪ ').length > MOST_SAID;

/** "metoprolol tartrate 50 mg tablet, DOSE 50 mg, by mouth", and everything the EHR says in prose about how to give it, or that it is on the MAR. */
export function what({ order }: OrderView): Words[] {
  const tooLong = isTooLong(order);
  const said = tooLong ? [] : saidOf(order);
  return [
    { text: order.drug.name, role: 'drug', tone: 'strong' },
    tooLong ? body(ON_THE_MAR, 'alarm') : { text: dosesOf(order), role: 'dose', tone: 'strong' },
    body(`\n${[...said, `Order ${order.number}`].join(' ▪ ')}`),
  ];
}

function doseWords({ dose, rate, text }: Dosage): string {
  if (dose !== null) return `DOSE ${dose}`;
  if (rate !== null) return `RATE ${rate}`;
  return text === null ? 'DOSE not received' : 'DOSE see text';
}

/** What a person must see of an order beside its dose, each mark in words. */
export const marks = ({ allergyMatches, flags, needsTwoInitials, warnings }: OrderView): Words[] => [
  ...allergyMatches.map(match => body(match, 'alarm')),
  ...flags.map(flag => body(FLAG_WORDS[flag], 'alarm')),
  ...(needsTwoInitials ? [body('TWO INITIALS', 'alarm')] : []),
  ...warnings.map(warning => body(warning, 'strong')),
];

function patientsBlocks(views: readonly PatientView[], zone: Zone): Block[] {
  const columns: TableColumn[] = [
    ...WHO,
    { label: 'Born', weight: 11 },
    { label: 'Allergies', weight: 40 },
    { label: 'Data as of', weight: 15 },
  ];
  const rows = views.map(view => {
    const { allergyHeading, allergies } = allergyWords(view, zone);
    const hidden = allergies.length - ALLERGIES_SHOWN;
    const { birthDate } = view.identity;
    return [
      ...who(view),
      [body(birthDate === null ? silentField(view) : paperFhirDate(birthDate, zone))],
      allergies.length > 0
        ? [
            body(`${allergyHeading}:`, 'alarm'),
            body(allergies.slice(0, ALLERGIES_SHOWN).join('; '), 'strong'),
            ...(hidden > 0 ? [body(`${hidden} MORE: see the MAR`, 'alarm')] : []),
          ]
        : [body(allergyHeading, 'alarm')],
      [
        body(
          view.registered ? `registered ${paperDateTime(view.asOf, zone)}, no data from the EHR` : paperDateTime(view.asOf, zone),
        ),
        ...view.warnings.map(warning => body(warning, 'alarm')),
      ],
    ];
  });
  return [
    { kind: 'heading', text: 'PATIENTS ON THIS SHEET', note: 'the MAR says everything about an order; chart there' },
    { kind: 'table', columns, rows },
  ];
}

function hourBlocks(views: readonly PatientView[], hour: Instant, zone: Zone): Block[] {
  const end = plusMinutes(hour, 60);
  const lines = views.flatMap(view =>
    view.orders.flatMap(order =>
      explainedDoses(order)
        .filter(({ due }) => epochMs(due.at) >= epochMs(hour) && epochMs(due.at) < epochMs(end))
        .map(dose => ({ view, order, ...dose })),
    ),
  );
  if (lines.length === 0) return [];
  const inOrder = lines.sort((a, b) => epochMs(a.due.at) - epochMs(b.due.at));
  return [
    { kind: 'heading', text: `${paperDate(hour, zone)} ${marTime(hour, zone)} to ${marTime(end, zone)}`, note: null },
    {
      kind: 'table',
      rowHeight: ROW,
      columns: DUE_COLUMNS,
      rows: inOrder.map(({ view, order, due, charted }) => [
        [
          { text: `${due.source === 'sent' ? '' : '~'}${marTime(due.at, zone)}`, role: 'drug', tone: 'strong' },
          body(`\n${paperDate(due.at, zone)}`),
        ],
        ...who(view),
        what(order),
        marks(order),
        charted === null ? [] : [body(`${charted.outcome.replace('-', ' ')} ${clockTime(charted.at, zone)}`)],
        order.needsTwoInitials ? [] : [body('–')],
      ]),
    },
  ];
}

/** Every order without a dose on the clock in these hours, so that nothing is left out silently. */
function otherBlocks(views: readonly PatientView[], window: PatientView['window'], zone: Zone): Block[] {
  const rows = views.flatMap(view =>
    view.orders
      .filter(order => !order.due.some(d => epochMs(d.at) < epochMs(window.to)))
      .map(order => [...who(view), what(order), [body(whyNot(order, view.now, zone), 'strong'), ...marks(order)]]),
  );
  const silent = views.filter(view => view.orders.length === 0);
  return [
    { kind: 'heading', text: 'NOT ON THE CLOCK', note: 'orders without a dose due in these hours' },
    rows.length > 0
      ? { kind: 'table', columns: OTHER_COLUMNS, rows }
      : { kind: 'paragraph', box: 'none', lines: [[body('Every order of these patients has a dose on the clock above.')]] },
    ...(silent.length === 0
      ? []
      : [
          {
            kind: 'paragraph' as const,
            box: 'frame' as const,
            lines: silent.map(view => [
              body(`${view.encounter.bed ?? 'no bed'} ${view.identity.name}:`, 'strong'),
              body(noOrders(view)),
            ]),
          },
        ]),
  ];
}

/** Which kind of silence it is that a patient has no orders. */
export function noOrders(view: PatientView): string {
  const section = view.sections.find(s => s.name === 'orders')!;
  if (view.registered) return `NO ORDERS ARE KNOWN HERE: ${section.reason}. This is not a statement that there are none.`;
  return section.asOf === null
    ? `ORDERS NOT RECEIVED FROM THE EHR (${section.reason ?? section.status}). This is not a statement that there are none.`
    : 'no active orders were known.';
}

function whyNot(order: OrderView, now: Instant, zone: Zone): string {
  if (order.flags.includes('stay-ended')) return FLAG_WORDS['stay-ended'];
  if (order.flags.includes('not-to-give')) return DO_NOT_GIVE;
  if (order.over && order.onWard) return `${stoppedWords(order.onWard, now, zone) ?? ''}: do not give`;
  if (order.flags.includes('on-hold')) return 'ON HOLD: do not give until the prescriber resumes it';
  const next = order.nextDue ? `next due ${shortMoment(order.nextDue.at, now, zone)}` : 'no dose within 7 days';
  switch (order.group) {
    case 'scheduled':
      return `none due in these hours, ${next}`;
    case 'times-not-known':
      return `TIMES NOT KNOWN: ask pharmacy (${order.schedule.kind === 'not-known' ? order.schedule.why : order.schedule.words})`;
    case 'infusion':
      return 'continuous';
    case 'once':
      return 'one time: verify whether it was given';
    case 'prn':
      return `as needed${order.earliestNext ? `, not before ${shortMoment(order.earliestNext, now, zone)}` : ''}`;
  }
}

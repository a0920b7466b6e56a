import { allergyLine, allergyWords, codeStatusWords, NOT_RECEIVED, type Printing } from './band.ts';
import { FLAG_WORDS } from './drug-marks.ts';
import { shortMoment } from './order-block.ts';
import type { Entry, SectionName } from './chart.ts';
import { silenceWords } from './silence.ts';
import type { Block, TableColumn, Words } from './sheet.ts';
import { epochMs, paperDateTime, paperFhirDate, shortFhirDate, type Zone } from './time.ts';
import { valueWords } from './trends.ts';
import { wardWords } from './ward/on-ward.ts';
import { isTooLong, ON_THE_MAR } from './worksheet.ts';
import type { OrderView, PatientView, Trend } from './view.ts';

/** How many values of a trend are printed, newest first; the count of the others is said. */
const VITALS_SHOWN = 6;
const LABS_SHOWN = 4;

/** The patient summary: everything a nurse or physician who never met the patient needs, each part with its own silence. */
export function summary(view: PatientView, printing: Printing): Block[] {
  const { zone } = printing.site;
  return [
    ...warningBlocks(view),
    ...safetyBlocks(view, zone),
    ...section(view, 'problems', 'PROBLEMS', list(view.problems, zone), zone),
    ...section(view, 'orders', 'MEDICATIONS', medications(view.orders, view, zone), zone),
    ...stopped(view, zone),
    ...takenBack(view),
    ...section(view, 'homeMedicines', 'HOME MEDICINES (not ordered on this ward)', homeMedicines(view), zone),
    ...section(view, 'administrations', 'DOSES CHARTED WITHOUT AN ORDER OF THIS LIST', unlinkedDoses(view, zone), zone, 'none'),
    ...section(view, 'vitals', 'VITAL SIGNS, newest first', trends(view.vitals, VITALS_SHOWN, zone), zone),
    ...section(view, 'labs', 'LABORATORY RESULTS, newest first', trends(view.labs, LABS_SHOWN, zone), zone),
    ...section(view, 'diet', 'DIET', list(view.diet, zone), zone),
    ...section(view, 'serviceOrders', 'ORDERS', list(view.serviceOrders, zone), zone),
    ...view.other.flatMap(({ name, title, entries }) => section(view, name, title.toUpperCase(), list(entries, zone), zone)),
    ...receivedBlocks(view, zone),
  ];
}

const body = (text: string, tone: Words['tone'] = 'plain'): Words => ({ text, role: 'body', tone });
const heading = (text: string, note: string | null = null): Block => ({ kind: 'heading', text, note });
const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
const paragraph = (text: string): Block => ({ kind: 'paragraph', box: 'none', lines: [[body(text)]] });

function warningBlocks(view: PatientView): Block[] {
  const lines = [...view.warnings, ...(view.identity.deceased ? ['THE EHR SAYS THIS PATIENT HAS DIED: VERIFY'] : [])];
  return lines.length === 0 ? [] : [{ kind: 'paragraph', box: 'alarm', lines: lines.map(text => [body(text, 'alarm')]) }];
}

function safetyBlocks(view: PatientView, zone: Zone): Block[] {
  const allergies = allergyWords(view, zone);
  const { language, interpreterNeeded } = view.identity;
  const facts: [string, string][] = [
    [
      'Allergies',
      view.allergies.state === 'listed' ? view.allergies.listed.map(allergyLine).join('; ') : allergies.allergyHeading,
    ],
    ['Code status', codeStatusWords(view, zone)],
    [
      'Isolation and risks',
      view.isolation.listed.length > 0
        ? view.isolation.listed.map(e => entryWords(e, zone)).join('; ')
        : (view.isolation.silence ?? NOT_RECEIVED),
    ],
    ['Reason for stay', view.encounter.reason ?? NOT_RECEIVED],
    ['Service', view.encounter.service ?? NOT_RECEIVED],
    [
      'Language',
      language === null
        ? NOT_RECEIVED
        : `${language}${interpreterNeeded === null ? '' : interpreterNeeded ? ', INTERPRETER NEEDED' : ', no interpreter needed'}`,
    ],
    ['On this unit since', view.encounter.onUnitSince === null ? NOT_RECEIVED : paperDateTime(view.encounter.onUnitSince, zone)],
  ];
  return [
    heading('AT A GLANCE'),
    table(
      [
        { label: '', weight: 18 },
        { label: '', weight: 82 },
      ],
      facts.map(([k, v]) => [[body(k, 'strong')], [body(v)]]),
    ),
  ];
}

/** A part of the summary with its own age when it differs, and the right words when it is empty. */
function section(
  view: PatientView,
  name: SectionName,
  title: string,
  content: Block[],
  zone: Zone,
  whenEmpty: 'silence' | 'none' = 'silence',
): Block[] {
  const row = view.sections.find(s => s.name === name)!;
  const old = row.asOf !== null && epochMs(row.asOf) < epochMs(view.asOf);
  const incomplete = row.status === 'ok' || row.asOf === null ? null : (row.reason ?? row.status);
  const note = [old ? `older copy: ${paperDateTime(row.asOf!, zone)}` : null, incomplete].filter(Boolean).join('; ') || null;
  if (content.length > 0) return [heading(title, note), ...content];
  if (whenEmpty === 'none' && row.status === 'ok') return [];
  return [heading(title, note), paragraph(sentence(silenceWords(row)))];
}

function list(entries: readonly Entry[], zone: Zone): Block[] {
  if (entries.length === 0) return [];
  return [{ kind: 'paragraph', box: 'none', lines: entries.map(e => [body(entryWords(e, zone))]) }];
}

/** One entry as a line: text, detail, status, date. */
export const entryWords = (e: Entry, zone: Zone): string =>
  [
    e.text,
    e.detail,
    e.status === null || e.status === 'active' ? null : `(${e.status})`,
    e.at === null ? null : paperFhirDate(e.at, zone),
  ]
    .filter(Boolean)
    .join(', ');

/** What left the MAR because the ward stopped it. */
const stopped = (view: PatientView, zone: Zone): Block[] =>
  view.stoppedOrders.length === 0
    ? []
    : [heading('STOPPED ON THE WARD: NOT GIVEN ANY MORE'), ...medications(view.stoppedOrders, view, zone)];

/** What older sheets may still carry although it was never ordered. */
const takenBack = ({ takenBack: lines }: PatientView): Block[] =>
  lines.length === 0
    ? []
    : [heading('TAKEN BACK: NEVER ORDERED'), { kind: 'paragraph', box: 'none', lines: lines.map(line => [body(line)]) }];

function medications(orders: readonly OrderView[], view: PatientView, zone: Zone): Block[] {
  if (orders.length === 0) return [];
  const columns: TableColumn[] = [
    { label: 'Drug and dose', weight: 34 },
    { label: 'Route and schedule', weight: 26 },
    { label: 'Last given', weight: 17 },
    { label: 'Next due', weight: 11 },
    { label: 'Order', weight: 12 },
  ];
  return [
    table(
      columns,
      orders.map(o => medicationRow(o, view, zone)),
    ),
  ];
}

function medicationRow(view: OrderView, { now }: PatientView, zone: Zone): Words[][] {
  const { order } = view;
  const tooLong = isTooLong(order);
  const doses = order.dosages.map(d => d.dose ?? d.rate ?? d.text ?? 'dose not received').join(' / ') || 'dose not received';
  const routes = order.dosages.map(d => d.route ?? 'route not received').join(' / ');
  return [
    [
      { text: order.drug.name, role: 'body', tone: 'strong' },
      tooLong ? body(ON_THE_MAR, 'alarm') : body(doses),
      ...[...view.allergyMatches, ...view.flags.map(f => FLAG_WORDS[f])].map(mark => body(mark, 'alarm')),
      ...(view.onWard ? wardWords(view.onWard, now, zone).map(words => body(`\n${words}`)) : []),
    ],
    [body(tooLong ? 'see the MAR' : `${routes}, ${view.schedule.words}`)],
    [body(view.lastGiven ? shortMoment(view.lastGiven.at, now, zone) : (view.lastGivenSilence ?? 'not known'))],
    [body(nextWords(view, now, zone))],
    [body(order.number)],
  ];
}

function nextWords(view: OrderView, now: string, zone: Zone): string {
  if (view.over) return 'stopped';
  if (view.flags.includes('on-hold')) return 'on hold';
  if (view.nextDue) return shortMoment(view.nextDue.at, now, zone);
  if (view.earliestNext) return `not before ${shortMoment(view.earliestNext, now, zone)}`;
  return {
    scheduled: 'none within 7 days',
    'times-not-known': 'times not known',
    infusion: 'continuous',
    once: 'one time',
    prn: 'as needed',
  }[view.group];
}

function homeMedicines(view: PatientView): Block[] {
  if (view.homeMedicines.length === 0) return [];
  const line = (o: PatientView['homeMedicines'][number]): string =>
    [o.drug.name, ...o.dosages.map(d => [d.dose, d.route, d.text].filter(Boolean).join(' '))].filter(Boolean).join(', ');
  return [{ kind: 'paragraph', box: 'none', lines: view.homeMedicines.map(o => [body(line(o))]) }];
}

/** Charted doses that name no order: one line a drug, newest first, with how many there were. */
function unlinkedDoses(view: PatientView, zone: Zone): Block[] {
  if (view.unlinkedDoses.length === 0) return [];
  const byDrug = Map.groupBy(view.unlinkedDoses, d => d.drug);
  const rows = [...byDrug].map(([drug, doses]) => {
    const [last, ...earlier] = [...doses].sort((a, b) => epochMs(b.at) - epochMs(a.at));
    const words = [
      last!.outcome === 'given' ? null : last!.outcome.replace('-', ' '),
      last!.dose,
      last!.rate,
      last!.route,
      last!.by && `by ${last!.by}`,
    ];
    return [
      [body(drug, 'strong')],
      [body(paperDateTime(last!.at, zone))],
      [body(words.filter(Boolean).join(', '))],
      [body(earlier.length > 0 ? `and ${earlier.length} before` : '')],
    ];
  });
  const columns = [
    { label: 'Drug', weight: 36 },
    { label: 'Last charted', weight: 20 },
    { label: 'Dose, rate, route, by', weight: 30 },
    { label: 'In 48 h', weight: 14 },
  ];
  return [table(columns, rows)];
}

function trends(all: readonly Trend[], shown: number, zone: Zone): Block[] {
  if (all.length === 0) return [];
  const rows = all.map(trend => {
    const hidden = trend.values.length - shown;
    const values = trend.values.slice(0, shown).map(o => {
      const flag = o.flag === null ? '' : ` ${o.flag}`;
      const when = o.at === null ? 'time not received' : shortFhirDate(o.at, zone);
      return body(`${valueWords(o)}${flag} (${when})`, o.flag === null || /^N(ormal)?$/i.test(o.flag) ? 'plain' : 'strong');
    });
    return [
      [body(trend.name, 'strong'), ...(trend.values[0]?.range ? [body(`ref ${trend.values[0].range}`)] : [])],
      separated(hidden > 0 ? [...values, body(`and ${hidden} earlier`)] : values),
    ];
  });
  return [
    table(
      [
        { label: 'Measure', weight: 28 },
        { label: 'Values', weight: 72 },
      ],
      rows,
    ),
  ];
}

const separated = (values: Words[]): Words[] => values.map((w, i) => (i < values.length - 1 ? { ...w, text: `${w.text};` } : w));

const table = (columns: TableColumn[], rows: Words[][][]): Block => ({ kind: 'table', columns, rows });

/** What was received and what wasn't, with the age of each part, and what could not be read. */
function receivedBlocks(view: PatientView, zone: Zone): Block[] {
  const rows = view.sections.map(s => [
    [body(s.title, 'strong')],
    [body(s.status.replaceAll('-', ' '), s.status === 'ok' ? 'plain' : 'alarm')],
    [body(String(s.count))],
    [body(s.asOf === null ? 'never' : paperDateTime(s.asOf, zone))],
    [body(s.reason ?? '')],
  ]);
  const columns = [
    { label: 'Part', weight: 22 },
    { label: 'State', weight: 14 },
    { label: 'Items', weight: 8 },
    { label: 'As of', weight: 20 },
    { label: 'Why', weight: 36 },
  ];
  const unread: Block[] =
    view.unmapped.length === 0
      ? []
      : [
          heading('COULD NOT BE READ: kept in the kiosk, verify in the EHR when it is back'),
          {
            kind: 'paragraph',
            box: 'alarm',
            lines: view.unmapped.map(u => [body(`${u.resource} ${u.id ?? 'without id'}: ${u.why}`)]),
          },
        ];
  return [heading('WHAT WAS RECEIVED FROM THE EHR'), table(columns, rows), ...unread];
}

import type { Printing } from './band.ts';
import { durationWords } from './freshness.ts';
import { minutesOf, suspicionIn, type Outage, type OutageRecord, type Signed } from './outage.ts';
import type { Role } from './role.ts';
import type { Block, TableColumn, Words } from './sheet.ts';
import { epochMs, paperDateTime, type Zone } from './time.ts';
import { ROLE_NAMES, type WardState } from './ward-forms.ts';

/** What an all clear is given for: the outage that is being recovered, else the one that was closed last; nothing while the EHR is gone, or seems to be. */
export function endedOutage(history: readonly OutageRecord[], outage: Outage): OutageRecord | null {
  if (outage.state === 'declared' || suspicionIn(outage) !== null) return null;
  if (outage.state === 'recovery') return history.findLast(({ allClear }) => allClear === null) ?? null;
  const closed = history.flatMap(record => (record.allClear ? [{ record, at: epochMs(record.allClear.at) }] : []));
  return closed.toSorted((a, b) => a.at - b.at).at(-1)?.record ?? null;
}

/** What each role does first when the EHR is back; beds before orders before doses (practice.md, section 7). */
export const FIRST_AFTER: Record<Role, string> = {
  supervisor:
    'Tell everybody, at each desk and at the next handover. Say by name who collects the paper, who types back, and who checks it. The sickest patients come first.',
  clerk:
    'Enter arrivals, moves, discharges and deaths before anything else, with the times written on paper. Put each temporary number to its real one.',
  pharmacist:
    'When the beds are right, enter the orders that were written, changed and stopped on paper. Tell each ward when its orders are in.',
  nurse:
    'Give from the paper MAR until pharmacy says that your patient’s orders are in. Then compare both MARs, order by order, before the next dose, and chart what was given on paper with the time at which it was given.',
  prescriber:
    'Compare your patients’ orders in the EHR with those you wrote on paper. Read the results that came in the meantime, the critical ones first.',
  administrator:
    'See that orders, results and beds flow between the systems before you say that all of it works. Leave the kiosks on: they hold what was written since.',
};

/** From so many minutes on, paper stays the record (practice.md, section 7). */
const LONG = 120;
const SHORT_OUTAGE = 'The EHR was away for less than 2 hours: everything on paper is typed back.';
const LONG_OUTAGE =
  'The EHR was away for 2 hours or more: paper stays the record and is scanned. Always typed back: allergies, height and weight, medicines given, orders not yet done, walk-ins, moves, results on which somebody acted.';

/** Where the paper of an outage of so many minutes goes. */
export const paperRules = (minutes: number): string[] => [
  'Every sheet is collected, used, empty or spoilt. Throw none away and take none home.',
  minutes < LONG ? SHORT_OUTAGE : LONG_OUTAGE,
  'A task that the EHR raises late is charted “not done: documented on paper during downtime”.',
];

const LINE = 24;
const large = (text: string, tone: Words['tone'] = 'plain'): Words => ({ text, role: 'large', tone });
const body = (text: string): Words => ({ text, role: 'body' });
const columns = (labels: Record<string, number>): TableColumn[] =>
  Object.entries(labels).map(([label, weight]) => ({ label, weight }));
const table = (of: Record<string, number>, rows: Words[][][]): Block => ({ kind: 'table', columns: columns(of), rows });
const lines = (of: Record<string, number>, count: number): Block => ({
  kind: 'table',
  columns: columns(of),
  rows: Array.from({ length: count }, () => []),
  rowHeight: LINE,
});
const heading = (text: string, note: string | null = null): Block => ({ kind: 'heading', text, note });

/** The notice that an outage is over: what ended, since when the EHR is back, what comes first for whom, where the paper goes. Null when there is nothing to give an all clear for. */
export function allClear({ outages }: WardState, { outage, now, site: { zone } }: Printing): Block[] | null {
  const record = endedOutage(outages, outage);
  if (record === null) return null;
  const { down } = minutesOf(record, now);
  const others = outage.state === 'recovery' ? outage.recovering : [];
  return [
    heading('WHAT ENDED'),
    table({ What: 22, 'When, by whom, why': 78 }, [
      ...ended(record, zone).map(([what, words]) => [[body(what)], [large(words)]]),
      [[body('EHR back since')], [large(backWords(record, zone), 'strong')]],
      [[body('Away for')], [large(durationWords(down))]],
      [[body('Outage closed')], [record.allClear ? large(signedWords(record.allClear, zone)) : large(NOT_CLOSED, 'strong')]],
      ...others.map(({ declaredAt }) => [
        [body('Also open')],
        [large(`the outage declared ${paperDateTime(declaredAt, zone)} is still being recovered`, 'strong')],
      ]),
    ]),
    heading('WHAT COMES FIRST NOW', 'in this order; the EHR is the record again'),
    {
      kind: 'table',
      rowHeight: 40,
      columns: [{ label: 'Done', weight: 6, tick: true }, ...columns({ Role: 17, First: 55, 'Signed: name, time': 22 })],
      rows: AFTER_ORDER.map(role => [[], [large(ROLE_NAMES[role], 'strong')], [large(FIRST_AFTER[role])]]),
    },
    heading('WHERE THE PAPER GOES'),
    table(
      { Rule: 100 },
      paperRules(down).map(rule => [[large(rule)]]),
    ),
    lines({ 'Collected at': 40, 'By whom': 36, 'Until: date, time': 24 }, 1),
    heading('SIGNED'),
    lines({ 'All clear given by: name, title, signature': 70, 'Date, time': 30 }, 3),
  ];
}

const AFTER_ORDER: Role[] = ['supervisor', 'clerk', 'pharmacist', 'nurse', 'prescriber', 'administrator'];
const NOT_CLOSED = 'not yet: it stays open until what is on paper is typed back';

const signedWords = ({ at, by, reason }: Signed, zone: Zone): string => `${paperDateTime(at, zone)}, ${by}: ${reason}`;
const backWords = ({ ehrBack, allClear: end }: OutageRecord, zone: Zone): string =>
  ehrBack ? signedWords(ehrBack, zone) : end ? signedWords(end, zone) : '';
const reachWords = (degraded: string[] | null): string => (degraded ? `only ${degraded.join(', ')}` : 'the whole EHR');

const ended = ({ declaredAt, by, reason, drill, planned, degraded, extents }: OutageRecord, zone: Zone): [string, string][] => [
  [drill ? 'Drill began' : planned ? 'Planned downtime' : 'Downtime', signedWords({ at: declaredAt, by, reason }, zone)],
  ['What failed', reachWords(degraded)],
  ...extents.map((change): [string, string] => ['Then', `${reachWords(change.degraded)}, from ${signedWords(change, zone)}`]),
];

import type { OnPaper } from './administration.ts';
import { FLAG_WORDS } from './drug-marks.ts';
import type { Dosage } from './order.ts';
import { SPECIAL_NAMES, specialFormOf } from './special-orders.ts';
import type { OrderBlock, Words } from './sheet.ts';
import { wardSentences, type WardSentence } from './ward/on-ward.ts';
import { earlyDoses, unconfirmedDoses } from './unconfirmed.ts';
import { marTime, paperDate, paperDateTime, paperFhirDate, type Instant, type Zone } from './time.ts';
import type { GivenDose, OrderView } from './view.ts';

/** The left part of an order's row: drug and dose first, the EHR's words verbatim, then everything a nurse would ask. */
export function orderBlock(view: OrderView, now: Instant, zone: Zone): OrderBlock {
  const { order } = view;
  return {
    number: order.number,
    group: view.group,
    lines: [
      drugLine(view),
      ...(view.onWard ? wardSentences(view.onWard, now, zone).map(said => [wardLine(said)]) : []),
      ...order.dosages.flatMap((dosage, i) => dosageLines(dosage, order.dosages.length > 1 ? `${i + 1}) ` : '')),
      ...(order.dosages.length === 0 ? [[alarm('SEE ORDER: no dosage received')]] : []),
      [{ text: `Schedule: ${view.schedule.words}`, role: 'body' }],
      ...optional('For', order.indication),
      ...order.notes.map(note => [body(`Note: ${note}`)]),
      ...onceLines(view, now, zone),
      ...view.warnings.map(warning => [alarm(warning)]),
      lastGivenLine(view, now, zone),
    ],
    marks: [
      ...view.allergyMatches,
      ...view.flags.map(flag => FLAG_WORDS[flag]),
      ...(view.needsTwoInitials ? ['TWO INITIALS'] : []),
    ],
    twoInitials: view.needsTwoInitials,
    notes: [...doubtLines(view, now, zone), ...writtenOutLines(view), [small(datesWords(view, zone))]],
  };
}

/** The block as it stands on a MAR: where more is written of the order on another sheet, it says on which. */
export function marOrderBlock(view: OrderView, now: Instant, zone: Zone): OrderBlock {
  const block = orderBlock(view, now, zone);
  const special = specialFormOf(view);
  if (special === null) return block;
  const [drug = [], ...rest] = block.lines;
  const pointer: Words = { text: `Chart on the ${SPECIAL_NAMES[special]}`, role: 'body', tone: 'strong' };
  return { ...block, lines: [drug, [pointer], ...rest] };
}

function drugLine({ order }: OrderView): Words[] {
  const doses = [...new Set(order.dosages.flatMap(d => (d.dose === null ? [] : [d.dose])))];
  const name: Words = { text: order.drug.name, role: 'drug', tone: order.drug.resolved ? 'strong' : 'alarm' };
  const dose =
    doses.length > 0
      ? doses.join(' / ')
      : order.dosages.some(d => d.rate !== null)
        ? null
        : order.dosages.some(d => d.text !== null)
          ? 'see text'
          : 'not received';
  const [only, ...others] = order.dosages;
  return [
    name,
    ...(dose === null ? [] : [strongDose(`DOSE ${dose}`)]),
    ...(only?.rate && others.length === 0 ? [rateOf(only.rate)] : []),
  ];
}

function dosageLines(dosage: Dosage, prefix: string): Words[][] {
  const lines: Words[][] = [];
  if (dosage.text !== null) lines.push([body(`${prefix}${dosage.text}`)]);
  const route = [dosage.route ?? 'route not received', dosage.site, dosage.method].filter(Boolean).join(', ');
  lines.push([
    body(`${dosage.text === null ? prefix : ''}Route: ${route}`),
    ...(dosage.dose !== null && prefix !== '' ? [body(`Dose: ${dosage.dose}`)] : []),
    ...(dosage.amount === null ? [] : [body(`= ${dosage.amount}`)]),
  ]);
  // The rate of an only line stands beside the dose.
  if (dosage.rate !== null && prefix !== '') lines.push([rateOf(dosage.rate)]);
  lines.push(...dosage.instructions.filter(i => i !== dosage.text).map(i => [body(i)]));
  lines.push(...optional('As needed for', dosage.asNeededReason), ...optional('Not more than', dosage.maxPerPeriod));
  return lines;
}

/** What an earliest time goes by. */
export const BY_CHARTED = 'by the doses charted here';

/** What is next, then "LAST GIVEN 1305, 50 mg, by RN Ortiz" or which silence it is. */
export function lastGivenLine(view: OrderView, now: Instant, zone: Zone): Words[] {
  const strong = (text: string): Words => ({ text, role: 'body', tone: 'strong' });
  const line: Words[] = [];
  if (view.nextDue) line.push(strong(`NEXT DUE ${shortMoment(view.nextDue.at, now, zone)}`));
  if (view.earliestNext)
    line.push(strong(`NOT BEFORE ${shortMoment(view.earliestNext, now, zone)} ${BY_CHARTED} (${view.earliestNextWhy ?? ''})`));
  else if (view.earliestNextWhy !== null) line.push(strong(`Earliest next time: ${view.earliestNextWhy}`));
  line.push(
    view.lastGiven
      ? strong(`LAST GIVEN ${givenWords(view.lastGiven, now, zone)}`)
      : strong(`Last given: ${view.lastGivenSilence ?? 'not known'}`),
  );
  if (view.lastNotGiven) line.push(alarm(`${notGivenWord(view.lastNotGiven)} ${givenWords(view.lastNotGiven, now, zone)}`));
  return line;
}

const notGivenWord = (dose: GivenDose): string =>
  ({
    refused: 'REFUSED',
    held: 'HELD',
    'not-given': 'NOT GIVEN',
    unknown: 'CHARTED, OUTCOME UNKNOWN',
    given: 'GIVEN',
    'in-progress': 'RUNNING',
  })[dose.outcome];

const givenWords = (dose: GivenDose, now: Instant, zone: Zone): string =>
  [shortMoment(dose.at, now, zone), dose.dose, dose.by && `by ${dose.by}`, dose.reason, dose.onPaper && paperWords(dose.onPaper)]
    .filter(Boolean)
    .join(', ');

/** "from paper", and that it was typed in wrongly at first. */
const paperWords = ({ corrected }: OnPaper): string => (corrected ? 'from paper, corrected' : 'from paper');

/** "1405" today, "11/21/2026 1405" on another day. */
export function shortMoment(at: Instant, now: Instant, zone: Zone): string {
  return paperDate(at, zone) === paperDate(now, zone) ? marTime(at, zone) : `${paperDate(at, zone)} ${marTime(at, zone)}`;
}

/** A one-time order's moment, and whether its one dose was charted. */
function onceLines({ schedule, lastGiven }: OrderView, now: Instant, zone: Zone): Words[][] {
  if (schedule.kind !== 'once') return [];
  return [
    ...(schedule.at === null
      ? []
      : [[{ text: `AT ${shortMoment(schedule.at, now, zone)}`, role: 'body' as const, tone: 'strong' as const }]]),
    lastGiven === null
      ? [body('One dose ordered, none charted as given in this copy: verify')]
      : [alarm('ONE DOSE ORDERED, ONE CHARTED AS GIVEN: verify before giving another')],
  ];
}

/** Doses that nobody here knows about: due and not charted, or charted without saying for which order. */
function doubtLines(view: OrderView, now: Instant, zone: Zone): Words[][] {
  const late = unconfirmedDoses(view, now).map(d => shortMoment(d.at, now, zone));
  const loose = view.unlinkedSameDrug.map(dose => `${notGivenWord(dose)} ${givenWords(dose, now, zone)}`);
  const early = earlyDoses(view, now).map(
    ({ due, charted }) =>
      `GIVEN ${shortMoment(charted.at, now, zone)}, before the dose due ${shortMoment(due.at, now, zone)}: verify whether it was this one`,
  );
  return [
    ...early.map(text => [alarm(text)]),
    ...(late.length > 0 ? [[alarm(`WAS DUE ${late.join(', ')}, not charted in this copy: verify whether given`)]] : []),
    ...(loose.length > 0 ? [[alarm(`CHARTED WITHOUT AN ORDER NUMBER, verify whether for this order: ${loose.join('; ')}`)]] : []),
  ];
}

/** Said under an order whose abbreviations were written out or marked; the words as sent stand on the screen, not here, as they aren't safe. */
export const WRITTEN_OUT = 'Abbreviations written out by the kiosk; as sent: on its screen';

const writtenOutLines = (view: OrderView): Words[][] => (view.asSent.some(text => text.writtenOut) ? [[small(WRITTEN_OUT)]] : []);

function datesWords(view: OrderView, zone: Zone): string {
  const { order } = view;
  const date = (label: string, value: string | null): string | null =>
    value === null ? null : `${label} ${paperFhirDate(value, zone)}`;
  return [
    date('Ordered', order.authored) ?? 'Order date not received',
    view.startsAt ? `Start ${paperDateTime(view.startsAt, zone)}` : 'Start not received',
    view.stopsAt ? `Stop ${paperDateTime(view.stopsAt, zone)}` : 'No stop received',
    order.prescriber === null ? 'Prescriber not received' : `By ${order.prescriber}`,
  ].join('. ');
}

const wardLine = ({ kind, text }: WardSentence): Words => ({
  text,
  role: 'body',
  tone: kind === 'doubt' ? 'alarm' : kind === 'act' ? 'strong' : 'plain',
});
const strongDose = (text: string): Words => ({ text, role: 'dose', tone: 'strong' });
const rateOf = (rate: string): Words => strongDose(`Rate: ${rate}`);
const body = (text: string): Words => ({ text, role: 'body' });
const small = (text: string): Words => ({ text, role: 'small' });
const alarm = (text: string): Words => ({ text, role: 'body', tone: 'alarm' });
const optional = (label: string, text: string | null): Words[][] => (text === null ? [] : [[body(`${label} ${text}`)]]);

import { allergyWords, silentField, type Printing } from '../domain/band.ts';
import { FLAG_WORDS } from '../domain/drug-marks.ts';
import { shortMoment } from '../domain/order-block.ts';
import { epochMs, marTime, paperDate, paperFhirDate, zoned, type Instant, type Zone } from '../domain/time.ts';
import type { OrderView, PatientView } from '../domain/view.ts';
import { isTooLong, ON_THE_MAR, worksheetWindow } from '../domain/worksheet.ts';
import { wardWords } from '../domain/ward/on-ward.ts';
import { rowsOf, type ReadRow } from './read-rows.ts';
import type { ReadPage } from './read-back.ts';
import { folded, inOrder } from './read-text.ts';
import type { OrderFault } from './verify-orders.ts';

type Pages = { page: number; read: ReadPage }[];

const dosesOf = ({ order }: OrderView): string[] => order.dosages.map(d => d.dose ?? d.rate).filter(dose => dose !== null);
const routesOf = ({ order }: OrderView): string[] => order.dosages.map(d => d.route).filter(route => route !== null);

/** Dose and route, or where they are read when a row has no room for them. */
const givingOf = (order: OrderView): string[] =>
  isTooLong(order.order) ? [ON_THE_MAR] : [...dosesOf(order), ...routesOf(order)];

const marksOf = ({ flags }: OrderView): string[] => flags.map(flag => FLAG_WORDS[flag]);
const wardWordsOf = (order: OrderView, now: Instant, zone: Zone): string[] => [
  ...marksOf(order),
  ...(order.onWard ? wardWords(order.onWard, now, zone) : []),
];

/** The summary has a row for every order: drug, dose, route, last given, next due, number. */
export function summaryFaults(pages: Pages, view: PatientView, zone: Zone): OrderFault[] {
  const rows = rowsOf(pages);
  return [...view.orders, ...view.stoppedOrders].flatMap(order => {
    const { drug, number } = order.order;
    const wanted = [drug.name, ...(order.lastGiven ? [shortMoment(order.lastGiven.at, view.now, zone)] : [])];
    if (order.nextDue && !order.flags.includes('on-hold')) wanted.push(shortMoment(order.nextDue.at, view.now, zone));
    const own = rows.filter(row => row.text.endsWith(folded(number)) && inOrder(row.text, [...wanted, number]));
    const says = (row: ReadRow): boolean =>
      [...givingOf(order), ...wardWordsOf(order, view.now, zone)].every(part => row.text.includes(folded(part)));
    return own.some(says) ? [] : [{ page: 0, order: number, what: 'the order, its dose or its times are not on the summary' }];
  });
}

/** The worksheet has exactly one row for every dose due, under its hour, with two identifiers; and one for every other order. */
export function worksheetFaults(pages: Pages, views: readonly PatientView[], { site }: Printing): OrderFault[] {
  const { zone } = site;
  const rows = rowsOf(pages);
  const left = rows.filter(row => /^~?\d{4}\d\d\/\d\d\/\d{4}/.test(row.text));
  const take = (of: ReadRow[], fits: (row: ReadRow) => boolean): boolean => {
    const at = of.findIndex(fits);
    if (at >= 0) of.splice(at, 1);
    return at >= 0;
  };
  const faults: OrderFault[] = [];
  const say = (order: string | null, what: string, page = 0): void => void faults.push({ page, order, what });
  const others = rows.filter(row => row.heading.startsWith('NOTONTHECLOCK'));
  const patients = rows.filter(row => row.heading.startsWith('PATIENTSONTHISSHEET'));
  for (const view of views) {
    const to = worksheetWindow(view.window).to;
    if (!take(patients, row => saysPatient(row, view, zone))) say(null, 'a patient, or an allergy of theirs, is missing');
    for (const order of view.orders) {
      const { number } = order.order;
      const due = order.due.filter(d => epochMs(d.at) < epochMs(to));
      for (const { at, source } of due) {
        const time = `${source === 'sent' ? '' : '~'}${marTime(at, zone)}`;
        const found = take(
          left,
          row => row.heading === hourOf(at, zone) && saysOrder(row, view, order, `${time}${paperDate(at, zone)}`),
        );
        if (!found) say(number, `the dose due ${time} is missing from its hour`);
      }
      if (due.length === 0 && !take(others, row => saysOrder(row, view, order, '')))
        say(number, 'the order is missing from those not on the clock');
    }
  }
  for (const row of left) say(null, 'a dose is printed that is not due', row.page);
  for (const row of others.filter(row => row.text.includes('Order')))
    say(null, 'an order is printed that is not in the charts', row.page);
  return faults;
}

const whoOf = (view: PatientView): string[] => [
  view.encounter.bed ?? silentField(view),
  view.identity.name,
  view.identity.mrn ?? silentField(view),
];

function saysOrder(row: ReadRow, view: PatientView, order: OrderView, time: string): boolean {
  const { drug, number } = order.order;
  const begins = folded([time, ...whoOf(view), drug.name].join(''));
  if (!row.text.startsWith(begins)) return false;
  const rest = row.text.slice(begins.length);
  const prose = order.order.dosages.flatMap(d => [d.text ?? '', ...d.instructions, d.maxPerPeriod ?? '']);
  const parts = [...marksOf(order), ...givingOf(order), ...(isTooLong(order.order) ? [] : prose)];
  return rest.includes(folded(`Order ${number}`)) && parts.every(part => rest.includes(folded(part)));
}

function saysPatient(row: ReadRow, view: PatientView, zone: Zone): boolean {
  const { birthDate } = view.identity;
  const { allergyHeading } = allergyWords(view, zone);
  const begins = folded(
    [...whoOf(view), birthDate === null ? silentField(view) : paperFhirDate(birthDate, zone), allergyHeading].join(''),
  );
  if (!row.text.startsWith(begins)) return false;
  const rest = row.text.slice(begins.length);
  const left = view.allergies.listed.filter(a => !inOrder(rest, [a.substance, ...a.reactions]));
  return left.length <= Number(/(\d+)MORE:seetheMAR/.exec(rest)?.[1] ?? 0);
}

/** "11/22/2026 1500 to 1600", folded. */
function hourOf(at: Instant, zone: Zone): string {
  const hour = zoned(at, zone).round({ smallestUnit: 'hour', roundingMode: 'floor' });
  const start = new Date(hour.epochMilliseconds).toISOString();
  const end = new Date(hour.epochMilliseconds + 3_600_000).toISOString();
  return folded(`${paperDate(start, zone)} ${marTime(start, zone)} to ${marTime(end, zone)}`);
}

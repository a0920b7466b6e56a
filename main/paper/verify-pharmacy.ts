import { NOT_RECEIVED, type Printing } from '../domain/band.ts';
import type { Fill } from '../domain/pharmacy/fill.ts';
import { fillWords } from '../domain/pharmacy/fill.ts';
import { fillLines, fillTotals, totalWords } from '../domain/pharmacy/fill-list.ts';
import { FILL_PARTS, TOTALS, WARD_STOCK } from '../domain/pharmacy/fill-sheet.ts';
import { ORDERS } from '../domain/pharmacy/list-sheet.ts';
import { linesOf, type OrderList } from '../domain/pharmacy/order-list.ts';
import { quantityWords } from '../domain/pharmacy/quantity.ts';
import type { OrderView, PatientView } from '../domain/view.ts';
import { FLAG_WORDS } from '../domain/drug-marks.ts';
import type { Dosage } from '../domain/order.ts';
import { isTooLong, ON_THE_MAR } from '../domain/worksheet.ts';
import { rowsOf, type ReadRow } from './read-rows.ts';
import type { ReadPage } from './read-back.ts';
import { folded, pageText } from './read-text.ts';
import type { OrderFault } from './verify-orders.ts';

type Pages = { page: number; read: ReadPage }[];

/** A row that must be there: under which heading, of whose order, and what else it must say. */
interface WantedRow {
  heading: string;
  patient: PatientView;
  order: OrderView;
  /** What stands right after the order's number. */
  says: string;
  stock: boolean;
  /** With the EHR's own words about how to give it. */
  whole: boolean;
}

/** The fill list has every order exactly once, under the right heading, with its need and arithmetic or the reason; and the right sums. */
export function fillFaults(pages: Pages, patients: readonly PatientView[], printing: Printing): OrderFault[] {
  const { site } = printing;
  const lines = fillLines(patients, site);
  const wanted = lines.map(({ patient, order, fill, wardStock }): WantedRow => ({
    heading: FILL_PARTS[fill.kind].heading,
    patient,
    order,
    says: needOf(fill),
    stock: wardStock,
    whole: fill.kind === 'not-computed',
  }));
  const rows = rowsOf(pages);
  const totals = rows.filter(({ heading }) => heading.startsWith(folded(TOTALS)));
  const sums = fillTotals(lines).map(total => folded(total.drug + totalWords(total)));
  return [
    ...rowFaults(rows, wanted),
    ...sums.flatMap(sum =>
      totals.filter(({ text }) => text.startsWith(sum)).length === 1 ? [] : [fault('a total of a drug is missing or wrong')],
    ),
    ...totals.flatMap(({ text, page }) =>
      !/for\d+orders?|ordersNOTCOMPUTED/.test(text) || sums.some(sum => text.startsWith(sum))
        ? []
        : [fault('a total is printed that is not right', null, page)],
    ),
    ...silentFaults(pages, patients, printing),
  ];
}

const needOf = (fill: Fill): string =>
  fill.kind === 'needed' ? `${quantityWords(fill.need)}${fill.most ? ' AT MOST' : ''}${fill.arithmetic}` : fillWords(fill);

/** A list has exactly the orders it is about, each with what it says of them. */
export function listFaults(pages: Pages, list: OrderList, patients: readonly PatientView[], printing: Printing): OrderFault[] {
  const wanted = linesOf(list, patients, printing.site).map(({ patient, order, says }): WantedRow => ({
    heading: ORDERS,
    patient,
    order,
    says,
    stock: false,
    whole: true,
  }));
  const said = patients.flatMap(patient => {
    const words = patient.orders.length > 0 ? (list.ofPatient?.(patient) ?? null) : null;
    return words === null ? [] : [`${patient.identity.name}:${words}`];
  });
  const text = folded(pages.map(({ read }) => pageText(read)).join(''));
  return [
    ...rowFaults(rowsOf(pages), wanted),
    ...said.filter(words => !text.includes(folded(words))).map(() => fault('what is said of a patient is missing')),
    ...silentFaults(pages, patients, printing),
  ];
}

const fault = (what: string, order: string | null = null, page = 0): OrderFault => ({ page, order, what });
/** The head of a table is read as a row, too. */
const isHead = (text: string): boolean => text.includes('Bed,MRNNameDrug');

/** A row names its order; the sentence that says what a list is about speaks of orders, too. */
const A_ROW = /Order(?!s(?:that|whose))/;

function rowFaults(rows: ReadRow[], wanted: WantedRow[]): OrderFault[] {
  const headings = [...Object.values(FILL_PARTS).map(({ heading }) => heading), ORDERS].map(folded);
  const left = rows.filter(({ heading, text }) => headings.some(h => heading.startsWith(h)) && text !== '' && !isHead(text));
  const missing = wanted.filter(row => {
    const at = left.findIndex(read => isRow(read, row));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map(({ order }) =>
      fault('the order, its dose, what is said of it or a mark is missing from its part of the list', order.order.number),
    ),
    ...left
      .filter(({ text }) => A_ROW.test(text))
      .map(({ page }) => fault('an order is printed that does not belong there', null, page)),
  ];
}

const proseOf = ({ text, instructions, maxPerPeriod }: Dosage): string[] => [text ?? '', ...instructions, maxPerPeriod ?? ''];

function isRow({ heading, text }: ReadRow, { heading: under, patient, order, says, stock, whole }: WantedRow): boolean {
  const { drug, number, dosages } = order.order;
  const { encounter, identity } = patient;
  if (!heading.startsWith(folded(under))) return false;
  if (!text.startsWith(folded([encounter.bed ?? NOT_RECEIVED, identity.mrn ?? NOT_RECEIVED, identity.name].join(''))))
    return false;
  const parts = [
    drug.name,
    `Order ${number}${says}`,
    ...(whole && isTooLong(order.order)
      ? [ON_THE_MAR]
      : dosages.flatMap(d => [d.dose ?? d.rate ?? '', d.route ?? '', ...(whole ? proseOf(d) : [])])),
    ...(stock ? [WARD_STOCK] : []),
    ...order.flags.map(flag => FLAG_WORDS[flag]),
    ...order.warnings,
  ];
  return parts.every(part => text.includes(folded(part)));
}

/** Whoever has no row is named, with the reason. */
function silentFaults(pages: Pages, patients: readonly PatientView[], { unread }: Printing): OrderFault[] {
  const text = pages.map(({ read }) => pageText(read)).join('');
  return [
    ...unread
      .filter(({ patient, why }) => !text.includes(folded(`NO CHART OF ${patient}:${why}`)))
      .map(() => fault('a patient without a chart is not named')),
    ...patients
      .filter(({ orders, identity }) => orders.length === 0 && !text.includes(folded(`${identity.name}:`)))
      .map(() => fault('a patient without orders is not named')),
  ];
}

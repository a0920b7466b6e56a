import { FLAG_WORDS } from '../domain/drug-marks.ts';
import { marFormOf } from '../domain/mar.ts';
import { hoursOf } from '../domain/medication-day.ts';
import { shortMoment, WRITTEN_OUT } from '../domain/order-block.ts';
import type { MedicationOrder } from '../domain/order.ts';
import type { FormKind } from '../domain/sheet.ts';
import { epochMs, marTime, paperDateTime, type Zone } from '../domain/time.ts';
import type { OrderView, PatientView } from '../domain/view.ts';
import { folded } from './read-text.ts';
import { piecesOf, type Piece, type SheetPage } from './read-orders.ts';

/** What is wrong with the orders of a MAR sheet; `page` is the PDF's, 0 when the order is nowhere. */
export interface OrderFault {
  page: number;
  order: string | null;
  what: string;
}

/** Compares a MAR sheet's order blocks with the view's orders of its form. */
export function orderFaults(pages: SheetPage[], form: FormKind, view: PatientView, zone: Zone): OrderFault[] {
  const pieces = pages.flatMap(piecesOf);
  const expected = view.orders.filter(o => marFormOf(o.group) === form);
  const numbers = new Set(expected.map(o => folded(o.order.number)));
  const strange = pieces
    .filter(p => !numbers.has(p.number))
    .map(p => ({ page: p.page, order: p.number, what: 'an order block that is not in the chart for this form' }));
  return [
    ...strange,
    ...hourFaults(pages, view, zone),
    ...expected.flatMap(order =>
      blockFaults(
        pieces.filter(p => p.number === folded(order.order.number)),
        order,
        view,
        zone,
      ),
    ),
  ];
}

/** Every table head with hours must have the view's hours. */
function hourFaults(pages: SheetPage[], view: PatientView, zone: Zone): OrderFault[] {
  const hours = hoursOf(view.window)
    .map(h => marTime(h, zone).slice(0, 2))
    .join(' ');
  return pages.flatMap(({ page, heads }) =>
    heads
      .filter(head => head.hours.length > 0 && head.hours.map(h => h.label).join(' ') !== hours)
      .map(() => ({ page, order: null, what: 'the hours over the columns are wrong' })),
  );
}

function blockFaults(pieces: Piece[], view: OrderView, patient: PatientView, zone: Zone): OrderFault[] {
  const { number } = view.order;
  const [first] = pieces;
  if (!first) return [{ page: 0, order: number, what: 'the order is not on its sheet' }];
  const say = (what: string, page = first.page): OrderFault => ({ page, order: number, what });
  return [
    ...chainFaults(pieces).map(f => say(f.what, f.page)),
    ...wordFaults(pieces, view, patient, zone).map(w => say(w)),
    ...timeFaults(pieces, view, patient, zone).map(f => say(f.what, f.page)),
  ];
}

/** One block: pieces on pages one after the other, each but the last pointing to the next, each but the first marked as continued. */
function chainFaults(pieces: Piece[]): { what: string; page: number }[] {
  return pieces.flatMap((piece, i) => {
    const next = pieces[i + 1];
    const faults: { what: string; page: number }[] = [];
    if (i > 0 && !piece.words.startsWith('continued:'))
      faults.push({ what: 'the order is printed more than once', page: piece.page });
    if (i === 0 && piece.words.startsWith('continued:'))
      faults.push({ what: 'the order begins with its continuation', page: piece.page });
    if (next && piece.continuesOn !== next.sheetPage)
      faults.push({ what: 'a piece does not say where the order continues', page: piece.page });
    if (!next && piece.continuesOn !== null)
      faults.push({ what: `the continuation on page ${piece.continuesOn} is missing`, page: piece.page });
    if (next && next.sheetPage !== piece.sheetPage + 1)
      faults.push({ what: 'the pieces are not on pages that follow each other', page: next.page });
    return faults;
  });
}

/** Everything the chart says about giving the drug has to be in the block, drug and dose in their own type. */
function wordFaults(pieces: Piece[], view: OrderView, { now }: PatientView, zone: Zone): string[] {
  const { order, group } = view;
  const [first, ...rest] = pieces;
  const words = [first?.words ?? '', ...rest.map(withoutContinuedHead), '\n', ...pieces.map(p => p.notes)].join('');
  const wanted: [string, string | null][] = [
    ...order.dosages.flatMap((d): [string, string | null][] => [
      ['dosage text', d.text],
      ['amount', d.amount],
      ['route', d.route],
      ['reason for giving', d.asNeededReason],
      ['greatest dose', d.maxPerPeriod],
      ...d.instructions.map((i): [string, string] => ['instruction', i]),
    ]),
    ['indication', order.indication],
    ['prescriber', order.prescriber],
    ...order.notes.map((n): [string, string] => ['note', n]),
    ...view.warnings.map((w): [string, string] => ['warning', w]),
    ...view.allergyMatches.map((match): [string, string] => ['allergy mark', match]),
    ['word that abbreviations were written out', view.asSent.some(t => t.writtenOut) ? WRITTEN_OUT : null],
    ...view.flags.map((f): [string, string] => [`mark "${FLAG_WORDS[f]}"`, FLAG_WORDS[f]]),
    ['stop', view.stopsAt && `Stop ${paperDateTime(view.stopsAt, zone)}`],
    ['last dose given', view.lastGiven && `LAST GIVEN ${shortMoment(view.lastGiven.at, now, zone)}`],
    ['earliest next time', view.earliestNext && `NOT BEFORE ${shortMoment(view.earliestNext, now, zone)}`],
    ['rule of the earliest next time', view.earliestNextWhy],
    [
      'time of its one dose',
      view.schedule.kind === 'once' && view.schedule.at ? `AT ${shortMoment(view.schedule.at, now, zone)}` : null,
    ],
  ];
  const timesNotKnown = group !== 'times-not-known' || pieces.some(p => /TIMESNOTKNOWN|ONHOLD/.test(p.beside));
  return [
    ...(pieces.map(p => p.drug).join('') === folded(order.drug.name) ? [] : ['its drug is missing or altered']),
    ...doseFaults(pieces.map(p => p.dose).join(''), order),
    ...missingFrom(words, wanted).map(what => `its ${what} is missing or altered`),
    ...(timesNotKnown ? [] : ['"times not known" is missing']),
  ];
}

/** The words in the type of doses must be the ordered doses and rates, whole and no other. */
function doseFaults(printed: string, { dosages }: MedicationOrder): string[] {
  const doses = [...new Set(dosages.flatMap(d => (d.dose === null ? [] : [d.dose])))].join('/');
  const rates = dosages.flatMap(d => (d.rate === null ? [] : [d.rate])).join('');
  const said = printed.replace(/^DOSE/, '').replaceAll('Rate:', '');
  const none = doses === '' && /^(seetext|notreceived)?/.exec(said)?.[0];
  const wanted = folded(`${none || doses}${rates}`);
  return said === wanted ? [] : ['its dose or rate is missing or altered'];
}

/** Looks for the longest first and takes it away, so that a short one isn't found within what says something else. */
function missingFrom(words: string, wanted: [string, string | null][]): string[] {
  const byText = new Map(
    wanted.flatMap(([what, text]) => (text === null || folded(text) === '' ? [] : [[folded(text), what]])) as [string, string][],
  );
  let left = words;
  return [...byText]
    .sort(([a], [b]) => b.length - a.length)
    .filter(([text]) => {
      const at = left.indexOf(text);
      if (at >= 0) left = `${left.slice(0, at)}\n${left.slice(at + text.length)}`;
      return at < 0;
    })
    .map(([, what]) => what);
}

const withoutContinuedHead = ({ words, number }: Piece): string => {
  const at = words.indexOf(`Order${number}`);
  return at >= 0 ? words.slice(at + number.length + 'Order'.length) : words;
};

/** Times in the block's own cells, each under its hour: all of the view's, no other, computed ones marked. */
function timeFaults(pieces: Piece[], order: OrderView, { window }: PatientView, zone: Zone): { what: string; page: number }[] {
  const column = (at: string): number => Math.floor((epochMs(at) - epochMs(window.from)) / 3_600_000);
  // The one time of a one-time order stands in its words, not in a cell.
  const inCells = order.group === 'once' ? [] : order.due;
  const expected = inCells.map(d => `${column(d.at)} ${d.source === 'sent' ? '' : '~'}${marTime(d.at, zone)}`);
  const left = [...expected];
  const faults: { what: string; page: number }[] = [];
  for (const piece of pieces) {
    for (const time of piece.times) {
      const at = left.indexOf(`${time.column} ${time.text}`);
      if (at >= 0) left.splice(at, 1);
      else faults.push({ what: `${time.text} is printed where no dose is due`, page: piece.page });
    }
  }
  const [first] = pieces;
  return [
    ...faults,
    ...left.map(missing => ({ what: `due time ${missing.split(' ')[1]} is missing from its hour`, page: first?.page ?? 0 })),
  ];
}

import type { Printing } from '../domain/band.ts';
import { FLAG_WORDS } from '../domain/drug-marks.ts';
import type { FormDefinition } from '../domain/form.ts';
import { carries } from '../domain/forms.ts';
import { BY_CHARTED, shortMoment, WRITTEN_OUT } from '../domain/order-block.ts';
import type { MedicationOrder } from '../domain/order.ts';
import type { FormKind } from '../domain/sheet.ts';
import { specialFormOf, SPECIAL_NAMES } from '../domain/special-orders.ts';
import { marTime, paperDateTime, type Zone } from '../domain/time.ts';
import type { OrderView, PatientView } from '../domain/view.ts';
import { wardWords } from '../domain/ward/on-ward.ts';
import { folded } from './read-text.ts';
import { piecesOf, type Piece, type SheetPage } from './read-orders.ts';
import { columnsOf, type Columns } from './verify-columns.ts';
import { factsOn } from './verify-special.ts';

/** What is wrong with the orders of a sheet; `page` is the PDF's, 0 when the order is nowhere. */
export interface OrderFault {
  page: number;
  order: string | null;
  what: string;
}

/** Compares the order blocks of a patient's sheet with the view's orders that its form carries. */
export function orderFaults(pages: SheetPage[], form: FormDefinition, view: PatientView, printing: Printing): OrderFault[] {
  const kind = form.id;
  const { zone } = printing.site;
  const pieces = pages.flatMap(piecesOf);
  const expected = view.orders.filter(order => carries(form, order));
  const numbers = new Set(expected.map(o => folded(o.order.number)));
  const columns = kind === 'mar-scheduled' ? columnsOf(view.window, printing) : null;
  const strange = pieces
    .filter(p => !numbers.has(p.number))
    .map(p => ({ page: p.page, order: p.number, what: 'an order block that is not in the chart for this form' }));
  return [
    ...strange,
    ...(columns === null ? [] : headFaults(pages, columns)),
    ...expected.flatMap(order => {
      const own = pieces.filter(p => p.number === folded(order.order.number));
      return blockFaults(own, order, { kind, view, zone, columns });
    }),
  ];
}

/** Every table head must have the view's hours, shifts or days. */
function headFaults(pages: SheetPage[], { heads }: Columns): OrderFault[] {
  return pages.flatMap(({ page, heads: found }) =>
    found
      .filter(head => head.columns.length > 0 && head.columns.map(c => c.label).join(' ') !== heads.join(' '))
      .map(() => ({ page, order: null, what: 'the hours or dates over the columns are wrong' })),
  );
}

interface Sought {
  kind: FormKind;
  view: PatientView;
  zone: Zone;
  /** Null on sheets without columns of time. */
  columns: Columns | null;
}

function blockFaults(pieces: Piece[], view: OrderView, sought: Sought): OrderFault[] {
  const { number } = view.order;
  const [first] = pieces;
  if (!first) return [{ page: 0, order: number, what: 'the order is not on its sheet' }];
  const say = (what: string, page = first.page): OrderFault => ({ page, order: number, what });
  return [
    ...chainFaults(pieces).map(f => say(f.what, f.page)),
    ...wordFaults(pieces, view, sought).map(w => say(w)),
    ...(sought.columns === null ? [] : timeFaults(pieces, view, sought.columns, sought.zone).map(f => say(f.what, f.page))),
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
function wordFaults(pieces: Piece[], view: OrderView, { kind, view: patient, zone }: Sought): string[] {
  const { now } = patient;
  const { order, group, schedule } = view;
  const onMar = kind === 'mar-scheduled' || kind === 'mar-prn';
  const special = specialFormOf(view);
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
    ...(view.onWard ? wardWords(view.onWard, now, zone) : []).map((w): [string, string] => ['word of what the ward did', w]),
    ...view.allergyMatches.map((match): [string, string] => ['allergy mark', match]),
    ['word that abbreviations were written out', view.asSent.some(t => t.writtenOut) ? WRITTEN_OUT : null],
    ...view.flags.map((f): [string, string] => [`mark "${FLAG_WORDS[f]}"`, FLAG_WORDS[f]]),
    ['stop', view.stopsAt && `Stop ${paperDateTime(view.stopsAt, zone)}`],
    ['last dose given', view.lastGiven && `LAST GIVEN ${shortMoment(view.lastGiven.at, now, zone)}`],
    ['next due time', view.nextDue && `NEXT DUE ${shortMoment(view.nextDue.at, now, zone)}`],
    ['moment', schedule.kind === 'once' ? schedule.at && `AT ${shortMoment(schedule.at, now, zone)}` : null],
    ['mark "TWO INITIALS"', view.needsTwoInitials ? 'TWO INITIALS' : null],
    ['pointer to its other sheet', onMar && special ? `Chart on the ${SPECIAL_NAMES[special]}` : null],
    ...factsOn(kind, view, patient, zone),
    ['earliest next time', view.earliestNext && `NOT BEFORE ${shortMoment(view.earliestNext, now, zone)}`],
    ['rule of the earliest next time', view.earliestNextWhy],
    ['word on what the earliest next time goes by', view.earliestNext && BY_CHARTED],
  ];
  const timesNotKnown =
    group !== 'times-not-known' ||
    kind !== 'mar-scheduled' ||
    pieces.some(p => /TIMESNOTKNOWN|ONHOLD|DONOTGIVE|STOPPEDONTHEWARD/.test(p.beside));
  const crossedOut = !onMar || !view.over || pieces.some(p => p.beside.includes('STOPPEDONTHEWARD'));
  const removable = !onMar || view.over || !view.flags.includes('patch') || pieces.some(p => p.beside.includes('Oldpatchoff'));
  return [
    ...(pieces.map(p => p.drug).join('') === folded(order.drug.name) ? [] : ['its drug is missing or altered']),
    ...doseFaults(pieces.map(p => p.dose).join(''), order),
    ...missingFrom(words, wanted).map(what => `its ${what} is missing or altered`),
    ...(timesNotKnown ? [] : ['"times not known" is missing']),
    ...(crossedOut ? [] : ['its stop is not written over its times']),
    ...(removable ? [] : ['the line for the removal of its patch is missing']),
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

/** Times in the block's own cells, each in its column and with its date where that isn't the column's: all of the view's, no other. */
function timeFaults(pieces: Piece[], order: OrderView, columns: Columns, zone: Zone): { what: string; page: number }[] {
  const times = order.due.map(d => `${columns.of(d.at)} ${d.source === 'sent' ? '' : '~'}${marTime(d.at, zone)}`);
  const dates = order.due.flatMap(d => {
    const date = columns.ownDate(d.at);
    return date === null ? [] : [`${columns.of(d.at)} ${date}`];
  });
  return [
    ...placedFaults(pieces, times, piece => piece.times, 'due time'),
    ...placedFaults(pieces, dates, piece => piece.dates, 'date'),
  ];
}

function placedFaults(
  pieces: Piece[],
  expected: string[],
  of: (piece: Piece) => Piece['times'],
  what: string,
): { what: string; page: number }[] {
  const left = [...expected];
  const faults: { what: string; page: number }[] = [];
  for (const piece of pieces) {
    for (const { text, column } of of(piece)) {
      const at = left.indexOf(`${column} ${text}`);
      if (at >= 0) left.splice(at, 1);
      else faults.push({ what: `${text} is printed where no dose is due`, page: piece.page });
    }
  }
  const page = pieces[0]?.page ?? 0;
  return [...faults, ...left.map(missing => ({ what: `${what} ${missing.split(' ')[1]} is missing from its column`, page }))];
}

import { unreachable } from '../domain/result.ts';
import type { Band, EmptyHead, Sheet } from '../domain/sheet.ts';
import { BARCODE_HEIGHT, code128 } from './codes.ts';
import { MARGIN, type Boxes } from './page.ts';
import { labelBeside, STYLES, type Style } from './type-sizes.ts';
import { heightOf, lineWidth, placeLines, wrapStyled, wrapText, type SetLine } from './wrap.ts';

const PAD = 4;
/** Between the data's time and their age, in points. */
const AGE_GAP = 4;
/** The band shows so many lines of allergies, and of flags; what doesn't fit is said and listed in full on page 1. */
const LIST_LINES = 5;
/** Of code status, which is said as a whole or not at all. */
const CODE_STATUS_LINES = 12;

/** Lists of the band that go on on page 1, by the heading that they have there. */
export type CutList = 'CODE STATUS' | 'ALLERGIES' | 'PRECAUTIONS';
interface Placed {
  bottom: number;
  cut: CutList[];
}

/** Draws the head of a sheet's pages into `boxes`, what changes with each printing into `stamp`; where it ends, and which of its lists need a block of their own. */
export function placeBand(boxes: Boxes, stamp: Boxes, sheet: Sheet, pageWidth: number): Placed {
  const { head } = sheet;
  const width = pageWidth - 2 * MARGIN;
  const top = titleBar(boxes, sheet, width);
  const asOf = wrapText(head.asOf ?? 'NO DATA FROM THE EHR ON THIS FORM', STYLES.asOf, width * 0.6);
  if (head.age !== null) {
    const x = MARGIN + PAD + lineWidth(asOf.at(-1)!) + AGE_GAP;
    placeLines(stamp, wrapText(head.age, STYLES.asOf, Infinity), x, top + 2 + heightOf(asOf.slice(0, -1)));
  }
  let y = strip(boxes, width, top, asOf, head.period ? wrapText(`For ${head.period}`, STYLES.asOf, width * 0.38) : []);
  if (head.kind === 'patient' && head.placeAlarm !== null) y = alarm(boxes, width, y, head.placeAlarm);
  if (head.ageAlarm !== null) y = alarm(boxes, width, y, head.ageAlarm);
  const placed = whom(boxes, head, width, y);
  boxes.rects.push({ x: MARGIN, y: MARGIN, width, height: placed.bottom - MARGIN, fill: null, stroke: 1.2 });
  return placed;
}

function whom(boxes: Boxes, head: Sheet['head'], width: number, top: number): Placed {
  switch (head.kind) {
    case 'patient':
      return identity(boxes, head, width, top);
    case 'unit':
      return { bottom: lineOf(boxes, head.whom, width, top), cut: [] };
    case 'ward':
      return { bottom: lineOf(boxes, head.situation, width, top), cut: [] };
    case 'empty':
      return { bottom: emptyBox(boxes, head, width, top), cut: [] };
    default:
      return unreachable(head);
  }
}

function titleBar(boxes: Boxes, { title, head: band }: Sheet, width: number): number {
  const left = wrapText(`${band.institution}, ${band.unit}`, STYLES.institution, width * 0.29 - PAD);
  const middle = wrapText(title, STYLES.title, width * 0.48 - 2 * PAD);
  const right = wrapText(band.mark, STYLES.mark, width * 0.23 - 2 * PAD);
  const height = Math.max(heightOf(left), heightOf(middle), heightOf(right)) + 4;
  boxes.rects.push({ x: MARGIN, y: MARGIN, width, height, fill: 0.88, stroke: null });
  placeLines(boxes, left, MARGIN + PAD, MARGIN + 2);
  placeLines(boxes, middle, MARGIN + width * 0.29 + PAD, MARGIN + 2);
  const rightWidth = Math.max(...right.map(lineWidth), 0);
  placeLines(boxes, right, MARGIN + width - PAD - rightWidth, MARGIN + 2);
  return MARGIN + height;
}

function strip(boxes: Boxes, width: number, top: number, left: readonly SetLine[], right: readonly SetLine[]): number {
  const rightWidth = Math.max(0, ...right.map(lineWidth));
  placeLines(boxes, left, MARGIN + PAD, top + 2);
  placeLines(boxes, right, MARGIN + width - PAD - rightWidth, top + 2);
  const bottom = top + Math.max(heightOf(left), heightOf(right)) + 4;
  rule(boxes, MARGIN, bottom, width);
  return bottom;
}

function alarm(boxes: Boxes, width: number, top: number, text: string): number {
  const lines = wrapText(text, STYLES.asOf, width - 2 * PAD);
  const height = heightOf(lines) + 4;
  boxes.rects.push({ x: MARGIN, y: top, width, height, fill: 0, stroke: null });
  placeLines(boxes, lines, MARGIN + PAD, top + 2, true);
  return top + height;
}

const rule = (boxes: Boxes, x: number, y: number, width: number): void => {
  boxes.lines.push({ x1: x, y1: y, x2: x + width, y2: y, weight: 0.6 });
};

const SHARES = [0.29, 0.2, 0.29, 0.22];
const sumOf = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Four columns: who, facts, allergies, code and isolation. */
function identity(boxes: Boxes, band: Band, width: number, top: number): Placed {
  const lefts = SHARES.map((_, i) => MARGIN + width * sumOf(SHARES.slice(0, i)));
  const room = (i: number): number => width * SHARES[i]! - 2 * PAD;
  const allergies = shortened(band.allergies, 'ALLERGIES', room(2), text =>
    text === '' ? [] : wrapText(text, STYLES.strongFact, room(2)),
  );
  const codeStatus = shortened(
    [band.codeStatus],
    'CODE STATUS',
    room(3),
    text => labelled('CODE STATUS', text, STYLES.codeStatus, room(3)),
    CODE_STATUS_LINES,
  );
  const doubt = band.isolationDoubt === null ? [] : [`(${band.isolationDoubt})`];
  const isolation = shortened(band.isolation, 'PRECAUTIONS', room(3), text =>
    labelled('ISOLATION', [text, ...doubt].join(' '), STYLES.strongFact, room(3)),
  );
  const code = band.mrnCode === null ? null : code128(band.mrnCode, lefts[3]! + PAD, top + 4, room(3), BARCODE_HEIGHT);
  const columns: (readonly SetLine[])[] = [
    [
      ...nameLines(band.name, room(0)),
      ...labelled('MRN', band.mrn, STYLES.mrn, room(0)),
      ...labelled('Visit', band.visit, STYLES.identity, room(0)),
      ...labelled('Born', `${band.born}, ${band.ageSex}`, STYLES.identity, room(0)),
    ],
    [
      ...labelled('Bed', band.bed, STYLES.mrn, room(1)),
      ...labelled('Weight', band.weight, STYLES.strongFact, room(1)),
      ...labelled('Height', band.height, STYLES.fact, room(1)),
      ...labelled('Admitted', band.admitted, STYLES.fact, room(1)),
      ...labelled('Attending', band.attending, STYLES.fact, room(1)),
    ],
    [...wrapText(band.allergyHeading, STYLES.strongTag, room(2)), ...allergies.lines],
    [...codeStatus.lines, ...isolation.lines],
  ];
  const tops = columns.map((_, i) => top + 3 + (i === 3 && code ? BARCODE_HEIGHT + 4 : 0));
  if (code) boxes.codes.push(code);
  const bottom = Math.max(...columns.map((lines, i) => placeLines(boxes, lines, lefts[i]! + PAD, tops[i]!))) + 3;
  for (const x of lefts.slice(1)) boxes.lines.push({ x1: x, y1: top, x2: x, y2: bottom, weight: 0.6 });
  return { bottom, cut: [...codeStatus.cut, ...allergies.cut, ...isolation.cut] };
}

function lineOf(boxes: Boxes, words: string, width: number, top: number): number {
  return placeLines(boxes, wrapText(words, STYLES.mrn, width - 2 * PAD), MARGIN + PAD, top + 3) + 3;
}

/** Fields to write identity into, in the order in which a band says it, with room for a label over the first of them. */
const EMPTY_FIELDS: string[][] = [
  ['Name', 'MRN or downtime number', 'Visit', 'Born, age, sex'],
  ['Bed', 'Weight kg, and when', 'Height cm', 'Admitted, attending'],
  ['ALLERGIES and reactions, or "none known"'],
  ['CODE STATUS', 'ISOLATION'],
];
const EMPTY_HEIGHT = 88;

function emptyBox(boxes: Boxes, { instruction }: EmptyHead, width: number, top: number): number {
  const heading = wrapText(instruction, STYLES.strongFact, width - 2 * PAD);
  const from = placeLines(boxes, heading, MARGIN + PAD, top + 2) + 2;
  rule(boxes, MARGIN, from, width);
  const bottom = from + EMPTY_HEIGHT;
  SHARES.forEach((share, i) => {
    const x = MARGIN + width * sumOf(SHARES.slice(0, i));
    const fields = EMPTY_FIELDS[i]!;
    fields.forEach((label, k) => {
      const y = from + (EMPTY_HEIGHT * k) / fields.length;
      placeLines(boxes, wrapText(label, STYLES.label, width * share - 2 * PAD), x + PAD, y + 1);
      if (k > 0) rule(boxes, x, y, width * share);
    });
    if (i > 0) boxes.lines.push({ x1: x, y1: from, x2: x, y2: bottom, weight: 0.6 });
  });
  return bottom;
}

function nameLines(name: string, width: number): readonly SetLine[] {
  const large = wrapText(name, STYLES.name, width);
  return large.length <= 2 ? large : wrapText(name, STYLES.longName, width);
}

const labelled = (label: string, value: string, style: Style, width: number): readonly SetLine[] =>
  wrapStyled(
    [
      { text: label, style: labelBeside(style) },
      { text: value, style },
    ],
    width,
  );

/** As many of a list as have room in the band; the others are counted. */
function shortened(
  list: readonly string[],
  name: CutList,
  width: number,
  set: (text: string) => readonly SetLine[],
  most = LIST_LINES,
): { lines: readonly SetLine[]; cut: CutList[] } {
  const first = (count: number): readonly SetLine[] => set(list.slice(0, count).join('; '));
  const all = first(list.length);
  if (all.length <= most) return { lines: all, cut: [] };
  let shown = 0;
  while (first(shown + 1).length < most) shown++;
  const more = `${list.length - shown} MORE: see ${name} on page 1`;
  return { lines: [...first(shown), ...wrapText(more, STYLES.strongTag, width)], cut: [name] };
}

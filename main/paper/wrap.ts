import type { Words } from '../domain/sheet.ts';
import type { Boxes } from './page.ts';
import { clean, shape, startsRightToLeft } from './shape.ts';
import { styleOf, type Style } from './type-sizes.ts';

/** A stretch of one style within a line; x from the line's left end, in points. */
export interface Fragment {
  text: string;
  style: Style;
  x: number;
  width: number;
  rightToLeft: boolean;
}

/** A set line. */
export interface SetLine {
  fragments: Fragment[];
  /** Height it takes in points. */
  leading: number;
}

/** What can't be parted: text without a space at which it may break. */
interface Piece {
  text: string;
  width: number;
  /** Width of the space before it, 0 at the start of a run of words or between Chinese characters. */
  space: number;
  /** Begins a new line. */
  hard: boolean;
  of: Styled;
}
interface Styled {
  style: Style;
  rightToLeft: boolean;
}

const widthOf = (text: string, { style, rightToLeft }: Styled): number =>
  (shape(text, style.weight, rightToLeft).width * style.size) / 1000;

/** Sets words as one paragraph of lines no wider than `width`; every character of them is on one of the lines. */
export function wrap(words: Words[], width: number): SetLine[] {
  return wrapStyled(
    words.map(w => ({ text: w.text, style: styleOf(w) })),
    width,
  );
}

/** The same for one text of a given style. */
export const wrapText = (text: string, style: Style, width: number): SetLine[] => wrapStyled([{ text, style }], width);

/** The same for texts of several styles, one after the other. */
export function wrapStyled(words: { text: string; style: Style }[], width: number): SetLine[] {
  const lines: Piece[][] = [];
  let line: Piece[] = [];
  let pen = 0;
  const turn = (): void => {
    lines.push(line);
    line = [];
    pen = 0;
  };
  for (const piece of piecesOf(words)) {
    if (piece.hard) turn();
    if (line.length > 0 && pen + piece.space + piece.width > width) turn();
    let rest = piece;
    while (line.length === 0 && rest.width > width) {
      const [head, tail] = split(rest, width);
      if (tail === null) break;
      line.push(head);
      turn();
      rest = tail;
    }
    pen += (line.length > 0 ? rest.space : 0) + rest.width;
    line.push(rest);
  }
  if (line.length > 0) turn();
  const fallback = words[0]?.style.leading ?? 0;
  return lines.map(pieces => setLine(pieces, fallback));
}

/** A number never parts from its unit, nor a sign from its number. */
const NUMBER = /^[(<>≤≥~+±–-]*\d[\d.,/–-]*$/;
const SIGN = /^[<>≤≥~+±=]$/;
const UNIT =
  /^(mg|mcg|g|kg|ng|mL|L|dL|mmol|mEq|unit|units|%|h|hr|hrs|hours?|min|minutes?|days?|doses?|tablets?|tabs?|capsules?|puffs?|drops?|mm|cm|°C|°F|bpm)\b/i;
const CHINESE = /[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]|[\ud840-\ud87f][\udc00-\udfff]/;
const CHINESE_BREAKS =
  /(?<=[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff])(?![\u3001\u3002\uff09\uff0c\uff1a\uff1b\uff01\uff1f\u300d\u300f\u3011])/u;
/** Words of one look are told apart by a gap of so many spaces. */
const WIDE = 3;
const OPENS_WITH_PUNCTUATION = /^[\s,.;:)\]]/;

function piecesOf(words: { text: string; style: Style }[]): Piece[] {
  const pieces: Piece[] = [];
  let spaceOwed = false;
  words.forEach(({ text: raw, style }, i) => {
    const text = clean(raw);
    const of: Styled = { style, rightToLeft: startsRightToLeft(text) };
    const space = widthOf(' ', { style, rightToLeft: false });
    const before = words[i - 1]?.style;
    let gap = before?.weight === style.weight && Math.abs(before.size - style.size) < 2 ? WIDE * space : space;
    if (i > 0 && !OPENS_WITH_PUNCTUATION.test(text)) spaceOwed = true;
    text.split('\n').forEach((paragraph, k) => {
      let hard = k > 0;
      if (paragraph.startsWith(' ')) spaceOwed = true;
      for (const word of glued(paragraph)) {
        for (const part of CHINESE.test(word) ? word.split(CHINESE_BREAKS) : [word]) {
          pieces.push({ text: part, width: widthOf(part, of), space: spaceOwed ? gap : 0, hard, of });
          gap = space;
          hard = false;
          spaceOwed = false;
        }
        spaceOwed = true;
      }
      spaceOwed = paragraph.endsWith(' ');
      if (hard) pieces.push({ text: '', width: 0, space: 0, hard, of });
    });
  });
  return pieces;
}

function glued(paragraph: string): string[] {
  const out: string[] = [];
  let previous = '';
  for (const word of paragraph.split(' ')) {
    if (word === '') continue;
    const holds = (NUMBER.test(previous) && UNIT.test(word)) || (SIGN.test(previous) && NUMBER.test(word));
    if (holds && out.length > 0) out[out.length - 1] += ` ${word}`;
    else out.push(word);
    previous = word;
  }
  return out;
}

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The part of an over-long piece that fits, at least one character, and what is left of it. */
function split(piece: Piece, width: number): [Piece, Piece | null] {
  let head = '';
  for (const { segment, index } of clusters.segment(piece.text)) {
    if (head !== '' && widthOf(head + segment, piece.of) > width) {
      const tail = piece.text.slice(index);
      return [
        { ...piece, text: head, width: widthOf(head, piece.of) },
        { ...piece, text: tail, width: widthOf(tail, piece.of), space: 0, hard: false },
      ];
    }
    head += segment;
  }
  return [piece, null];
}

/** Between short paragraphs that share a line, in points. */
const BETWEEN = 14;

/** Sets paragraphs under each other; short plain ones that follow each other share a line, as far as they fit, in their order. */
export function wrapParagraphs(paragraphs: Words[][], width: number): SetLine[] {
  const lines: SetLine[] = [];
  let open: SetLine | null = null;
  for (const words of paragraphs) {
    const set = wrap(words, width);
    const [only] = set;
    const short =
      set.length === 1 && only && words.every(w => w.role === 'body' && (w.tone ?? 'plain') === 'plain') ? only : null;
    const at = open ? lineWidth(open) + BETWEEN : 0;
    if (open && short && at + lineWidth(short) <= width) {
      open.fragments.push(...short.fragments.map(f => ({ ...f, x: f.x + at })));
      continue;
    }
    lines.push(...set);
    open = short;
  }
  return lines;
}

/** Right end of a line in points. */
export const lineWidth = ({ fragments }: SetLine): number => Math.max(0, ...fragments.map(f => f.x + f.width));

/** Joins neighbours of one style into fragments. */
function setLine(pieces: Piece[], fallback: number): SetLine {
  const fragments: Fragment[] = [];
  let pen = 0;
  let last: Piece | null = null;
  for (const piece of pieces) {
    const fragment = fragments.at(-1);
    const space = last === null ? 0 : piece.space;
    if (fragment && last?.of === piece.of) fragment.text += `${space > 0 ? ' ' : ''}${piece.text}`;
    else fragments.push({ text: piece.text, style: piece.of.style, x: pen + space, width: 0, rightToLeft: piece.of.rightToLeft });
    pen += space + piece.width;
    fragments.at(-1)!.width = pen - fragments.at(-1)!.x;
    last = piece;
  }
  return { fragments, leading: Math.max(fallback, ...pieces.map(p => p.of.style.leading)) };
}

/** Height of lines in points. */
export const heightOf = (lines: SetLine[]): number => lines.reduce((sum, l) => sum + l.leading, 0);

/** How many lines, from the first, fit into a height. */
export function fitting(lines: SetLine[], height: number): number {
  let used = 0;
  let count = 0;
  while (count < lines.length && used + lines[count]!.leading <= height) used += lines[count++]!.leading;
  return count;
}

/** Puts lines on a page from a top left corner, and returns where they end. `white` when the ground is black already. */
export function placeLines(boxes: Boxes, lines: SetLine[], x: number, top: number, white = false): number {
  let y = top;
  for (const { fragments, leading } of lines) {
    const size = Math.max(0, ...fragments.map(f => f.style.size));
    const baseline = y + (leading - size) / 2 + size * 0.78;
    for (const { text, style, x: left, width, rightToLeft } of fragments) {
      if (text === '') continue;
      const { weight, reversed, framed } = style;
      if (framed)
        boxes.rects.push({ x: x + left - 2, y: y + 0.6, width: width + 4, height: leading - 1, fill: null, stroke: 0.7 });
      if (reversed)
        boxes.rects.push({ x: x + left - 1.5, y: y + 0.4, width: width + 3, height: leading - 0.8, fill: 0, stroke: null });
      const place = { x: x + left, y: baseline, width };
      boxes.texts.push({ ...place, text, weight, size: style.size, white: white || reversed, rightToLeft, squeeze: 1 });
    }
    y += leading;
  }
  return y;
}

import type { Words } from '../domain/sheet.ts';
import type { Boxes } from './page.ts';
import { rememberedLines } from './remembered-lines.ts';
import { clean, clusters, shape, startsRightToLeft } from './shape.ts';
import { styleOf, type Style } from './type-sizes.ts';

/** A stretch of one style within a line; x from the line's left end, in points. */
export interface Fragment {
  readonly text: string;
  readonly style: Style;
  readonly x: number;
  readonly width: number;
  readonly rightToLeft: boolean;
}

/** A set line. Lines are remembered and shared, so nobody may change them. */
export interface SetLine {
  readonly fragments: readonly Fragment[];
  /** Height it takes in points. */
  readonly leading: number;
  /** Its largest type, in points. */
  readonly size: number;
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
export const wrap = (words: Words[], width: number): readonly SetLine[] => setLines(words, styleOf, width);

/** The same for texts of given styles, one after the other. */
export const wrapStyled = (words: readonly StyledText[], width: number): readonly SetLine[] => setLines(words, ownStyle, width);

/** The same for one text of a given style. */
export const wrapText = (text: string, style: Style, width: number): readonly SetLine[] => wrapStyled([{ text, style }], width);

/** A text and how it is set. */
export interface StyledText {
  text: string;
  style: Style;
}

/** So many paragraphs are remembered, twice those of a unit: each is asked for when room is looked for and again when it is placed, legends on every sheet. */
const PARAGRAPHS = 10_000;

const setLines = rememberedLines(PARAGRAPHS, setParagraph);
const ownStyle = ({ style }: StyledText): Style => style;

function setParagraph(words: readonly StyledText[], width: number): readonly SetLine[] {
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
/** Points between black tags and what stands beside them, on top of a space. */
const TAG_GAP = 4;
/** A reversed or framed text of so many characters isn't broken as long as it fits on a line. */
const SHORT_TAG = 26;
const OPENS_WITH_PUNCTUATION = /^[\s,.;:)\]]/;

/** Nothing touches a tag or a frame, not even punctuation. */
const isBoxed = (style: Style | undefined): boolean => style !== undefined && (style.reversed || style.framed);

function gapBetween(before: Style | undefined, style: Style, space: number): number {
  if (before?.reversed || style.reversed) return space + TAG_GAP;
  return before?.weight === style.weight && Math.abs(before.size - style.size) < 2 ? WIDE * space : space;
}

function piecesOf(words: readonly StyledText[]): Piece[] {
  const pieces: Piece[] = [];
  let spaceOwed = false;
  words.forEach(({ text: raw, style }, i) => {
    const text = clean(raw);
    const of: Styled = { style, rightToLeft: startsRightToLeft(text) };
    const space = widthOf(' ', { style, rightToLeft: false });
    const before = words[i - 1]?.style;
    let gap = gapBetween(before, style, space);
    if (i > 0 && (!OPENS_WITH_PUNCTUATION.test(text) || isBoxed(before) || isBoxed(style))) spaceOwed = true;
    text.split('\n').forEach((paragraph, k) => {
      let hard = k > 0;
      if (paragraph.startsWith(' ')) spaceOwed = true;
      for (const word of (style.reversed || style.framed) && paragraph.length <= SHORT_TAG
        ? [paragraph.trim()].filter(Boolean)
        : glued(paragraph)) {
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
    const holds = (NUMBER.test(previous) && UNIT.test(word)) || (SIGN.test(previous) && NUMBER.test(word)) || previous === RUN_IN;
    if (holds && out.length > 0) out[out.length - 1] += ` ${word}`;
    else out.push(word);
    previous = word;
  }
  return out;
}

/** The part of an over-long piece that fits, at least one character, and what is left of it: parted at a space, after "-" or "/", else anywhere. */
function split(piece: Piece, width: number): [Piece, Piece | null] {
  let end = 0;
  let good = 0;
  for (const { segment, index } of clusters().segment(piece.text)) {
    const next = index + segment.length;
    if (end > 0 && widthOf(piece.text.slice(0, next), piece.of) > width) {
      const at = good > 0 ? good : end;
      const head = piece.text.slice(0, at).trimEnd();
      const tail = piece.text.slice(at).trimStart();
      return [
        { ...piece, text: head, width: widthOf(head, piece.of) },
        { ...piece, text: tail, width: widthOf(tail, piece.of), space: 0, hard: false },
      ];
    }
    end = next;
    if (MAY_PART_AFTER.test(segment) && next < piece.text.length && index > 0) good = next;
  }
  return [piece, null];
}

const MAY_PART_AFTER = /^[ \-/\u2010\u2013]$/;

/** Stands before a paragraph that goes on in the line of the one before. Square, because a point could be read as part of a number. */
const RUN_IN = '▪';

/**
 * Sets paragraphs under each other. Short plain ones run on in the line of the one before, in their order, told apart by a black
 * square; so do small ones after any that isn't reversed. Everything else begins a line of its own.
 */
export function wrapParagraphs(paragraphs: Words[][], width: number): readonly SetLine[] {
  const runs: Words[][] = [];
  let before: Look | null = null;
  for (const words of paragraphs) {
    const look = lookOf(words);
    const [first, ...rest] = words;
    const short = look === 'plain' && before === 'plain' && wrap(words, width).length === 1;
    if (first && (short || (look === 'small' && before !== null && before !== 'alarm'))) {
      runs.at(-1)!.push({ ...first, text: `${RUN_IN} ${first.text}` }, ...rest);
    } else runs.push([...words]);
    before = look;
  }
  return runs.flatMap(words => wrap(words, width));
}

type Look = 'plain' | 'small' | 'strong' | 'alarm';

function lookOf(words: Words[]): Look {
  if (words.some(w => w.tone === 'alarm')) return 'alarm';
  if (words.some(w => w.tone === 'strong' || w.role === 'dose' || w.role === 'drug')) return 'strong';
  return words.every(w => w.role === 'small') ? 'small' : 'plain';
}

/** Right end of a line in points. */
export const lineWidth = ({ fragments }: SetLine): number => Math.max(0, ...fragments.map(f => f.x + f.width));

/** The same text in one piece: what was put together with "+" V8 keeps as its parts, in which each look at a character takes longer. */
const inOnePiece = (text: string): string => [...text].join('');

/** Joins neighbours of one style into fragments. */
function setLine(pieces: Piece[], fallback: number): SetLine {
  const fragments: { -readonly [K in keyof Fragment]: Fragment[K] }[] = [];
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
  for (const fragment of fragments) fragment.text = inOnePiece(fragment.text);
  return {
    fragments,
    leading: Math.max(fallback, ...pieces.map(p => p.of.style.leading)),
    size: Math.max(0, ...pieces.map(p => p.of.style.size)),
  };
}

/** Height of lines in points. */
export const heightOf = (lines: readonly SetLine[]): number => lines.reduce((sum, l) => sum + l.leading, 0);

/** How many lines, from the first, fit into a height. */
export function fitting(lines: readonly SetLine[], height: number): number {
  let used = 0;
  let count = 0;
  while (count < lines.length && used + lines[count]!.leading <= height) used += lines[count++]!.leading;
  return count;
}

/** Puts lines on a page from a top left corner, and returns where they end. `white` when the ground is black already. */
export function placeLines(boxes: Boxes, lines: readonly SetLine[], x: number, top: number, white = false): number {
  let y = top;
  for (const { fragments, leading, size: largest } of lines) {
    const baseline = y + (leading - largest) / 2 + largest * 0.78;
    for (const { text, style, x: left, width, rightToLeft } of fragments) {
      if (text === '') continue;
      const { weight, size, reversed, framed } = style;
      if (framed)
        boxes.rects.push({ x: x + left - 2, y: y + 0.6, width: width + 4, height: leading - 1, fill: null, stroke: 0.7 });
      if (reversed)
        boxes.rects.push({ x: x + left - 1.5, y: y + 0.4, width: width + 3, height: leading - 0.8, fill: 0, stroke: null });
      const ink = white || reversed;
      boxes.texts.push({ x: x + left, y: baseline, text, weight, size, width, white: ink, rightToLeft, squeeze: 1 });
    }
    y += leading;
  }
  return y;
}

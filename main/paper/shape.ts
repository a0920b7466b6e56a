import bidiFactory from 'bidi-js';
import { core, coreWidth, face, familyFor, type Face, type Weight } from './fonts.ts';
import { layOutGlyphs } from './glyph-layout.ts';

/**
 * A glyph placed on a line: offsets and advance in 1/1000 em from the text's left end. `text` is what it stands for; where letters
 * change with their neighbours the first glyph of a word stands for the whole word and the others for nothing.
 */
export interface PlacedGlyph {
  face: Face;
  id: number;
  text: string;
  x: number;
  y: number;
  advance: number;
}

/** A text with its width in 1/1000 em. Without glyphs it is plain: characters of the core side by side, in order. */
export interface Shaped {
  width: number;
  /** In reading order, each with its own place, for texts that aren't plain. */
  glyphs: PlacedGlyph[] | null;
}

function once<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}
// Most texts need neither, and to make them takes as long as pages.
const bidi = once(bidiFactory);
/** What a reader takes for one character: a letter with its marks. */
export const clusters = once(() => new Intl.Segmenter('en', { granularity: 'grapheme' }));
const PLAIN = /^[\x20-\x7e]*$/;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
/** Marks on a base, joiners, and scripts whose letters change with their neighbours. */
const NEEDS_LAYOUT = /[\p{M}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
// eslint-disable-next-line no-control-regex -- control characters are what it is about
const BREAKS = /\r\n?|[\n\u000b\u000c\u0085\u2028\u2029]/g;
/** Controls, and marks that only steer direction or breaking: they print nothing and may not turn a number round. */
const INVISIBLE = /[\p{Cc}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\p{Variation_Selector}]/gu;

/** Scripts in which a joiner changes what is printed. */
const JOINS = /[\u0590-\u0dff\ufb1d-\ufdff\ufe70-\ufefc]/;
const JOINERS = /[\u200c\u200d]/g;

/** Composed, with every kind of line break as "\n", every kind of space as one, nothing that could not be seen, and what can't be drawn or was unreadable spelled out. */
export function clean(text: string): string {
  if (PLAIN.test(text)) return text;
  const composed = text
    .toWellFormed()
    .normalize('NFC')
    .replace(BREAKS, '\n')
    .replace(/(?!\n)\s/gu, ' ')
    .replace(INVISIBLE, char => (char === '\n' ? char : ''))
    .replaceAll('\ufffd', spelled);
  return withoutGaps(JOINS.test(composed) ? composed : composed.replace(JOINERS, ''));
}

/** "[U+1F48A]". */
const spelled = (char: string): string => `[U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`;

/** What no font has is spelled by its number: a sign in a note must not keep a patient's paper from being made, nor be left out of it. */
function withoutGaps(text: string): string {
  if (text.split('\n').every(line => coreWidth(core('regular'), line) !== null)) return text;
  return Array.from(clusters().segment(text), ({ segment }) =>
    segment === '\n' || faceOf(segment, 'regular') !== null ? segment : [...segment].map(alone).join(''),
  ).join('');
}

/** A character of a cluster that can't be set as a whole. */
function alone(char: string): string {
  if (/\p{Cf}/u.test(char)) return '';
  return /\p{M}/u.test(char) || faceOf(char, 'regular') === null ? spelled(char) : char;
}

/** Does a paragraph that starts like this read from right to left? By its first strong character. */
export const startsRightToLeft = (text: string): boolean =>
  RIGHT_TO_LEFT.test(text) && (bidi().getEmbeddingLevels(text, 'auto').paragraphs[0]?.level ?? 0) === 1;

const shapes = new Map<string, Shaped>();

/** Sets a text of one line that has been cleaned. `rightToLeft` is its paragraph's direction. */
export function shape(text: string, weight: Weight, rightToLeft: boolean): Shaped {
  const width = coreWidth(core(weight), text);
  if (width !== null && !rightToLeft) return { width, glyphs: null };
  const key = `${weight}${rightToLeft ? '<' : '>'}${text}`;
  let known = shapes.get(key);
  if (!known) {
    if (shapes.size > 2000) shapes.clear();
    shapes.set(key, (known = layOut(text, weight, rightToLeft)));
  }
  return known;
}

interface Run {
  start: number;
  end: number;
  level: number;
}

/** Bidirectional layout: runs of one level, in visual order, each set with the fonts it needs. */
function layOut(text: string, weight: Weight, rightToLeft: boolean): Shaped {
  const { levels } = bidi().getEmbeddingLevels(text, rightToLeft ? 'rtl' : 'ltr');
  const runs: Run[] = [];
  for (let i = 0; i < text.length; i++) {
    const last = runs.at(-1);
    if (last && last.level === levels[i]) last.end = i + 1;
    else runs.push({ start: i, end: i + 1, level: levels[i] ?? 0 });
  }
  const placed = new Map<Run, PlacedGlyph[]>();
  let pen = 0;
  for (const run of visualOrder(runs)) {
    const glyphs =
      run.level % 2 === 0 ? forwards(text.slice(run.start, run.end), weight) : backwards(text.slice(run.start, run.end), weight);
    placed.set(
      run,
      glyphs.map(g => ({ ...g, x: g.x + pen })),
    );
    pen += glyphs.reduce((sum, g) => sum + g.advance, 0);
  }
  return { width: pen, glyphs: runs.flatMap(run => placed.get(run) ?? []) };
}

/** Unicode's rule L2: from the highest level down, reverse every stretch at that level or above. */
function visualOrder(runs: Run[]): Run[] {
  const order = [...runs];
  const highest = Math.max(0, ...runs.map(r => r.level));
  for (let level = highest; level > 0; level--) {
    for (let i = 0; i < order.length; i++) {
      let end = i;
      while (end < order.length && order[end]!.level >= level) end++;
      if (end > i) order.splice(i, end - i, ...order.slice(i, end).reverse());
      i = Math.max(i, end);
    }
  }
  return order;
}

/** Glyphs of a left-to-right run, in reading order, x from the run's left end. */
function forwards(text: string, weight: Weight): PlacedGlyph[] {
  const out: PlacedGlyph[] = [];
  let pen = 0;
  for (const piece of pieces(text, weight)) {
    for (const glyph of pieceGlyphs(piece, 'ltr')) {
      out.push({ ...glyph, x: glyph.x + pen });
      pen += glyph.advance;
    }
  }
  return out;
}

/** Glyphs of a right-to-left run, in reading order, x from the run's left end. */
function backwards(text: string, weight: Weight): PlacedGlyph[] {
  const reading = pieces(text, weight).map(piece => pieceGlyphs(piece, 'rtl'));
  let pen = 0;
  const placed = reading.reverse().map(visual =>
    visual.map(glyph => {
      const at = { ...glyph, x: glyph.x + pen };
      pen += glyph.advance;
      return at;
    }),
  );
  return placed.reverse().flatMap(visual => visual.reverse());
}

interface Piece {
  face: Face;
  text: string;
}

/** Stretches of a run that one font can set; letters never leave their marks. */
function pieces(text: string, weight: Weight): Piece[] {
  const out: Piece[] = [];
  for (const { segment } of clusters().segment(text)) {
    const font = faceOf(segment, weight);
    if (font === null) throw new Error(`no font has ${segment}: the text was not cleaned`);
    const last = out.at(-1);
    if (last?.face === font) last.text += segment;
    else out.push({ face: font, text: segment });
  }
  return out;
}

/** A piece's glyphs from left to right, x from 0 without the advances before them. */
function pieceGlyphs({ face: of, text }: Piece, direction: 'ltr' | 'rtl'): PlacedGlyph[] {
  if (direction === 'ltr' && !NEEDS_LAYOUT.test(text)) {
    return [...text].map(char => {
      const glyph = of.font.glyphForCodePoint(char.codePointAt(0)!);
      return { face: of, id: glyph.id, text: char, x: 0, y: 0, advance: glyph.advanceWidth };
    });
  }
  // Letters join within a word and marks within a cluster, so each of those is laid out, and read back, as a whole.
  const units = direction === 'rtl' ? (text.match(/ +|[^ ]+/g) ?? []) : [...clusters().segment(text)].map(s => s.segment);
  const laid = units.map(unit => unitGlyphs(of, unit, direction));
  return (direction === 'rtl' ? laid.reverse() : laid).flat();
}

function unitGlyphs(of: Face, text: string, direction: 'ltr' | 'rtl'): PlacedGlyph[] {
  const shown = direction === 'rtl' ? [...text].map(c => bidi().getMirroredCharacter(c) ?? c).join('') : text;
  const { glyphs, positions } = layOutGlyphs(of.font, shown, direction);
  const first = direction === 'rtl' ? glyphs.length - 1 : 0;
  return glyphs.map((glyph, i) => {
    const { xOffset, yOffset, xAdvance } = positions[i]!;
    return { face: of, id: glyph.id, text: i === first ? text : '', x: xOffset, y: yOffset, advance: xAdvance };
  });
}

/** Signs of vertical writing, two lines tall: in a line they would run into its neighbours. */
const TWO_LINES = /[\u3031\u3032]/;

/** The font that has all of a cluster and can set it in a line: no font file is opened before a character needs it. */
function faceOf(cluster: string, weight: Weight): Face | null {
  if (TWO_LINES.test(cluster)) return null;
  for (const family of ['source', familyFor(cluster)] as const) {
    const candidate = face(family, weight);
    if ([...cluster].every(c => candidate.font.hasGlyphForCodePoint(c.codePointAt(0)!))) return candidate;
  }
  return null;
}

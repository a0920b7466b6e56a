import { err, ok, type Result } from '../domain/result.ts';
import type { Label, Words } from '../domain/sheet.ts';
import { code128, dataMatrix } from './codes.ts';
import { noBoxes, type Boxes, type Code } from './page.ts';
import { printerBarModules, printerMatrixSide } from './printer-codes.ts';
import { styleOf, type Style } from './type-sizes.ts';
import { heightOf, placeLines, wrapStyled, type SetLine, type StyledText } from './wrap.ts';

/** What labels are drawn on: points of one label within its safe edge, and of one dot where a printer draws by dots. */
export interface LabelSpace {
  width: number;
  height: number;
  dot: number | null;
}

/** Not even whose it is has room. */
export type LabelFault = { kind: 'too-small'; why: string };

/** Type gets smaller in these steps before a label goes on on another; the last is a name of 8 and words of 6.3 points. */
const SCALES = [1.4, 1.25, 1.12, 1, 0.94, 0.88, 0.82, 0.76, 0.7] as const;
const FLOOR = SCALES.at(-1)!;
/** Points between words and code, and the least height of bars. */
const GAP = 4;
const LEAST_BARS = 17;
const MOST_BARS = 34;
/** Bars of 0.7 points are 10 mil, what scanners of wards read; cells of 1 point are 14 mil. */
const BARS = [1.1, 0.9] as const;
const LEAST_BAR = 0.7;
const CELL = 1;

/** From so many times its height a label is a band: what isn't identity stands in a second column. */
const BAND_SHAPE = 4;
/** Part of a band's width for identity. */
const IDENTITY_COLUMN = 0.45;

type CodePlace = 'below' | 'beside' | 'none';

/** Scanners of laboratories want bars, and those are preferred as long as words stay large; on a wrist bars bend, so a band has a square. */
const ATTEMPTS: readonly (readonly [number, CodePlace])[] = [
  ...SCALES.filter(scale => scale > 0.75).map(scale => [scale, 'below'] as const),
  ...SCALES.map(scale => [scale, 'beside'] as const),
  [FLOOR, 'below'],
];
const ON_BANDS = SCALES.flatMap(scale => [[scale, 'beside'] as const, [scale, 'below'] as const]);
const WITHOUT = SCALES.map(scale => [scale, 'none'] as const);

/** Sets a label: on one, with the largest type that fits, else on as many as it takes, each saying whose it is. Nothing is ever cut off. */
export function layOutLabel(label: Label, space: LabelSpace): Result<Boxes[], LabelFault> {
  const attempts = label.code === null || !isEncodable(label.code) ? WITHOUT : label.kind === 'band' ? ON_BANDS : ATTEMPTS;
  for (const [scale, place] of attempts) {
    const whole = partsOf(label, space, place, scale, false);
    if (whole !== null) return ok(whole);
  }
  for (const [scale, place] of attempts.filter(([scale]) => scale === FLOOR)) {
    const several = partsOf(label, space, place, scale, true);
    if (several !== null) return ok(several);
  }
  const mm = (points: number): string => String(Math.round((points / 72) * 25.4));
  return err({
    kind: 'too-small',
    why: `on ${mm(space.width)} x ${mm(space.height)} mm a ${label.kind} label has no room for name, number, birth date and code: choose larger labels, or the page to cut out`,
  });
}

/** A number that can be no code is left without one, as on every sheet. */
export const isEncodable = (code: string): boolean =>
  /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(code) && dataMatrix(code, 0, 0) !== null;

/** The label on one, or on as many as it takes; null when it doesn't fit. */
function partsOf(label: Label, space: LabelSpace, place: CodePlace, scale: number, goesOn: boolean): Boxes[] | null {
  const code = place === 'none' ? null : codeIn(label.code!, space, place);
  if (place !== 'none' && (code === null || code.height > space.height)) return null;
  const width = space.width - (place === 'beside' ? code!.width + GAP : 0);
  const room = space.height - (place === 'below' ? LEAST_BARS + GAP : 0);
  if (width <= 0) return null;
  const inColumns = space.width > BAND_SHAPE * space.height;
  const left = inColumns ? width * IDENTITY_COLUMN : width;
  const right = inColumns ? { x: left + GAP, width: width - left - GAP } : { x: 0, width };
  const set = (lines: Words[][], within: number): SetLine[] =>
    lines.flatMap(words => [...wrapStyled(scaledWords(words, scale), within)]);
  const identity = set(label.identity, left);
  const rest = set(label.rest, right.width);
  const drawnOn = (first: SetLine[], second: readonly SetLine[]): Boxes => {
    const boxes = noBoxes();
    const end = placeLines(boxes, first, 0, 0);
    const below = placeLines(boxes, second, right.x, inColumns ? 0 : end);
    if (code !== null) boxes.codes.push(placed(code, place, Math.max(end, below), space));
    return boxes;
  };
  const over = inColumns ? 0 : heightOf(identity);
  if (heightOf(identity) <= room && over + heightOf(rest) <= room) return [drawnOn(identity, rest)];
  if (!goesOn) return null;
  const counted = (part: number, of: number): SetLine[] => [
    ...identity,
    ...set([[{ text: `${part} of ${of}`, role: 'body', tone: 'strong' }]], left),
  ];
  const head = heightOf(counted(1, 1));
  const parts = head <= room ? chunks(rest, room - (inColumns ? 0 : head)) : null;
  return parts && parts.map((lines, i) => drawnOn(counted(i + 1, parts.length), lines));
}

/** Lines in groups no higher than so many points; null when one alone is higher. */
function chunks(lines: readonly SetLine[], height: number): SetLine[][] | null {
  const groups: SetLine[][] = [];
  for (const line of lines) {
    if (line.leading > height) return null;
    const last = groups.at(-1);
    if (last && heightOf([...last, line]) <= height) last.push(line);
    else groups.push([line]);
  }
  return groups.length === 0 ? null : groups;
}

/** The code under the words, as high as there is room, or in the corner beside them. */
function placed(code: Code, place: CodePlace, end: number, space: LabelSpace): Code {
  if (place === 'beside') return moved(code, space.width - code.width, 0);
  const height = Math.min(MOST_BARS, space.height - end - GAP);
  return moved(code, 0, space.height - height, height);
}

const moved = (code: Code, dx: number, dy: number, height = code.height): Code => ({
  ...code,
  x: code.x + dx,
  y: code.y + dy,
  height,
  bars: code.kind === 'code128' ? code.bars.map(bar => ({ ...bar, height: height / code.module })) : code.bars,
});

/** The code with its corner at 0, in whole dots where there are any; null when it doesn't fit. */
function codeIn(content: string, { width, dot }: LabelSpace, place: CodePlace): Code | null {
  if (place === 'beside') {
    if (dot !== null) return printersMatrix(content, Math.round(CELL / dot) * dot);
    const code = dataMatrix(content, 0, 0, CELL);
    return code && moved(code, -code.x, -code.y);
  }
  if (dot === null) return code128(content, 0, 0, width, LEAST_BARS, BARS);
  const dots = [3, 2].map(count => count * dot).filter(bar => bar >= LEAST_BAR);
  const plainest = printerBarModules(content);
  const bar = dots.find(size => plainest * size <= width);
  const code = bar === undefined ? null : code128(content, 0, 0, width, LEAST_BARS, [bar]);
  return code && { ...code, width: plainest * code.module };
}

/** The square that a printer will draw by itself: how large, not which cells. */
function printersMatrix(content: string, module: number): Code | null {
  const side = printerMatrixSide(content);
  if (side === null) return null;
  const width = (side + 4) * module;
  return { kind: 'datamatrix', content, module, x: 0, y: 0, width, height: width, bars: [] };
}

/** Letters with much above or below them. */
const TALL_SCRIPTS = /[\u0590-\u0e7f\ufb1d-\ufdff\ufe70-\ufefc]/;
const TALL = 1.4;
const styles = new Map<Style, Map<number, Style>>();

/** Words at a scale; letters that reach far get room, so that their dots can't be read into the line below. */
const scaledWords = (words: Words[], scale: number): StyledText[] => {
  const tall = words.some(({ text }) => TALL_SCRIPTS.test(text)) ? TALL : 1;
  return words.map(each => ({ text: each.text, style: scaled(styleOf(each), scale, tall) }));
};

/** Always the same object for the same look, by which set lines are remembered. */
function scaled(style: Style, scale: number, tall: number): Style {
  const looks = styles.get(style) ?? new Map<number, Style>();
  styles.set(style, looks);
  const known = looks.get(scale * tall) ?? { ...style, size: style.size * scale, leading: style.leading * scale * tall };
  looks.set(scale * tall, known);
  return known;
}

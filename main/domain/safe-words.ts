/**
 * How a text is read. `order`: everything that speaks of giving or doing; `morphine-order`: the same of an order whose drug is morphine.
 * `quantity`: a number that the EHR sent as a number, so that its point is a decimal point for certain. `result`: measured values, whose
 * trailing zeros say how exactly was measured and stay (The Joint Commission exempts laboratory results and sizes of catheters).
 */
export type TextKind = 'order' | 'morphine-order' | 'quantity' | 'result';

/** A text in the form that is safe to give from. */
export interface SafeText {
  text: string;
  /** An abbreviation or symbol was written out, or marked because it can mean several things. */
  writtenOut: boolean;
}

/** Stands behind what can mean several things: nothing is guessed. */
export const AMBIGUOUS = '[ambiguous: verify]';

/** `before` is what stands before what was found; `found` its groups. */
type Say = (before: string, found: (string | undefined)[]) => string;
interface Rule {
  find: RegExp;
  say: Say;
  in: TextKind[];
  /** Other words, not only another way to write the same ones. */
  writesOut: boolean;
}

const ORDERS: TextKind[] = ['order', 'morphine-order', 'quantity'];
const ALL: TextKind[] = [...ORDERS, 'result'];
const EVERYWHERE = { in: ALL, writesOut: true };
const SPELLING = { in: ALL, writesOut: false };
const SPELLING_OF_ORDERS = { in: ORDERS, writesOut: false };

const rule = (find: RegExp, say: string | Say, where: Pick<Rule, 'in' | 'writesOut'>): Rule => ({
  find,
  say: typeof say === 'string' ? () => say : say,
  ...where,
});

/** A dose's unit that a number may not touch, and before which thousands are set apart. */
const UNIT = '(?:mcg|mg|kg|gm?|ng|mL|mEq|mmol|(?:international |milli|micro)?units?|kcal)(?![\\p{L}\\p{N}])';
/** What a dose is counted or measured in; not a concentration in blood. */
const DOSE = `(?:${UNIT}|(?:tablets?|tabs?|caps?|capsules?|puffs?|drops?|patch(?:es)?)(?![\\p{L}\\p{N}])|%)(?!\\s?/\\s?d?L(?!\\p{L}))`;
const MARK = AMBIGUOUS.replace(/[[\]]/g, '\\$&');
const RANGE = '(?:\\s?(?:-|–|to)\\s?\\d[\\d.,]*)?';

const spaced = (before: string, words: string): string => (/[\d\p{L}]$/u.test(before) ? ` ${words}` : words);
/** One unit, two units. */
const counted = (before: string, unit: string): string => spaced(before, /(?<![\d.,/])1\s?$/.test(before) ? unit : `${unit}s`);
const SCALES: Record<string, string> = { m: 'milli', u: 'micro', micro: 'micro' };
const grouped = (digits: string): string => digits.replace(/\B(?=(?:\d{3})+$)/g, ',');
const marked: Say = (_, [found]) => `${found} ${AMBIGUOUS}`;
const COMPARED: Record<string, string> = {
  '<': 'less than',
  '>': 'greater than',
  '<=': 'less than or equal to',
  '>=': 'greater than or equal to',
};

/**
 * Applied one after the other. Sources: The Joint Commission, official "Do Not Use" list (U, IU, QD, QOD, trailing zero, missing leading
 * zero, MS, MSO4, MgSO4); ISMP, List of Error-Prone Abbreviations, Symbols, and Dose Designations, 2021 (micro sign, ug, cc, @, > and <,
 * numbers from 1,000 without comma, number and unit run together). The values of numbers never change, only how they are written.
 */
const RULES: Rule[] = [
  rule(/[µμ]g/gu, 'mcg', EVERYWHERE),
  rule(/[µμ][lL](?!\p{L})/gu, 'mcL', EVERYWHERE),
  rule(/[µμ]m(?!\p{L})/gu, 'micrometer', EVERYWHERE),
  rule(/[µμ](?=\p{L})/gu, 'micro', EVERYWHERE),
  rule(new RegExp(`[µμ](?! ${MARK})`, 'gu'), marked, EVERYWHERE),
  rule(/(?<=\d\s?|\/|^)ug(?![\p{L}\p{N}])/gu, before => spaced(before, 'mcg'), EVERYWHERE),
  rule(/(?<=\d\s?|\/|^)u[lL](?![\p{L}\p{N}])/gu, before => spaced(before, 'mcL'), EVERYWHERE),
  rule(/(?<=\d\s?|\/|^)umol(?![\p{L}\p{N}])/gu, before => spaced(before, 'micromol'), EVERYWHERE),
  ...unitRules('\\[?(?:IU|iu)\\]?(?![\\p{L}\\p{N}])', 'international unit'),
  ...unitRules('U(?![\\p{L}\\p{N}]|-\\d|/A(?!\\p{L}))', 'unit'),
  rule(/(?<=\d\s?)u(?![\p{L}\p{N}]|-\d)/gu, before => counted(before, 'unit'), EVERYWHERE),
  rule(new RegExp(`(?<![\\p{L}\\p{N}])IU(?![\\p{L}\\p{N}]| ${MARK})`, 'gu'), marked, EVERYWHERE),
  rule(/(?<![\p{L}\p{N}.])q(?:\.\s?o\.\s?d\.?|\s?od)(?![\p{L}\p{N}])/giu, 'every other day', EVERYWHERE),
  rule(/(?<![\p{L}\p{N}.])q(?:\.\s?d\.?|\s?d)(?![\p{L}\p{N}])/giu, 'daily', EVERYWHERE),
  rule(/(?<=\d\s?|[\p{L}\d]\/)cc(?![\p{L}\p{N}])/giu, before => spaced(before, 'mL'), EVERYWHERE),
  rule(/mgso[4₄](?![\p{L}\p{N}])/giu, before => spaced(before, 'magnesium sulfate'), EVERYWHERE),
  rule(/(?<!\p{L})mso[4₄](?![\p{L}\p{N}])/giu, before => spaced(before, 'morphine sulfate'), {
    in: ['morphine-order'],
    writesOut: true,
  }),
  rule(new RegExp(`(?<!\\p{L})mso[4₄](?![\\p{L}\\p{N}]| ${MARK})`, 'giu'), marked, EVERYWHERE),
  rule(
    new RegExp(`(?<![\\p{L}\\p{N}'&/-])MS(?![\\p{L}\\p{N}]|[ -]?(?:Contin|CONTIN|contin)| ${MARK})`, 'gu'),
    marked,
    EVERYWHERE,
  ),
  rule(
    /(?<![-=<>\s])\s*([<>]=?)\s*(?=[.]?\d)/gu,
    (before, [, sign]) => `${/[\s([]$|^$/.test(before) ? '' : ' '}${COMPARED[sign!]} `,
    { in: ORDERS, writesOut: true },
  ),
  rule(/(?<=[\s\d])@(?=\s|\d)/gu, before => spaced(before, 'at'), EVERYWHERE),
  rule(/(?<=\d\s?|\/)(?:ml|ML|Ml)(?![\p{L}\p{N}])/gu, 'mL', SPELLING),
  rule(/(?<![\p{L}\p{N}.])\.(?=\d)/gu, '0.', SPELLING),
  rule(new RegExp(`(?<![\\p{L}\\p{N}.,])(\\d(?:[\\d.,]*\\d)?)(?=${UNIT}|L/)`, 'giu'), (_, [, number]) => `${number} `, SPELLING),
  rule(
    new RegExp(`(?<![\\p{L}\\p{N}.,:#])([1-9]\\d{3,})(?=(?:\\.\\d+)?${RANGE}\\s?${UNIT})`, 'giu'),
    (_, [, number]) => grouped(number!),
    SPELLING_OF_ORDERS,
  ),
  // "1.000 mg" in prose is one, or a thousand by somebody who writes thousands with a point.
  rule(new RegExp(`(?<![\\p{L}\\p{N}.,])[1-9]\\d{0,2}\\.\\d\\d0(?=${RANGE}\\s?${DOSE})`, 'giu'), marked, {
    in: ['order', 'morphine-order'],
    writesOut: true,
  }),
  rule(
    new RegExp(`(?<![\\p{L}\\p{N}.,])(\\d[\\d,]*)\\.(\\d*?)0+(?=${RANGE}\\s?${DOSE})`, 'giu'),
    (_, [, whole, part]) => (part === '' ? whole! : `${whole}.${part}`),
    SPELLING_OF_ORDERS,
  ),
  // Not where a comma would then look like that of thousands: "12.0,110 mg".
  rule(/(?<=^|[,;]\s*)(\d+)\.0{1,2}(?=\s*(?:[,;](?!\d)|$))/gu, (_, [, whole]) => whole!, SPELLING_OF_ORDERS),
];

/** U or IU after a number, or as the unit that something is counted in ("mU/L"); nowhere else, as it may be anything. */
function unitRules(abbreviation: string, unit: string): Rule[] {
  const scaled = `(m|u|micro)?${abbreviation}`;
  const words: Say = (before, [, scale]) => {
    const small = scale === undefined ? '' : SCALES[scale]!;
    return counted(before, `${small}${small !== '' && unit.includes(' ') ? '-' : ''}${unit}`);
  };
  return [
    rule(new RegExp(`(?<=\\d\\s?)${scaled}`, 'gu'), words, EVERYWHERE),
    rule(
      new RegExp(`(?<=^|[\\s(])${scaled}(?=/(?:mc|m|d|u)?(?:L|l|g|kg|h|hr|hour|min|day|d)(?!\\p{L}))`, 'gu'),
      words,
      EVERYWHERE,
    ),
  ];
}

/** Rules can open the way for others where words run together ("5UMgSO4"); no text needs more rounds. */
const MOST_ROUNDS = 4;

/** The safe form of a text: the same text when nothing in it is unsafe. */
export function safeWords(sent: string, kind: TextKind): SafeText {
  let safe: SafeText = { text: sent, writtenOut: false };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = safe;
    safe = oneRound(before, kind);
    if (safe.text === before.text) break;
  }
  return safe;
}

function oneRound(sent: SafeText, kind: TextKind): SafeText {
  let { text, writtenOut } = sent;
  for (const { find, say, in: kinds, writesOut } of RULES) {
    if (!kinds.includes(kind)) continue;
    const before = text;
    text = before.replace(find, (...said: unknown[]) => {
      const at = said.findLastIndex(part => typeof part === 'number');
      return say(before.slice(0, said[at] as number), said.slice(0, at) as (string | undefined)[]);
    });
    if (writesOut && text !== before) writtenOut = true;
  }
  return { text, writtenOut };
}

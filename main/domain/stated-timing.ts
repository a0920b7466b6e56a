import { remembered } from './remembered.ts';

/**
 * What an order's words plainly say about its timing. Used only to notice contradictions (fhir.md quirks 22 and 23), never to compute times:
 * a wrong guess here can take times away and send a nurse to pharmacy, but can never print one.
 */
export interface StatedTiming {
  /** How often a day: 2, 0.5 for every other day, 1/7 for weekly; null when the words don't say or say several. */
  perDay: number | null;
  /** Words that no daily grid can hold: one dose, a range, several rates one after the other. */
  noGrid: string | null;
  /** mon … sun, when the words name days. */
  days: string[];
  /** "HH:MM", when the words name clock times. */
  clock: string[];
}

const COUNTS: Record<string, number> = {
  once: 1,
  one: 1,
  twice: 2,
  two: 2,
  three: 3,
  thrice: 3,
  four: 4,
  five: 5,
  six: 6,
  other: 2,
  second: 2,
  third: 3,
};
const N = '(\\d+(?:\\.\\d+)?|once|one|twice|two|thrice|three|four|five|six)';
const NTH = '(\\d+(?:\\.\\d+)?|two|three|four|five|six|other|second|third)';
const PER = '(?:(?:an?|per|each|every|in a)\\b|/)';
const PER_ONE = '(?:(?:an?|per|in a)\\b|/)';
const DAY_IN: Record<string, number> = { h: 1 / 24, min: 1 / 1440, d: 1, wk: 7, mo: 30 };
const UNITS: [string, keyof typeof DAY_IN][] = [
  ['(?:h|hrs?|hours?|hourly)', 'h'],
  ['(?:min|mins|minutes?)', 'min'],
  ['(?:d|days?)', 'd'],
  ['(?:wks?|weeks?)', 'wk'],
  ['(?:mo|months?)', 'mo'],
];
const ABBREVIATIONS: [RegExp, number][] = [
  [/\bbid\b|\bbds?\b/, 2],
  [/\btid\b|\btds\b/, 3],
  [/\bqid\b|\bqds\b/, 4],
  [/\bqod\b|\beod\b|\b(alternate|alternating) days?\b|\bevery-other-day\b/, 1 / 2],
  [/\bfortnightly\b|\bevery fortnight\b/, 1 / 14],
];
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const FULL_DAY = /\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b/g;
/** Short names count only in a list of days or after "every": "sat" is also oxygen, "sun" is to be avoided. */
const SHORT_DAY = '(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)';
const DAY_RUN = new RegExp(
  `\\b${SHORT_DAY}(?: ?(?:,|/|&|and|-) ?(?:and )?${SHORT_DAY})+\\b|\\b(?:every|each|q) ?${SHORT_DAY}\\b`,
  'g',
);
/** What follows is no day or time to give at: "start Monday", "First dose on Sun 11/22/26 at 2100", "hold at 0600". */
const EDGE =
  /\b(first|last|next|start\w*|begin\w*|until|till?|through|thru|by|stop\w*|end\w*|after|before|since|hold|due|npo|draw|level|check)\b[^.;]{0,60}$/;

const DAY_LETTERS: Record<string, string[]> = {
  mwf: ['mon', 'wed', 'fri'],
  tths: ['tue', 'thu', 'sat'],
  tts: ['tue', 'thu', 'sat'],
  tuthsa: ['tue', 'thu', 'sat'],
};
const PART = '(morning|breakfast|noon|midday|lunch|afternoon|evening|dinner|supper|bedtime|night)';
/** "once", unless it begins "once a day", "once weekly", "once able to swallow". */
const ONCE =
  /\b(?:once|one[ -]time|1 time|1x|x ?1)\b(?! ?(?:an?\b|per\b|each\b|every\b|q|in the\b|in a\b|at (?:bed|night|hs)|before bed|dail|week|month|night|days?\b|d\b|wks?\b|\/|x ?\d|able\b|toler|stable\b|\w+ (?:is|are|has|have)\b))/;

/** So many sentences are remembered: orders are folded again and again. */
const SENTENCES = 5_000;

/** Reads the timing out of a sentence of an order. */
export const statedTiming = remembered(SENTENCES, (text: string) => text, readTiming);

function readTiming(text: string): StatedTiming {
  const t = text
    .toLowerCase()
    .replace(/\b([a-z])\.(?=[a-z]\b)/g, '$1')
    .replace(/(\d) \((?:one|two|three|four|five|six)\)/g, '$1')
    .replace(/[–—]/g, '-')
    .replace(/\s+/g, ' ');
  const rates = ratesIn(t);
  const [only, ...more] = rates;
  return {
    perDay: only !== undefined && more.length === 0 ? only : null,
    noGrid: noGridIn(t, rates),
    days: daysIn(t),
    clock: clockIn(t),
  };
}

function noGridIn(t: string, rates: number[]): string | null {
  if (ONCE.test(t) || (rates.length === 0 && /\b(stat|single dose|one dose)\b/.test(t))) return 'one dose';
  const often = new RegExp(`(?:\\b(?:every|q) ?\\d+ ?(?:-|to|or) ?\\d+ ?[a-z])|(?:\\b${N} ?(?:-|to|or) ?${N} ?(?:x|times))`);
  if (often.test(t)) return 'a range';
  const steps = new Set(t.split(/\bthen\b/).map(step => ratesIn(step).join()));
  steps.delete('');
  return steps.size > 1 ? 'one rate and then another' : null;
}

/** Each different rate a day that the words say. */
function ratesIn(t: string): number[] {
  const found = new Set<number>();
  const add = (perDay: number): void => {
    if (perDay > 0 && Number.isFinite(perDay)) found.add(Math.round(perDay * 1e6) / 1e6);
  };
  for (const [unit, name] of UNITS) {
    const days = DAY_IN[name]!;
    for (const [, n] of t.matchAll(new RegExp(`\\b(?:every|each|q) ?${NTH} ?${unit}\\b`, 'g'))) add(1 / (countOf(n) * days));
    // "50 per minute" is a pulse and "30 per hour" a urine output, no frequency.
    if (days < 1) continue;
    // "2 a day" is how often; "2 every day" may as well be two tablets, unless it says "times", or "twice" (whose kind ends in "ce").
    for (const [, n] of t.matchAll(new RegExp(`\\b${N} ?(?:(?:(?<=ce) |(?:x|times?) ?)${PER}|${PER_ONE}) ?${unit}\\b`, 'g')))
      add(countOf(n) / days);
  }
  for (const [, n, day, week] of t.matchAll(new RegExp(`\\b${N} ?(?:(?:x|times?) ?)?(?:(daily)|(weekly)|monthly)\\b`, 'g')))
    add(countOf(n) / (day ? 1 : week ? 7 : 30));
  for (const [, n, day, week] of t.matchAll(new RegExp(`\\b${N} ?(?:x|times?) (?:(day)|(week)|month)\\b`, 'g')))
    add(countOf(n) / (day ? 1 : week ? 7 : 30));
  for (const [pattern, perDay] of ABBREVIATIONS) if (pattern.test(t)) add(perDay);
  const parts = new Set(
    [
      ...t.matchAll(new RegExp(`(?:in the|at|with|before|after|every|each|and|[,&/]) ?(?:at |with |in the )?${PART}\\b`, 'g')),
    ].map(m => m[1]!),
  );
  const meals = /\b(?:with|before|after) (?:each |every |all )?meals\b|\b(?:with|before|after) (?:each|every) meal\b/.test(t)
    ? 3
    : 0;
  if (parts.size + meals > 1) add(parts.size + meals);
  if (found.size > 0) return [...found];
  if (/\b(hourly|every hour)\b/.test(t)) add(24);
  if (/\b(daily|nightly|every day|each day|qd|qday|qam|qpm|qhs|qdaily|at bedtime|every (morning|evening|night|noon))\b/.test(t))
    add(1);
  if (/\b(weekly|every week|each week|qweek|qwk|q week)\b/.test(t)) add(1 / 7);
  if (/\b(monthly|every month|each month|qmonth)\b/.test(t)) add(1 / 30);
  return [...found];
}

const countOf = (word: string | undefined): number => COUNTS[word ?? ''] ?? Number(word);

function daysIn(t: string): string[] {
  const named = new Set<string>();
  const plainly = (match: RegExpExecArray): boolean => !EDGE.test(t.slice(0, match.index));
  for (const match of t.matchAll(FULL_DAY)) if (plainly(match)) named.add(match[1]!.slice(0, 3));
  for (const match of t.matchAll(DAY_RUN)) if (plainly(match)) for (const day of DAYS) if (match[0].includes(day)) named.add(day);
  const letters = t.replace(/\bm ?[/,-] ?w ?[/,-] ?f\b/g, 'mwf').replace(/\bt ?[/,-] ?th? ?[/,-] ?s\b/g, 'tths');
  for (const [word, days] of Object.entries(DAY_LETTERS))
    if (new RegExp(`\\b${word}\\b`).test(letters)) for (const day of days) named.add(day);
  return DAYS.filter(day => named.has(day));
}

/** "at 0900 and 2100", "at 9 am", "at 21:00"; not "hold at 0600", which is no dose. */
function clockIn(t: string): string[] {
  const time =
    '(?:[01]\\d|2[0-3])[0-5]\\d\\b(?! ?(?:units?|m?c?g|ml|mg)\\b)|(?:\\d|[01]\\d|2[0-3]):[0-5]\\d(?: ?[ap]m)?|\\d{1,2} ?[ap]m\\b';
  const run = new RegExp(`\\bat ((?:${time})(?:(?:,| and|,? &|,? and| &) ?(?:at )?(?:${time}))*)`, 'g');
  const times: string[] = [];
  for (const match of t.matchAll(run))
    if (!EDGE.test(t.slice(0, match.index)))
      for (const [one] of match[1]!.matchAll(new RegExp(time, 'g'))) times.push(clockOf(one));
  return [...new Set(times)].sort();
}

function clockOf(time: string): string {
  const [, hour = '', minute = '00', half] = /^(\d{1,2}?):?(\d\d)?(?!\d) ?([ap]m)?$/.exec(time) ?? [];
  const shifted = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'pm' ? 12 : 0);
  return `${String(shifted).padStart(2, '0')}:${minute}`;
}

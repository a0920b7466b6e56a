import { contradictionsOf, rateContradictions } from './contradiction.ts';
import { DO_NOT_GIVE, type Dosage, type MedicationOrder, type Timing } from './order.ts';
import { MOST_TIMES_A_DAY, recurrenceOf, timesOf, type TimesFound } from './recurrence.ts';
import type { LastDose, Reading } from './schedule.ts';
import type { AdministrationTimes } from './site.ts';
import { statedTiming } from './stated-timing.ts';
import { endOf, epochMs, startOf } from './time.ts';
import { hoursOf, normalCode, periodOf, rowOfCode, rowPerDay, structuredPerDay } from './times-row.ts';
import { NO_TIMING, timingWords } from './timing-words.ts';

const ONCE_CODES = new Set(['ONCE', 'X1', '1X', 'STAT', 'NOW', 'NOWX1', 'X1NOW', 'STATX1', 'ONETIME', 'ONETIMEONLY', '1TIME']);
const CONTINUOUS = /\b(continuous(ly)?|infusion|infuse at|titrat\w*|drip|pca|epidural|tpn)\b/i;

/** Words that say there is no grid, in a text that may also speak of something else: they count only against times the kiosk computed. */
const CONTINUOUS_TEXT = /\b(continuous(ly)?|titrat\w*|drip)\b/i;

/** "for 5 days", "x 3 doses", "for 2 more weeks": an end that stands only in words. */
const ENDS_IN_WORDS = /\b(?:for|x) ?\d+ (?:more )?(?:doses?|days?|weeks?)\b/i;

/** "First dose now, then every 8 hours", "now and then BID", "loading dose". */
const FIRST_DOSE_NOW =
  /\b(?:first|initial) dose\b[^.;]{0,20}\b(?:now|stat|today|asap|tonight|immediately|at once)\b|\b(?:now|stat),? (?:and )?then\b|\bloading dose\b/i;

/** How one dosage line is timed: as needed, once, continuous, at times, or not known and why; with every contradiction that was seen. */
export function dosageSchedule(dosage: Dosage, order: MedicationOrder, table: AdministrationTimes, last: LastDose): Reading {
  const timing = dosage.timing;
  const words = timingWords(timing, dosage.text);
  const plain = { source: 'none' as const, words, warnings: [], contradictions: [] };
  if (dosage.text?.startsWith(DO_NOT_GIVE)) return { ...plain, kind: 'not-known', why: 'this is an order not to give the drug' };
  const rates = timing ? rateContradictions(dosage, timing, table) : [];
  if (dosage.asNeeded) return { ...plain, kind: 'prn', contradictions: [...rates, ...timesOfPrn(timing)] };

  const once = onceSchedule(dosage, words, table);
  if (once) return once;
  const said = [timing?.code, timing?.codeText, ...order.categories].filter(t => t != null).join(' ');
  if (CONTINUOUS.test(said)) return { ...plain, kind: 'continuous', contradictions: rates };

  const times = timing && timesOf(timing, order, table);
  if (timing && times) return timedSchedule(dosage, timing, times, order, table, last, words);
  if (dosage.rate !== null || CONTINUOUS.test(dosage.text ?? ''))
    return {
      ...plain,
      kind: 'continuous',
      warnings: timing && recurs(timing) ? [`Times not known: ask pharmacy (${whyNot(timing)})`] : [],
      contradictions: rates,
    };
  return { ...plain, kind: 'not-known', why: whyNot(timing), contradictions: rates };
}

/** An order as needed has no times, also when the EHR sent some. */
const timesOfPrn = (timing: Timing | null): string[] =>
  timing && (timing.timeOfDay.length > 0 || timing.events.length > 0)
    ? ['it is to be given as needed, yet times were sent: none is printed']
    : [];

function timedSchedule(
  dosage: Dosage,
  timing: Timing,
  times: TimesFound,
  order: MedicationOrder,
  table: AdministrationTimes,
  last: LastDose,
  words: string,
): Reading {
  const contradictions = contradictionsOf(dosage, timing, times, table);
  const nothing = { source: 'none' as const, words, warnings: [] as string[], contradictions };
  if (times.source !== 'sent' && CONTINUOUS_TEXT.test(dosage.text ?? '')) {
    const all = [...contradictions, 'its text speaks of continuous or titrated giving, the rest of certain times'];
    return dosage.rate !== null
      ? { ...nothing, kind: 'continuous', contradictions: all }
      : { ...nothing, kind: 'not-known', why: CONTRADICTS, contradictions: all };
  }
  if (contradictions.length > 0) return { ...nothing, kind: 'not-known', why: CONTRADICTS };
  const recurrence = recurrenceOf(timing, times, order, last);
  const warnings = warningsOf(dosage, timing, times, order, table);
  if (recurrence.kind === 'not-known') return { ...nothing, kind: 'not-known', why: recurrence.why, warnings };
  const { source, shifted, instants } = times;
  return {
    ...recurrence,
    kind: 'times',
    source,
    times: recurrence.interval === null ? times.times : [],
    shifted,
    instants,
    words,
    contradictions,
    warnings: [...recurrence.warnings, ...warnings],
  };
}

const CONTRADICTS = 'its text, code and structure contradict each other';

/** Does it come again and again rather than run? Then an infusion without times must not pass for a continuous one. */
const recurs = (timing: Timing): boolean =>
  timing.when.length > 0 || timing.dayOfWeek.length > 0 || (structuredPerDay(timing) ?? Infinity) <= MOST_TIMES_A_DAY;

/** What of a timing is not applied to its times, or must be verified beside them. */
function warningsOf(
  dosage: Dosage,
  timing: Timing,
  times: TimesFound,
  order: MedicationOrder,
  table: AdministrationTimes,
): string[] {
  const verify = 'Verify when it ends.';
  const row = rowOfCode(timing, table);
  const repeats = timing.period !== null || timing.timeOfDay.length > 0 || row !== undefined;
  const perDay = structuredPerDay(timing) ?? (row ? rowPerDay(row) : times.times.length + times.shifted.length || null);
  const urgent = order.categories.find(c => /^(stat|asap)$/i.test(c));
  const asked = [dosage.text, ...dosage.instructions].some(text => text !== null && FIRST_DOSE_NOW.test(text));
  return [
    ...(timing.count === null || countFits(timing.count, timing, perDay, order)
      ? []
      : [`The order says count ${timing.count}: the kiosk does not stop it by count. ${verify}`]),
    ...boundsWarning(timing, order, verify),
    ...wordsWarning(dosage, timing, order, verify),
    ...(lastsTooLong(timing, perDay)
      ? [`The order says duration ${timing.duration} ${timing.durationUnit}, longer than the time between two doses. ${verify}`]
      : []),
    ...(times.instants.length > 0 && repeats
      ? ['Only the planned times sent by the EHR are shown, though the order repeats: verify later times.']
      : []),
    ...(urgent === undefined && !asked
      ? []
      : [
          `${urgent === undefined ? 'Its words ask for a first dose at once' : `Ordered ${urgent.toUpperCase()}`}: verify whether a first dose was given, and when the next one is due after it.`,
        ]),
  ];
}

/** A length of the whole order, counted from its start where both are known. */
function boundsWarning(timing: Timing, order: MedicationOrder, verify: string): string[] {
  if (timing.boundsDuration === null) return [];
  const counted = timing.boundsLength && order.start !== null;
  return [
    counted
      ? `The order says for ${timing.boundsDuration}: its end is counted from its start. ${verify}`
      : `The order says for ${timing.boundsDuration}: the kiosk does not stop it by duration. ${verify}`,
  ];
}

/** An end in words counts for nothing here, so it is said where no stop was received as such. */
function wordsWarning(dosage: Dosage, timing: Timing, order: MedicationOrder, verify: string): string[] {
  if ((timing.boundsEnd ?? order.stop ?? timing.boundsDuration ?? timing.count) !== null) return [];
  const said = [dosage.text, ...dosage.instructions].map(text => ENDS_IN_WORDS.exec(text ?? '')?.[0]).find(Boolean);
  return said === undefined ? [] : [`Its words say "${said}", no stop was received as such. ${verify}`];
}

/** Some EHRs send the length of the whole order as how long each dose takes. */
function lastsTooLong(timing: Timing, perDay: number | null): boolean {
  const lasts = periodOf({ period: timing.duration, periodUnit: timing.durationUnit });
  return lasts !== null && hoursOf(lasts) > (perDay === null ? 24 : 24 / perDay);
}

/** Does a count say no more than the order's start and stop do: so many doses, or so many days (fhir.md quirk 22)? */
function countFits(count: number, { boundsStart, boundsEnd }: Timing, perDay: number | null, order: MedicationOrder): boolean {
  const [start, stop] = [boundsStart ?? order.start, boundsEnd ?? order.stop];
  const from = start === null ? null : startOf(start, 'UTC');
  const to = stop === null ? null : endOf(stop, 'UTC');
  if (from === null || to === null || perDay === null) return false;
  const days = (epochMs(to) - epochMs(from)) / DAY_MS;
  return Math.abs(count - days) <= 1 || Math.abs(count - days * perDay) <= Math.max(1, perDay);
}

const DAY_MS = 86_400_000;

/** A one-time order: by exact code, or a count of 1 with nothing that repeats. Structure that says "daily" is a contradiction to show (quirk 22). */
function onceSchedule(dosage: Dosage, words: string, table: AdministrationTimes): Reading | null {
  const timing = dosage.timing;
  if (!timing) return null;
  const coded = ONCE_CODES.has(normalCode(timing.code)) || (timing.code === null && ONCE_CODES.has(normalCode(timing.codeText)));
  const alone = timing.period === null && timing.timeOfDay.length === 0 && rowOfCode(timing, table) === undefined;
  const counted = timing.count === 1 && alone && timing.when.length === 0;
  const single = timing.events.length === 1 && timing.frequency === null && alone;
  if (!coded && !counted && !single) return null;
  const repeats = timing.period !== null || timing.timeOfDay.length > 1 || timing.events.length > 1;
  const textRepeats = statedTiming(dosage.text ?? '').perDay !== null;
  const what = coded ? `its code says "${timing.code ?? timing.codeText}"` : 'it plans one dose';
  const at = timing.events.length === 1 ? timing.events[0]! : null;
  return {
    kind: 'once',
    source: at === null ? 'none' : 'sent',
    at,
    words,
    warnings: [],
    contradictions: [
      ...(repeats ? [`${what}, its structure that it repeats: treated as one dose`] : []),
      ...(textRepeats ? [`${what}, its text says it repeats: treated as one dose`] : []),
    ],
  };
}

function whyNot(timing: Timing | null): string {
  if (!timing || timingWords(timing, null) === NO_TIMING) return NO_TIMING;
  if (timing.code !== null) return `"${timing.code}" is not in the unit's table of times`;
  if (timing.codeText !== null) return `"${timing.codeText}" is not in the unit's table of times`;
  if (timing.frequencyMax !== null || timing.periodMax !== null) return 'a range, not a time';
  if ((structuredPerDay(timing) ?? 0) > MOST_TIMES_A_DAY) return `more than ${MOST_TIMES_A_DAY} times a day`;
  if (timing.when.length > 0) return `"${timing.when.join(' ')}" is not in the unit's table of times`;
  const period = periodOf(timing);
  if (period !== null && (timing.frequency ?? 1) === 1) return `${everyWords(timing)} is not in the unit's table of times`;
  return 'the timing sent gives no times';
}

const everyWords = ({ period, periodUnit }: Timing): string => `every ${period} ${periodUnit}`;

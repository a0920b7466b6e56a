import type { Outcome } from '../administration.ts';
import { wasGiven } from '../last-given.ts';
import type { DueTime } from '../schedule.ts';
import { epochMs, marTime, paperDate, type Instant, type Zone } from '../time.ts';
import { recordsOfTimes } from '../unconfirmed.ts';
import type { GivenDose } from '../view.ts';

/** Two records so close together may be one dose. */
export const CLOSE_MINUTES = 30;

interface Charted {
  due: DueTime[];
  dueBeforeWindow: DueTime[];
  /** Oldest first. */
  charted: GivenDose[];
}

/**
 * Doses of one order that were charted more than once, in words: several records for one due time, or two given doses close together, of which
 * at least one was typed in from paper. They may be one dose or two: only people can say, so that all of them count until one is withdrawn.
 */
export function doubleCharting(doses: Charted, now: Instant, zone: Zone): string[] {
  const when = (at: Instant): string =>
    paperDate(at, zone) === paperDate(now, zone) ? marTime(at, zone) : `${paperDate(at, zone)} ${marTime(at, zone)}`;
  const said = ({ outcome, at, by }: GivenDose): string =>
    [`${OUTCOMES[outcome]} ${when(at)}`, by && `by ${by}`].filter(Boolean).join(' ');
  const all = (records: readonly GivenDose[]): string => records.map(said).join('; ');
  const times = recordsOfTimes(doses).filter(({ own }) => isDouble(own));
  const explained = new Set(times.flatMap(({ own }) => own));
  const close = doses.charted.flatMap((dose, i): [GivenDose, GivenDose][] => {
    const next = doses.charted[i + 1];
    if (!next || (explained.has(dose) && explained.has(next)) || !isDouble([dose, next]) || ![dose, next].every(wasGiven))
      return [];
    return epochMs(next.at) - epochMs(dose.at) <= CLOSE_MINUTES * 60_000 ? [[dose, next]] : [];
  });
  return [
    ...times.map(
      ({ due, own }) =>
        `CHARTED ${own.length} TIMES FOR THE DOSE DUE ${when(due.at)}: ${all(own)}. Verify whether it was given once`,
    ),
    ...close.map(pair => `CHARTED TWICE WITHIN ${CLOSE_MINUTES} MIN: ${all(pair)}. Verify whether it is one dose`),
  ];
}

/** What the EHR says alone is the EHR's. */
const isDouble = (records: readonly GivenDose[]): boolean => records.length > 1 && records.some(({ onPaper }) => onPaper);

const OUTCOMES: Record<Outcome, string> = {
  given: 'GIVEN',
  'in-progress': 'BEGUN',
  'not-given': 'NOT GIVEN',
  refused: 'REFUSED',
  held: 'HELD',
  unknown: 'OUTCOME UNKNOWN',
};

import type { Chart, Gone } from '../chart.ts';
import { epochMs, type Instant, type Zone } from '../time.ts';
import type { Account } from './accounts.ts';
import type { HeldBeds } from './held-beds.ts';
import { bedKey, isOnUnit, possibleActs, type Place, type PlaceAct } from './place.ts';
import { accountWords, awayWords, ehrWords, placeWords, returnedWords } from './stay-words.ts';
import { censusActsOf, type WardCourse } from './ward-course.ts';
import { accountsFor, shownAccount } from './whereabouts.ts';

/** Two statements about a place that can't both be true: never resolved by the kiosk. */
export interface StayConflict {
  kind: 'two-accounts' | 'ehr-differs' | 'bed-held-twice';
  /** Both sides, with who said them. */
  words: string;
  /** What ends it. */
  todo: string;
}

/** Where a patient is now: the ward's word, which goes before the copy's. */
export interface Stay extends Place {
  /** Came to the unit in this downtime, by registration here: from this unit or, with null, from outside. */
  arrived: { at: Instant; from: string | null } | null;
  /** Should be back from leave by now. */
  overdue: boolean;
  /** The bed that the EHR's copy names where the ward put the patient in another; else null. */
  bedInEhr: string | null;
  conflicts: StayConflict[];
  /** Printed white on black at the head of every page; null for a patient who is here and in one place. */
  alarm: string | null;
  /** Said before everything else: on screen, and on paper before the first order. */
  warnings: string[];
  /** What may be recorded next. */
  possible: PlaceAct[];
}

/** Is paper made for the patient without being asked? Not for who left or is away for the time being; an overdue one may be back. */
export const needsPaper = ({ presence, overdue }: Pick<Stay, 'presence' | 'overdue'>): boolean =>
  presence.kind === 'here' || overdue;

/** Everything about a patient's place. `held` are the beds of all patients of the unit. */
export function stayOf(
  chart: Chart,
  { course, held, now, zone }: { course: WardCourse; held: HeldBeds; now: Instant; zone: Zone },
): Stay {
  const accounts = accountsFor(chart, course).now;
  const { place, by } = shownAccount(chart, course);
  const { presence, bed } = place;
  const overdue = presence.kind === 'on-leave' && presence.backBy !== null && epochMs(presence.backBy) <= epochMs(now);
  const conflicts: StayConflict[] = [
    ...(accounts.length > 1
      ? [
          {
            kind: 'two-accounts' as const,
            words: `CONFLICT ABOUT THE PLACE of ${chart.identity.name}: ${accounts.map(a => accountWords(a, chart, zone)).join(' / ')}`,
            todo: 'Look where the patient is, and undo what is wrong in the ADT log.',
          },
        ]
      : []),
    ...(by && ehrDiffers(chart, place, by, course)
      ? [
          {
            kind: 'ehr-differs' as const,
            words: `THE EHR SAYS OTHERWISE of ${chart.identity.name}: the ward says ${accountWords({ place, by }, chart, zone)}. ${ehrWords(chart, zone)}`,
            todo: 'Look where the patient is; correct the EHR, or undo what is wrong in the ADT log.',
          },
        ]
      : []),
    ...(bed !== null && isOnUnit(presence) ? held.conflictOf(chart.identity.id, bed, zone) : []),
  ];
  const acts = censusActsOf(course, chart.identity.id).map(({ act }) => act);
  const admitted = acts.find(act => act.kind === 'patient-admitted');
  const returned = acts
    .filter(act => act.kind === 'patient-returned')
    .toSorted((a, b) => epochMs(a.happenedAt) - epochMs(b.happenedAt) || a.origin.localeCompare(b.origin))
    .at(-1);
  const away = awayWords(presence, overdue, zone);
  const doubt = conflicts.length > 0 ? `CONFLICT ABOUT THE PLACE (shown ${placeWords(place)}): VERIFY.` : null;
  return {
    presence,
    bed,
    arrived: admitted ? { at: admitted.happenedAt, from: admitted.registration.from } : null,
    overdue,
    bedInEhr:
      by && chart.encounter.bed !== null && bedKey(chart.encounter.bed) !== bedKey(bed ?? '') ? chart.encounter.bed : null,
    conflicts,
    alarm: [away, doubt].filter(words => words !== null).join(' ') || null,
    warnings: [
      ...(away === null ? [] : [away]),
      ...conflicts.map(({ words, todo }) => `${words}. ${todo}`),
      ...(returned ? [returnedWords(returned, zone)] : []),
    ],
    possible: possibleActs(accounts.map(account => account.place)),
  };
}

/** Does a copy that is newer than the ward's word name another place? In a drill nobody tells the EHR, and of who was registered here it knows nothing. */
function ehrDiffers(chart: Chart, { presence, bed }: Place, by: NonNullable<Account['by']>, course: WardCourse): boolean {
  const registered = censusActsOf(course, chart.identity.id).some(({ act }) => act.kind === 'patient-admitted');
  if (registered || course.drills.has(by.act.outage)) return false;
  const said = Math.max(epochMs(by.recorded.at), ...by.corrections.map(({ at }) => epochMs(at)));
  if (epochMs(chart.gone?.since ?? chart.asOf) <= said) return false;
  if (!isOnUnit(presence)) return chart.gone === null;
  if (chart.gone) return true;
  return chart.encounter.bed !== null && bedKey(chart.encounter.bed) !== bedKey(bed ?? '');
}

/** The chart with the patient in their place: what is drawn and printed. */
export function placed(chart: Chart, { presence, bed }: Place): Chart {
  const gone: Gone | null =
    presence.kind === 'here' || presence.kind === 'on-leave'
      ? null
      : { since: presence.since, why: presence.kind === 'left-census' ? 'not in the census any more' : presence.kind };
  return { ...chart, encounter: { ...chart.encounter, bed }, gone };
}

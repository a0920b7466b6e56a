import type { Chart } from '../chart.ts';
import { goneWords } from '../gone.ts';
import { unreachable } from '../result.ts';
import { clockTime, paperDate, paperDateTime, type Instant, type Zone } from '../time.ts';
import type { Account } from './accounts.ts';
import type { Place, Presence } from './place.ts';
import type { CensusAct } from './ward-act.ts';

const inBed = (bed: string | null): string => (bed === null ? 'without a bed' : `in bed ${bed}`);

/** That a patient is away, and what that means for giving drugs; null for one who is here. On screen and on every page. */
export function awayWords(presence: Presence, overdue: boolean, zone: Zone): string | null {
  const at = (instant: Instant): string => paperDateTime(instant, zone);
  switch (presence.kind) {
    case 'here':
      return null;
    case 'on-leave': {
      const { since, where, backBy } = presence;
      const back =
        backBy === null ? 'return not known' : overdue ? `WAS DUE BACK ${at(backBy)}: OVERDUE` : `back by ${at(backBy)}`;
      return `ON LEAVE since ${at(since)} (${where}), ${back}. Give nothing before the return is recorded.`;
    }
    case 'transferred':
      return `TRANSFERRED to ${toWords(presence)} at ${at(presence.since)}. Drugs are given and charted there from then on.`;
    case 'discharged':
      return `DISCHARGED at ${at(presence.since)} to: ${presence.where}. STAY ENDED: GIVE NOTHING.`;
    case 'died':
      return `DIED at ${at(presence.since)}, pronounced by ${presence.pronouncedBy}. STAY ENDED: GIVE NOTHING.`;
    case 'left-census':
      return goneWords(presence.since, zone);
    default:
      return unreachable(presence);
  }
}

const toWords = ({ unit, bed, acceptedBy }: Extract<Presence, { kind: 'transferred' }>): string =>
  [unit, bed && `bed ${bed}`, acceptedBy && `accepted by ${acceptedBy}`].filter(Boolean).join(', ');

/** The same in a few words for a list: "Discharged 14:05", with the date when it is another day. */
export function awayTag(presence: Presence, overdue: boolean, now: Instant, zone: Zone): string | null {
  const at = (instant: Instant): string =>
    paperDate(instant, zone) === paperDate(now, zone) ? clockTime(instant, zone) : paperDateTime(instant, zone);
  switch (presence.kind) {
    case 'here':
      return null;
    case 'on-leave':
      if (presence.backBy === null) return `On leave since ${at(presence.since)}`;
      return overdue ? `OVERDUE FROM LEAVE since ${at(presence.backBy)}` : `On leave until ${at(presence.backBy)}`;
    case 'transferred':
      return `Transferred to ${presence.unit} ${at(presence.since)}`;
    case 'discharged':
      return `Discharged ${at(presence.since)}`;
    case 'died':
      return `DIED ${at(presence.since)}`;
    case 'left-census':
      return `Left the ward ${at(presence.since)}`;
    default:
      return unreachable(presence);
  }
}

/** Where a patient is, within a sentence: "in bed 402-A". */
export function placeWords({ presence, bed }: Place): string {
  switch (presence.kind) {
    case 'here':
      return inBed(bed);
    case 'on-leave':
      return `on leave from bed ${bed ?? '(none)'}`;
    case 'transferred':
      return `transferred to ${presence.unit}`;
    case 'discharged':
      return 'discharged';
    case 'died':
      return 'died';
    case 'left-census':
      return 'not in the census any more';
    default:
      return unreachable(presence);
  }
}

/** An account with who gave it: "in bed 402-A (11/22/2026 15:02, recorded by A. Clerk)". */
export const accountWords = ({ place, by }: Account, chart: Chart, zone: Zone): string =>
  by === null
    ? `${placeWords(place)} (EHR, copy of ${paperDateTime(chart.gone?.since ?? chart.asOf, zone)})`
    : `${placeWords(place)} (${paperDateTime(by.act.happenedAt, zone)}, recorded by ${by.recorded.by})`;

/** What the copy says of the place, in a sentence about the EHR. */
export const ehrWords = (chart: Chart, zone: Zone): string =>
  chart.gone
    ? `The EHR’s census does not name the patient any more since ${paperDateTime(chart.gone.since, zone)}`
    : `The EHR’s copy of ${paperDateTime(chart.asOf, zone)}, which is newer, says ${inBed(chart.encounter.bed)}`;

/** That a patient came back, and with which orders. */
export const returnedWords = ({ happenedAt, origin }: Extract<CensusAct, { kind: 'patient-returned' }>, zone: Zone): string =>
  `RETURNED to the unit at ${paperDateTime(happenedAt, zone)} from: ${origin}. ORDERS OF THIS CHART ARE FROM BEFORE: verify each with the prescriber.`;

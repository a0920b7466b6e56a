import type { Chart } from '../chart.ts';
import { epochMs } from '../time.ts';
import { accountsOf, type Account, type Accounts } from './accounts.ts';
import { isOnUnit, type Presence } from './place.ts';
import type { WardCourse } from './ward-course.ts';

/** Where a patient is by each account: one, unless people who did not know of each other said otherwise. */
export function accountsFor(chart: Chart, course: WardCourse): Accounts {
  const { gone, encounter, identity } = chart;
  const presence: Presence = gone ? { kind: 'left-census', since: gone.since } : { kind: 'here' };
  return accountsOf({ presence, bed: encounter.bed }, course, identity.id);
}

/**
 * The account that is shown: of several the newest by which the patient is on the unit, since a missing patient is the greater harm. Where
 * the EHR knows of a stay that began after the ward's departure, the EHR's.
 */
export function shownAccount(chart: Chart, course: WardCourse): Account {
  const { now } = accountsFor(chart, course);
  const shown = now.findLast(({ place }) => isOnUnit(place.presence)) ?? now.at(-1)!;
  const { presence } = shown.place;
  const began = chart.encounter.onUnitSince ?? chart.encounter.admitted;
  const cameBack =
    'since' in presence && !isOnUnit(presence) && !chart.gone && began !== null && epochMs(began) > epochMs(presence.since);
  return cameBack ? { place: { presence: { kind: 'here' }, bed: chart.encounter.bed }, by: null } : shown;
}

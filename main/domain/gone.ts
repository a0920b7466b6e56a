import type { Chart } from './chart.ts';
import { minutesBetween, paperDateTime, type Instant, type Zone } from './time.ts';

/** Hours that the chart of a patient who left the census stays readable, unless the site says otherwise. */
export const GONE_HOURS = 48;

/** That the EHR's census names a patient no more: said on screen and paper, before every other warning. */
export const goneWords = (since: Instant, zone: Zone): string =>
  `LEFT THE WARD: not in the EHR's census any more since ${paperDateTime(since, zone)}. This chart is from before.`;

/** A patient of a census, and the stay. */
export interface Present {
  identity: { id: string };
  encounter: { id: string };
}

/**
 * The older charts that no patient of this census answers for, marked as gone since the refresh that first missed them and kept for so
 * many hours from then. A stay that goes on under another record (a merge) is not gone.
 */
export function goneCharts(older: readonly Chart[], present: readonly Present[], now: Instant, hours: number): Chart[] {
  const ids = new Set(present.map(chart => chart.identity.id));
  const stays = new Set(present.map(chart => chart.encounter.id).filter(id => id !== ''));
  return older
    .filter(chart => !ids.has(chart.identity.id) && !stays.has(chart.encounter.id))
    .map(chart => ({ ...chart, gone: chart.gone ?? { since: now, why: 'not in the census any more' as const } }))
    .filter(({ gone }) => !(minutesBetween(gone.since, now) >= hours * 60));
}

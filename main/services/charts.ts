import type { Chart, Snapshot } from '../domain/chart.ts';
import type { Window } from '../domain/due-times.ts';
import type { KioskEvent } from '../domain/event.ts';
import { foldPatient } from '../domain/fold.ts';
import { freshness } from '../domain/freshness.ts';
import { marWindow } from '../domain/medication-day.ts';
import type { DowntimePlan } from '../domain/procedure.ts';
import type { Site } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import type { PatientView } from '../domain/view.ts';
import { withLinks } from '../domain/ward/linked-patients.ts';
import { adtLog, type AdtEntry } from '../domain/ward/adt-log.ts';
import { heldBeds, type HeldBeds } from '../domain/ward/held-beds.ts';
import { stayOf, type Stay } from '../domain/ward/stay.ts';
import { registeredCharts } from '../domain/ward/registered-charts.ts';
import { wardCourse } from '../domain/ward/ward-course.ts';
import { wardRows } from '../domain/ward-rows.ts';
import type { SiteRules } from '../config/site-rules.ts';
import type { Ward } from '../contract.ts';

/** One generation with everything a fold needs besides the moment. */
export interface Copy {
  generation: number;
  snapshot: Snapshot;
  rules: SiteRules;
  events: readonly KioskEvent[];
  /** What was agreed beforehand for a downtime. */
  plan: DowntimePlan;
}

/** The site's rules together with the unit, zone and institution that the copy itself names. */
export function siteOf({ rules, snapshot }: Pick<Copy, 'rules' | 'snapshot'>): Site {
  return { ...rules, unit: snapshot.unit, zone: snapshot.zone, institution: snapshot.institution || rules.institution };
}

/** The view of one patient at a moment, for a window of due times (the running hour and 24 h from it unless told). */
export function viewOf(copy: Copy, chart: Chart, now: Instant, window?: Window): PatientView {
  const site = siteOf(copy);
  const view = foldPatient(chart, {
    generation: copy.generation,
    events: copy.events,
    now,
    window: window ?? marWindow(now, 24, site.zone),
    site,
    held: bedsOf(copy),
  });
  return withLinks(view, wardCourse(copy.events), copy.snapshot.charts);
}

const known = new WeakMap<Copy, HeldBeds>();

/** Who holds the unit's beds. */
export function bedsOf(copy: Copy): HeldBeds {
  const beds = known.get(copy) ?? heldBeds(chartsOf(copy), wardCourse(copy.events));
  known.set(copy, beds);
  return beds;
}

/** Where a patient of the copy is. */
export const stayIn = (copy: Copy, chart: Chart, now: Instant): Stay =>
  stayOf(chart, { course: wardCourse(copy.events), held: bedsOf(copy), now, zone: copy.snapshot.zone });

/** The ADT log of the unit's open downtimes. */
export const adtLogOf = (copy: Copy): AdtEntry[] => adtLog(chartsOf(copy), wardCourse(copy.events), copy.snapshot.zone);

/** The ward list at a moment. */
export function wardOf(copy: Copy, now: Instant): Ward {
  const site = siteOf(copy);
  return {
    rows: wardRows(
      chartsOf(copy).map(chart => viewOf(copy, chart, now)),
      site,
    ),
    unread: copy.snapshot.unread,
    asOf: copy.snapshot.asOf,
    freshness: freshness(copy.snapshot.asOf, now, site.freshness),
  };
}

/** Everybody's chart: the copy's, and of those whom only this ward knows what was asked at registration. */
export function chartsOf({ snapshot, events }: Pick<Copy, 'snapshot' | 'events'>): Chart[] {
  return [...snapshot.charts, ...registeredCharts(wardCourse(events), snapshot.charts, snapshot.unit, snapshot.zone)];
}

/** Finds a chart by the EHR's id, by MRN, or by the number on the band of a patient registered here. */
export function chartOf(copy: Copy, patient: string): Chart | undefined {
  const charts = chartsOf(copy);
  return charts.find(c => c.identity.id === patient) ?? charts.find(c => c.identity.mrn === patient);
}

import { SECTION_TITLES, type Chart, type SectionName } from '../domain/chart.ts';
import type { EhrLook } from '../domain/ehr-health.ts';
import type { SectionStatus } from '../domain/section.ts';
import type { Instant } from '../domain/time.ts';
import type { AskedSearch } from './probe-recorder.ts';
import { SECTION_NEEDS, SHARED_NEEDS } from './section-needs.ts';
import { skewWords } from './smart-clock.ts';
import { mayRead } from './smart-scopes.ts';
import type { SmartState } from './smart.ts';

/** What a server declares about one resource type that the kiosk reads. */
export interface OfferedType {
  type: string;
  offered: boolean;
  interactions: string[];
  searchParams: string[];
  includes: string[];
  /** Parameters the kiosk uses that are not declared: they may be ignored, the kiosk filters by itself. */
  undeclared: string[];
}

/** What will come of one section on a ward. */
export interface SectionOutlook {
  section: SectionName;
  title: string;
  outlook: 'complete' | 'partial' | 'unauthorised' | 'not-supported' | 'failed' | 'not-tried' | 'not-wanted';
  /** Patients tried, and those for whom anything came. */
  tried: number;
  withContent: number;
  why: string[];
}

/** A report for those who connect the kiosk to the EHR. It holds no patient's data: counts, times and our own words only. */
export interface ProbeReport {
  at: Instant;
  fhirUrl: string;
  unit: string;
  server: { software: string | null; fhirVersion: string | null; declares: boolean; fault: string | null };
  looks: EhrLook[];
  signIn: (SmartState & { fault: string | null }) | null;
  census: { patients: number; unread: number; milliseconds: number; fault: string | null };
  /** Patients whose whole chart was read, and those that could not be. */
  sample: { read: number; failed: number; warnings: number; unmapped: number };
  offered: OfferedType[];
  searches: AskedSearch[];
  sections: SectionOutlook[];
  /** Sentences for the vendor or the EHR's own team. */
  asks: string[];
}

const WORST_FIRST: readonly SectionStatus[] = ['failed', 'unauthorised', 'partial', 'not-supported', 'ok'];
const OUTLOOK: Record<SectionStatus, SectionOutlook['outlook']> = {
  ok: 'complete',
  partial: 'partial',
  failed: 'failed',
  unauthorised: 'unauthorised',
  'not-supported': 'not-supported',
  'registered-here': 'not-tried',
};

/** What sections will look like: from charts that were read, or, where none could be, from what is declared and granted. */
export function outlooks(
  charts: readonly Chart[],
  offers: (type: string) => boolean,
  granted: readonly string[] | null,
  clean: (reason: string) => string,
  isWanted: (section: SectionName) => boolean = () => true,
): SectionOutlook[] {
  return (Object.keys(SECTION_NEEDS) as SectionName[]).map(section => {
    const { types } = SECTION_NEEDS[section];
    const base = { section, title: SECTION_TITLES[section], tried: charts.length };
    if (!isWanted(section)) return { ...base, outlook: 'not-wanted', withContent: 0, why: ['this site does not ask for it'] };
    const sections = charts.map(chart => chart.sections[section]);
    const withContent = sections.filter(s => s.items.length > 0).length;
    const why = new Set<string>();
    const missing = types.filter(type => !offers(type));
    if (missing.length > 0) why.add(`not offered: ${missing.join(', ')}`);
    const refused = granted === null ? [] : types.filter(type => offers(type) && mayRead(granted, type) !== 'all');
    if (refused.length > 0) why.add(`not granted in full: ${refused.join(', ')}`);
    if (charts.length === 0) {
      const outlook =
        missing.length === types.length
          ? 'not-supported'
          : granted && refused.length + missing.length === types.length
            ? 'unauthorised'
            : 'not-tried';
      return { ...base, outlook, withContent, why: [...why] };
    }
    for (const { status, reason } of sections)
      if (reason !== null && (status !== 'not-supported' || missing.length === 0)) why.add(clean(reason));
    const worst = WORST_FIRST.find(status => sections.some(s => s.status === status))!;
    if (worst === 'ok' && withContent === 0)
      why.add(`answered, but empty for all ${charts.length} patients tried: check with a patient who has some`);
    return { ...base, outlook: OUTLOOK[worst], withContent, why: [...why] };
  });
}

/** What to ask of the vendor or the EHR's team, one sentence for each thing that is missing. */
export function asksOf(report: Omit<ProbeReport, 'asks'>): string[] {
  const { signIn, server, census, sections, searches, offered } = report;
  const asks: string[] = [];
  if (signIn?.fault) asks.push(`Signing in fails: ${signIn.fault}.`);
  const skew = signIn?.clockSkewSeconds ?? 0;
  if (Math.abs(skew) >= 30) asks.push(`Set this computer's clock: it is ${skewWords(skew)}.`);
  if (server.fault !== null) asks.push(`Make the CapabilityStatement (metadata) readable: ${server.fault}.`);
  else if (!server.declares)
    asks.push('Ask for a CapabilityStatement that lists the resource types this customer has: it lists none.');
  if (census.fault !== null)
    asks.push(
      `The unit's patients could not be found: ${census.fault}. Ask which way of finding a unit's inpatients this EHR has: Encounter?location=, a patient list, an ADT feed, or a list of MRNs as a file.`,
    );
  for (const { type, lack } of SHARED_NEEDS)
    if (server.declares && !offered.find(o => o.type === type)?.offered)
      asks.push(`Ask for ${type} (read and search) in FHIR R4: without it ${lack}.`);
  for (const { section, title, outlook, why } of sections) {
    const { types, lack } = SECTION_NEEDS[section];
    const list = types.join(' or ');
    const because = why.length > 0 ? ` (${why.join('; ')})` : '';
    if (outlook === 'not-supported')
      asks.push(`${title}: ask for ${list} in FHIR R4 for this system client. Without it ${lack}.`);
    if (outlook === 'unauthorised')
      asks.push(`${title}: have read and search of ${list} granted to the client${because}. Without it ${lack}.`);
    if (outlook === 'failed') asks.push(`${title}: ask why the searches fail${because}. Until then ${lack}.`);
    if (outlook === 'partial') asks.push(`${title}: ask what is being left out${because}.`);
  }
  for (const { question, faults } of searches)
    for (const { kind, status, times } of faults)
      if (kind === 'busy')
        asks.push(
          `${question} was turned away as busy ${times} times (HTTP ${status ?? 'none'}): ask for the rate limit and have it fit a unit's refresh every 15 minutes.`,
        );
  for (const [type, ignored] of ignoredByType(searches))
    asks.push(
      `${type}: ask to have searches by ${ignored.join(', ')} honoured: the server ignores this, by its own self links, and sends more than was asked for; the kiosk filters by itself.`,
    );
  return [...new Set(asks)];
}

const ignoredByType = (searches: readonly AskedSearch[]): [string, string[]][] =>
  [...Map.groupBy(searches, search => search.type)]
    .map(([type, all]): [string, string[]] => [type, [...new Set(all.flatMap(search => search.ignored ?? []))]])
    .filter(([, ignored]) => ignored.length > 0);

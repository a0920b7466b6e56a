import type { CapabilityStatement } from 'fhir/r4';
import type { Chart, SectionName } from '../domain/chart.ts';
import type { Instant, Zone } from '../domain/time.ts';
import { capabilityOf, TRY_ALL } from './capability.ts';
import { censusByLocation } from './census-by-location.ts';
import { readChart } from './chart.ts';
import { badAddress, fhirClient } from './client.ts';
import { drugBook } from './drug-names.ts';
import type { FhirEhrOptions } from './ehr.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { narrowed } from './not-asked.ts';
import { probeEhr } from './probe.ts';
import { recorded, type AskedSearch } from './probe-recorder.ts';
import { withoutPeople } from './probe-redaction.ts';
import { asksOf, outlooks, type OfferedType, type ProbeReport } from './probe-report.ts';
import { TYPES_READ } from './section-needs.ts';
import type { SmartAuthorization } from './smart.ts';
import { list, words } from './tolerant.ts';

export interface SurveyRequest {
  /** As for reading the unit. */
  reader: FhirEhrOptions;
  /** What signs in for the reader; null when nothing does. */
  smart: SmartAuthorization | null;
  unit: string;
  now: Instant;
  zone: Zone;
  /** How many patients' charts are read. */
  patients: number;
  signal: AbortSignal;
}

/**
 * Reads an EHR as a refresh does, for a few patients, and tells how that went instead of what came. Nothing about a patient gets into
 * the report.
 */
export async function surveyEhr(request: SurveyRequest): Promise<ProbeReport> {
  const { reader, smart, unit, now, zone, signal } = request;
  const limits = { ...DEFAULT_LIMITS, ...reader.limits };
  const io = { log: reader.log, limits, signal, fetch: reader.fetch ?? fetch };
  const signedIn = smart && (await smart.signIn());
  const signIn = smart && { ...smart.state(), fault: signedIn?.ok ? null : (signedIn?.error.why ?? null) };
  const authorization = reader.authorization ?? null;
  const looks = await probeEhr({ baseUrl: reader.baseUrl, authorization, ...io });
  const empty = {
    ...{ at: now, fhirUrl: withoutUser(reader.baseUrl), unit, looks, signIn, searches: [], offered: [] },
    sample: { read: 0, failed: 0, warnings: 0, unmapped: 0 },
  };
  const bad = badAddress(reader.baseUrl);
  if (bad) {
    const server = { software: null, fhirVersion: null, declares: false, fault: bad.why };
    const census = { patients: 0, unread: 0, milliseconds: 0, fault: bad.why };
    return finished({
      ...empty,
      server,
      census,
      sections: outlooks(
        [],
        () => true,
        null,
        text => text,
      ),
    });
  }
  const recorder = recorded(fhirClient({ baseUrl: reader.baseUrl, alsoTrusted: reader.alsoTrusted ?? [], authorization, ...io }));
  const { client } = recorder;
  const metadata = await client.get('metadata');
  const statement = metadata.ok ? (metadata.value as unknown as CapabilityStatement) : null;
  const declared = statement === null ? null : capabilityOf(statement);
  const capability = narrowed(declared ?? TRY_ALL, reader.notAsked ?? {});
  const isWanted = (section: SectionName): boolean => reader.notAsked?.[section]?.unlessDeclared !== false;
  const started = performance.now();
  const census = await (reader.census ?? censusByLocation).census(client, { unit, now, zone });
  const milliseconds = Math.round(performance.now() - started);

  const charts: Chart[] = [];
  const residents = census.ok ? spread(census.value.residents, request.patients) : [];
  const count = { resources: 0 };
  for (const resident of residents) {
    if (!census.ok) break;
    const ward = { client, capability, census: census.value, book: drugBook(), now, zone, count };
    const chart = await readChart(ward, resident).catch(() => null);
    if (chart?.ok) charts.push(chart.value);
  }
  const clean = withoutPeople(charts, residents, recorder.ownWords);
  const searches = recorder.asked().map(search => ({ ...search, faults: search.faults.map(f => ({ ...f, why: clean(f.why) })) }));
  return finished({
    ...empty,
    server: {
      software: words([statement?.software?.name, statement?.software?.version].filter(part => part !== undefined).join(' ')),
      fhirVersion: words(statement?.fhirVersion),
      declares: declared !== null,
      fault: metadata.ok ? null : metadata.error.why,
    },
    census: census.ok
      ? { patients: census.value.residents.length, unread: census.value.unread.length, milliseconds, fault: null }
      : { patients: 0, unread: 0, milliseconds, fault: clean(census.error.why) },
    sample: {
      read: charts.length,
      failed: residents.length - charts.length,
      warnings: charts.reduce((sum, chart) => sum + chart.warnings.length, 0),
      unmapped: charts.reduce((sum, chart) => sum + chart.unmapped.length, 0),
    },
    offered: declared === null || statement === null ? [] : TYPES_READ.map(type => offeredType(statement, type, searches)),
    searches,
    sections: outlooks(charts, type => capability.offers(type), signIn?.granted ?? null, clean, isWanted),
  });
}

const finished = (report: Omit<ProbeReport, 'asks'>): ProbeReport => ({ ...report, asks: asksOf(report) });

const withoutUser = (url: string): string => url.replace(/\/\/[^/@]*@/, '//');

/** A few of many, from all over the list. */
const spread = <T>(all: readonly T[], most: number): T[] =>
  all.filter((_, i) => Math.floor((i * most) / all.length) !== Math.floor(((i - 1) * most) / all.length)).slice(0, most);

function offeredType(statement: CapabilityStatement, type: string, searches: readonly AskedSearch[]): OfferedType {
  const rests = list(statement.rest);
  const resource = list((rests.find(r => r.mode === 'server') ?? rests[0])?.resource).find(r => words(r.type) === type);
  const names = (values: (string | null)[]): string[] => values.filter(value => value !== null);
  const searchParams = names(list(resource?.searchParam).map(param => words(param.name)));
  const used = searches.filter(search => search.type === type).flatMap(search => search.params);
  return {
    type,
    offered: resource !== undefined,
    interactions: names(list(resource?.interaction).map(i => words(i.code))),
    searchParams,
    includes: names(list(resource?.searchInclude).map(words)),
    undeclared: resource
      ? [...new Set(used)].filter(name => !searchParams.includes(name) && (name === '_id' || !name.startsWith('_')))
      : [],
  };
}

import { err, ok, type Result } from '../domain/result.ts';
import type { Chart } from '../domain/chart.ts';
import type { Ehr, EhrFault, FetchedUnit, FetchRequest, Log } from '../ports.ts';
import { readCapability } from './capability.ts';
import type { CensusSource } from './census.ts';
import { censusByLocation } from './census-by-location.ts';
import { readChart, type Ward } from './chart.ts';
import { badAddress, fhirClient, type Authorization, type FhirClient } from './client.ts';
import { drugBook } from './drug-names.ts';
import { wholeFault, type HttpFault } from './fault.ts';
import { DEFAULT_LIMITS, type EhrLimits } from './limits.ts';
import { people } from './people.ts';
import { probeEhr } from './probe.ts';
import { narrowed, type NotAsked } from './not-asked.ts';
import { notingIgnored } from './self-link.ts';

/** How to reach a FHIR R4 server. */
export interface FhirEhrOptions {
  baseUrl: string;
  log: Log;
  limits?: Partial<EhrLimits>;
  /** Signs in; only the base's own origin ever gets what it brings. */
  authorization?: Authorization;
  fetch?: typeof fetch;
  /** How to find out who is on the unit; by default encounters searched by location. */
  census?: CensusSource;
  /** Origins besides the base's own that `next` links may lead to, for servers behind a gateway. */
  alsoTrusted?: readonly string[];
  /** Resource types that the site doesn't ask for; each section says why. */
  notAsked?: NotAsked;
}

/** The EHR as a FHIR R4 server. Every failure is a value; bad data never is one: it is kept raw in the chart. */
export function fhirEhr(options: FhirEhrOptions): Ehr {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const connect = (signal: AbortSignal): FhirClient =>
    notingIgnored(
      fhirClient({
        baseUrl: options.baseUrl,
        alsoTrusted: options.alsoTrusted ?? [],
        log: options.log,
        limits,
        signal,
        authorization: options.authorization ?? null,
        fetch: options.fetch ?? fetch,
      }),
    );
  const source = options.census ?? censusByLocation;

  return {
    async fetchUnit(request) {
      const bad = badAddress(options.baseUrl);
      if (bad) return err(wholeFault(bad, ''));
      const client = connect(request.signal);
      const capability = await readCapability(client);
      if (!capability.ok) return err(wholeFault(capability.error, client.host));
      const { unit, now, zone } = request;
      const census = await source.census(client, { unit, now, zone });
      if (!census.ok) return census;
      const ward: Ward = {
        client,
        capability: narrowed(capability.value, options.notAsked ?? {}),
        census: census.value,
        book: drugBook(),
        people: people(client, capability.value.offers('Practitioner')),
        now,
        zone,
        count: { resources: 0 },
      };
      return readUnit(ward, request, options);
    },

    probe: signal =>
      probeEhr({
        baseUrl: options.baseUrl,
        authorization: options.authorization ?? null,
        log: options.log,
        limits,
        signal,
        fetch: options.fetch ?? fetch,
      }),
  };
}

/** Data of a shape that nothing was prepared for costs one patient's refresh, never the unit's. */
function unreadable(client: FhirClient, bug: unknown): Result<Chart, HttpFault> {
  client.log.write('error', 'a chart could not be read', { error: bug instanceof Error ? bug.name : 'unknown' });
  return err({ kind: 'malformed', status: null, why: "The EHR's data about this patient has a structure that cannot be read" });
}

/** Reads all charts, a few at a time. When not one can be had the whole reading has failed; otherwise the missing ones are named. */
async function readUnit(ward: Ward, request: FetchRequest, options: FhirEhrOptions): Promise<Result<FetchedUnit, EhrFault>> {
  const { client, census } = ward;
  const total = census.residents.length;
  const results: (Result<Chart, HttpFault> | undefined)[] = Array.from({ length: total });
  let next = 0;
  let done = 0;
  request.progress({ patientsDone: 0, patientsTotal: total });
  const reader = async (): Promise<void> => {
    for (let i = next++; i < total; i = next++) {
      results[i] = await readChart(ward, census.residents[i]!).catch((bug: unknown) => unreadable(client, bug));
      request.progress({ patientsDone: ++done, patientsTotal: total });
    }
  };
  await Promise.all(Array.from({ length: Math.min(client.limits.parallel, total) }, reader));
  if (request.signal.aborted) return err({ kind: 'cancelled', why: 'Reading the EHR was stopped' });

  const charts = new Map<string, Chart>();
  const unread = [...census.unread];
  let fault: HttpFault | null = null;
  for (const [i, result] of results.entries()) {
    const patient = census.residents[i]!.patientId;
    if (!result?.ok) {
      fault ??= result?.error ?? null;
      unread.push({ patient, why: result?.error.why ?? 'not read' });
    } else if (charts.has(result.value.identity.id)) {
      charts
        .get(result.value.identity.id)!
        .warnings.push('The EHR has this patient on the unit twice, under records that it has merged.');
    } else charts.set(result.value.identity.id, result.value);
  }
  if (charts.size === 0 && fault) return err(wholeFault(fault, client.host));
  const all = [...charts.values()];
  const counts = {
    ...client.counts,
    resources: ward.count.resources,
    unmapped: all.reduce((sum, c) => sum + c.unmapped.length, 0),
  };
  client.log.write('info', 'unit read', { patients: all.length, unread: unread.length, ...counts });
  return ok({
    institution: census.institution,
    unit: census.unit,
    source: options.baseUrl,
    charts: all,
    unread,
    notes: census.notes ?? [],
    counts,
  });
}

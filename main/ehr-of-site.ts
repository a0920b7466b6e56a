import type { Authentication, EhrConfiguration, SiteConfiguration, UnitConfiguration } from './config/site-configuration.ts';
import { NO_STORE } from './config/read-site.ts';
import { sameName } from './config/site-checks.ts';
import type { Chart } from './domain/chart.ts';
import { err, ok, unreachable, type Result } from './domain/result.ts';
import type { CensusSource } from './ehr/census.ts';
import { bulkGroup } from './ehr/census-bulk-group/census-bulk-group.ts';
import { encounterLocation } from './ehr/census-by-location.ts';
import { epicList } from './ehr/census-epic-list.ts';
import { idList } from './ehr/census-id-list/census-id-list.ts';
import { fhirEhr, type FhirEhrOptions } from './ehr/ehr.ts';
import { hl7Census } from './ehr/hl7/hl7-census.ts';
import type { EhrLimits } from './ehr/limits.ts';
import type { NotAsked } from './ehr/not-asked.ts';
import { smartAuthorization, type SmartAuthorization } from './ehr/smart.ts';
import type { AdtJournal, AdtRecord, Ehr, EhrFault, Keys, Log } from './ports.ts';
import { openAdtJournal } from './store/adt-journal.ts';

type NotConfigured = EhrFault & { kind: 'not-configured' };
const notConfigured = (why: string): NotConfigured => ({ kind: 'not-configured', why });

/**
 * The EHR as the site's configuration says to read it for a unit. What can't be had that way is a fault of each reading, so that the ward
 * keeps its copy and is told why there is no newer one.
 */
export function ehrOf(site: SiteConfiguration, unit: UnitConfiguration, log: Log, device: Keys): Ehr {
  const { ehr } = site;
  if (ehr === null)
    return faulty(
      notConfigured(`No EHR is configured: write ehr with its baseUrl in ${site.file ?? 'a site file'}, or say --fhir.`),
    );
  const how = readingOf(ehr, unit, log, site.folders && { folder: site.folders.store, keys: device });
  if (!how.ok) return faulty(how.error);
  const reader = fhirEhr(how.value.reader);
  return {
    probe: reader.probe,
    fetchUnit: async request => {
      const fetched = await reader.fetchUnit(request);
      return fetched.ok ? ok({ ...fetched.value, charts: fetched.value.charts.map(chart => inWardsBed(chart, unit)) }) : fetched;
    },
  };
}

/** Where the ADT journal lies, with keys that open whether or not anybody is signed in. */
export interface JournalPlace {
  folder: string;
  keys: Keys;
}

/** How a unit is read from the site's EHR, and what signs in there. */
export function readingOf(
  ehr: EhrConfiguration,
  unit: UnitConfiguration,
  log: Log,
  journal: JournalPlace | null,
): Result<{ reader: FhirEhrOptions; smart: SmartAuthorization | null }, NotConfigured> {
  const census = censusOf(unit, journal);
  if (!census.ok) return census;
  const smart = signInOf(ehr, log);
  const reader: FhirEhrOptions = {
    baseUrl: ehr.baseUrl,
    log,
    limits: limitsOf(ehr),
    census: census.value,
    alsoTrusted: ehr.alsoTrusted,
    notAsked: notAskedOf(ehr),
    ...(smart && { authorization: smart.authorization }),
  };
  return ok({ reader, smart });
}

const faulty = (fault: NotConfigured): Ehr => ({
  fetchUnit: () => Promise.resolve(err(fault)),
  probe: () => Promise.resolve([{ at: 'read', milliseconds: 0, fault }]),
});

/** How the kiosk signs in to the EHR of a site; null when that needs no sign-in. */
export function signInOf(ehr: EhrConfiguration, log: Log): SmartAuthorization | null {
  const said: Authentication = ehr.authentication;
  if (said.kind === 'none') return null;
  const { clientId, scopes } = said;
  return smartAuthorization({
    fhirUrl: ehr.baseUrl,
    tokenUrl: said.tokenUrl ?? null,
    clientId,
    scopes,
    log,
    credentials:
      said.kind === 'smart-jwt'
        ? { method: 'private_key_jwt', keyFile: said.privateKeyFile }
        : { method: 'client_secret_basic', secretFile: said.secretFile },
  });
}

/** The census source of a unit; none when its messages would be kept nobody knows where. */
export function censusOf(unit: UnitConfiguration, journal: JournalPlace | null): Result<CensusSource, NotConfigured> {
  const { census } = unit;
  switch (census.kind) {
    case 'encounter-location':
      return ok(encounterLocation(said(census)));
    case 'epic-list':
      return ok(epicList(said(census)));
    case 'id-list':
      return ok(idList(said(census)));
    case 'hl7v2-adt': {
      if (journal === null) return err(notConfigured(NO_STORE));
      const { pointsOfCare, identifierSystem: mrnSystem, visitSystem, silentHours } = census;
      return ok(hl7Census({ journal: journalIn(journal), ...said({ pointsOfCare, mrnSystem, visitSystem, silentHours }) }));
    }
    case 'bulk-group': {
      const { group, waitSeconds, locationIds } = census;
      const waitMs = waitSeconds === undefined ? undefined : waitSeconds * 1000;
      return ok(bulkGroup({ group, ...said({ waitMs, locationIds }) }));
    }
    default:
      return unreachable(census);
  }
}

type Said<T> = { [K in keyof T]: Exclude<T[K], undefined> };
/** Only what was said: an absent option and one that is undefined are the same to the file, not to the compiler. */
const said = <T extends object>(options: T): Said<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Said<T>;

/** What the ADT feed brought, opened when it is first asked for. */
function journalIn(place: JournalPlace): AdtRecord {
  let journal: AdtJournal | null = null;
  return {
    picture() {
      if (journal === null) {
        const opened = openAdtJournal(place);
        if (!opened.ok) return opened;
        journal = opened.value;
      }
      return journal.picture();
    },
  };
}

function limitsOf({ limits }: EhrConfiguration): Partial<EhrLimits> {
  return {
    requestMs: limits.requestSeconds * 1000,
    cycleMs: limits.cycleSeconds * 1000,
    patienceMs: limits.patienceSeconds * 1000,
    retries: limits.retries,
    bodyBytes: Math.round(limits.answerMegabytes * 1024 * 1024),
    pages: limits.pages,
    perPage: limits.perPage,
    parallel: limits.parallel,
    strikes: limits.giveUpAfter,
  };
}

function notAskedOf({ sections, vendorName }: EhrConfiguration): NotAsked {
  return Object.fromEntries(
    Object.entries(sections)
      .filter(([, wish]) => wish === 'not-wanted' || wish === 'not-offered')
      .map(([section, wish]) => [
        section,
        wish === 'not-wanted'
          ? { why: 'not asked for: this hospital’s configuration leaves it out', unlessDeclared: false }
          : { why: `not asked for: ${vendorName} is known not to offer it`, unlessDeclared: true },
      ]),
  );
}

/** The bed as the ward calls it, when the site says how. */
function inWardsBed(chart: Chart, unit: UnitConfiguration): Chart {
  const { bed } = chart.encounter;
  const known = bed === null ? undefined : Object.entries(unit.bedMap).find(([name]) => sameName(name, bed));
  return known ? { ...chart, encounter: { ...chart.encounter, bed: known[1] } } : chart;
}

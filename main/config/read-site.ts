import { dirname, join, resolve } from 'node:path';
import { err, ok, type Result } from '../domain/result.ts';
import { START_FORMS } from '../domain/form.ts';
import type { FormKind } from '../domain/sheet.ts';
import type { AheadRules } from '../domain/paper-ahead.ts';
import type { PrinterPlace } from '../domain/printer.ts';
import type { Zone } from '../domain/time.ts';
import { drugLists } from './drug-lists.ts';
import { readForms, usualForms, withOwn } from './forms.ts';
import { readFormulary } from './formulary.ts';
import { merged, mergedTimes } from './merge.ts';
import { badConfig, type BadConfig, type Problem } from './problem.ts';
import { readProcedures, USUAL_PROCEDURES } from './procedures.ts';
import type { CensusConfiguration, EhrConfiguration, SiteConfiguration, UnitConfiguration } from './site-configuration.ts';
import { contradictions, sameName } from './site-checks.ts';
import { wholeRules, type SiteRules } from './site-rules.ts';
import { siteSchema, vendorProfiles, wholeSettings, type SiteLimits, type WrittenSite } from './site-schema.ts';
import { readYaml } from './yaml-file.ts';

/** Resources travel beside the code, in the source tree and in the packaged app. */
const RESOURCES = join(import.meta.dirname, '../../resources');
export const SITE_DEFAULTS = join(RESOURCES, 'site-defaults.yml');
const VENDOR_PROFILES = join(RESOURCES, 'vendor-profiles.yml');

/** What the command line says on top of a site file. */
export interface Said {
  fhir?: string;
  unit?: string;
  zone?: Zone;
  /** The zone when neither the command line nor the file says one; this computer's otherwise. */
  zoneElse?: Zone;
  store?: string;
  key?: string;
  print?: string;
}

/** What to do when nobody said where copies are kept. */
export const NO_STORE = 'Nobody said where the encrypted copies are kept: write store in the site file, or say --store.';

/** Where IT puts the configuration of a computer. */
export const computersSiteFile = (): string =>
  process.platform === 'win32'
    ? join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'Downtime Kiosk', 'site.yml')
    : '/etc/downtime-kiosk/site.yml';

/**
 * The configuration: a site file upon its vendor's profile and the defaults, with what the command line says on top; or everything that is
 * wrong with the file. Without a file named the computer's own is read if there is one.
 */
export function readSite(file: string | null, said: Said = {}): Result<SiteConfiguration, BadConfig> {
  const defaults = readYaml(SITE_DEFAULTS, siteSchema);
  if (!defaults.ok) return defaults;
  const profiles = readYaml(VENDOR_PROFILES, vendorProfiles);
  if (!profiles.ok) return profiles;
  const path = resolve(file ?? computersSiteFile());
  const site = readYaml(path, siteSchema);
  const none = !site.ok && site.error.missing === true && file === null;
  if (!site.ok && !none) return site;
  const fromFile: WrittenSite = site.ok ? site.value.written : {};
  const problem = site.ok
    ? site.value.problem
    : (field: readonly PropertyKey[], why: string): Problem => ({ file: 'command line', line: 1, field: field.join('.'), why });
  const written = withSaid(fromFile, said);

  const vendor = written.ehr?.vendor ?? 'generic';
  const profile = profiles.value.written[vendor];
  const limits: SiteLimits = merged(
    merged(profiles.value.written.generic.limits as SiteLimits, profile.limits),
    written.ehr?.limits ?? {},
  );
  const { administrationTimes: times, tallMan, allergyCheck, ...rest } = written;
  const lists = drugLists({ tallMan, allergyCheck });
  if (!lists.ok) return lists;
  const at = (name: string): string => (/^[A-Za-z]:[\\/]/.test(name) ? name : resolve(dirname(path), name));
  const usualSheets = usualForms();
  if (!usualSheets.ok) return usualSheets;
  const ownForms =
    fromFile.forms === undefined
      ? { forms: [], problems: [], declared: [] }
      : readForms(at(fromFile.forms), why => problem(['forms'], why));
  const sheets = withOwn(usualSheets.value, ownForms);
  const forms = sheets.forms.map(({ form }) => form);
  const whole = wholeRules.parse(merged(defaults.value.written, rest));
  const rules: SiteRules = {
    ...whole,
    ...lists.value,
    administrationTimes: mergedTimes(whole.administrationTimes, times ?? {}),
    forms,
  };
  const settings = wholeSettings.parse(merged(defaults.value.written, rest));
  const { refreshMinutes } = settings;

  const problems = contradictions({
    written: said.unit === undefined ? written : withoutUnit(written),
    rules,
    refreshMinutes,
    limits,
    profile,
    problem,
    declaredForms: ownForms.declared,
  });
  if (problems.length > 0) return err(badConfig(problems.sort((a, b) => a.line - b.line)));

  const inFolder = (why: string): Problem => problem(['procedures'], why);
  // A form that can't be used takes no steps with it that name it.
  const known = [...new Set([...forms.map(({ id }) => id), ...ownForms.declared])];
  const usual = readProcedures(USUAL_PROCEDURES, known, inFolder);
  if (!usual.ok) return usual;
  const own = fromFile.procedures === undefined ? usual : readProcedures(at(fromFile.procedures), known, inFolder);
  const formulary = fromFile.formulary === undefined ? ok([]) : readFormulary(at(fromFile.formulary));
  const fileStore = fromFile.store === undefined ? undefined : at(fromFile.store);
  const store = said.store ?? fileStore;
  const under = (own: string | undefined, filed: string | undefined, usual: string): string =>
    own ?? (filed === undefined ? join(store!, usual) : at(filed));
  const ehr: EhrConfiguration | null = written.ehr
    ? {
        vendor,
        vendorName: profile.name,
        baseUrl: written.ehr.baseUrl,
        authentication: withFiles(written.ehr.authentication ?? { kind: 'none' }, at),
        alsoTrusted: written.ehr.alsoTrusted ?? [],
        limits,
        sections: merged(profile.sections, written.ehr.sections ?? {}),
      }
    : null;
  return ok({
    file: site.ok ? path : null,
    zone: written.zone ?? said.zoneElse ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    folders:
      store === undefined
        ? null
        : {
            store,
            key: under(said.key, said.store === undefined ? fromFile.key : undefined, 'kiosk.key'),
            print: under(said.print, said.store === undefined ? fromFile.print : undefined, 'print'),
            log: under(undefined, said.store === undefined ? fromFile.log : undefined, 'log'),
          },
    refreshMinutes,
    probeSeconds: settings.probeSeconds,
    lockAfterSeconds: settings.lockAfterSeconds,
    goneHours: settings.goneHours,
    outage: settings.outage,
    fewNumbers: settings.fewNumbers,
    exchange: fromFile.exchange
      ? {
          key: at(fromFile.exchange.key),
          folder: fromFile.exchange.folder === undefined ? null : at(fromFile.exchange.folder),
          everyMinutes: fromFile.exchange.everyMinutes,
        }
      : null,
    standingFolders: [...new Set((fromFile.standingPack?.folders ?? []).map(at))],
    printAhead: aheadOf(
      written,
      forms.map(({ id }) => id),
    ),
    procedures: (own.ok ? own.value : usual.value).map(step => ({
      ...step,
      print: step.print.filter(id => forms.some(form => form.id === id)),
    })),
    procedureProblems: own.ok ? [] : own.error.problems,
    formProblems: [...ownForms.problems, ...sheets.problems],
    ownForms: sheets.forms.filter(read => !usualSheets.value.includes(read)),
    phones: written.phones ?? [],
    formulary: formulary.ok ? formulary.value : [],
    formularyProblems: formulary.ok ? [] : formulary.error.problems,
    printers: (written.printers ?? []).map(({ name, uri, units, duplex, tray, certificate, label }) => ({
      name,
      uri,
      units: units ?? null,
      duplex: duplex ?? false,
      tray: tray ?? null,
      certificate: certificate === undefined ? null : at(certificate),
      label: label ? { ...label, turned: label.turned ?? label.prints === 'bands' } : null,
    })),
    ehr,
    unit: written.unit ?? null,
    units: (written.units ?? []).map(unit => ({
      name: unit.name,
      census: censusWithFiles(unit.census ?? { kind: 'encounter-location' }, at),
      bedMap: unit.bedMap ?? {},
      administrationTimes: unit.administrationTimes ?? null,
    })),
    desk: deskOf(written),
    rules,
  });
}

/** What the kiosk prints by itself: a downtime's first paper, unless other forms are named that it has. */
function aheadOf({ printAhead }: WrittenSite, known: readonly FormKind[]): AheadRules | null {
  if (!printAhead?.on) return null;
  const { kiosk, at = [], beforeMinutes = null, downMinutes = null } = printAhead;
  const named = (printAhead.forms ?? []).filter(form => known.includes(form));
  return { kiosk, forms: named.length > 0 ? named : START_FORMS, times: at, beforeMinutes, downMinutes };
}

/** The units of the pharmacy desk as the list of units spells them. */
function deskOf({ desk, units = [] }: WrittenSite): string[] {
  const wanted = desk?.units ?? [];
  return units.map(({ name }) => name).filter(name => wanted === 'all' || wanted.some(other => sameName(other, name)));
}

/** A unit that was asked for on the command line is looked for there, not at a line of the file. */
const withoutUnit = ({ unit: _, ...written }: WrittenSite): WrittenSite => written;

/**
 * The command line upon the file. Another EHR's address takes nothing from the file's EHR: its credentials must not go elsewhere, and its
 * ways of finding patients need not work there.
 */
function withSaid(file: WrittenSite, said: Said): WrittenSite {
  const written: WrittenSite = { ...file };
  if (said.zone !== undefined) written.zone = said.zone;
  if (said.fhir !== undefined) {
    written.ehr = { baseUrl: said.fhir };
    written.units = (file.units ?? []).map(({ census: _, ...unit }) => unit);
  }
  if (said.unit !== undefined) {
    written.unit = said.unit;
    const known = (written.units ?? []).some(unit => sameName(unit.name, said.unit!));
    if (!known && (said.fhir !== undefined || written.units === undefined))
      written.units = [...(written.units ?? []), { name: said.unit }];
  }
  return written;
}

type Authentication = EhrConfiguration['authentication'];
function withFiles(said: Authentication, at: (name: string) => string): Authentication {
  switch (said.kind) {
    case 'none':
      return said;
    case 'smart-jwt':
      return { ...said, privateKeyFile: at(said.privateKeyFile) };
    case 'client-secret':
      return { ...said, secretFile: at(said.secretFile) };
  }
}

function censusWithFiles(census: CensusConfiguration, at: (name: string) => string): CensusConfiguration {
  if (census.kind === 'id-list') return { ...census, folder: at(census.folder) };
  if (census.kind !== 'hl7v2-adt' || !census.tls) return census;
  return { ...census, tls: { cert: at(census.tls.cert), key: at(census.tls.key) } };
}

/** The unit that is asked for, else the one this computer shows, else the only one. */
export function unitOf(
  site: SiteConfiguration,
  asked: string | null = null,
): Result<UnitConfiguration, { kind: 'which-unit'; why: string }> {
  const name = asked ?? site.unit;
  const found = name === null ? site.units.filter(() => site.units.length === 1) : site.units.filter(u => sameName(u.name, name));
  if (found[0]) return ok(found[0]);
  const names = site.units.map(unit => unit.name).join(', ');
  const where = site.file ?? 'the command line';
  if (names === '')
    return err({ kind: 'which-unit', why: `${where} names no unit: list the units under units, or say one with --unit.` });
  return err({
    kind: 'which-unit',
    why:
      name === null
        ? `There are ${site.units.length} units (${names}): say which with --unit, or write it as unit in ${where}.`
        : `There is no unit "${name}" in ${where}; it has ${names}.`,
  });
}

/** The printers of one ward, in the order in which they are tried. */
export const printersFor = (site: SiteConfiguration, unitName: string): PrinterPlace[] =>
  site.printers
    .filter(({ units }) => units === null || units.some(unit => sameName(unit, unitName)))
    .map(({ units: _, ...place }) => place);

/** The rules of one ward: the site's, with the unit's own administration times upon them. */
export function rulesFor(site: SiteConfiguration, unitName: string): SiteRules {
  const own = site.units.find(unit => sameName(unit.name, unitName))?.administrationTimes;
  return own ? { ...site.rules, administrationTimes: mergedTimes(site.rules.administrationTimes, own) } : site.rules;
}

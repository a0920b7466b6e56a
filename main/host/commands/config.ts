import { accessSync, constants, statSync } from 'node:fs';
import { stringify } from 'yaml';
import { dividedRows } from '../../config/divided-rows.ts';
import { badConfig } from '../../config/problem.ts';
import { computersSiteFile, readSite, rulesFor, SITE_DEFAULTS } from '../../config/read-site.ts';
import { shownConfiguration } from '../../config/shown.ts';
import { namedFiles } from '../../config/named-files.ts';
import type { SiteConfiguration } from '../../config/site-configuration.ts';
import { PHASES, type ProcedureStep } from '../../domain/procedure.ts';
import { withSoundForms } from '../../services/sound-forms.ts';
import { fail, say } from '../terminal.ts';

export interface ConfigOptions {
  site?: string;
  json: boolean;
}

/** Reads the site file and says everything that is wrong with it, each with its line; also what on this computer doesn't fit it. */
export async function checkConfig(options: ConfigOptions): Promise<void> {
  const file = options.site ?? computersSiteFile();
  const site = readSite(file);
  if (!site.ok) return fail(options.json, site.error);
  const { formProblems } = await withSoundForms(site.value);
  const { ehr, units, zone, procedureProblems, formularyProblems, printers } = site.value;
  const problems = [...procedureProblems, ...formProblems, ...formularyProblems];
  if (problems.length > 0) return fail(options.json, badConfig(problems));
  const missing = [...missingOf(site.value), ...unnamed(site.value)];
  const compare = comparisons(site.value);
  say(
    options.json,
    { file: site.value.file, units: units.map(unit => unit.name), missing, compare },
    [
      `${site.value.file} is right.`,
      ehr
        ? `EHR: ${ehr.vendorName} at ${ehr.baseUrl}, sign-in: ${ehr.authentication.kind}.`
        : 'No EHR is configured: give one with --fhir.',
      `Units: ${units.map(unit => `${unit.name} (${unit.census.kind})`).join(', ') || 'none: give one with --unit'}. Time zone: ${zone}.`,
      `Printers: ${printers.map(({ name, units: own }) => (own ? `${name} (${own.join(', ')})` : name)).join(', ') || 'none: sheets are saved as PDF'}.`,
      ...missing.map(why => `TO DO ON THIS COMPUTER: ${why}`),
      ...compare.map(why => `TO COMPARE: ${why}`),
    ].join('\n'),
  );
}

/** Administration times that may not be meant as they are, though nothing is wrong with them. */
function comparisons(site: SiteConfiguration): string[] {
  const usual = readSite(SITE_DEFAULTS);
  if (!usual.ok) return [];
  const units = site.units.map(unit => rulesFor(site, unit.name).administrationTimes);
  return [...new Set(units.flatMap(own => dividedRows(usual.value.rules.administrationTimes, own)))];
}

/** Kiosks that exchange must have different names; who reads a list of them can't tell two K1 apart. */
function unnamed(site: SiteConfiguration): string[] {
  const usual = readSite(SITE_DEFAULTS);
  if (site.exchange === null || !usual.ok || usual.value.rules.kiosk !== site.rules.kiosk) return [];
  return [
    `kiosk: this one is called ${site.rules.kiosk}, as every kiosk is that nobody named: give each of the ward its own name.`,
  ];
}

/** Prints the configuration with everything filled in; of keys and secrets only the names of their files, of the procedures how many steps a phase has, of the forms their names. */
export function showConfig(options: ConfigOptions): void {
  const site = readSite(options.site ?? null);
  if (!site.ok) return fail(options.json, site.error);
  const { procedures, rules, ownForms, ...others } = shownConfiguration(site.value);
  const forms = rules.forms.map(({ id }) => id);
  const shown = {
    ...others,
    procedures: stepsByPhase(procedures),
    rules: { ...rules, forms },
    ownForms: ownForms.map(({ form }) => form.id),
  };
  say(options.json, shown, stringify(shown, { lineWidth: 130 }).trimEnd());
}

/** How many steps each phase has. */
const stepsByPhase = (steps: readonly ProcedureStep[]): Record<string, number> =>
  Object.fromEntries(PHASES.map(phase => [phase, steps.filter(step => step.phase === phase).length]));

/** Files that the configuration names and that are not as they must be on this computer, a sentence each. */
const missingOf = (site: SiteConfiguration): string[] =>
  namedFiles(site).flatMap(({ field, path, kind, secret }) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return [`${field}: there is no ${kind} ${path}: make it, or correct the name.`];
    if ((kind === 'folder') !== found.isDirectory()) return [`${field}: ${path} is not a ${kind}: correct the name.`];
    try {
      accessSync(path, constants.R_OK);
    } catch {
      return [`${field}: ${path} cannot be read by this account: change its rights.`];
    }
    if (secret && process.platform !== 'win32' && (found.mode & 0o077) !== 0)
      return [`${field}: ${path} can be read by other accounts of this computer: run chmod 600 on it.`];
    return [];
  });

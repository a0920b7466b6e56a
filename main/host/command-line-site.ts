import { parseArgs } from 'node:util';
import { computersSiteFile, readSite, unitOf, type Said } from '../config/read-site.ts';
import type { SiteConfiguration, UnitConfiguration } from '../config/site-configuration.ts';
import { err, ok, type Result } from '../domain/result.ts';

const NAMES = ['site', 'fhir', 'unit', 'store', 'key', 'print', 'zone'] as const;

/** The site file (`--site`, else the computer's) with what the command line says on top; what else stands on Electron's command line is Chromium's. */
export function siteOnCommandLine(
  commandLine: string[],
): Result<{ site: SiteConfiguration; unit: UnitConfiguration }, { kind: string; why: string }> {
  const options = Object.fromEntries(NAMES.map(name => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ args: commandLine, options, strict: false });
  const { site: file, ...said } = Object.fromEntries(
    NAMES.flatMap(name => (typeof values[name] === 'string' ? [[name, values[name]]] : [])),
  ) as Said & { site?: string };
  const site = readSite(file ?? null, said);
  if (!site.ok) return site;
  if (site.value.folders === null)
    return err({
      kind: 'no-store',
      why: `The kiosk doesn’t know where its copies are kept: ${site.value.file ?? computersSiteFile()} must say at least store, ehr and units.`,
    });
  const unit = unitOf(site.value);
  return unit.ok ? ok({ site: site.value, unit: unit.value }) : unit;
}

import { writeFileSync } from 'node:fs';
import { readSite, unitOf } from '../../config/read-site.ts';
import type { Instant, Zone } from '../../domain/time.ts';
import { chaptersOf } from '../../ehr/probe-chapters.ts';
import { surveyEhr } from '../../ehr/probe-survey.ts';
import { readingOf } from '../../ehr-of-site.ts';
import { columns, EXIT, fail, failUsage, say, terminalLog } from '../terminal.ts';
import { probePage } from './ehr-probe-page.ts';
import { keyFile } from '../../vault/key-file.ts';

export interface EhrProbeOptions {
  site?: string;
  fhir?: string;
  unit?: string;
  zone?: Zone;
  now?: Instant;
  patients: number;
  html?: string;
  verbose: boolean;
  json: boolean;
}

/** Reads a few patients of a unit as a refresh does and reports how that went; stores nothing. */
export async function ehrProbe(options: EhrProbeOptions): Promise<void> {
  const { fhir, unit, zone, now } = options;
  const site = readSite(options.site ?? null, {
    ...(fhir !== undefined && { fhir }),
    ...(unit !== undefined && { unit }),
    ...(zone !== undefined && { zone }),
  });
  if (!site.ok) return fail(options.json, site.error);
  const { ehr } = site.value;
  if (ehr === null)
    return failUsage(options.json, { kind: 'no-ehr', why: 'Nobody said which EHR: write ehr in the site file, or say --fhir.' });
  const ward = unitOf(site.value);
  if (!ward.ok) return failUsage(options.json, ward.error);
  const { folders } = site.value;
  const journal = folders && { folder: folders.store, keys: keyFile(folders.key) };
  const how = readingOf(ehr, ward.value, terminalLog(options.verbose), journal);
  if (!how.ok) return fail(options.json, how.error);
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  const report = await surveyEhr({
    ...how.value,
    unit: ward.value.name,
    now: now ?? new Date().toISOString(),
    zone: site.value.zone,
    patients: options.patients,
    signal: abort.signal,
  });
  const chapters = chaptersOf(report);
  const title = `EHR report for ${report.unit}`;
  const subtitle = `${report.fhirUrl}, ${report.at}. Contains no patient data.`;
  if (options.html !== undefined) {
    try {
      writeFileSync(options.html, probePage(title, subtitle, chapters));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return fail(options.json, {
        kind: 'not-written',
        why: `${options.html} could not be written (${code ?? 'no reason given'}).`,
      });
    }
  }
  const text = chapters.map(({ title: heading, lines, table }) =>
    [heading.toUpperCase(), ...lines, ...(table && table.rows.length > 0 ? [columns([table.columns, ...table.rows])] : [])].join(
      '\n',
    ),
  );
  say(options.json, report, [`${title}\n${subtitle}`, ...text].join('\n\n'));
  const unusable = report.census.fault !== null || report.sections.some(s => s.section === 'orders' && s.outlook !== 'complete');
  if (unusable) process.exitCode = EXIT.failed;
}

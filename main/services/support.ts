import { readFileSync, statfsSync } from 'node:fs';
import { arch, freemem, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { shownConfiguration } from '../config/shown.ts';
import type { Problem } from '../config/problem.ts';
import type { SiteRules } from '../config/site-rules.ts';
import type { SiteConfiguration } from '../config/site-configuration.ts';
import { SECTION_TITLES, type Chart, type SectionName } from '../domain/chart.ts';
import type { SectionStatus } from '../domain/section.ts';
import { epochMs, type Instant } from '../domain/time.ts';
import type { Keys } from '../ports.ts';
import type { Counts } from '../store/manifest.ts';
import { listGenerations, readLatest } from '../store/read-latest.ts';
import { openSnapshotStore } from '../store/snapshot-store.ts';
import { unitsIn } from '../store/unit-folder.ts';
import { REFRESH_ENDED } from './refresh-timing.ts';

/** All that helps to find out why a kiosk doesn't work, without a secret and without a word about any patient: counts, times, states. */
export interface SupportBundle {
  madeAt: Instant;
  versions: Record<string, string>;
  computer: {
    platform: string;
    release: string;
    arch: string;
    freeMemoryMb: number;
    memoryMb: number;
    freeDiskMb: number | null;
  };
  site: { file: string | null; problems: Problem[]; configuration: ShownSite | null };
  units: UnitSupport[];
  /** The log's lines about the last refreshes: how long they took and what they brought. */
  refreshes: LogLine[];
  log: LogLine[];
}
type LogLine = Record<string, unknown>;

type DrugList = 'highAlert' | 'hazardous' | 'controlled' | 'twoInitials' | 'tallMan' | 'allergyCheck';
/** The configuration with the drug lists, procedures, forms and phone list as their lengths: a bundle names no drug and nobody's number. */
type ShownSite = Omit<SiteConfiguration, 'rules' | 'procedures' | 'phones' | 'ownForms'> & {
  rules: Omit<SiteRules, DrugList | 'forms'>;
  procedures: number;
  ownForms: number;
  phones: number;
  drugLists: Record<DrugList, number>;
};

interface UnitSupport {
  unit: string | null;
  generations: { number: number; asOf: Instant | null; counts: Counts | null; bytes: number | null; fault: string | null }[];
  /** Why no copy can be read; null when one can. */
  unreadable: string | null;
  latest: { number: number; asOf: Instant; patients: number; unread: number; unmapped: number; warnings: number } | null;
  sections: SectionSupport[];
}

interface SectionSupport {
  name: SectionName;
  title: string;
  /** How many patients' section is in which state. */
  states: Partial<Record<SectionStatus, number>>;
  items: number;
  /** Patients whose section is older than the copy, or was never received. */
  older: number;
  oldest: Instant | null;
}

export interface SupportOptions {
  now: Instant;
  file: string | null;
  site: SiteConfiguration | null;
  problems: Problem[];
  /** Where copies are, when it is known. */
  store: string | null;
  keys: Keys | null;
  log: LogLine[];
}

const REFRESHES = 50;

/** Gathers the bundle; what can't be read is said in it and stops nothing. */
export function supportBundle({ now, file, site, problems, store, keys, log }: SupportOptions): SupportBundle {
  const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);
  return {
    madeAt: now,
    versions: versions(),
    computer: {
      platform: process.platform,
      release: release(),
      arch: arch(),
      freeMemoryMb: megabytes(freemem()),
      memoryMb: megabytes(totalmem()),
      freeDiskMb: store === null ? null : freeDisk(store),
    },
    site: { file, problems, configuration: site && shownSite(site) },
    units: store === null || keys === null ? [] : unitsIn(store).map(({ unit }) => unitSupport(store, unit, keys)),
    refreshes: log.filter(line => line['message'] === REFRESH_ENDED).slice(-REFRESHES),
    log,
  };
}

function shownSite(site: SiteConfiguration): ShownSite {
  const { rules, procedures, phones, ownForms, ...shown } = shownConfiguration(site);
  const { highAlert, hazardous, controlled, twoInitials, tallMan, allergyCheck, forms: _, ...others } = rules;
  const drugLists: Record<DrugList, number> = {
    highAlert: highAlert.stems.length,
    hazardous: hazardous.stems.length,
    controlled: controlled.stems.length,
    twoInitials: twoInitials.stems.length,
    tallMan: tallMan.names.length,
    allergyCheck: allergyCheck.classes.length,
  };
  return { ...shown, rules: others, procedures: procedures.length, ownForms: ownForms.length, phones: phones.length, drugLists };
}

function versions(): Record<string, string> {
  const { node, electron, v8, openssl } = process.versions as Record<string, string | undefined>;
  let kiosk = 'unknown';
  try {
    const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
    kiosk = (JSON.parse(text) as { version: string }).version;
  } catch {
    // An installation without its package.json is itself worth knowing: it stays "unknown".
  }
  return { kiosk, node: node ?? '', v8: v8 ?? '', openssl: openssl ?? '', ...(electron !== undefined && { electron }) };
}

function freeDisk(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return Math.round((bavail * bsize) / 1024 / 1024);
  } catch {
    return null;
  }
}

function unitSupport(folder: string, unit: string | null, keys: Keys): UnitSupport {
  const nothing = { unit, generations: [], latest: null, sections: [] };
  if (unit === null) return { ...nothing, unreadable: 'no manifest can be read' };
  const store = openSnapshotStore({ folder, unit, keys });
  const listed = listGenerations(store);
  if (!listed.ok) return { ...nothing, unreadable: listed.error.kind };
  const generations = listed.value.map(({ number, manifest, fault }) => ({
    number,
    asOf: manifest?.asOf ?? null,
    counts: manifest?.counts ?? null,
    bytes: manifest?.size ?? null,
    fault: fault?.kind ?? null,
  }));
  const latest = readLatest(store);
  if (!latest.ok) return { ...nothing, generations, unreadable: latest.error.kind };
  const { number, snapshot } = latest.value.generation;
  const { charts } = snapshot;
  const sum = (of: (chart: Chart) => number): number => charts.reduce((total, chart) => total + of(chart), 0);
  return {
    unit,
    generations,
    unreadable: null,
    latest: {
      number,
      asOf: snapshot.asOf,
      patients: charts.length,
      unread: snapshot.unread.length,
      unmapped: sum(chart => chart.unmapped.length),
      warnings: sum(chart => chart.warnings.length),
    },
    sections: (Object.keys(SECTION_TITLES) as SectionName[]).map(name => sectionSupport(name, charts, snapshot.asOf)),
  };
}

function sectionSupport(name: SectionName, charts: readonly Chart[], asOf: Instant): SectionSupport {
  const states: Partial<Record<SectionStatus, number>> = {};
  const sections = charts.map(chart => chart.sections[name]);
  for (const { status } of sections) states[status] = (states[status] ?? 0) + 1;
  const received = sections.flatMap(section => (section.asOf === null ? [] : [section.asOf]));
  return {
    name,
    title: SECTION_TITLES[name],
    states,
    items: sections.reduce((total, section) => total + section.items.length, 0),
    older: sections.filter(section => section.asOf === null || epochMs(section.asOf) < epochMs(asOf)).length,
    oldest: received.sort((a, b) => epochMs(a) - epochMs(b))[0] ?? null,
  };
}

import { SECTION_TITLES, type Chart, type SectionName, type Sections } from './chart.ts';
import type { Section } from './section.ts';
import { epochMs, type Instant } from './time.ts';

/** From so many items to none at once is not believed until it repeats (fhir.md section 3). */
const MANY = 3;

/** Parts without which a chart is no chart: their age is the chart's age. */
const CRITICAL: SectionName[] = ['allergies', 'orders'];

/**
 * What stands after a refresh: the new chart, with the older part kept under its own age wherever the new one failed,
 * was refused, or went from many to none for the first time. Nothing older than `previous` is ever needed. A patient who comes back
 * in another stay starts anew: orders of the stay that ended are no orders.
 */
export function carryOver(previous: Chart | null, next: Chart): Chart {
  if (previous === null || (previous.gone && previous.encounter.id !== next.encounter.id)) return next;
  const warnings = [...next.warnings];
  const names = Object.keys(SECTION_TITLES) as SectionName[];
  const sections = Object.fromEntries(
    names.map(name => [name, carrySection(SECTION_TITLES[name], previous.sections[name], next.sections[name], warnings)]),
  ) as unknown as Sections;
  const ages = [next.asOf, ...CRITICAL.map(name => sections[name].asOf).filter(asOf => asOf !== null)];
  return { ...next, sections, warnings, asOf: oldest(ages) };
}

function carrySection(title: string, older: Section<unknown>, newer: Section<unknown>, warnings: string[]): Section<unknown> {
  const withdrawn = newer.status === 'not-supported' && older.items.length > 0;
  const failed = newer.status === 'failed' || newer.status === 'unauthorised' || withdrawn;
  if (failed && older.asOf !== null) {
    return {
      ...newer,
      asOf: older.asOf,
      items: older.items,
      reason: `${newer.reason ?? 'not received this time'}; the older copy of this part is shown`,
    };
  }
  const answered = newer.status === 'ok' || newer.status === 'partial';
  const vanished = answered && newer.items.length === 0 && older.items.length >= MANY && older.emptied === 0;
  if (vanished && older.asOf !== null) {
    const why = `the EHR suddenly sent none where it had sent ${older.items.length}: the older ones are kept until it says so again`;
    warnings.push(`${title}: ${why}`);
    return { ...older, status: 'partial', reason: why, emptied: 1 };
  }
  return newer;
}

const oldest = (instants: Instant[]): Instant => instants.reduce((a, b) => (epochMs(b) < epochMs(a) ? b : a));

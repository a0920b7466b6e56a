import type { DiagnosticReport, ServiceRequest } from 'fhir/r4';
import type { Entry } from '../domain/chart.ts';
import type { Section } from '../domain/section.ts';
import type { Instant } from '../domain/time.ts';
import { conceptName } from './concept.ts';
import { sectionOf, type Part } from './read-section.ts';
import { idOf } from './reference.ts';
import { joined, list, words } from './tolerant.ts';

const TEST_CODES = ['108252007', '363679005', '103693007', '386053000', '15220000', 'laboratory', 'imaging'];
const TEST_WORDS =
  /\b(lab|laboratory|imaging|radiology|diagnostic|pathology|microbiology|cardiology|evaluation procedure|blood bank)\b/i;
const TEST_SYSTEMS = /loinc|ama-assn\.org\/go\/cpt/i;
const UNFINISHED = ['registered', 'partial', 'preliminary'];

/** Tests of one patient as they come in: ordered ones, begun ones, and which orders have a final report. */
export interface PendingTests {
  ordered: Entry[];
  begun: Entry[];
  answered: Set<string>;
}

export const noTests = (): PendingTests => ({ ordered: [], begun: [], answered: new Set() });

/** Is it an order of a laboratory test, an image or another examination: by its category, or by a LOINC or CPT code? */
export function isTest(resource: ServiceRequest): boolean {
  const categories = list(resource.category);
  const coded = categories.some(c =>
    list(c.coding).some(coding => TEST_CODES.includes(words(coding.code) ?? '') || TEST_WORDS.test(words(coding.display) ?? '')),
  );
  if (coded || categories.some(c => TEST_WORDS.test(conceptName(c) ?? ''))) return true;
  return list(resource.code?.coding).some(coding => TEST_SYSTEMS.test(words(coding.system) ?? ''));
}

/** Notes what a report says about the tests it answers. */
export function noteReport(tests: PendingTests, resource: DiagnosticReport, entry: Entry): void {
  if (UNFINISHED.includes(words(resource.status) ?? '')) {
    tests.begun.push(entry);
    return;
  }
  for (const order of list(resource.basedOn)) {
    const id = idOf(order, 'ServiceRequest');
    if (id !== null) tests.answered.add(id);
  }
}

/** The ordered tests that no final report answers, and the reports that are not final. */
const stillPending = ({ ordered, begun, answered }: PendingTests): Entry[] => [
  ...ordered.filter(order => !answered.has(order.id)),
  ...begun.map(report => ({ ...report, id: `report-${report.id}` })),
];

/**
 * Tests without a result, whose completeness is that of both the orders and the reports: where only one of them can be had, what is listed
 * is not the whole truth.
 */
export function pendingSection(now: Instant, ordered: Part<Entry>, reports: Part<Entry>, tests: PendingTests): Section<Entry> {
  const items = stillPending(tests);
  const parts = [ordered, reports].map(part => ({ ...part, items, leftOut: new Map<string, number>(), included: [] }));
  const section = sectionOf(now, parts);
  const [without] = [ordered, reports].filter(part => part.status === 'not-supported');
  if (section.status !== 'ok' || without === undefined) return section;
  const lack =
    without === reports
      ? 'reports cannot be had: tests that have a result may be listed'
      : 'orders of tests cannot be had: only tests that were begun are listed';
  return { ...section, status: 'partial', reason: joined([lack, section.reason], '; ') };
}

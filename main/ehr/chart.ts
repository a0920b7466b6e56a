import type {
  AllergyIntolerance,
  CarePlan,
  Condition,
  Consent,
  Coverage,
  DiagnosticReport,
  Flag,
  Goal,
  NutritionOrder,
  Observation as FhirObservation,
  Patient,
  RelatedPerson,
  ServiceRequest,
} from 'fhir/r4';
import type { Chart, CodeStatusStatement, Entry, SectionName, Sections, Unmapped } from '../domain/chart.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { missing, type Section } from '../domain/section.ts';
import { epochMs, plusMinutes, type Instant, type Zone } from '../domain/time.ts';
import type { FhirJson } from './answer-body.ts';
import type { Capability } from './capability.ts';
import type { Census, Resident } from './census.ts';
import type { FhirClient } from './client.ts';
import { hasCode, LOINC } from './concept.ts';
import type { DrugBook } from './drug-names.ts';
import type { HttpFault } from './fault.ts';
import { mapAllergy } from './map-allergy.ts';
import {
  CODE_STATUS_LOINC,
  codeStatusOfConsent,
  codeStatusOfObservation,
  codeStatusOfOrder,
  newestOf,
} from './map-code-status.ts';
import { mapEncounter } from './map-encounter.ts';
import {
  mapCarePlan,
  mapCondition,
  mapCoverage,
  mapDiagnosticReport,
  mapFlag,
  mapGoal,
  mapNutritionOrder,
  mapRelatedPerson,
  mapServiceRequest,
} from './map-entry.ts';
import type { Mapped } from './mapped.ts';
import { mapPatient, NO_NAME, patientContacts, replacedBy } from './map-patient.ts';
import { isTest, noTests, noteReport, pendingSection, type PendingTests } from './pending-tests.ts';
import { people, staffOf, type People } from './people.ts';
import { readLines } from './read-lines.ts';
import { readMedications } from './read-medications.ts';
import { readResults, RESULT_HOURS } from './read-results.ts';
import { readPart, sectionOf, type Part, type Reading } from './read-section.ts';
import { lastMs } from './timestamps.ts';
import { list } from './tolerant.ts';

/** What all patients of one reading share. */
export interface Ward {
  client: FhirClient;
  capability: Capability;
  census: Census;
  book: DrugBook;
  /** Shared by all patients of a reading; without it each looks up its own staff. */
  people?: People;
  now: Instant;
  zone: Zone;
  count: { resources: number };
}

/** Reads one patient's whole chart; fails only when the patient's own record can't be had. */
export async function readChart(ward: Ward, resident: Resident): Promise<Result<Chart, HttpFault>> {
  const { client, capability, now, zone, count } = ward;
  const found = await readPatient(client, resident.patientId);
  if (!found.ok) return found;
  const { patient, ids } = found.value;
  const identity = mapPatient(patient, ids[0]!);
  const staff = ward.people ?? people(client, capability.offers('Practitioner'));
  await staff.name([...staffOf(resident.here), ...staffOf(resident.stay)]);
  const encounter = mapEncounter(resident, ward.census.places, now, zone);
  const reading: Reading = {
    client,
    capability,
    now,
    zone,
    patientIds: new Set(ids),
    unmapped: [],
    warnings: new Set(resident.warnings),
    count,
  };
  if (identity.name === NO_NAME) reading.warnings.add('The EHR sent no name for this patient.');
  if (ids[0] !== resident.patientId)
    reading.warnings.add('The EHR has merged this patient with another record: the merged record is shown.');

  const who = ids[0] === resident.patientId ? ids[0] : `${ids[0]},${resident.patientId}`;
  const tests = noTests();
  const leftOut = (name: SectionName): Section<Entry> | null => {
    const why = capability.leftOut?.(name) ?? null;
    return why === null ? null : missing('not-supported', why);
  };
  const before = reading.warnings.size;
  const parts = await together({
    medications: readMedications(reading, who, resident.family, encounter.admitted, ward.book, staff),
    orders: readOrders(reading, who, tests),
    reports: readReports(reading, who, tests),
    allergies: one(reading, 'AllergyIntolerance', { patient: who }, r => mapAllergy(r as unknown as AllergyIntolerance)),
    results: readResults(reading, who),
    lines: leftOut('lines') ?? readLines(reading, who, encounter.admitted),
    problems: readProblems(reading, who, resident.family),
    flags: one(reading, 'Flag', { patient: who, status: 'active' }, r => mapFlag(r as unknown as Flag, zone)),
    diet: one(reading, 'NutritionOrder', { patient: who }, r => mapNutritionOrder(r as unknown as NutritionOrder, zone)),
    carePlans: one(reading, 'CarePlan', { patient: who, status: 'active' }, r => mapCarePlan(r as unknown as CarePlan, zone)),
    goals: one(reading, 'Goal', { patient: who }, r => mapGoal(r as unknown as Goal, zone)),
    contacts: readContacts(reading, who, patient),
    coverage: one(reading, 'Coverage', { patient: who, status: 'active' }, r => mapCoverage(r as unknown as Coverage, zone)),
  });
  const { medications, orders, reports, results, ...searched } = parts;
  const sections: Sections = {
    ...medications,
    ...results,
    ...searched,
    serviceOrders: sectionOf(now, [orders.ordered]),
    codeStatus: orders.codeStatus,
    pendingTests: leftOut('pendingTests') ?? pendingSection(now, orders.ordered, reports, tests),
    reports: leftOut('reports') ?? sectionOf(now, [reports]),
  };
  const warnings = [...reading.warnings];
  return ok({
    identity,
    encounter,
    asOf: now,
    sections,
    unmapped: reading.unmapped.sort(byTypeAndId),
    warnings: [...warnings.slice(0, before), ...warnings.slice(before).sort()],
    gone: null,
  });
}

/** Waits for parts that are asked for at the same time; how many requests that makes at once is the client's to decide. */
async function together<T extends Record<string, unknown>>(parts: { [K in keyof T]: T[K] | Promise<T[K]> }): Promise<T> {
  const found = await Promise.all(Object.entries(parts).map(async ([name, part]) => [name, await part] as const));
  return Object.fromEntries(found) as T;
}

/** Answers come in any order; the chart says the same things in the same order. */
const byTypeAndId = (a: Unmapped, b: Unmapped): number =>
  compare(a.resource, b.resource) || compare(a.id ?? '', b.id ?? '') || compare(a.raw, b.raw);
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The patient's record; of a merged one, the record that replaced it. The first id is the chart's. */
async function readPatient(client: FhirClient, id: string): Promise<Result<{ patient: Patient; ids: string[] }, HttpFault>> {
  const ids: string[] = [];
  for (let next = id, depth = 0; depth < 4; depth++) {
    const answer = await client.get(`Patient/${encodeURIComponent(next)}`);
    if (!answer.ok) return answer;
    if (answer.value.resourceType !== 'Patient')
      return err({ kind: 'malformed', status: null, why: 'The EHR sent something else instead of the patient' });
    const patient = answer.value as unknown as Patient;
    ids.unshift(next);
    const survivor = replacedBy(patient);
    if (survivor === null || ids.includes(survivor)) {
      const replaced = list(patient.link).flatMap(l =>
        l.type === 'replaces' ? [/Patient\/([^/?#]+)/.exec(l.other?.reference ?? '')?.[1]] : [],
      );
      return ok({ patient, ids: [...ids, ...replaced.filter(r => r !== undefined)] });
    }
    next = survivor;
  }
  return err({ kind: 'malformed', status: null, why: 'The record of this patient was merged too many times over' });
}

/** A section that is one search. */
async function one<T extends { id: string }>(
  reading: Reading,
  type: string,
  params: Record<string, string>,
  map: (resource: FhirJson) => Mapped<T>,
): Promise<Section<T>> {
  return sectionOf(reading.now, [await relaxed(reading, { type, params }, map)]);
}

/** A server that refuses the status filter is asked without it: every mapper filters by itself. */
async function relaxed<T>(
  reading: Reading,
  query: { type: string; params: Record<string, string> },
  map: (resource: FhirJson) => Mapped<T>,
): Promise<Part<T>> {
  const part = await readPart(reading, query, map);
  if (part.fault?.kind !== 'refused' || query.params['status'] === undefined) return part;
  const { status: _, ...params } = query.params;
  return readPart(reading, { ...query, params }, map);
}

async function readProblems(reading: Reading, patient: string, family: readonly string[]): Promise<Section<Entry>> {
  const map = (r: FhirJson): Mapped<Entry> => mapCondition(r as unknown as Condition, family, reading.zone);
  const categories = ['problem-list-item', 'encounter-diagnosis'];
  const parts = categories.map(category => readPart(reading, { type: 'Condition', params: { patient, category } }, map));
  return sectionOf(reading.now, await Promise.all(parts));
}

/** Orders that are not medicines, and every statement about resuscitation, some of which are orders. */
async function readOrders(
  reading: Reading,
  patient: string,
  tests: PendingTests,
): Promise<{ ordered: Part<Entry>; codeStatus: Section<CodeStatusStatement> }> {
  const { zone, now } = reading;
  const ordered: CodeStatusStatement[] = [];
  const silent = new Map<string, number>();
  const ordering = relaxed(reading, { type: 'ServiceRequest', params: { patient, status: 'active' } }, resource => {
    const request = resource as unknown as ServiceRequest;
    const statement = codeStatusOfOrder(request, zone);
    if ('item' in statement) ordered.push(statement.item);
    else if ('leftOut' in statement && statement.leftOut !== null)
      silent.set(statement.leftOut, (silent.get(statement.leftOut) ?? 0) + 1);
    const mapped = mapServiceRequest(request, zone);
    if ('item' in mapped && isTest(request)) tests.ordered.push(mapped.item);
    return mapped;
  });
  const observing = readPart(
    reading,
    { type: 'Observation', params: { patient, code: `${LOINC}|${CODE_STATUS_LOINC}` } },
    resource => {
      const observation = resource as unknown as FhirObservation;
      return hasCode(observation.code, [CODE_STATUS_LOINC]) ? codeStatusOfObservation(observation, zone) : { leftOut: null };
    },
  );
  const consenting = relaxed(reading, { type: 'Consent', params: { patient, status: 'active' } }, resource =>
    codeStatusOfConsent(resource as unknown as Consent, zone),
  );
  const [orders, observed, consented] = await Promise.all([ordering, observing, consenting]);
  return {
    ordered: orders,
    codeStatus: sectionOf(now, [
      { ...observed, items: newestOf(observed.items, zone) },
      consented,
      { ...orders, items: ordered, leftOut: silent, included: [] },
    ]),
  };
}

async function readReports(reading: Reading, patient: string, tests: PendingTests): Promise<Part<Entry>> {
  const from = plusMinutes(reading.now, -RESULT_HOURS * 60);
  const query = { type: 'DiagnosticReport', params: { patient }, window: { param: 'date', from, to: null } };
  return readPart(reading, query, resource => {
    const report = resource as unknown as DiagnosticReport;
    const last = lastMs(report.effectiveDateTime ?? report.effectivePeriod?.end ?? report.issued, reading.zone);
    if (last < epochMs(from)) return { leftOut: null };
    const mapped = mapDiagnosticReport(report, reading.zone);
    if ('item' in mapped) noteReport(tests, report, mapped.item);
    return mapped;
  });
}

async function readContacts(reading: Reading, patient: string, record: Patient): Promise<Section<Entry>> {
  const own = patientContacts(record);
  const related = await readPart(reading, { type: 'RelatedPerson', params: { patient } }, r =>
    mapRelatedPerson(r as unknown as RelatedPerson, reading.zone),
  );
  const section = sectionOf(reading.now, [related]);
  if (own.length === 0) return section;
  const status = section.status === 'not-supported' ? 'ok' : section.status;
  return { ...section, status, asOf: reading.now, items: [...own, ...section.items] };
}

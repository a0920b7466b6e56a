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
import type { Chart, CodeStatusStatement, Entry, Sections } from '../domain/chart.ts';
import type { Observation } from '../domain/observation.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Section } from '../domain/section.ts';
import { epochMs, plusMinutes, type Instant, type Zone } from '../domain/time.ts';
import type { FhirJson } from './answer-body.ts';
import type { Capability } from './capability.ts';
import type { Census, Resident } from './census.ts';
import type { FhirClient } from './client.ts';
import { hasCode } from './concept.ts';
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
import { mapObservation } from './map-observation.ts';
import { mapPatient, NO_NAME, patientContacts, replacedBy } from './map-patient.ts';
import { isTest, noTests, noteReport, pendingSection, type PendingTests } from './pending-tests.ts';
import { people, staffOf, type People } from './people.ts';
import { readLines } from './read-lines.ts';
import { readMedications } from './read-medications.ts';
import { readPart, sectionOf, type Part, type Reading } from './read-section.ts';
import { firstMs, lastMs } from './timestamps.ts';
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

/** How far back results are read; weight and height are read however old they are. */
const RESULT_HOURS = 72;
const WEIGHT = '29463-7';
const HEIGHT = '8302-2';
const LOINC = 'http://loinc.org';

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
  const medications = await readMedications(reading, who, resident.family, encounter.admitted, ward.book, staff);
  const tests = noTests();
  const orders = await readOrders(reading, who, tests);
  const reports = await readReports(reading, who, tests);
  const sections: Sections = {
    ...medications,
    allergies: await one(reading, 'AllergyIntolerance', { patient: who }, r => mapAllergy(r as unknown as AllergyIntolerance)),
    ...(await readResults(reading, who)),
    serviceOrders: sectionOf(now, [orders.ordered]),
    codeStatus: orders.codeStatus,
    pendingTests: pendingSection(now, orders.ordered, reports, tests),
    lines: await readLines(reading, who, encounter.admitted),
    problems: await readProblems(reading, who, resident.family),
    flags: await one(reading, 'Flag', { patient: who, status: 'active' }, r => mapFlag(r as unknown as Flag, zone)),
    diet: await one(reading, 'NutritionOrder', { patient: who }, r => mapNutritionOrder(r as unknown as NutritionOrder, zone)),
    carePlans: await one(reading, 'CarePlan', { patient: who, status: 'active' }, r =>
      mapCarePlan(r as unknown as CarePlan, zone),
    ),
    goals: await one(reading, 'Goal', { patient: who }, r => mapGoal(r as unknown as Goal, zone)),
    reports: sectionOf(now, [reports]),
    contacts: await readContacts(reading, who, patient),
    coverage: await one(reading, 'Coverage', { patient: who, status: 'active' }, r =>
      mapCoverage(r as unknown as Coverage, zone),
    ),
  };
  return ok({
    identity,
    encounter,
    asOf: now,
    sections,
    unmapped: reading.unmapped,
    warnings: [...reading.warnings],
    gone: null,
  });
}

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
  const listed = await readPart(reading, { type: 'Condition', params: { patient, category: 'problem-list-item' } }, map);
  const diagnosed = await readPart(reading, { type: 'Condition', params: { patient, category: 'encounter-diagnosis' } }, map);
  return sectionOf(reading.now, [listed, diagnosed]);
}

async function readResults(reading: Reading, patient: string): Promise<Pick<Sections, 'vitals' | 'labs'>> {
  const from = plusMinutes(reading.now, -RESULT_HOURS * 60);
  const window = { param: 'date', from, to: null };
  const category = async (code: string): Promise<Part<Observation>> =>
    readPart(reading, { type: 'Observation', params: { patient, category: code }, window }, resource => {
      const observation = resource as unknown as FhirObservation;
      const categories = list(observation.category);
      if (categories.length > 0 && !categories.some(c => hasCode(c, [code]))) return { leftOut: null };
      return isBefore(observation, from, reading.zone) ? { leftOut: null } : mapObservation(observation, reading.zone);
    });
  const vitals = await category('vital-signs');
  const codes = [WEIGHT, HEIGHT].map(code => `${LOINC}|${code}`).join(',');
  const measures = await readPart(
    reading,
    { type: 'Observation', params: { patient, code: codes, _sort: '-date' } },
    resource => {
      const mapped = mapObservation(resource as unknown as FhirObservation, reading.zone);
      return 'item' in mapped && ![WEIGHT, HEIGHT].includes(mapped.item.code) ? { leftOut: null } : mapped;
    },
  );
  return {
    vitals: sectionOf(reading.now, [
      vitals,
      { ...measures, leftOut: new Map(), items: [WEIGHT, HEIGHT].flatMap(c => newest(measures.items, c, reading.zone)) },
    ]),
    labs: sectionOf(reading.now, [await category('laboratory')]),
  };
}

function isBefore(observation: FhirObservation, from: Instant, zone: Zone): boolean {
  const ends = [
    observation.effectiveDateTime,
    observation.effectiveInstant,
    observation.effectivePeriod?.end,
    observation.effectivePeriod?.start,
  ];
  const known = ends.map(date => lastMs(date, zone)).filter(ms => !Number.isNaN(ms));
  return known.length > 0 && Math.max(...known) < epochMs(from);
}

function newest(observations: readonly Observation[], code: string, zone: Zone): Observation[] {
  const when = (o: Observation): number => firstMs(o.at, zone) || 0;
  return observations
    .filter(o => o.code === code && o.value !== null)
    .sort((a, b) => when(b) - when(a))
    .slice(0, 1);
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
  const orders = await relaxed(reading, { type: 'ServiceRequest', params: { patient, status: 'active' } }, resource => {
    const request = resource as unknown as ServiceRequest;
    const statement = codeStatusOfOrder(request, zone);
    if ('item' in statement) ordered.push(statement.item);
    else if ('leftOut' in statement && statement.leftOut !== null)
      silent.set(statement.leftOut, (silent.get(statement.leftOut) ?? 0) + 1);
    const mapped = mapServiceRequest(request, zone);
    if ('item' in mapped && isTest(request)) tests.ordered.push(mapped.item);
    return mapped;
  });
  const observed = await readPart(
    reading,
    { type: 'Observation', params: { patient, code: `${LOINC}|${CODE_STATUS_LOINC}` } },
    resource => {
      const observation = resource as unknown as FhirObservation;
      return hasCode(observation.code, [CODE_STATUS_LOINC]) ? codeStatusOfObservation(observation, zone) : { leftOut: null };
    },
  );
  const consented = await relaxed(reading, { type: 'Consent', params: { patient, status: 'active' } }, resource =>
    codeStatusOfConsent(resource as unknown as Consent, zone),
  );
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

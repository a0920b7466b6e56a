import type { Encounter, Identifier, Patient } from 'fhir/r4';
import type { AdtPatient } from '../../domain/adt-state.ts';
import type { FhirClient } from '../client.ts';
import type { HttpFault } from '../fault.ts';
import { replacedBy } from '../map-patient.ts';
import { collect } from '../paging.ts';
import { idOf } from '../reference.ts';
import { address } from '../search-query.ts';
import { list, words } from '../tolerant.ts';

/** What the FHIR server has under a record number. */
export type Found =
  | { kind: 'found'; id: string; warnings: string[] }
  | { kind: 'missing'; why: string }
  | { kind: 'fault'; why: string; fault: HttpFault };

/** Finds the patient by record number, compared exactly here as servers may ignore the parameter; then by the numbers merged into it. */
export async function findPatient(client: FhirClient, patient: AdtPatient, system: string | undefined): Promise<Found> {
  for (const mrn of [patient.mrn, ...patient.formerly.toReversed()]) {
    const params = { identifier: token(mrn, system) };
    const answer = await collect(
      client,
      address({ type: 'Patient', params }, client.limits.perPage),
      r => r as unknown as Patient,
    );
    const fitting = answer.items.filter(p => words(p.id) !== null && has(p.identifier, mrn, system));
    const current = fitting.filter(p => replacedBy(p) === null && p.active !== false);
    const candidates = current.length > 0 ? current : fitting;
    if (candidates.length > 1)
      return { kind: 'missing', why: `the EHR has ${candidates.length} records with this number: which one is not known` };
    const [found] = candidates;
    if (found) return { kind: 'found', id: found.id!, warnings: warningsOf(found, patient, mrn) };
    if (answer.fault) return { kind: 'fault', why: answer.fault.why, fault: answer.fault };
  }
  return {
    kind: 'missing',
    why: 'the ADT feed has this patient on the unit, the EHR’s FHIR server finds nobody with this number',
  };
}

function warningsOf(found: Patient, { mrn, birthDate }: AdtPatient, by: string): string[] {
  const born = words(found.birthDate);
  const differs = born !== null && birthDate !== null && !born.startsWith(birthDate) && !birthDate.startsWith(born);
  return [
    ...(by === mrn ? [] : [`The EHR has this patient under the former number ${by}; the ADT feed merged it into ${mrn}.`]),
    ...(differs ? [`The ADT feed has another date of birth (${birthDate}) than this record: verify who this is.`] : []),
  ];
}

/** The EHR's stay for a visit number, or the only open stay of the patient; null with a warning when it can't be told. */
export async function findStay(
  client: FhirClient,
  patientId: string,
  visit: string | null,
  system: string | undefined,
): Promise<{ encounter: Encounter | null; warnings: string[] }> {
  const own = (e: Encounter): boolean => idOf(e.subject, 'Patient') === patientId && words(e.id) !== null;
  const search = async (params: Record<string, string>): Promise<Encounter[]> => {
    const answer = await collect(
      client,
      address({ type: 'Encounter', params }, client.limits.perPage),
      r => r as unknown as Encounter,
    );
    return answer.items.filter(own);
  };
  if (visit !== null) {
    const byNumber = (await search({ identifier: token(visit, system) })).filter(e => has(e.identifier, visit, system));
    const top = byNumber.filter(e => !byNumber.some(other => other.id === idOf(e.partOf, 'Encounter')));
    const [only] = top;
    if (only && top.length === 1) return { encounter: only, warnings: [] };
  }
  const all = await search({ patient: patientId });
  const numbered = visit === null ? [] : all.filter(e => has(e.identifier, visit, system));
  const open = all.filter(e => (e.status === 'in-progress' || e.status === 'onleave') && idOf(e.partOf, 'Encounter') === null);
  if (numbered.length === 1) return { encounter: numbered[0]!, warnings: [] };
  if (open.length === 1)
    return {
      encounter: open[0]!,
      warnings:
        visit === null ? [] : ["The EHR does not have the feed's visit number: its only open stay of this patient is shown."],
    };
  const why = open.length === 0 ? 'has no open stay of this patient' : `has ${open.length} open stays of this patient`;
  return {
    encounter: null,
    warnings: [`The EHR ${why} with the feed's visit number: stay and place come from the ADT feed alone.`],
  };
}

const token = (value: string, system: string | undefined): string =>
  system === undefined ? escaped(value) : `${escaped(system)}|${escaped(value)}`;
/** FHIR escapes for a search value. */
const escaped = (value: string): string => value.replace(/[\\$|,]/g, '\\$&');

const has = (identifiers: Identifier[] | undefined, value: string, system: string | undefined): boolean =>
  list(identifiers).some(
    i => words(i.value) === value && words(i.use) !== 'old' && (system === undefined || words(i.system) === system),
  );

import type { Encounter, Patient } from 'fhir/r4';
import type { FhirClient } from '../client.ts';
import type { HttpFault } from '../fault.ts';
import { replacedBy } from '../map-patient.ts';
import { collect } from '../paging.ts';
import { idOf } from '../reference.ts';
import { address } from '../search-query.ts';
import { list, words } from '../tolerant.ts';

/** What kind of number a list holds: of the patient (MRN) or of the stay (FIN). */
export type NumberKind = 'MRN' | 'FIN';

/** Whom a number means. */
export type Resolved =
  | { kind: 'patient'; patientId: string; stay: Encounter | null }
  | { kind: 'nobody'; why: string }
  | { kind: 'fault'; fault: HttpFault };

/** Finds the one patient with this number; two patients are nobody. Of records that were merged the one that stands. */
export async function resolve(client: FhirClient, system: string, value: string, kind: NumberKind): Promise<Resolved> {
  return kind === 'MRN' ? byRecordNumber(client, system, value) : byStayNumber(client, system, value);
}

async function byRecordNumber(client: FhirClient, system: string, value: string): Promise<Resolved> {
  const found = await collect(client, query(client, 'Patient', system, value), r => {
    const patient = r as unknown as Patient;
    return patient.id !== undefined && carries(patient.identifier, system, value) ? patient : null;
  });
  if (found.fault) return { kind: 'fault', fault: found.fault };
  const ids = new Set(found.items.map(patient => replacedBy(patient) ?? patient.id!));
  if (ids.size > 1) return { kind: 'nobody', why: `the EHR has ${ids.size} patients with this number: none is taken` };
  const [patientId] = ids;
  if (patientId === undefined) return { kind: 'nobody', why: 'the EHR has no patient with this number' };
  return { kind: 'patient', patientId, stay: null };
}

async function byStayNumber(client: FhirClient, system: string, value: string): Promise<Resolved> {
  const found = await collect(client, query(client, 'Encounter', system, value), r => {
    const stay = r as unknown as Encounter;
    return carries(stay.identifier, system, value) ? stay : null;
  });
  if (found.fault) return { kind: 'fault', fault: found.fault };
  const ids = new Set(found.items.map(stay => idOf(stay.subject, 'Patient')).filter(id => id !== null));
  if (ids.size > 1) return { kind: 'nobody', why: `the EHR has stays of ${ids.size} patients with this number: none is taken` };
  const [patientId] = ids;
  if (patientId !== undefined) return { kind: 'patient', patientId, stay: found.items[0]! };
  return {
    kind: 'nobody',
    why: found.items.length > 0 ? 'the EHR does not say whose stay this is' : 'the EHR has no stay with this number',
  };
}

const query = (client: FhirClient, type: string, system: string, value: string): string =>
  address({ type, params: { identifier: `${system}|${value}` } }, client.limits.perPage);

/** A server that ignores `identifier` sends everybody. An identifier without a system is compared by its value alone. */
const carries = (identifiers: Patient['identifier'], system: string, value: string): boolean =>
  list(identifiers).some(i => words(i.value) === value && [null, system].includes(words(i.system)));

import type { Encounter } from 'fhir/r4';
import { err, ok, type Result } from '../../domain/result.ts';
import type { EhrFault } from '../../ports.ts';
import type { FhirJson } from '../answer-body.ts';
import { censusOfListed, type Listed } from '../census-of-listed.ts';
import type { Census, CensusSource } from '../census.ts';
import type { FhirClient } from '../client.ts';
import { statusFault, wholeFault, type HttpFault } from '../fault.ts';
import { idOf } from '../reference.ts';
import { isOpen } from '../stays.ts';
import { startExport, type ExportManifest } from './export.ts';
import { readNdjson, type NdjsonCount } from './ndjson.ts';

export interface BulkGroupOptions {
  /** Id of the Group that the hospital keeps for the unit. */
  group: string;
  /** The longest wait for the export, in milliseconds; 5 minutes by default, and never beyond the reading's own limit. */
  waitMs?: number;
  /** Ids of the unit's Locations, when the EHR calls the unit otherwise than the site does. */
  locationIds?: readonly string[];
}

const WAIT_MS = 5 * 60_000;
const BROKEN = 'The EHR’s export of the patients broke off in the middle: who is on the unit is not known';
const LINE_BYTES = 16 * 1024 * 1024;
const NDJSON = { accept: 'application/fhir+ndjson, application/ndjson;q=0.9, */*;q=0.1' };

/**
 * The census of EHRs that only say who is on a unit by a bulk export of a Group. Only patients and stays are exported: Oracle's export
 * lacks medication administrations and others, so charts are read patient by patient as always.
 */
export const bulkGroup = ({ group, waitMs, locationIds }: BulkGroupOptions): CensusSource => ({
  async census(client, request) {
    const target = `Group/${encodeURIComponent(group)}/$export?_type=Patient,Encounter`;
    const started = await startExport(client, target);
    if (!started.ok) return err(kickOffFault(started.error, client.host, group));
    try {
      const manifest = await started.value.finished(waitMs ?? WAIT_MS);
      if (!manifest.ok) return err(wholeFault(manifest.error, client.host));
      const read = await readExport(client, manifest.value);
      if (!read.ok) return read;
      const { patients, stays, complete, unread } = read.value;
      if (patients.size === 0 && unread.length === 0)
        return err({ kind: 'unit-empty', why: `The EHR's group ${group} is empty: it names nobody on ${request.unit}.` });
      const listed: Listed[] = [...patients].map(patientId => ({ patientId, label: `Patient ${patientId}` }));
      return await censusOfListed(client, request, {
        listed,
        unread,
        encounters: stays,
        complete,
        name: `the EHR's group ${group}`,
        locationIds: locationIds ?? null,
      });
    } finally {
      await started.value.cancel();
    }
  },
});

function kickOffFault(fault: HttpFault, host: string, group: string): EhrFault {
  if (fault.kind === 'not-found' || fault.kind === 'refused')
    return { kind: 'not-configured', why: `The EHR at ${host} does not export a group ${group}: ${fault.why}.` };
  return wholeFault(fault, host);
}

interface ReadExport {
  patients: Set<string>;
  /** Open stays whole; of a patient without one a bare closed stay, so that nobody asks again. */
  stays: Encounter[];
  complete: boolean;
  unread: Census['unread'];
}

async function readExport(client: FhirClient, manifest: ExportManifest): Promise<Result<ReadExport, EhrFault>> {
  const patients = new Set<string>();
  const open: Encounter[] = [];
  const closed = new Set<string>();
  const take = (resource: FhirJson): void => {
    if (resource.resourceType === 'Patient' && resource.id !== undefined) patients.add(resource.id);
    if (resource.resourceType !== 'Encounter') return;
    const encounter = resource as unknown as Encounter;
    const patient = idOf(encounter.subject, 'Patient');
    if (isOpen(encounter)) open.push(encounter);
    else if (patient !== null) closed.add(patient);
  };
  const unread: Census['unread'] = [];
  let lostLines = 0;
  let staysWhole = manifest.output.some(file => file.type === 'Encounter');
  for (const { type, url } of manifest.output.filter(file => file.type === 'Patient' || file.type === 'Encounter')) {
    const read = await readFile(client, url, take);
    if (!read.ok && type === 'Patient') return err(wholeFault(read.error, client.host));
    const whole = read.ok && read.value.malformed === 0 && !read.value.truncated;
    if (whole) continue;
    client.log.write('warn', 'a file of the export is not whole', { type, malformed: read.ok ? read.value.malformed : null });
    if (type === 'Encounter') staysWhole = false;
    else if (!read.ok || read.value.truncated) return err({ kind: 'malformed', why: BROKEN });
    else lostLines += read.value.malformed;
  }
  if (lostLines > 0) {
    for (const stay of open) patients.add(idOf(stay.subject, 'Patient') ?? '');
    patients.delete('');
    unread.push({ patient: `whoever is on ${lostLines} lines of the export`, why: 'these lines cannot be read' });
  }
  const errors = await countErrors(client, manifest);
  if (errors > 0)
    unread.push({
      patient: 'whoever is missing from the export',
      why: `the EHR says that ${errors} ${errors === 1 ? 'thing' : 'things'} could not be exported`,
    });
  const bare = [...closed].map(
    id => ({ resourceType: 'Encounter', status: 'finished', subject: { reference: `Patient/${id}` } }) as Encounter,
  );
  return ok({ patients, stays: [...open, ...bare], complete: staysWhole && errors === 0, unread });
}

async function readFile(
  client: FhirClient,
  url: string,
  take: (resource: FhirJson) => void,
): Promise<Result<NdjsonCount, HttpFault>> {
  const answer = await client.exchange(url, { method: 'GET', headers: NDJSON });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status !== 200) {
    await body?.cancel().catch(() => undefined);
    return err(statusFault(status, 'file of the export', []));
  }
  const count = await readNdjson(body, { lineBytes: LINE_BYTES, idleMs: client.limits.requestMs }, take);
  client.counts.bytes += count.bytes;
  return ok(count);
}

/** Issues in the export's error files; a file that can't be read counts as one. */
async function countErrors(client: FhirClient, { error }: ExportManifest): Promise<number> {
  let errors = 0;
  for (const { url } of error) {
    let grave = 0;
    const read = await readFile(client, url, resource => {
      const issues = (resource as { issue?: unknown }).issue;
      if (Array.isArray(issues)) grave += (issues as { severity?: unknown }[]).filter(i => i.severity !== 'information').length;
    });
    errors += read.ok ? grave + read.value.malformed + Number(read.value.truncated) : 1;
  }
  return errors;
}

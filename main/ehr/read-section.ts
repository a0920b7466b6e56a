import type { Reference } from 'fhir/r4';
import type { Unmapped } from '../domain/chart.ts';
import { missing, type Section, type SectionStatus } from '../domain/section.ts';
import type { Instant, Zone } from '../domain/time.ts';
import type { FhirJson } from './answer-body.ts';
import type { Capability } from './capability.ts';
import type { FhirClient } from './client.ts';
import type { HttpFault } from './fault.ts';
import type { Mapped } from './mapped.ts';
import { idOf } from './reference.ts';
import type { Query } from './search-query.ts';
import { searchAround } from './smaller-windows.ts';
import { joined, words } from './tolerant.ts';

/** Reading one patient: what is shared by all parts of the chart, and what they add to it. */
export interface Reading {
  client: FhirClient;
  capability: Capability;
  now: Instant;
  zone: Zone;
  /** The patient's ids: their own, and those of records merged into it. */
  patientIds: ReadonlySet<string>;
  unmapped: Unmapped[];
  warnings: Set<string>;
  /** Resources received. */
  count: { resources: number };
}

/** What one search brought toward a section. */
export interface Part<T> {
  status: SectionStatus;
  /** Why the status isn't `ok`. */
  reasons: string[];
  /** Entries received and left out on purpose, counted by why. */
  leftOut: Map<string, number>;
  items: T[];
  included: FhirJson[];
  fault: HttpFault | null;
}

/**
 * Searches and maps one kind of resource for one patient. Never throws for bad data: what can't be mapped is kept raw. Whose a resource is is
 * checked here, because a server that ignores the `patient` parameter sends everybody's (fhir.md quirk 3).
 */
export async function readPart<T>(reading: Reading, query: Query, map: (resource: FhirJson) => Mapped<T>): Promise<Part<T>> {
  const part: Part<T> = { status: 'ok', reasons: [], leftOut: new Map(), items: [], included: [], fault: null };
  if (!reading.capability.offers(query.type))
    return {
      ...part,
      status: 'not-supported',
      reasons: [reading.capability.notAsked?.(query.type) ?? 'this EHR does not offer it'],
    };
  let foreign = 0;
  const found = await searchAround<{ mapped: Mapped<T>; id: string }>(reading.client, query, reading.now, resource => {
    reading.count.resources++;
    const whose = ownership(resource, reading.patientIds);
    if (whose === 'foreign') {
      foreign++;
      return null;
    }
    const mapped = whose === 'unsaid' ? { unmapped: 'does not say whose it is' } : mapSafely(reading, resource, map);
    if ('unmapped' in mapped) keepRaw(reading, resource, mapped.unmapped);
    return { mapped, id: resource.id ?? '' };
  });
  reading.count.resources += found.included.length;
  const seen = new Set<string>();
  for (const { mapped, id } of found.items) {
    if (id !== '' && seen.has(id)) continue;
    seen.add(id);
    if ('item' in mapped) part.items.push(mapped.item);
    else if ('leftOut' in mapped && mapped.leftOut !== null)
      part.leftOut.set(mapped.leftOut, (part.leftOut.get(mapped.leftOut) ?? 0) + 1);
  }
  part.included = found.included;
  part.fault = found.fault;
  if (found.fault) {
    part.status = statusOf(found.fault);
    if (part.status === 'not-supported' && reading.capability.declared) part.status = 'failed';
    part.reasons.push(found.items.length > 0 ? `${found.fault.why}; only a part was received` : found.fault.why);
  }
  const partly = [...new Set(found.notices)];
  if (found.lost > 0)
    partly.push(`a part of it could not be read: the EHR answered with an error for ${found.lost} of its time windows`);
  if (foreign > 0) partly.push(`the EHR also sent ${foreign} entries of other patients, which are not shown`);
  if (partly.length > 0 && part.status === 'ok') part.status = 'partial';
  part.reasons.push(...partly);
  for (const reason of partly) reading.warnings.add(`${query.type}: ${reason}`);
  return part;
}

/** A fault as the state of a section (fhir.md section 3, quirk 10): refused rights and missing types are not emptiness. */
export function statusOf(fault: HttpFault): Exclude<SectionStatus, 'ok'> {
  if (fault.kind === 'unauthorised') return 'unauthorised';
  return fault.kind === 'not-found' ? 'not-supported' : 'failed';
}

/** Maps a resource; a shape that no reading is prepared for makes it unmapped, never a lost patient. */
export function mapSafely<T>(reading: Reading, resource: FhirJson, map: (resource: FhirJson) => Mapped<T>): Mapped<T> {
  try {
    return map(resource);
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'error';
    reading.client.log.write('error', 'a resource could not be mapped', { type: resource.resourceType, error: kind });
    return { unmapped: `its structure could not be read (${kind})` };
  }
}

/** Keeps a resource whole that could not be mapped. */
export function keepRaw(reading: Reading, resource: FhirJson, why: string): void {
  const id = words(resource.id);
  if (id !== null && reading.unmapped.some(u => u.id === id && u.resource === resource.resourceType)) return;
  reading.unmapped.push({ resource: resource.resourceType, id, why, raw: JSON.stringify(resource) });
}

function ownership(resource: FhirJson, patientIds: ReadonlySet<string>): 'own' | 'foreign' | 'unsaid' {
  const { subject, patient, beneficiary } = resource as { subject?: Reference; patient?: Reference; beneficiary?: Reference };
  const reference = subject ?? patient ?? beneficiary;
  const id = idOf(reference, 'Patient');
  if (id === null) return 'unsaid';
  return patientIds.has(id) ? 'own' : 'foreign';
}

/**
 * Several searches as one section. A search that this EHR doesn't offer counts only when there is no other; one that it answers with "not
 * found" without ever having said what it offers may be missing, which is said. One that failed for now fails
 * the section, so that the older items stay (what did come is shown when there are none); one that is refused for good makes it partial.
 */
export function sectionOf<T extends { id: string }>(asOf: Instant, parts: readonly Part<T>[]): Section<T> {
  const offered = parts.filter(part => part.status !== 'not-supported');
  if (offered.length === 0)
    return missing(
      'not-supported',
      joined(
        parts.flatMap(p => p.reasons),
        '; ',
      ) ?? 'this EHR does not offer it',
    );
  const items = new Map(offered.flatMap(part => part.items).map(item => [item.id, item]));
  const notFound = parts.filter(part => part.status === 'not-supported' && part.fault !== null);
  const status = together(offered) === 'ok' && notFound.length > 0 ? 'partial' : together(offered);
  const leftOut = new Map<string, number>();
  for (const [why, count] of offered.flatMap(part => [...part.leftOut])) leftOut.set(why, (leftOut.get(why) ?? 0) + count);
  return {
    status,
    asOf: status === 'ok' || status === 'partial' || items.size > 0 ? asOf : null,
    reason: joined(
      [
        ...[...offered, ...notFound].flatMap(part => part.reasons),
        ...[...leftOut].map(([why, count]) => `${count} not listed: ${why}`),
      ],
      '; ',
    ),
    items: [...items.values()],
    emptied: 0,
  };
}

function together(parts: readonly Part<unknown>[]): SectionStatus {
  const has = (...statuses: SectionStatus[]): boolean => parts.some(part => statuses.includes(part.status));
  if (parts.some(part => part.status === 'failed' && part.fault?.kind !== 'refused')) return 'failed';
  if (!has('ok', 'partial')) return has('failed') ? 'failed' : 'unauthorised';
  return has('failed', 'unauthorised', 'partial') ? 'partial' : 'ok';
}

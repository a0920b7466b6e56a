import type { Encounter, List } from 'fhir/r4';
import { err, ok, type Result } from '../domain/result.ts';
import type { EhrFault } from '../ports.ts';
import { censusOfListed, type Listed } from './census-of-listed.ts';
import type { Census, CensusSource } from './census.ts';
import type { FhirClient } from './client.ts';
import { wholeFault } from './fault.ts';
import { collect } from './paging.ts';
import { idOf } from './reference.ts';
import { address } from './search-query.ts';
import { list, words } from './tolerant.ts';
import { batches } from './unit-places.ts';

export interface EpicListOptions {
  /** Of the list's identifier, as Epic's integration team gives them. */
  system: string;
  id: string;
  /** Ids of the unit's Locations, when Epic calls the unit otherwise than the site does. */
  locationIds?: readonly string[];
}

const BATCH = 25;
const OVER = ['entered-in-error', 'retired'];

/** The census of Epic: the hospital builds one patient list per unit, and `List?code=patients&identifier=` reads it. */
export const epicList = ({ system, id, locationIds }: EpicListOptions): CensusSource => ({
  async census(client, request) {
    const name = `the EHR's patient list ${id}`;
    const lists = await findLists(client, system, id);
    if (!lists.ok) return lists;
    const entries = lists.value.flatMap(found => list(found.entry)).filter(entry => entry.deleted !== true);
    if (entries.length === 0)
      return err({ kind: 'unit-empty', why: `The EHR's patient list ${id} is empty: it names nobody on ${request.unit}.` });

    const listed: Listed[] = [];
    const unread: Census['unread'] = [];
    const stays = new Set<string>();
    for (const [i, { item }] of entries.entries()) {
      const patientId = idOf(item, 'Patient');
      const stay = idOf(item, 'Encounter');
      if (patientId !== null) listed.push({ patientId, label: `Patient ${patientId}` });
      else if (stay !== null) stays.add(stay);
      else unread.push({ patient: `entry ${i + 1} of ${name}`, why: 'it names neither a patient nor a stay' });
    }
    const encounters = await readStays(client, [...stays]);
    if (!encounters.ok) return encounters;
    for (const stay of stays) {
      const encounter = encounters.value.get(stay);
      const patientId = idOf(encounter?.subject, 'Patient');
      if (patientId !== null) listed.push({ patientId, label: `Patient ${patientId}` });
      else
        unread.push({
          patient: `stay ${stay}`,
          why: encounter ? 'the EHR does not say whose stay this is' : 'the EHR does not have it',
        });
    }
    return censusOfListed(client, request, {
      listed,
      unread,
      encounters: [...encounters.value.values()],
      complete: false,
      name,
      locationIds: locationIds ?? null,
    });
  },
});

/** The current lists with this identifier, whole: a search result may leave out their entries. */
async function findLists(client: FhirClient, system: string, id: string): Promise<Result<List[], EhrFault>> {
  const params = { code: 'patients', identifier: `${system}|${id}` };
  const found = await collect(client, address({ type: 'List', params }, client.limits.perPage), r => r as unknown as List);
  if (found.fault?.kind === 'not-found')
    return err({ kind: 'not-configured', why: `The EHR at ${client.host} offers no patient lists: ${found.fault.why}.` });
  if (found.fault) return err(wholeFault(found.fault, client.host));
  if (found.notices.length > 0)
    client.log.write('warn', 'the EHR says that the patient list may be incomplete', { notices: found.notices.length });
  const named = found.items.filter(l => isNamed(l, system, id));
  const current = named.filter(l => !OVER.includes(words(l.status) ?? ''));
  if (current.length === 0)
    return err({
      kind: 'not-configured',
      why:
        named.length > 0
          ? `The EHR's patient list ${id} is retired: ask for the one that replaced it.`
          : `The EHR has no patient list ${id} in ${system}, or does not show it to this kiosk.`,
    });
  const whole: List[] = [];
  for (const one of current) {
    if (list(one.entry).length > 0 || one.id === undefined) {
      whole.push(one);
      continue;
    }
    const answer = await client.get(`List/${encodeURIComponent(one.id)}`);
    if (!answer.ok && answer.error.kind !== 'not-found') return err(wholeFault(answer.error, client.host));
    whole.push(answer.ok && answer.value.resourceType === 'List' ? (answer.value as unknown as List) : one);
  }
  return ok(whole);
}

/** A server that ignores `identifier` sends every list; one that shows no identifiers is believed. */
function isNamed(found: List, system: string, id: string): boolean {
  const identifiers = list(found.identifier);
  return identifiers.length === 0 || identifiers.some(i => words(i.value) === id && [null, system].includes(words(i.system)));
}

/** Stays by id; those the EHR doesn't have are missing from it. */
async function readStays(client: FhirClient, ids: readonly string[]): Promise<Result<Map<string, Encounter>, EhrFault>> {
  const stays = new Map<string, Encounter>();
  for (const batch of batches(ids, BATCH)) {
    const query = { type: 'Encounter', params: { _id: batch.join(',') } };
    const found = await collect(client, address(query, client.limits.perPage), r => r as unknown as Encounter);
    if (found.fault) return err(wholeFault(found.fault, client.host));
    for (const stay of found.items) if (batch.includes(stay.id ?? '')) stays.set(stay.id!, stay);
  }
  return ok(stays);
}

import type { Encounter, MedicationRequest, Practitioner, Reference } from 'fhir/r4';
import type { FhirClient } from './client.ts';
import { nameWords } from './map-patient.ts';
import { collect } from './paging.ts';
import { idOf } from './reference.ts';
import { address } from './search-query.ts';
import { list, words } from './tolerant.ts';
import { batches } from './unit-places.ts';

/** Said where the EHR named a person only by an id that could not be turned into a name. */
export const NAME_NOT_RECEIVED = 'name not received';

/** Staff who are referred to without their names: looked up once per reading, for all patients together. */
export interface People {
  /** Fills in the names of these references; those that can't be had say so. */
  name(references: readonly (Reference | undefined)[]): Promise<void>;
}

const BATCH = 40;
/** The most people looked up in one reading; a unit's patients share most of their staff. */
const MOST = 400;

/** Looks practitioners up by their ids, each at most once, also when several patients ask at the same time. */
export function people(client: FhirClient, offered: boolean): People {
  const asked = new Map<string, Promise<unknown>>();
  const names = new Map<string, string>();

  async function fetch(ids: readonly string[]): Promise<void> {
    const query = { type: 'Practitioner', params: { _id: ids.join(',') } };
    const found = await collect(client, address(query, client.limits.perPage), r => r as unknown as Practitioner);
    for (const person of found.items) {
      const name = list(person.name)
        .map(nameWords)
        .find(text => text !== null);
      if (person.id !== undefined && name) names.set(person.id, name);
    }
  }

  return {
    async name(references) {
      const bare = references.filter(
        r => r !== undefined && words(r.display) === null && words(r.reference) !== null,
      ) as Reference[];
      const ids = [...new Set(bare.map(r => idOf(r, 'Practitioner')).filter(id => id !== null))];
      const fresh = ids.filter(id => !asked.has(id)).slice(0, offered ? MOST - asked.size : 0);
      for (const batch of batches(fresh, BATCH)) {
        const answer = fetch(batch);
        for (const id of batch) asked.set(id, answer);
      }
      await Promise.all(ids.map(id => asked.get(id)));
      for (const reference of bare) reference.display = names.get(idOf(reference, 'Practitioner') ?? '') ?? NAME_NOT_RECEIVED;
    },
  };
}

/** Whom a chart names of a stay: its participants. */
export const staffOf = (encounter: Encounter): (Reference | undefined)[] => list(encounter.participant).map(p => p.individual);

/** Whom a chart names of an order: who asked for it. */
export const prescriberOf = (request: MedicationRequest): Reference | undefined => request.requester ?? request.recorder;

import type { Encounter, MedicationRequest } from 'fhir/r4';
import { epochMs, type Instant, type Zone } from '../domain/time.ts';
import type { FhirClient } from './client.ts';
import { collect } from './paging.ts';
import { idOf } from './reference.ts';
import { address } from './search-query.ts';
import { firstMs, lastMs } from './timestamps.ts';
import { words } from './tolerant.ts';
import { batches } from './unit-places.ts';

/** Which stay an order belongs to. Only `past` is kept off the MAR; `doubtful` is printed, with the reason as a warning. */
export type OrderStay = { kind: 'this' } | { kind: 'past' } | { kind: 'doubtful'; why: string };

const BATCH = 25;
const DEEPEST = 4;
/** An order of a stay that ended less than this before admission may be an emergency department's that is still carried out. */
const JUST_BEFORE_MS = 24 * 3_600_000;
const OVER = ['finished', 'cancelled', 'entered-in-error', 'discharged', 'completed'];

/** The encounters that orders name besides this stay's own, and their parents; those that can't be read are missing from it. */
export async function encountersOf(
  client: FhirClient,
  requests: readonly MedicationRequest[],
  family: readonly string[],
): Promise<Map<string, Encounter>> {
  const known = new Map<string, Encounter>();
  const tried = new Set(family);
  let wanted = new Set(requests.map(r => idOf(r.encounter, 'Encounter')).filter(id => id !== null && !tried.has(id)));
  for (let depth = 0; wanted.size > 0 && depth < DEEPEST; depth++) {
    for (const ids of batches(
      [...wanted].filter(id => id !== null),
      BATCH,
    )) {
      for (const id of ids) tried.add(id);
      const query = { type: 'Encounter', params: { _id: ids.join(',') } };
      const found = await collect(client, address(query, client.limits.perPage), r => r as unknown as Encounter);
      for (const encounter of found.items) if (encounter.id !== undefined) known.set(encounter.id, encounter);
    }
    wanted = new Set([...known.values()].map(e => idOf(e.partOf, 'Encounter')).filter(id => id !== null && !tried.has(id)));
  }
  return known;
}

/** Judges one order by the encounter it names. */
export function stayOf(
  request: MedicationRequest,
  family: readonly string[],
  encounters: ReadonlyMap<string, Encounter>,
  admitted: Instant | null,
  zone: Zone,
): OrderStay {
  const id = idOf(request.encounter, 'Encounter');
  if (id === null || family.includes(id)) return { kind: 'this' };
  const encounter = encounters.get(id);
  if (!encounter) return { kind: 'doubtful', why: 'it names another stay that could not be read' };
  let parent: Encounter | undefined = encounter;
  for (let depth = 0; parent && depth < 8; depth++) {
    const above = idOf(parent.partOf, 'Encounter');
    if (above === null) break;
    if (family.includes(above)) return { kind: 'this' };
    parent = encounters.get(above);
  }
  if (!OVER.includes(words(encounter.status) ?? ''))
    return { kind: 'doubtful', why: 'it names another stay that the EHR has not closed' };
  if (admitted === null) return { kind: 'past' };
  const ended = lastMs(encounter.period?.end, zone);
  const latest = Number.isNaN(ended) ? firstMs(request.authoredOn, zone) : ended;
  if (latest < epochMs(admitted) - JUST_BEFORE_MS) return { kind: 'past' };
  return { kind: 'doubtful', why: 'it names another stay, which ended shortly before or during this one' };
}

import type { Location } from 'fhir/r4';
import { err, ok, type Result } from '../domain/result.ts';
import type { EhrFault } from '../ports.ts';
import type { FhirClient } from './client.ts';
import { wholeFault, type HttpFault } from './fault.ts';
import { collect } from './paging.ts';
import { idOf } from './reference.ts';
import { address } from './search-query.ts';
import { list, words } from './tolerant.ts';

/** The unit and everything under it. */
export interface UnitPlaces {
  name: string;
  units: Location[];
  within: Map<string, Location>;
  /** Ids that are configured for the unit and that the EHR doesn't know. */
  missing: string[];
}

const BATCH = 25;
const DEEPEST = 8;

/** Names compared as people mean them: case, spaces and Unicode forms don't matter; nothing else is forgiven. */
export const sameName = (a: string | null, b: string): boolean => a !== null && normal(a) === normal(b);
const normal = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLocaleLowerCase();

/**
 * Finds the unit by its exact name (the server's `name` matches prefixes, or is ignored) and the rooms and beds under it. When there is
 * no such unit, says which names come closest.
 */
export async function findUnit(client: FhirClient, unit: string): Promise<Result<UnitPlaces, EhrFault>> {
  const named = await collect(
    client,
    address({ type: 'Location', params: { name: escaped(unit) } }, client.limits.perPage),
    asLocation,
  );
  let units = named.items.filter(location => isCalled(location, unit));
  let all: Location[] | null = null;
  if (units.length === 0) {
    if (named.fault && named.fault.kind !== 'refused') return err(wholeFault(named.fault, client.host));
    const listed = await collect(client, address({ type: 'Location', params: {} }, client.limits.perPage), asLocation);
    if (listed.fault && listed.items.length === 0) return err(wholeFault(listed.fault, client.host));
    all = listed.items;
    units = all.filter(location => isCalled(location, unit));
  }
  if (units.length === 0) return err({ kind: 'unit-unknown', why: unknownUnit(unit, all ?? []) });
  const active = units.filter(location => location.status !== 'inactive');
  units = active.length > 0 ? active : units;
  if (units.length > 1)
    client.log.write('warn', 'several places have the name of the unit: all are read', { places: units.length });
  const within = await descendants(client, units, all);
  if (!within.ok) return err(wholeFault(within.error, client.host));
  return ok({ name: words(units[0]!.name) ?? unit, units, within: within.value, missing: [] });
}

/**
 * The unit as the site's configuration names it: these places and the rooms and beds under them. The configured name is kept, so that the
 * EHR's own name of the ward is never read as a bed.
 */
export async function unitOfIds(client: FhirClient, unit: string, ids: readonly string[]): Promise<Result<UnitPlaces, EhrFault>> {
  const wanted = new Set(ids);
  const units: Location[] = [];
  for (const batch of batches([...wanted], BATCH)) {
    const query = { type: 'Location', params: { _id: batch.join(',') } };
    const found = await collect(client, address(query, client.limits.perPage), asLocation);
    if (found.fault) return err(wholeFault(found.fault, client.host));
    units.push(...found.items.filter(location => wanted.has(location.id ?? '')));
  }
  const known = new Set(units.map(location => location.id));
  const missing = [...wanted].filter(id => !known.has(id));
  if (units.length === 0)
    return err({ kind: 'unit-unknown', why: `The EHR knows none of the places configured for ${unit}: ${missing.join(', ')}.` });
  const within = await descendants(client, units, null);
  if (!within.ok) return err(wholeFault(within.error, client.host));
  const parents = new Set([...within.value.values()].map(location => idOf(location.partOf, 'Location')));
  for (const location of units) if (parents.has(location.id!)) within.value.set(location.id!, { ...location, name: unit });
  return ok({ name: unit, units, within: within.value, missing });
}

const asLocation = (resource: unknown): Location => resource as Location;
const isCalled = (location: Location, unit: string): boolean =>
  location.id !== undefined && [location.name, ...list(location.alias)].some(name => sameName(words(name), unit));

/** Everything under the units, level by level; a server that ignores `partof` sends everything, so the parent is checked here. */
async function descendants(
  client: FhirClient,
  units: Location[],
  all: Location[] | null,
): Promise<Result<Map<string, Location>, HttpFault>> {
  const within = new Map(units.map(location => [location.id!, location]));
  let level = [...within.keys()];
  for (let depth = 0; level.length > 0 && depth < DEEPEST; depth++) {
    const found: Location[] = [];
    for (const ids of batches(level, BATCH)) {
      if (all) found.push(...all);
      else {
        const query = { type: 'Location', params: { partof: ids.join(',') } };
        const children = await collect(client, address(query, client.limits.perPage), asLocation);
        if (children.fault && !['refused', 'not-found'].includes(children.fault.kind)) return err(children.fault);
        if (children.fault)
          client.log.write('warn', 'rooms and beds cannot be searched by their unit', { kind: children.fault.kind });
        found.push(...children.items);
      }
    }
    const parents = new Set(level);
    const fresh = found.filter(l => l.id !== undefined && !within.has(l.id) && parents.has(idOf(l.partOf, 'Location') ?? ''));
    for (const location of fresh) within.set(location.id!, location);
    level = [...new Set(fresh.map(location => location.id!))];
  }
  return ok(within);
}

/** Lists of at most so many. */
export function batches<T>(all: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let i = 0; i < all.length; i += size) parts.push(all.slice(i, i + size));
  return parts;
}

/** FHIR escapes for a search value. */
const escaped = (value: string): string => value.trim().replace(/[\\$|,]/g, '\\$&');

const CLOSEST = 5;

function unknownUnit(unit: string, all: Location[]): string {
  const names = [...new Set(all.map(location => words(location.name)).filter(name => name !== null))];
  if (names.length === 0) return `The EHR has no unit called "${unit}", and lists no units at all.`;
  const closest = names
    .map(name => ({ name, far: distance(normal(unit), normal(name)) }))
    .sort((a, b) => a.far - b.far || a.name.localeCompare(b.name))
    .slice(0, CLOSEST);
  return `The EHR has no unit called "${unit}". Closest of its ${names.length} names: ${closest.map(c => `"${c.name}"`).join(', ')}.`;
}

/** How different two names are: edit distance, less where one contains the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]! * (a.includes(b) || b.includes(a) ? 0.3 : 1);
}

import type { Medication, MedicationAdministration, MedicationRequest } from 'fhir/r4';
import type { Administration } from '../domain/administration.ts';
import type { Entry } from '../domain/chart.ts';
import { infusionsOf } from '../domain/infusion.ts';
import type { MedicationOrder } from '../domain/order.ts';
import { ADMINISTRATION_HOURS } from '../domain/last-given.ts';
import { missing, type Section } from '../domain/section.ts';
import { plusMinutes, type Instant } from '../domain/time.ts';
import type { FhirJson } from './answer-body.ts';
import { missingMedications, resolveDrug, type DrugBook, type NamesDrug } from './drug-names.ts';
import { mapAdministration } from './map-administration.ts';
import { isHomeMedicine, mapOrder, whyOver, withUniqueNumbers } from './map-order.ts';
import { encountersOf, stayOf } from './order-stays.ts';
import { prescriberOf, type People } from './people.ts';
import { collect } from './paging.ts';
import { idOf } from './reference.ts';
import { keepRaw, mapSafely, readPart, sectionOf, type Part, type Reading } from './read-section.ts';
import { resourceId } from './resource-id.ts';
import { address } from './search-query.ts';
import { batches } from './unit-places.ts';

const BATCH = 40;

interface Raw<T> {
  id: string;
  resource: T;
}

export interface Medications {
  orders: Section<MedicationOrder>;
  homeMedicines: Section<MedicationOrder>;
  administrations: Section<Administration>;
  infusions: Section<Entry>;
}

/** The patient's orders, home medicines and given doses, with their drugs named. `patient` is the value for the search parameter. */
export async function readMedications(
  reading: Reading,
  patient: string,
  family: readonly string[],
  admitted: Instant | null,
  book: DrugBook,
  people: People,
): Promise<Medications> {
  const [asked, given] = await Promise.all([readRequests(reading, patient, book), readDoses(reading, patient)]);
  const named = people.name(asked.items.map(raw => prescriberOf(raw.resource)));
  const former = await readFormer(reading, asked.items, given.items, book);
  await fetchDrugs(
    reading,
    [...asked.items, ...given.items, ...former].map(raw => raw.resource),
    book,
  );

  const encounters = await encountersOf(
    reading.client,
    asked.items.map(raw => raw.resource),
    family,
  );
  await named;
  const orders: MedicationOrder[] = [];
  const home: MedicationOrder[] = [];
  const names = new Map(former.map(({ id, resource }) => [id, resolveDrug(resource, book).name]));
  for (const { id, resource } of asked.items) {
    const drug = resolveDrug(resource, book);
    names.set(id, drug.resolved ? drug.name : `${drug.name}, order ${id}`);
    const mapped = mapSafely(reading, asJson(resource), () => ({ item: mapOrder(resource, book, reading.zone) }));
    if (!('item' in mapped)) {
      reading.warnings.add(`A live medication order could not be read (${drug.name}): see what could not be mapped.`);
      if ('unmapped' in mapped) keepRaw(reading, asJson(resource), mapped.unmapped);
      continue;
    }
    const order = mapped.item;
    const stay = stayOf(resource, family, encounters, admitted, reading.zone);
    if (isHomeMedicine(resource, resource.encounter !== undefined && stay.kind === 'this')) {
      home.push(order);
      continue;
    }
    if (stay.kind === 'past') {
      const status = order.status.toUpperCase();
      reading.warnings.add(
        `Not on the MAR because its stay is over, though still ${status}: ${order.drug.name} (order ${order.number}).`,
      );
      continue;
    }
    if (stay.kind === 'doubtful')
      reading.warnings.add(`Verify that this order applies: ${order.drug.name} (order ${order.number}); ${stay.why}.`);
    orders.push(order);
  }
  const numbered = withUniqueNumbers([...orders, ...home]);
  const since = sinceWhen(reading);
  const doses = mapDoses(reading, given, names, book, since);
  const current = numbered.slice(0, orders.length);
  return {
    orders: sectionOf(reading.now, [{ ...asked, items: current }]),
    homeMedicines: sectionOf(reading.now, [{ ...asked, items: numbered.slice(orders.length) }]),
    administrations: sectionOf(reading.now, [doses]),
    infusions: readInfusions(reading, asked, current, doses),
  };
}

/** Which doses belong to no order here can be said only when the orders were received. */
function readInfusions(
  reading: Reading,
  asked: Part<Raw<MedicationRequest>>,
  orders: readonly MedicationOrder[],
  doses: Part<Administration>,
): Section<Entry> {
  if (asked.status !== 'ok' && asked.status !== 'partial') {
    return missing(asked.status, asked.reasons.join('; ') || 'the medication orders were not received');
  }
  return sectionOf(reading.now, [
    { ...asked, items: infusionsOf(orders, doses.items), leftOut: new Map(), included: [] },
    { ...doses, items: [], leftOut: new Map() },
  ]);
}

/** Orders that are over but were given from in the time read: only their drugs' names are wanted, for doses that carry no more than a code. */
async function readFormer(
  reading: Reading,
  asked: readonly Raw<MedicationRequest>[],
  given: readonly Raw<MedicationAdministration>[],
  book: DrugBook,
): Promise<Raw<MedicationRequest>[]> {
  const live = new Set(asked.map(raw => raw.id));
  const ids = given
    .filter(({ resource }) => !resolveDrug(resource, book).resolved)
    .map(({ resource }) => idOf(resource.request, 'MedicationRequest'))
    .filter(id => id !== null && !live.has(id))
    .filter(id => id !== null);
  const former: Raw<MedicationRequest>[] = [];
  for (const batch of batches([...new Set(ids)], BATCH)) {
    const query = { type: 'MedicationRequest', params: { _id: batch.join(',') } };
    const found = await collect(
      reading.client,
      address(query, reading.client.limits.perPage),
      r => r as unknown as MedicationRequest,
    );
    former.push(...found.items.map(resource => ({ id: resourceId(resource), resource })));
  }
  return former;
}

/** Live requests. A server that refuses `_include`, or the status filter, is asked again without; both are done here anyway. */
async function readRequests(reading: Reading, patient: string, book: DrugBook): Promise<Part<Raw<MedicationRequest>>> {
  const include: Record<string, string> = reading.capability.includes('MedicationRequest', 'MedicationRequest:medication')
    ? { _include: 'MedicationRequest:medication' }
    : {};
  const status = { status: 'active,on-hold' };
  let part: Part<Raw<MedicationRequest>> | null = null;
  for (const filters of [{ ...status, ...include }, status, {}]) {
    part = await readPart(reading, { type: 'MedicationRequest', params: { patient, ...filters } }, resource => {
      const request = resource as unknown as MedicationRequest;
      return whyOver(request) === null ? { item: { id: resourceId(request), resource: request } } : { leftOut: null };
    });
    if (part.fault?.kind !== 'refused') break;
  }
  for (const medication of part!.included)
    if (medication.resourceType === 'Medication') book.add(medication as unknown as Medication);
  return part!;
}

const sinceWhen = (reading: Reading): Instant => plusMinutes(reading.now, -ADMINISTRATION_HOURS * 60);

async function readDoses(reading: Reading, patient: string): Promise<Part<Raw<MedicationAdministration>>> {
  const query = { type: 'MedicationAdministration', params: { patient } };
  const window = { param: 'effective-time', from: sinceWhen(reading), to: null };
  const keep = (resource: { resourceType: string }): { item: Raw<MedicationAdministration> } => ({
    item: { id: resourceId(resource), resource: resource as unknown as MedicationAdministration },
  });
  const part = await readPart(reading, { ...query, window }, keep);
  return part.fault?.kind === 'refused' ? readPart(reading, query, keep) : part;
}

function mapDoses(
  reading: Reading,
  given: Part<Raw<MedicationAdministration>>,
  names: ReadonlyMap<string, string>,
  book: DrugBook,
  since: Instant,
): Part<Administration> {
  const leftOut = new Map(given.leftOut);
  const items = given.items.flatMap(({ resource }) => {
    const mapped = mapSafely(reading, asJson(resource), () => mapAdministration(resource, book, names, since, reading.zone));
    if ('unmapped' in mapped) keepRaw(reading, asJson(resource), mapped.unmapped);
    if ('leftOut' in mapped && mapped.leftOut !== null) leftOut.set(mapped.leftOut, (leftOut.get(mapped.leftOut) ?? 0) + 1);
    return 'item' in mapped ? [mapped.item] : [];
  });
  return { ...given, items, leftOut };
}

const asJson = (resource: MedicationRequest | MedicationAdministration): FhirJson => resource as unknown as FhirJson;

const DEEPEST = 3;
const MOST_SINGLE_READS = 60;

/** Fetches the Medications that names depend on, then their ingredients; what can't be had leaves the name to the rest of the chain. */
async function fetchDrugs(reading: Reading, holders: readonly NamesDrug[], book: DrugBook): Promise<void> {
  if (!reading.capability.offers('Medication')) return;
  const { client } = reading;
  const tried = new Set<string>();
  for (let depth = 0; depth < DEEPEST; depth++) {
    const wanted = [...new Set(holders.flatMap(holder => missingMedications(holder, book)))].filter(id => !tried.has(id));
    if (wanted.length === 0) return;
    for (const ids of batches(wanted, BATCH)) {
      const query = { type: 'Medication', params: { _id: ids.join(',') } };
      const found = await collect(client, address(query, client.limits.perPage), r => r as unknown as Medication);
      for (const medication of found.items) book.add(medication);
      reading.count.resources += found.items.length;
      if (found.fault?.kind === 'refused') await readSingly(reading, ids, book);
      else if (found.fault) reading.warnings.add(`Names of drugs may be missing or less exact this time: ${found.fault.why}.`);
    }
    for (const id of wanted) tried.add(id);
  }
}

async function readSingly(reading: Reading, ids: readonly string[], book: DrugBook): Promise<void> {
  for (const id of ids.slice(0, MOST_SINGLE_READS)) {
    const answer = await reading.client.get(`Medication/${encodeURIComponent(id)}`);
    if (answer.ok && answer.value.resourceType === 'Medication') book.add(answer.value as unknown as Medication);
  }
}

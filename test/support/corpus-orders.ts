import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Medication, MedicationRequest } from 'fhir/r4';
import type { MedicationOrder } from '../../main/domain/order.ts';
import { drugBook } from '../../main/ehr/drug-names.ts';
import { mapOrder } from '../../main/ehr/map-order.ts';
import { needs } from './needs.ts';

/** The zone of the ward in the data. */
export const CORPUS_ZONE = '-05:00';

interface Resource {
  resourceType?: string;
}

/** Every resource in a folder of the corpus: NDJSON, single resources, bundles, and bundles within a captured answer. */
export function resourcesIn(folder: string): Resource[] {
  const path = join(needs.corpus.path, folder);
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .sort()
    .flatMap(file => {
      if (!/\.(ndjson|json)$/.test(file)) return [];
      const text = readFileSync(join(path, file), 'utf8');
      if (file.endsWith('.ndjson'))
        return text
          .split('\n')
          .filter(line => line !== '')
          .map(line => JSON.parse(line) as Resource);
      const json = JSON.parse(text) as Resource & { body?: unknown };
      const body = (json.body ?? json) as Resource & { entry?: { resource?: Resource }[] };
      if (body.resourceType !== 'Bundle') return body.resourceType === undefined ? [] : [body];
      return (body.entry ?? []).flatMap(e => (e.resource ? [e.resource] : []));
    });
}

/** Every MedicationRequest of a folder as the kiosk maps it, with the names of the folder's Medications; each id once. */
export function ordersIn(folder: string): MedicationOrder[] {
  const resources = resourcesIn(folder);
  const book = drugBook();
  for (const resource of resources) if (resource.resourceType === 'Medication') book.add(resource as Medication);
  const requests = resources.filter(r => r.resourceType === 'MedicationRequest') as MedicationRequest[];
  return [...new Map(requests.map(r => [r.id, r])).values()].map(request => mapOrder(request, book, CORPUS_ZONE));
}

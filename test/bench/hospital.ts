import type { Condition, Encounter, Location } from 'fhir/r4';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { FhirResource } from '../../main/demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import { folder } from '../support/command-line.ts';

export const BENCH_NOW = '2026-11-22T14:52:00-05:00';
export const BENCH_ZONE = 'America/New_York';

/** What the n-th unit of the bench's hospital is called, counted from 1. */
export const unitName = (n: number): string => `Unit ${String(n).padStart(2, '0')}`;

/** Units of 36 patients, as a folder of FHIR resources that can be served. */
export async function hospitalFolder(units: number, added: (ward: FhirResource[]) => FhirResource[] = () => []): Promise<string> {
  const data = folder();
  const file = createWriteStream(join(data, 'hospital.ndjson'));
  for (let n = 1; n <= units; n++) {
    const ward = unitOf36(n);
    for (const resource of [...ward, ...added(ward)]) file.write(`${JSON.stringify(resource)}\n`);
  }
  file.end();
  await finished(file);
  return data;
}

/** The demo ward under a name of its own, with the four patients of the ward next door. */
function unitOf36(n: number): FhirResource[] {
  const resources = demoWard({ seed: n, now: BENCH_NOW, zone: BENCH_ZONE });
  const places = resources.filter((r): r is Location => r.resourceType === 'Location');
  const ward = places.find(place => place.name === DEMO_UNIT)!;
  const next = places.find(place => place.name === '5 East')!;
  ward.name = unitName(n);
  next.name = `${ward.name}, other side`;
  next.partOf = { reference: `Location/${ward.id}` };
  return resources;
}

/** A patient of this ward with so many problems, each with words of so many bytes. */
export function manyProblems(ward: readonly FhirResource[], count: number, bytes: number): Condition[] {
  const stay = ward.find((r): r is Encounter => r.resourceType === 'Encounter' && (r as Encounter).status === 'in-progress')!;
  return Array.from({ length: count }, (_, i) => ({
    resourceType: 'Condition',
    id: `many-${i}`,
    subject: stay.subject!,
    category: [{ coding: [{ code: 'problem-list-item' }] }],
    clinicalStatus: { coding: [{ code: 'active' }] },
    code: { text: `Problem ${i}` },
    note: [{ text: 'It was discussed again today. '.repeat(bytes / 30) }],
  }));
}

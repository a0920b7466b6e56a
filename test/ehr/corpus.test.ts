import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AllergyIntolerance, Condition, Encounter, MedicationRequest, Patient } from 'fhir/r4';
import { describe, expect, test } from 'vitest';
import { loadFhirFolder, serveFhir } from '../../main/demo/fhir-server.ts';
import type { Mapped } from '../../main/ehr/mapped.ts';
import { drugBook } from '../../main/ehr/drug-names.ts';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { mapAllergy } from '../../main/ehr/map-allergy.ts';
import { mapEncounter } from '../../main/ehr/map-encounter.ts';
import { mapCondition } from '../../main/ehr/map-entry.ts';
import { mapOrder } from '../../main/ehr/map-order.ts';
import { mapPatient } from '../../main/ehr/map-patient.ts';
import { needs } from '../support/needs.ts';

const NOW = '2026-11-22T14:00:00-05:00';
const ZONE = '-05:00';
const folder = (name: string): string => join(needs.corpus.path, name);

const ndjson = <T>(name: string): T[] =>
  readFileSync(join(folder('mimic-medicine'), name), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as T);

describe.skipIf(needs.corpus.missing)('the real ward "Medicine"', () => {
  test(
    '14 patients, and every active medication order of the raw data exactly once, each under its own patient',
    { timeout: 120_000 },
    async () => {
      const { resources, problems } = await loadFhirFolder(folder('mimic-medicine'));
      expect(problems).toEqual([]);
      const server = await serveFhir(resources);
      const faults: string[] = [];
      const log = { write: (level: string, message: string): void => void (level === 'info' || faults.push(message)) };
      const steps: number[] = [];
      const read = await fhirEhr({ baseUrl: server.url, log }).fetchUnit({
        unit: 'medicine',
        now: NOW,
        zone: ZONE,
        signal: new AbortController().signal,
        progress: step => steps.push(step.patientsDone),
      });
      await server.close();
      if (!read.ok) throw new Error(read.error.why);
      const { charts, unread, institution, unit, counts } = read.value;
      expect(faults).toEqual([]);
      expect({ charts: charts.length, unread, institution, unit, unmapped: counts.unmapped }).toEqual({
        charts: 14,
        unread: [],
        institution: 'Beth Israel Deaconess Medical Center',
        unit: 'Medicine',
        unmapped: 0,
      });
      expect(steps.at(-1)).toBe(14);

      const raw = ndjson<MedicationRequest>('MedicationRequest.ndjson').filter(
        r => r.status === 'active' || r.status === 'on-hold',
      );
      expect(raw).toHaveLength(285);
      const printed = charts.flatMap(c => c.sections.orders.items.map(o => `${c.identity.id} ${o.id}`));
      expect(printed.sort()).toEqual(raw.map(r => `${r.subject.reference?.slice('Patient/'.length)} ${r.id}`).sort());

      const orders = charts.flatMap(c => c.sections.orders.items);
      expect(orders.filter(o => !o.drug.resolved).map(o => o.drug.name)).toEqual([]);
      expect(orders.filter(o => o.drug.ingredients.length > 1).length).toBeGreaterThan(20);
      for (const { sections } of charts) {
        const numbers = sections.orders.items.map(o => o.number);
        expect(new Set(numbers).size).toBe(numbers.length);
        expect(sections.homeMedicines.items).toEqual([]);
      }
      expect(charts.filter(c => c.identity.mrn === null || c.encounter.visit === null)).toEqual([]);

      const doses = charts.flatMap(c => c.sections.administrations.items);
      const since = Date.parse(NOW) - 48 * 3_600_000;
      type Dose = { effectiveDateTime?: string; effectivePeriod?: { start: string; end?: string } };
      const end = (d: Dose): number => Date.parse(d.effectiveDateTime ?? d.effectivePeriod?.end ?? d.effectivePeriod!.start);
      const recent = ndjson<Dose>('MedicationAdministration.ndjson').filter(d => end(d) >= since);
      expect(doses).toHaveLength(recent.length);
      const outcomes = new Map(doses.filter(d => d.method !== null).map(d => [d.method, d.outcome]));
      expect(outcomes.get('Not Given')).toBe('not-given');
      expect(outcomes.get('Not Flushed')).toBe('not-given');
      expect(outcomes.get('Administered')).toBe('given');
      const nameless = doses.filter(d => d.drug.startsWith('NAME NOT RESOLVED')).length;
      console.log(
        `Medicine: ${orders.length} orders, all named; ${doses.length} doses of 48 h, ${nameless} of them without a name in the data; ${counts.requests} requests`,
      );
    },
  );
});

interface Tally {
  mapped: number;
  leftOut: number;
  unmapped: number;
}

const MAPPERS: Record<string, (resource: never) => Mapped<{ id: string }>> = {
  MedicationRequest: (r: MedicationRequest) => ({ item: mapOrder(r, drugBook(), ZONE) }),
  AllergyIntolerance: (r: AllergyIntolerance) => mapAllergy(r),
  Condition: (r: Condition) => mapCondition(r, [], ZONE),
  Patient: (r: Patient) => ({ item: mapPatient(r, r.id ?? '') }),
  Encounter: (r: Encounter) => ({
    item: mapEncounter(
      { patientId: '', stay: r, here: r, family: [], warnings: [] },
      { unit: 'x', within: new Map(), others: new Map() },
      NOW,
      ZONE,
    ),
  }),
};

describe.skipIf(needs.corpus.missing)('what vendors really send', () => {
  test.each(['hl7-r4-examples', 'vendor-captures', 'us-core-examples'])(
    'every order, allergy, problem, patient and stay of %s is read',
    name => {
      const tally: Record<string, Tally> = {};
      const seen: { type: string; mapped: Mapped<{ id: string }> }[] = [];
      for (const resource of resourcesOf(folder(name))) {
        const map = MAPPERS[resource.resourceType];
        if (!map) continue;
        const mapped = map(resource as never);
        seen.push({ type: resource.resourceType, mapped });
        const count = (tally[resource.resourceType] ??= { mapped: 0, leftOut: 0, unmapped: 0 });
        count['item' in mapped ? 'mapped' : 'leftOut' in mapped ? 'leftOut' : 'unmapped']++;
      }
      console.log(name, JSON.stringify(tally));
      expect(seen.length).toBeGreaterThan(10);
      for (const { mapped } of seen) {
        if (!('item' in mapped)) continue;
        const {
          drug,
          substance,
          text,
          name: patient,
        } = mapped.item as { drug?: { name: string }; substance?: string; text?: string; name?: string };
        for (const shown of [drug?.name, substance, text, patient]) if (shown !== undefined) expect(shown.trim()).not.toBe('');
      }
    },
  );

  test('a page of 115 allergies is read whole', () => {
    const all = resourcesOf(folder('vendor-captures/cerner')).filter(
      r => r.resourceType === 'AllergyIntolerance',
    ) as unknown as AllergyIntolerance[];
    const read = all.map(mapAllergy);
    expect(read.filter(r => 'unmapped' in r)).toEqual([]);
    const listed = read.flatMap(r => ('item' in r ? [r.item.substance] : []));
    const active = all.filter(
      a => a.clinicalStatus?.coding?.[0]?.code === 'active' && a.verificationStatus?.coding?.[0]?.code !== 'entered-in-error',
    );
    expect(listed.length).toBeGreaterThanOrEqual(
      active.filter(a => a.verificationStatus?.coding?.[0]?.code !== 'refuted').length,
    );
    expect(listed.length).toBeGreaterThan(50);
  });
});

function resourcesOf(path: string): { resourceType: string }[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.json'))
    .flatMap(file => {
      const json = JSON.parse(readFileSync(join(path, file), 'utf8')) as {
        body?: unknown;
        entry?: unknown;
        resourceType?: string;
      };
      const body = (json.body ?? json) as { resourceType?: string; entry?: { resource?: { resourceType: string } }[] };
      if (body.resourceType !== 'Bundle') return body.resourceType === undefined ? [] : [body as { resourceType: string }];
      return (body.entry ?? []).flatMap(e => (e.resource ? [e.resource] : []));
    });
}

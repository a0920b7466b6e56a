import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seeded, type Seeded } from '../../main/demo/seeded.ts';
import { demoWard } from '../../main/demo/ward.ts';
import { serveFhir, type FhirResource } from '../../main/demo/fhir-server.ts';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { packPatients } from '../../main/services/pack.ts';
import { copyOf } from '../support/copy.ts';

const NOW = '2026-11-22T14:00:00-05:00';
const ZONE = 'America/New_York';
/** Who lies where, and what is whose: these say whether a record belongs to the ward at all. */
const KEPT = new Set(['resourceType', 'id', 'subject', 'patient', 'encounter', 'meta', 'status', 'intent']);
const PLACES = new Set(['Location', 'Organization', 'Encounter']);

/** What has no business in a record, or is there in a form that nobody expects. */
const ODD: readonly unknown[] = [
  ...[null, '', ' ', 'x', 0, -1, 1e21, 1e-9, 0.1, true, false, [], {}, [null], [[]], [{}], 'Infinity', '__proto__', 'Patient/'],
  ...['2026', '2026-13-45', '2026-11-22T99:99:99Z', '0000-00-00T00:00:00Z', '9999-12-31T23:59:59Z', '24:00:00', '25:61'],
  ...['a'.repeat(150), 'word '.repeat(30), '💊', 'فِ \u202e x', '\u0000', '\n\n\n', '<div>x</div>', 'QD 1.0 mg U'],
];

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Makes one thing in a record odd, wherever it stands: gone, of another kind, once too often, or far too often. */
function spoil(record: Node, chance: Seeded): void {
  let at = record;
  for (;;) {
    const keys = Object.keys(at).filter(key => at !== record || !KEPT.has(key));
    if (keys.length === 0) return;
    const key = chance.pick(keys);
    const value = at[key];
    if (isNode(value) && chance.chance(0.8)) {
      at = value;
      continue;
    }
    const copy = (): unknown => structuredClone(value);
    const ways = [() => undefined, () => [copy()], () => Array.from({ length: 40 }, copy)];
    at[key] = chance.chance(0.4) ? chance.pick(ways)() : structuredClone(chance.pick(ODD));
    return;
  }
}

test('whatever is odd in the records of a ward: every order is there or kept as it came, and every sheet is whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async seed => {
      const chance = seeded(seed, 'odd records');
      const records = structuredClone(demoWard({ seed: 1, now: NOW, zone: ZONE })) as (FhirResource & Node)[];
      for (const record of records) {
        if (PLACES.has(record.resourceType)) continue;
        for (let times = chance.whole(-2, 2); times > 0; times--) spoil(record, chance);
      }
      const server = await serveFhir(records);
      const unit = { unit: '4 West', now: NOW, zone: ZONE, signal: new AbortController().signal, progress: () => undefined };
      const read = await fhirEhr({ baseUrl: server.url, log: { write: () => undefined } }).fetchUnit(unit);
      await server.close();
      if (!read.ok) throw new Error(read.error.why);
      const { charts } = read.value;
      expect(charts).toHaveLength(32);

      const here = new Set(charts.map(({ identity }) => `Patient/${identity.id}`));
      const known = charts.flatMap(({ sections, unmapped }) => [
        ...sections.orders.items,
        ...sections.homeMedicines.items,
        ...unmapped,
      ]);
      const ids = new Set(known.map(({ id }) => id));
      const sent = records.filter(
        ({ resourceType, status, subject }) =>
          resourceType === 'MedicationRequest' && status === 'active' && here.has(String((subject as Node)['reference'])),
      );
      expect(sent.length).toBeGreaterThan(300);
      expect(sent.filter(({ id }) => !ids.has(id!))).toEqual([]);

      const patients = charts.slice(0, 8).map(({ identity }) => identity.id);
      const steps = packPatients({
        copy: copyOf(charts, NOW),
        selection: {
          patients,
          forms: ['mar-scheduled', 'mar-prn', 'summary', 'worksheet'],
          from: null,
          span: 'hours',
          hours: 24,
        },
        outage: { state: 'normal' },
        now: NOW,
        by: 'test',
        run: '7F3QXH',
        pack: 1,
      });
      for await (const { refused, file } of steps) {
        expect(refused).toEqual([]);
        expect(file).not.toBeNull();
      }
    }),
    { numRuns: process.env['KIOSK_LONG'] ? 60 : 2, endOnFailure: true },
  );
}, 600_000);

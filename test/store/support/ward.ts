import { join } from 'node:path';
import type { Chart, Snapshot } from '../../../main/domain/chart.ts';
import type { MedicationOrder } from '../../../main/domain/order.ts';
import { received } from '../../../main/domain/section.ts';
import { openSnapshotStore } from '../../../main/store/snapshot-store.ts';
import { ensureKeyFile, keyFile } from '../../../main/vault/key-file.ts';

const AS_OF = '2026-11-22T14:00:00-05:00';

/** The store of unit 4 West in a folder, with a key file of its own there. */
export function storeIn(root: string, options: Partial<Parameters<typeof openSnapshotStore>[0]> = {}) {
  const key = join(root, 'key');
  const made = ensureKeyFile(key);
  if (!made.ok) throw new Error(made.error.why);
  return { ...openSnapshotStore({ unit: '4 West', keys: keyFile(key), ...options, folder: root }), key, root };
}

/** A ward of so many patients; `tag` appears in every chart, `orders` sets its weight. */
export function ward(patients: number, tag = 'first', orders = 4): Snapshot {
  return {
    unit: '4 West',
    institution: 'General Hospital',
    zone: 'America/New_York',
    source: 'https://ehr.example/fhir',
    asOf: AS_OF,
    charts: Array.from({ length: patients }, (_, i) => chart(i, tag, orders)),
    unread: [],
  };
}

/** One patient. */
export function chart(i: number, tag: string, orders: number): Chart {
  return {
    identity: {
      id: `pat-${i}`,
      name: `NGUYỄN, Thị ${tag} ${i}`,
      mrn: `MRN${1000 + i}`,
      birthDate: '1950-02',
      sex: 'female',
      deceased: false,
      language: 'Tiếng Việt',
      interpreterNeeded: null,
    },
    encounter: {
      id: `enc-${i}`,
      visit: null,
      status: 'in-progress',
      admitted: AS_OF,
      onUnitSince: null,
      unit: '4 West',
      bed: `5${i}-A`,
      attending: null,
      service: null,
      reason: null,
    },
    asOf: AS_OF,
    sections: {
      allergies: received(AS_OF, [
        {
          id: 'a',
          substance: `penicillin ${tag}`,
          reactions: ['hives'],
          severity: null,
          criticality: 'high',
          category: null,
          qualifier: null,
          recorded: '2019',
          negates: null,
        },
      ]),
      orders: received(
        AS_OF,
        Array.from({ length: orders }, (_, n) => order(n, tag)),
      ),
      homeMedicines: received(AS_OF, []),
      administrations: received(
        AS_OF,
        Array.from({ length: orders * 4 }, (_, n) => ({
          id: `adm-${n}`,
          orderId: `ord-${n % Math.max(1, orders)}`,
          drug: 'heparin',
          at: AS_OF,
          until: null,
          outcome: 'given' as const,
          reason: null,
          dose: '5000 units',
          rate: null,
          route: 'SC',
          method: null,
          by: 'R. Lee RN',
        })),
      ),
      problems: received(AS_OF, []),
      vitals: received(AS_OF, observations(orders * 6)),
      labs: received(AS_OF, observations(orders * 10)),
      codeStatus: received(AS_OF, [{ id: 'c', text: 'Full code', source: 'Observation', at: '2026-11-20' }]),
      flags: received(AS_OF, []),
      diet: received(AS_OF, []),
      infusions: received(AS_OF, []),
      pendingTests: received(AS_OF, []),
      lines: received(AS_OF, []),
      serviceOrders: received(AS_OF, []),
      carePlans: received(AS_OF, []),
      goals: received(AS_OF, []),
      reports: received(AS_OF, []),
      contacts: received(AS_OF, []),
      coverage: { status: 'failed', asOf: null, reason: 'HTTP 500', items: [], emptied: 1 },
    },
    unmapped: [{ resource: 'DeviceRequest', id: 'd', why: 'not mapped', raw: '{"resourceType":"DeviceRequest"}' }],
    warnings: [],
    gone: null,
  };
}

const order = (n: number, tag: string): MedicationOrder => ({
  id: `ord-${n}`,
  number: `70${n}`,
  status: 'active',
  drug: { name: `heparin ${tag}`, resolved: true, codes: [{ system: null, code: '5224', display: 'heparin' }], ingredients: [] },
  dosages: [
    {
      text: '5000 units SC every 8 hours',
      instructions: [],
      timing: {
        events: [],
        timeOfDay: ['06:00', '14:00', '22:00'],
        dayOfWeek: [],
        when: [],
        offsetMinutes: null,
        frequency: 1,
        frequencyMax: null,
        period: 8,
        periodMax: null,
        periodUnit: 'h',
        count: null,
        duration: null,
        durationUnit: null,
        boundsStart: null,
        boundsEnd: null,
        boundsDuration: null,
        code: 'Q8H',
        codeText: null,
      },
      asNeeded: false,
      asNeededReason: null,
      route: 'SC',
      site: null,
      method: null,
      dose: '5000 units',
      amount: null,
      rate: null,
      maxPerPeriod: null,
    },
  ],
  authored: AS_OF,
  start: '2026-11-22',
  stop: null,
  prescriber: 'Dr. Ąbc',
  indication: null,
  notes: [],
  categories: ['inpatient'],
  pending: false,
  unread: [],
});

const observations = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    id: `o-${n}`,
    code: `c-${n % 12}`,
    name: 'Potassium',
    value: '≥ 4.1',
    unit: 'mmol/L',
    flag: 'H',
    range: '3.5–5.1',
    at: AS_OF,
    status: 'final',
    absent: null,
    components: [],
  }));

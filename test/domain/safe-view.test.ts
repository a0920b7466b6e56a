import { describe, expect, test } from 'vitest';
import type { Chart, Entry } from '../../main/domain/chart.ts';
import type { MedicationOrder } from '../../main/domain/order.ts';
import { received } from '../../main/domain/section.ts';
import type { AsSent, PatientView } from '../../main/domain/view.ts';
import { allergy, AS_OF, chart, given } from '../support/charts.ts';
import { needs } from '../support/needs.ts';
import { order } from '../support/orders.ts';
import { demoCharts, medicineCharts, wardView } from '../support/ward-charts.ts';

const heparin = order(
  {
    drug: {
      name: 'Heparin 5000U/mL',
      resolved: true,
      codes: [{ system: 'urn:local', code: 'HEP5000U', display: 'HEPARIN 5000U' }],
      ingredients: [],
    },
    number: '50000U',
    prescriber: 'Q.D. Smith MS',
    notes: ['check aPTT qd', 'hydroxyzine stopped'],
    indication: 'DVT, history of MS',
  },
  { text: '5000U SC QD', dose: '5000 U', route: 'SC' },
  { code: 'QD' },
);
const ward = (part: Partial<Chart['sections']>): PatientView => wardView(chart(part));
const only = (one: MedicationOrder) => ward({ orders: received(AS_OF, [one]) }).orders[0]!;
const entry = (text: string): Entry => ({ id: text, text, detail: null, status: null, at: null });

describe('an order in safe words', () => {
  const { order: shown, schedule, asSent } = only(heparin);

  test('is what screen and paper are drawn from', () => {
    expect(shown.drug.name).toBe('Heparin 5,000 units/mL');
    expect(shown.dosages[0]).toMatchObject({ text: '5,000 units SC daily', dose: '5,000 units', route: 'SC' });
    expect(shown.notes).toEqual(['check aPTT daily', 'hydrOXYzine stopped']);
    expect(shown.indication).toBe('DVT, history of MS [ambiguous: verify]');
    expect(schedule.words).toBe('daily');
  });
  test('leaves number, prescriber and codes as they are', () => {
    expect(shown).toMatchObject({ id: heparin.id, number: heparin.number, prescriber: heparin.prescriber });
    expect(shown.drug.codes).toEqual(heparin.drug.codes);
    expect(shown.dosages[0]!.timing!.code).toBe('QD');
  });
  test('keeps what was sent beside it', () => {
    expect(asSent).toContainEqual({ sent: '5000U SC QD', shown: '5,000 units SC daily', writtenOut: true });
    expect(asSent).toContainEqual({ sent: 'hydroxyzine stopped', shown: 'hydrOXYzine stopped', writtenOut: false });
    expect(only(order()).asSent).toEqual([]);
  });
  test('times are those of the words as sent', () => {
    expect(only(heparin).due.map(d => d.at)).toEqual(['2026-11-23T14:00:00.000Z']);
  });
  test('MSO4 is morphine only in an order of morphine', () => {
    const said = (name: string) =>
      only(order({ drug: { name, resolved: true, codes: [], ingredients: [] } }, { text: 'MSO4 2 mg IV' })).order.dosages[0]!
        .text;
    expect(said('Morphine injection')).toBe('morphine sulfate 2 mg IV');
    expect(said('NAME NOT RESOLVED')).toBe('MSO4 [ambiguous: verify] 2 mg IV');
  });
});

test('a patient’s other words are safe, too, and kept as sent', () => {
  const view = ward({
    allergies: received(AS_OF, [allergy({ substance: 'hydralazine', reactions: ['rash @ 5 mg'] })]),
    problems: received(AS_OF, [entry('MS, on interferon qod')]),
    serviceOrders: received(AS_OF, [entry('Weigh QD'), entry('U/A')]),
    administrations: received(AS_OF, [given({ orderId: null, drug: 'Insulin', dose: '4U', reason: null })]),
  });
  expect(view.allergies.listed[0]).toMatchObject({ substance: 'hydrALAZINE', reactions: ['rash at 5 mg'] });
  expect(view.problems[0]!.text).toBe('MS [ambiguous: verify], on interferon every other day');
  expect(view.serviceOrders.map(e => e.text)).toEqual(['Weigh daily', 'U/A']);
  expect(view.unlinkedDoses[0]!.dose).toBe('4 units');
  expect(view.asSent.map(t => t.sent)).toEqual(['hydralazine', 'rash @ 5 mg', '4U', 'MS, on interferon qod', 'Weigh QD']);
});

test('a result keeps its zeros and has its unit written out', () => {
  const potassium = {
    id: 'k',
    code: 'k',
    name: 'Potassium',
    value: '4.0',
    unit: 'mmol/L',
    flag: null,
    range: '3.50-5.10',
    at: AS_OF,
    status: 'final',
    absent: null,
    components: [],
  };
  const alt = { ...potassium, id: 'alt', code: 'alt', name: 'ALT', value: '12', unit: 'U/L', range: null };
  const { labs } = ward({ labs: received(AS_OF, [potassium, alt]) });
  expect(labs.map(t => [t.values[0]!.value, t.values[0]!.unit, t.values[0]!.range])).toEqual([
    ['12', 'units/L', null],
    ['4.0', 'mmol/L', '3.50-5.10'],
  ]);
});

test('who the patient is, contacts and insurance are never written otherwise', () => {
  const one = chart(
    {
      contacts: received(AS_OF, [entry('Wife, 1200 U St, Jackson, MS 39201, 1000 mg')]),
      coverage: received(AS_OF, [entry('IU Health, policy 10000U')]),
    },
    {},
  );
  one.identity = { ...one.identity, name: 'PREDNISONE, Qd', mrn: '5000U' };
  one.encounter = { ...one.encounter, visit: '1000 mg', bed: '5U', attending: 'MS Qod MD' };
  const view = wardView(one);
  expect(view.identity).toEqual(one.identity);
  expect(view.encounter).toMatchObject({ visit: '1000 mg', bed: '5U', attending: 'MS Qod MD' });
  expect(view.other.filter(o => ['contacts', 'coverage'].includes(o.name)).flatMap(o => o.entries.map(e => e.text))).toEqual([
    'Wife, 1200 U St, Jackson, MS 39201, 1000 mg',
    'IU Health, policy 10000U',
  ]);
});

/** Every pair of texts that differ at the same place. */
function differences(sent: unknown, shown: unknown): [string, string][] {
  if (typeof sent === 'string' && typeof shown === 'string') return sent === shown ? [] : [[sent, shown]];
  if (sent === null || shown === null || typeof sent !== 'object' || typeof shown !== 'object') return [];
  return Object.entries(sent).flatMap(([key, value]) => differences(value, (shown as Record<string, unknown>)[key]));
}
const isKept = (texts: AsSent[], [sent, shown]: [string, string]): boolean =>
  texts.some(t => t.sent === sent && t.shown === shown);

describe.each([
  ['the demo ward', demoCharts, false],
  ['the real ward "Medicine"', medicineCharts, needs.corpus.missing],
])('on %s', (_, charts, missing) => {
  test.skipIf(missing)('every text that is shown otherwise is kept as it was sent', { timeout: 120_000 }, async () => {
    let count = 0;
    for (const one of await charts()) {
      const view = wardView(one);
      for (const { order: shown, asSent } of view.orders) {
        const sent = one.sections.orders.items.find(o => o.id === shown.id)!;
        const { dosages, ...rest } = sent;
        const changed = differences(
          { ...rest, dosages: dosages.map(d => ({ ...d, timing: null })) },
          { ...shown, dosages: shown.dosages.map(d => ({ ...d, timing: null })) },
        );
        count += changed.length;
        expect(changed.filter(pair => !isKept(asSent, pair))).toEqual([]);
      }
      const rest = [
        ...differences(one.sections.problems.items, view.problems),
        ...differences(one.sections.serviceOrders.items, view.serviceOrders),
        ...differences(one.sections.homeMedicines.items, view.homeMedicines).filter(([sent]) => !/^[A-Z0-9: ]+$/.test(sent)),
      ];
      expect(rest.filter(pair => !isKept(view.asSent, pair))).toEqual([]);
    }
    expect(count).toBeGreaterThan(20);
  });
});

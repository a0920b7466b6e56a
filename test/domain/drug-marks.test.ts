import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { namesAny, needsTwoInitials } from '../../main/domain/drug-marks.ts';
import type { Dosage, MedicationOrder, Timing } from '../../main/domain/order.ts';
import { scheduleOf } from '../../main/domain/schedule.ts';
import { hasStem } from '../../main/domain/stems.ts';
import { ordersIn } from '../support/corpus-orders.ts';
import { needs } from '../support/needs.ts';
import { order } from '../support/orders.ts';
import { site } from '../support/site.ts';

describe('a stem', () => {
  test('begins a word', () => {
    expect(hasStem('Heparin Sodium', ['heparin'])).toBe(true);
    expect(hasStem('sodium heparin', ['heparin'])).toBe(true);
    expect(hasStem('5% dextrose/heparin', ['heparin'])).toBe(true);
    expect(hasStem('tiotropium', ['opium'])).toBe(false);
  });
  test('of several words counts however they are spaced', () => {
    expect(hasStem('POTASSIUM  CHLORIDE 20 mEq', ['potassium chloride'])).toBe(true);
    expect(hasStem('potassium citrate', ['potassium chloride'])).toBe(false);
  });
  test('with a number is that number', () => {
    expect(hasStem('sodium chloride 3 % injection', ['sodium chloride 3%'])).toBe(true);
    expect(hasStem('0.83% Sodium Chloride', ['3% sodium chloride'])).toBe(false);
    expect(hasStem('dextrose 5%', ['dextrose 50%'])).toBe(false);
    expect(hasStem('vitamin B12', ['vitamin b1'])).toBe(false);
  });
  test('doesn’t mark what is only like it', () => {
    expect(hasStem('insulin-like growth factor', ['insulin'])).toBe(false);
    expect(hasStem('Insulin lispro', ['insulin'])).toBe(true);
  });
  test('of an empty list marks nothing', () => expect(hasStem('insulin', [])).toBe(false));
});

describe('two people initial', () => {
  const asked = (
    drug: string,
    line: Partial<Dosage> = {},
    when: Partial<Timing> | null = null,
    part: Partial<MedicationOrder> = {},
  ) => {
    const one = order({ drug: { name: drug, resolved: true, codes: [], ingredients: [] }, ...part }, line, when);
    return needsTwoInitials(one, scheduleOf(one, site.administrationTimes), site.twoInitials);
  };
  const drip: Partial<Dosage> = { dose: null, rate: '12 mL/h' };

  test('every dose of insulin and chemotherapy', () => {
    expect(asked('insulin lispro 100 units/mL')).toBe(true);
    expect(asked('vinCRIStine 2 mg injection')).toBe(true);
  });
  test('heparin and opioids when they run at a rate, not as single doses', () => {
    expect(asked('heparin 25,000 units in dextrose 5 % 250 mL', drip)).toBe(true);
    expect(asked('heparin 5,000 units/mL injection', { dose: '5,000 units' })).toBe(false);
    expect(asked('morphine 2 mg/mL injection', { dose: '2 mg' })).toBe(false);
  });
  test('opioids and local anaesthetics from a pump', () => {
    expect(asked('HYDROmorphone PCA 0.2 mg/mL', drip)).toBe(true);
    expect(asked('ropivacaine 0.2 %', { ...drip, route: 'epidural' })).toBe(true);
    expect(asked('ropivacaine 0.2 %', { dose: '10 mL', route: 'infiltration' })).toBe(false);
  });
  test('nothing else', () => {
    expect(asked('acetaminophen 325 mg tablet')).toBe(false);
    expect(asked('sodium chloride 0.9 %', drip)).toBe(false);
  });
});

/** Read through by eye: every drug of the corpus with its marks. */
test.skipIf(needs.corpus.missing)('the marks of every drug of the corpus', async () => {
  const folders = ['mimic-medicine', 'vendor-captures', 'hl7-r4-examples', 'us-core-examples'];
  const drugs = [...new Map(folders.flatMap(ordersIn).map(o => [o.drug.name, o.drug])).values()];
  const lists = {
    'HIGH ALERT': site.highAlert,
    HAZARDOUS: site.hazardous,
    CONTROLLED: site.controlled,
    'TWO INITIALS': site.twoInitials,
  };
  const lines = drugs.map(drug => {
    const found = Object.entries(lists).flatMap(([mark, { stems }]) => (namesAny(drug, stems) ? [mark] : []));
    return `${drug.name}: ${found.join(', ') || 'no mark'}`;
  });
  await expect(`${lines.sort().join('\n')}\n`).toMatchFileSnapshot(
    join(import.meta.dirname, '__snapshots__', 'marks-of-the-corpus.txt'),
  );
});

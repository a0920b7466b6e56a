import { join } from 'node:path';
import type { AllergyIntolerance } from 'fhir/r4';
import { describe, expect, test } from 'vitest';
import { allergyMatches, CHECK_LIMITS } from '../../main/domain/allergy-check.ts';
import type { Allergy } from '../../main/domain/allergy.ts';
import type { Drug, MedicationOrder } from '../../main/domain/order.ts';
import { received } from '../../main/domain/section.ts';
import { mapAllergy } from '../../main/ehr/map-allergy.ts';
import { ordersIn, resourcesIn } from '../support/corpus-orders.ts';
import { allergy, AS_OF, chart, orders } from '../support/charts.ts';
import { needs } from '../support/needs.ts';
import { order } from '../support/orders.ts';
import { site } from '../support/site.ts';
import { wardView } from '../support/ward-charts.ts';

const ordered = (name: string, part: Partial<Drug> = {}): MedicationOrder =>
  order({ drug: { name, resolved: true, codes: [], ingredients: [], ...part } });
const to = (substance: string, part: Partial<Allergy> = {}): Allergy => allergy({ substance, reactions: ['hives'], ...part });
const marks = (drug: string | MedicationOrder, ...listed: Allergy[]): string[] =>
  allergyMatches(typeof drug === 'string' ? ordered(drug) : drug, listed, site.allergyCheck);

describe('an order meets an allergy', () => {
  test.each([
    ['of the same name, whatever its form and case', 'Metoclopramide 5 mg/mL injection', 'METOCLOPRAMIDE'],
    ['as SNOMED CT phrases it', 'lisinopril 10 mg tablet', 'Lisinopril allergy (disorder)'],
    ['to one of its parts', 'sulfamethoxazole-trimethoprim 800 mg-160 mg tablet', 'Trimethoprim'],
    ['by brand', 'BACTRIM DS tablet', 'Trimethoprim'],
    ['to a brand', 'piperacillin-tazobactam 4.5 g', 'Zosyn'],
    ['by abbreviation', 'aspirin 81 mg chewable tablet', 'ASA'],
    ['to a class', 'ampicillin-sulbactam 3 g piggyback', 'Penicillins'],
    ['to a class in short', 'amoxicillin 500 mg capsule', 'PCN'],
    ['to sulfa', 'sulfamethoxazole-trimethoprim 800 mg-160 mg tablet', 'Sulfa drugs'],
    ['to quinolones', 'levoFLOXacin 750 mg tablet', 'Allergy to 4-quinolones'],
    ['named by another country', 'lidocaine 1 % injection', 'Lignocaine'],
    ['whose words stand in many names', 'potassium chloride 20 mEq in dextrose 5 %', 'Potassium chloride'],
    ['nobody told us of', 'zzyzximab 20 mg injection', 'Zzyzximab'],
  ])('%s', (_, drug, substance) => expect(marks(drug, to(substance))).toEqual([`ALLERGY: ${substance} (hives)`]));

  test.each([
    ['ketorolac 15 mg injection', 'Aspirin', 'NSAIDs and salicylates'],
    ['enalapril 5 mg tablet', 'Lisinopril', 'ACE inhibitors'],
    ['HYDROmorphone 0.2 mg/mL injection', 'Codeine', 'opioids like morphine'],
    ['heparin lock flush', 'Enoxaparin', 'heparins'],
    ['cefTAZidime 1 g', 'Cefazolin', 'cephalosporins'],
  ])('%s is of the class of %s', (drug, substance, name) => {
    expect(marks(drug, to(substance))).toEqual([`ALLERGY, SAME CLASS (${name}): ${substance} (hives)`]);
  });

  test.each([
    ['cefTRIAXone 1 g', 'Penicillin'],
    ['meropenem 1 g', 'Amoxicillin'],
    ['fentaNYL 50 mcg/h patch', 'Morphine'],
    ['propofol 10 mg/mL emulsion', 'Egg'],
    ['vancomycin 1 g', 'Unknown antibiotic, "pink syrup"'],
  ])('%s is a hint to look at the allergy to %s', (drug, substance) => {
    expect(marks(drug, to(substance))).toEqual([`RELATED ALLERGY: ${substance} (hives)`]);
  });

  test.each([
    ['furosemide 20 mg tablet', 'Sulfa'],
    ['hydroCHLOROthiazide 25 mg tablet', 'Sulfonamide antibiotics'],
    ['cefepime 1 g', 'Sulfonamide antibiotics'],
    ['penicillamine 250 mg capsule', 'Penicillin'],
    ['penicillin G 2 million units', 'Penicillium brevicompactum'],
    ['sodium chloride 0.9 %', 'Potassium chloride'],
    ['influenza virus vaccine', 'Tetanus vaccine'],
    ['dopamine 400 mg', 'Dobutamine'],
    ['iohexol 350 mg/mL', 'Shellfish'],
    ['nicotine 21 mg/24 h patch', 'Adhesive tape'],
  ])('%s has nothing to do with %s', (drug, substance) => expect(marks(drug, to(substance))).toEqual([]));

  test('with its reactions, each once, or what else is known of it', () => {
    expect(marks('aspirin', to('Aspirin', { reactions: ['hives', 'hives', 'wheeze'] }))).toEqual([
      'ALLERGY: Aspirin (hives, wheeze)',
    ]);
    expect(marks('aspirin', to('Aspirin', { reactions: [], severity: 'severe' }))).toEqual(['ALLERGY: Aspirin (severe)']);
    expect(marks('aspirin', to('Aspirin', { reactions: [] }))).toEqual(['ALLERGY: Aspirin (reaction not recorded)']);
  });
  test('that the EHR calls an intolerance as such', () => {
    const codeine = to('Codeine', { reactions: ['nausea'], category: 'intolerance, medication' });
    expect(marks('codeine 30 mg', codeine)).toEqual(['INTOLERANCE: Codeine (nausea)']);
  });
  test('the nearest first, all of them', () => {
    expect(marks('amoxicillin 500 mg', to('Cefazolin'), to('Ampicillin'), to('Amoxicillin'), to('Latex'))).toEqual([
      'ALLERGY: Amoxicillin (hives)',
      'ALLERGY, SAME CLASS (penicillins): Ampicillin (hives)',
      'RELATED ALLERGY: Cefazolin (hives)',
    ]);
  });
});

describe('by code', () => {
  const rxnorm = (code: string, display: string | null = null) => ({
    system: 'http://www.nlm.nih.gov/research/umls/rxnorm',
    code,
    display,
  });
  test('the same code on both sides is the same substance, whatever the words', () => {
    const coded = ordered('house mixture 7', { codes: [rxnorm('161')] });
    expect(marks(coded, to('Fever remedy', { codes: [rxnorm('161')] }))).toEqual(['ALLERGY: Fever remedy (hives)']);
    expect(marks(coded, to('Fever remedy', { codes: [{ ...rxnorm('161'), system: 'urn:other' }] }))).toEqual([]);
    expect(marks(coded, to('Fever remedy', { codes: [rxnorm('162')] }))).toEqual([]);
  });
  test('NDC are the same with and without hyphens', () => {
    const ndc = (code: string) => [{ system: 'http://hl7.org/fhir/sid/ndc', code, display: null }];
    expect(marks(ordered('x', { codes: ndc('0069-2587-10') }), to('y', { codes: ndc('0069258710') }))).toHaveLength(1);
  });
  test('a code’s own words are names, too', () => {
    expect(marks(ordered('local 12', { codes: [rxnorm('1', 'Amoxicillin 500 MG')] }), to('Penicillins'))).toHaveLength(1);
    expect(marks('amoxicillin', to('local 7', { codes: [rxnorm('7980', 'Penicillin G')] }))).toHaveLength(1);
  });
  test('codes of the substance are kept from the EHR', () => {
    const sent = { resourceType: 'AllergyIntolerance', id: 'a', code: { coding: [rxnorm('7980', 'Penicillin G')] } };
    expect(mapAllergy(sent as unknown as AllergyIntolerance)).toMatchObject({
      item: { codes: [rxnorm('7980', 'Penicillin G')] },
    });
  });
});

test('of a drug without a name the words of the order are read', () => {
  const nameless = order(
    { drug: { name: 'NAME NOT RESOLVED', resolved: false, codes: [], ingredients: [] } },
    { text: 'Give amoxicillin 500 mg' },
  );
  expect(marks(nameless, to('Penicillins'))).toHaveLength(1);
  expect(marks(order({}, { text: 'not with amoxicillin' }), to('Penicillins'))).toEqual([]);
});

describe('in the view', () => {
  const view = (...items: Allergy[]) =>
    wardView(chart({ ...orders(ordered('amoxicillin 500 mg capsule')), allergies: received(AS_OF, items) })).orders[0]!
      .allergyMatches;

  test('entries that state an absence are no allergies', () => {
    expect(view(to('penicillin'))).toEqual(['ALLERGY: penicillin (hives)']);
    expect(view(to('No known penicillin allergy', { negates: 'none-known' }))).toEqual([]);
  });
  test('the words are as safe as all others', () => {
    expect(view(to('Amoxicillin 1.0 mg QD'))).toEqual(['ALLERGY: Amoxicillin 1 mg daily (hives)']);
  });
  test('nothing says that there is no allergy', () => {
    expect(CHECK_LIMITS).toMatch(/compare every order/);
    expect(view(to('Latex'))).toEqual([]);
  });
});

describe('what is known of drugs', () => {
  const { classes } = site.allergyCheck;
  test('no two classes have the same name', () => {
    const names = classes.map(c => c.name);
    expect(new Set(names).size).toBe(names.length);
  });
  test('no drug stands twice in a class', () => {
    for (const { drugs } of classes) expect(new Set(drugs).size).toBe(drugs.length);
  });
});

/** Read through by eye as a pharmacist would: each allergy of the corpus with the drugs of the corpus that it marks. */
test.skipIf(needs.corpus.missing)('every allergy of the corpus with every drug of the corpus', async () => {
  const folders = ['mimic-medicine', 'vendor-captures', 'hl7-r4-examples', 'us-core-examples'];
  const drugs = new Map(folders.flatMap(ordersIn).map(o => [o.drug.name, o]));
  const listed = folders
    .flatMap(resourcesIn)
    .filter(r => r.resourceType === 'AllergyIntolerance')
    .map(r => mapAllergy(r as AllergyIntolerance))
    .flatMap(mapped => ('item' in mapped && mapped.item.negates === null ? [mapped.item] : []));
  const allergies = [...new Map(listed.map(a => [a.substance.toLowerCase(), a])).values()];
  const lines = allergies
    .toSorted((a, b) => (a.substance.toLowerCase() < b.substance.toLowerCase() ? -1 : 1))
    .flatMap(one => {
      const found = [...drugs].flatMap(([name, o]) => marks(o, { ...one, reactions: ['…'] }).map(mark => ({ mark, name })));
      const byMark = [...Map.groupBy(found, f => f.mark)];
      return byMark.length === 0
        ? [`${one.substance}: no drug of the corpus`]
        : byMark.map(([mark, all]) => `${mark}\n${[...new Set(all.map(f => `    ${f.name}`))].sort().join('\n')}`);
    });
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(
    join(import.meta.dirname, '__snapshots__', 'allergies-of-the-corpus.txt'),
  );
});

import type { HumanName, Medication, Patient, Practitioner } from 'fhir/r4';
import { describe, expect, test } from 'vitest';
import { aliasWords } from '../../main/config/alias-words.ts';
import { demoWard } from '../../main/demo/ward.ts';
import { aliasOf } from '../../main/domain/alias.ts';
import { blockName } from '../../main/domain/downtime-number.ts';
import { resourcesIn } from '../support/corpus-orders.ts';
import { DEMO_NOW, DEMO_ZONE } from '../support/demo-kiosk.ts';
import { needs } from '../support/needs.ts';
import { site } from '../support/site.ts';

const read = aliasWords();
if (!read.ok) throw new Error(read.error.why);
const words = read.value;

/** Words of four letters and more, small. */
const wordsOf = (texts: readonly string[]): string[] => [
  ...new Set(texts.flatMap(text => text.toLowerCase().split(/[^a-z]+/)).filter(word => word.length >= 4)),
];
/** Alias words that begin like one of these. */
const alike = (others: readonly string[]): [string, string][] =>
  words.flatMap(word =>
    others.filter(other => other.slice(0, 4) === word.toLowerCase().slice(0, 4)).map((other): [string, string] => [word, other]),
  );
const { tallMan, allergyCheck, highAlert, hazardous, controlled, twoInitials } = site;

describe('no word for an unknown patient begins like', () => {
  test('a drug that the kiosk knows of', () => {
    const drugs = wordsOf([
      ...tallMan.names,
      ...allergyCheck.classes.flatMap(({ name, called, drugs }) => [name, ...called, ...drugs]),
      ...Object.entries(allergyCheck.synonyms).flatMap(([name, others]) => [name, ...others]),
      ...[highAlert, hazardous, controlled, twoInitials].flatMap(({ stems }) => stems),
    ]);
    expect(drugs.length).toBeGreaterThan(500);
    expect(alike(drugs)).toEqual([]);
  });

  test.skipIf(needs.corpus.missing)('a drug of a real hospital’s formulary', () => {
    const formulary = resourcesIn('mimic-medicine').filter((r): r is Medication => r.resourceType === 'Medication');
    const drugs = wordsOf(formulary.map(drug => JSON.stringify([drug.code, drug.identifier?.map(({ value }) => value)])));
    expect(drugs.length).toBeGreaterThan(200);
    expect(alike(drugs.filter(drug => drug !== 'http' && drug !== 'https'))).toEqual([]);
  });

  test('a person of the demo ward', () => {
    const ward = demoWard({ seed: 1, now: DEMO_NOW, zone: DEMO_ZONE });
    const named = ward.filter((r): r is Patient | Practitioner => ['Patient', 'Practitioner'].includes(r.resourceType));
    const names: HumanName[] = named.flatMap(({ name }) => name ?? []);
    expect(names.length).toBeGreaterThan(30);
    expect(alike(wordsOf(names.flatMap(({ family = '', given = [], text = '' }) => [family, ...given, text])))).toEqual([]);
  });

  test('a state of the country, or of a patient', () => {
    expect(
      alike(
        wordsOf([
          'Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho Illinois Indiana Iowa',
          'Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada',
          'Hampshire Jersey Mexico York Carolina Dakota Ohio Oklahoma Oregon Pennsylvania Rhode Tennessee Texas Utah Vermont Virginia',
          'Washington Wisconsin Wyoming stable critical serious guarded fair good dead deceased unknown comatose alert septic',
          'confused pregnant isolated intubated ventilated discharged transferred admitted pending',
        ]),
      ),
    ).toEqual([]);
  });

  test('another of these words', () => {
    expect(new Set(words.map(word => word.slice(0, 4))).size).toBe(words.length);
  });
});

test('a kiosk says every word once before it says one again, and neighbouring blocks begin with different ones', () => {
  const called = (block: number, running: number): string =>
    aliasOf({ kind: 'alias', block: blockName(block), running }, words).split(' ')[0]!;
  expect(new Set(words.map((_, i) => called(4, i + 1)))).toEqual(new Set(words));
  expect(new Set([4, 8, 12, 16, 20].map(block => called(block, 1))).size).toBe(5);
});

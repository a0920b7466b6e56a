import type { CodeableConcept, Medication, MedicationIngredient, Reference, Substance } from 'fhir/r4';
import type { Drug } from '../domain/order.ts';
import { codings, conceptName } from './concept.ts';
import { ratioWords } from './quantity.ts';
import { containedIn, idOf } from './reference.ts';
import { joined, list, words } from './tolerant.ts';

/** A resource that names a drug by code or by reference. */
export interface NamesDrug {
  contained?: unknown;
  medicationCodeableConcept?: CodeableConcept | undefined;
  medicationReference?: Reference | undefined;
}

/** The Medication resources known so far: by id, and by the identifiers and codes that others use for the same product. */
export interface DrugBook {
  add(medication: Medication): void;
  byId(id: string): Medication | null;
  byCode(system: string, code: string): string | null;
}

/** An empty book; one serves all patients of a reading, as a unit's patients share most of their drugs. */
export function drugBook(): DrugBook {
  const ids = new Map<string, Medication>();
  const names = new Map<string, Set<string>>();
  return {
    add(medication) {
      if (medication.id === undefined || ids.has(medication.id)) return;
      ids.set(medication.id, medication);
      const name = ownName(medication);
      if (name === null) return;
      for (const { system, value } of keysOf(medication)) {
        const key = `${system}|${value}`;
        names.set(key, (names.get(key) ?? new Set()).add(name));
      }
    },
    byId: id => ids.get(id) ?? null,
    byCode(system, code) {
      const found = names.get(`${system}|${code}`);
      return found?.size === 1 ? [...found][0]! : null;
    },
  };
}

function keysOf(medication: Medication): { system: string; value: string }[] {
  const identifiers = list(medication.identifier).map(i => ({ system: words(i.system), value: words(i.value) }));
  const codes = list(medication.code?.coding).map(c => ({ system: words(c.system), value: words(c.code) }));
  return [...identifiers, ...codes].flatMap(({ system, value }) =>
    system !== null && value !== null ? [{ system, value }] : [],
  );
}

/** Systems whose codes or identifiers are themselves names ("…/mimic-medication-name"). */
const isNameSystem = (system: unknown): boolean => /name$/i.test(words(system) ?? '');

/** A concept's name: words, else a code of a system of names. */
function conceptDrugName(concept: CodeableConcept | undefined): string | null {
  const coded = codings(concept).find(c => isNameSystem(c.system) && words(c.code) !== null);
  return conceptName(concept) ?? words(coded?.code);
}

/** What a Medication calls itself, without its ingredients. */
function ownName(medication: Medication): string | null {
  const identifier = list(medication.identifier).find(i => isNameSystem(i.system) && words(i.value) !== null);
  return conceptDrugName(medication.code) ?? words(identifier?.value);
}

/** The Medications that must be fetched before the drug can be named: the one referred to, then its ingredients. */
export function missingMedications(holder: NamesDrug, book: DrugBook): string[] {
  const id = idOf(holder.medicationReference, 'Medication');
  const medication = id === null ? containedIn<Medication>(holder, holder.medicationReference, 'Medication') : book.byId(id);
  if (id !== null && !medication) return [id];
  return list(medication?.ingredient)
    .map(ingredient => idOf(ingredient.itemReference, 'Medication'))
    .filter(ingredient => ingredient !== null && book.byId(ingredient) === null)
    .filter(ingredient => ingredient !== null);
}

/**
 * The drug by every name there is (fhir.md quirk 18): the Medication's own name, what the reference displays, its ingredients, the same code
 * elsewhere, and at last "NAME NOT RESOLVED" with the code; never an empty name and never a dropped row.
 */
export function resolveDrug(holder: NamesDrug, book: DrugBook): Drug {
  const concept = holder.medicationCodeableConcept;
  const reference = holder.medicationReference;
  const id = idOf(reference, 'Medication');
  const medication = id === null ? containedIn<Medication>(holder, reference, 'Medication') : book.byId(id);
  const container = medication?.contained === undefined ? holder : medication;
  const ingredients = list(medication?.ingredient).map(ingredient => ingredientWords(ingredient, container, book));
  const codes = [...list(concept?.coding), ...list(medication?.code?.coding)].map(c => ({
    system: words(c.system),
    code: words(c.code),
    display: words(c.display),
  }));
  const known = ingredients.filter(words => !words.startsWith(UNRESOLVED));
  const name =
    conceptDrugName(concept) ??
    (medication ? ownName(medication) : null) ??
    words(reference?.display) ??
    (known.length > 0 ? ingredients.join(' + ') : null) ??
    sameCode(codes, book);
  if (name !== null) return { name, resolved: true, codes, ingredients };
  const code =
    words(codes.find(c => c.code !== null)?.code) ??
    words(list(medication?.identifier)[0]?.value) ??
    words(reference?.identifier?.value) ??
    (id === null ? null : `Medication ${id}`);
  return { name: code === null ? UNRESOLVED : `${UNRESOLVED} (code ${code})`, resolved: false, codes, ingredients };
}

/** Printed where a drug has no name. */
export const UNRESOLVED = 'NAME NOT RESOLVED';

function sameCode(codes: Drug['codes'], book: DrugBook): string | null {
  for (const { system, code } of codes) {
    const name = system !== null && code !== null ? book.byCode(system, code) : null;
    if (name !== null) return name;
  }
  return null;
}

function ingredientWords(ingredient: MedicationIngredient, container: { contained?: unknown }, book: DrugBook): string {
  const reference = ingredient.itemReference;
  const id = idOf(reference, 'Medication');
  const inside = id === null ? containedIn<Medication>(container, reference, 'Medication') : book.byId(id);
  const substance = inside ? null : containedIn<Substance>(container, reference, 'Substance');
  const name =
    conceptDrugName(ingredient.itemCodeableConcept) ??
    (inside ? ownName(inside) : null) ??
    conceptDrugName(substance?.code) ??
    words(reference?.display) ??
    UNRESOLVED;
  return joined([name, ratioWords(ingredient.strength)], ' ')!;
}

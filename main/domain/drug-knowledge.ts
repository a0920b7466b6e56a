import { remembered } from './remembered.ts';

/** Drugs that share an allergy. */
export interface DrugClass {
  name: string;
  /** What people write when they mean the whole class: "PCN", "sulfa". */
  called: string[];
  /** Ingredients. */
  drugs: string[];
  /** Only a word for many ("antibiotics"): its drugs share no allergy, and it counts when nothing more exact is named. */
  umbrella?: boolean | undefined;
  /** Classes or ingredients that an allergy may reach over to: a hint to look, no more. */
  related?: string[] | undefined;
}

/** What the allergy check knows of drugs and where it comes from. Defaults in resources/drug-classes.yml. */
export interface DrugKnowledge {
  source: string;
  classes: DrugClass[];
  /** Ingredients ("acetaminophen + oxycodone") → brands, abbreviations and spellings that mean them. */
  synonyms: Record<string, string[]>;
  /** Words that name no ingredient: salts, forms, carriers. */
  notIngredients: string[];
}

/** What a text names: ingredients and classes that are known, and words that may be an ingredient nobody told us of. */
export interface Named {
  ingredients: Set<string>;
  classes: Set<string>;
  words: Set<string>;
  /** All its words in order, plain, between spaces. */
  plain: string;
}

/** Reads texts of drugs and allergies. */
export interface DrugReader {
  named(text: string): Named;
  /** The classes of an ingredient whose drugs share an allergy. */
  classesOf(ingredient: string): readonly string[];
  /** What an allergy to this class or ingredient may reach over to. */
  relatedTo(name: string): readonly string[];
}

/** So many texts are remembered. */
const TEXTS = 20_000;
const LONGEST_TERM = 8;
/** Shorter words are no names of their own. */
const SHORTEST_WORD = 5;

const readers = new WeakMap<DrugKnowledge, DrugReader>();

/** The reader of a site's knowledge; the same knowledge has the same reader. */
export function drugReader(knowledge: DrugKnowledge): DrugReader {
  const known = readers.get(knowledge) ?? makeReader(knowledge);
  readers.set(knowledge, known);
  return known;
}

function makeReader({ classes, synonyms, notIngredients }: DrugKnowledge): DrugReader {
  const terms = new Map<string, { ingredients: string[]; classes: string[] }>();
  const termOf = (text: string) => {
    const key = plainWords(text).join(' ');
    const term = terms.get(key) ?? { ingredients: [], classes: [] };
    terms.set(key, term);
    return term;
  };
  const classesOf = new Map<string, string[]>();
  const related = new Map<string, string[]>();
  for (const { name, called, drugs, umbrella, related: reached } of classes) {
    for (const drug of drugs) {
      termOf(drug).ingredients.push(drug);
      if (!umbrella) classesOf.set(drug, [...(classesOf.get(drug) ?? []), name]);
    }
    for (const words of [name, ...called]) termOf(words).classes.push(name);
    related.set(name, [...(related.get(name) ?? []), ...(reached ?? []), ...(umbrella ? drugs : [])]);
    for (const target of reached ?? []) if (!classes.some(c => c.name === target)) termOf(target).ingredients.push(target);
  }
  for (const [meant, others] of Object.entries(synonyms)) {
    const ingredients = meant.split(' + ');
    for (const ingredient of ingredients) termOf(ingredient).ingredients.push(ingredient);
    for (const other of others) termOf(other).ingredients.push(...ingredients);
  }
  const umbrellas = new Set(classes.filter(c => c.umbrella).map(c => c.name));
  const noNames = new Set(notIngredients.map(singular));

  /** "Sulfonamide antibiotics" are those, not all antibiotics. */
  function longestTerm(words: string[], at: number) {
    for (let length = Math.min(LONGEST_TERM, words.length - at); length > 0; length--) {
      const term = terms.get(words.slice(at, at + length).join(' '));
      if (term) return { ...term, length };
    }
    return null;
  }

  function read(text: string): Named {
    const words = plainWords(text);
    const named: Named = { ingredients: new Set(), classes: new Set(), words: new Set(), plain: ` ${words.join(' ')} ` };
    for (let at = 0; at < words.length;) {
      const term = longestTerm(words, at);
      term?.ingredients.forEach(ingredient => named.ingredients.add(ingredient));
      term?.classes.forEach(name => named.classes.add(name));
      at += term?.length ?? 1;
    }
    for (const word of words) if (word.length >= SHORTEST_WORD && !/\d/.test(word) && !noNames.has(word)) named.words.add(word);
    const exact = new Set([...named.classes].filter(name => !umbrellas.has(name)));
    if (named.ingredients.size > 0 || exact.size > 0) named.classes = exact;
    return named;
  }
  return {
    named: remembered(TEXTS, text => text, read),
    classesOf: ingredient => classesOf.get(ingredient) ?? [],
    relatedTo: name => related.get(name) ?? [],
  };
}

/** Lower case, without accents, signs and the s of the plural. */
export const plainWords = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
    .map(singular);

const singular = (word: string): string => (word.length > 4 && /[^siu]s$/.test(word) ? word.slice(0, -1) : word);

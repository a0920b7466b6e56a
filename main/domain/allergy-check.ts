import type { Allergy } from './allergy.ts';
import { drugReader, plainWords, type DrugKnowledge, type DrugReader, type Named } from './drug-knowledge.ts';
import type { Drug, MedicationOrder } from './order.ts';

/** What stands on every MAR: that a missing mark says nothing. */
export const CHECK_LIMITS =
  'The kiosk’s allergy check knows only some names and classes: compare every order with the allergies above.';

type Kind = 'same' | 'class' | 'related';
const ORDER_OF_KINDS: Kind[] = ['same', 'class', 'related'];

/**
 * The listed allergies that an order's drug meets, in words, the nearest first: the same substance by code or name, a drug of the same
 * class, a class that an allergy may reach over to. An empty list says nothing.
 */
export function allergyMatches(order: MedicationOrder, listed: readonly Allergy[], knowledge: DrugKnowledge): string[] {
  if (listed.length === 0) return [];
  const reader = drugReader(knowledge);
  const names = namesOf(order).map(name => reader.named(name));
  const found = listed.flatMap(allergy => {
    const match = sameCode(order.drug, allergy) ? ({ kind: 'same' } as const) : nearest(names, allergy, reader);
    return match ? [{ ...match, words: matchWords(match, allergy) }] : [];
  });
  return [...new Set(ORDER_OF_KINDS.flatMap(kind => found.filter(f => f.kind === kind).map(f => f.words)))];
}

/** Every name of the drug; of a drug without a name also what the order says of it. */
function namesOf({ drug, dosages, notes }: MedicationOrder): string[] {
  const names = [drug.name, ...drug.ingredients, ...drug.codes.flatMap(c => c.display ?? [])];
  return drug.resolved ? names : [...names, ...notes, ...dosages.flatMap(d => [d.text ?? '', ...d.instructions])];
}

function sameCode(drug: Drug, { codes = [] }: Allergy): boolean {
  const keys = new Set(drug.codes.map(codeKey).filter(key => key !== null));
  return codes.some(code => keys.has(codeKey(code) ?? ''));
}

/** System and code; NDC are written with and without hyphens. */
const codeKey = ({ system, code }: Drug['codes'][number]): string | null =>
  system === null || code === null ? null : `${system}|${/ndc/i.test(system) ? code.replaceAll('-', '') : code}`;

interface Match {
  kind: Kind;
  /** The class that drug and allergy share, when the allergy names another drug of it. */
  by?: string;
}

function nearest(names: readonly Named[], allergy: Allergy, reader: DrugReader): Match | null {
  const texts = [allergy.substance, ...(allergy.codes ?? []).flatMap(c => c.display ?? [])];
  const matches = texts.flatMap(text => names.map(name => match(name, reader.named(text), phrase(text), reader)));
  const kind = ORDER_OF_KINDS.find(k => matches.some(m => m?.kind === k));
  return matches.find(m => m?.kind === kind) ?? null;
}

function match(drug: Named, allergy: Named, phrase: string | null, reader: DrugReader): Match | null {
  const shared = (a: Set<string>, b: Set<string>): boolean => [...a].some(item => b.has(item));
  if (shared(drug.ingredients, allergy.ingredients) || shared(drug.words, allergy.words)) return { kind: 'same' };
  if (phrase !== null && drug.plain.includes(` ${phrase} `)) return { kind: 'same' };
  const drugClasses = new Set([...drug.classes, ...[...drug.ingredients].flatMap(i => reader.classesOf(i))]);
  if (shared(drugClasses, allergy.classes)) return { kind: 'same' };
  const allergyClasses = [...allergy.ingredients].flatMap(i => reader.classesOf(i));
  const by = allergyClasses.find(name => drugClasses.has(name));
  if (by !== undefined) return { kind: 'class', by };
  const reached = [...allergy.ingredients, ...allergy.classes, ...allergyClasses].flatMap(name => reader.relatedTo(name));
  return reached.some(name => drugClasses.has(name) || drug.ingredients.has(name)) ? { kind: 'related' } : null;
}

const ABOUT_ALLERGY = new Set(
  plainWords('allergy to allergies allergic disorder substance product finding hypersensitivity intolerance'),
);

/** The allergy's substance as one phrase, for names made only of words that stand in many ("potassium chloride"). */
function phrase(text: string): string | null {
  const words = plainWords(text).filter(word => !ABOUT_ALLERGY.has(word));
  const joined = words.join(' ');
  return words.length > 1 && joined.length > 6 ? joined : null;
}

function matchWords({ kind, by }: Match, allergy: Allergy): string {
  const what = /\bintolerance\b/i.test(allergy.category ?? '') ? 'INTOLERANCE' : 'ALLERGY';
  const reaction = [...new Set(allergy.reactions)].join(', ') || allergy.severity || 'reaction not recorded';
  const said = `${allergy.substance} (${reaction})`;
  switch (kind) {
    case 'same':
      return `${what}: ${said}`;
    case 'class':
      return `${what}, SAME CLASS (${by}): ${said}`;
    case 'related':
      return `RELATED ${what}: ${said}`;
  }
}

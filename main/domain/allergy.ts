import type { Drug } from './order.ts';
import type { Section } from './section.ts';

/** One listed allergy or intolerance, active and not refuted. */
export interface Allergy {
  id: string;
  substance: string;
  /** Codes of the substance; absent in copies made before they were kept. */
  codes?: Drug['codes'];
  reactions: string[];
  severity: string | null;
  criticality: string | null;
  category: string | null;
  /** Verification or clinical status in words when it is not plainly confirmed and active. */
  qualifier: string | null;
  recorded: string | null;
  /** An entry that states an absence instead of a substance (fhir.md section 3, quirk 14). */
  negates: 'none-known' | 'not-asked' | null;
}

/** The four different silences and their opposite (practice.md section 4): never one word for two of them. */
export type AllergyState = 'listed' | 'none-known' | 'not-asked' | 'not-received';

/** "No known food allergy" says nothing about drugs: it is no "no known allergies". */
const ONLY_SOME = /^(?!.*(drug|medic)).*(food|environment|latex|insect|animal|venom|pollen|dust)/i;
const PLAIN = /^(patient has )?(no known allerg(y|ies)|nka)\b[^a-z]*(\(situation\))?\.?$/i;

/** What entries of absence say in the EHR's own words, when they say less than "no known allergies" or something else; null otherwise. */
export function statedAbsence(section: Section<Allergy>): string | null {
  const said = section.items.filter(a => a.negates === 'none-known' && !PLAIN.test(a.substance)).map(a => `"${a.substance}"`);
  const plain = section.items.some(a => a.negates === 'none-known' && PLAIN.test(a.substance));
  return plain || said.length === 0 ? null : `the EHR says only ${said.join(', ')}`;
}

/** Which of the four it is. A listed substance always wins over a statement of absence beside it. */
export function allergyState(section: Section<Allergy>): AllergyState {
  if (section.items.some(a => a.negates === null)) return 'listed';
  if (section.items.some(a => a.negates === 'not-asked')) return 'not-asked';
  const absences = section.items.filter(a => a.negates === 'none-known');
  if (absences.some(a => !ONLY_SOME.test(a.substance))) return 'none-known';
  if (absences.length > 0) return 'not-asked';
  return 'not-received';
}

/** A negating entry beside a listed substance: shown, because somebody must put it right. */
export const allergiesConflict = (section: Section<Allergy>): boolean =>
  section.items.some(a => a.negates !== null) && section.items.some(a => a.negates === null);

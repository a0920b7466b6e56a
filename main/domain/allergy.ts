import type { Section } from './section.ts';

/** One listed allergy or intolerance, active and not refuted. */
export interface Allergy {
  id: string;
  substance: string;
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

/** Which of the four it is. A listed substance always wins over a statement of absence beside it. */
export function allergyState(section: Section<Allergy>): AllergyState {
  if (section.items.some(a => a.negates === null)) return 'listed';
  if (section.items.some(a => a.negates === 'not-asked')) return 'not-asked';
  if (section.items.some(a => a.negates === 'none-known')) return 'none-known';
  return 'not-received';
}

/** A negating entry beside a listed substance: shown, because somebody must put it right. */
export const allergiesConflict = (section: Section<Allergy>): boolean =>
  section.items.some(a => a.negates !== null) && section.items.some(a => a.negates === null);

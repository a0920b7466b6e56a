import type { CodeableConcept, Coding } from 'fhir/r4';
import { plainText } from './plain-text.ts';
import { list, words } from './tolerant.ts';

/** The code system of laboratory results and other observations. */
export const LOINC = 'http://loinc.org';

const PREFERRED = ['rxnorm', 'snomed.info/sct', 'loinc.org', 'icd-10', 'terminology.hl7.org'];

/** The codings with the one that a person chose first, then known systems; otherwise as sent (their order means nothing). */
export function codings(concept: CodeableConcept | undefined): Coding[] {
  const rank = (c: Coding): number => {
    if (c.userSelected === true) return -1;
    const at = PREFERRED.findIndex(system => (words(c.system) ?? '').toLowerCase().includes(system));
    return at < 0 ? PREFERRED.length : at;
  };
  return list(concept?.coding)
    .map((coding, i) => ({ coding, i }))
    .sort((a, b) => rank(a.coding) - rank(b.coding) || a.i - b.i)
    .map(({ coding }) => coding);
}

/** A concept's words, never a bare code: its text, then the display of a preferred system, then any display (fhir.md quirk 13). */
export function conceptName(concept: CodeableConcept | undefined): string | null {
  const text = words(concept?.text);
  if (text !== null) return plainText(text);
  for (const coding of codings(concept)) {
    const display = words(coding.display);
    if (display !== null) return plainText(display);
  }
  return null;
}

/** A concept's words, or its first code when it has none: for routes, units and the like, where the code is what people say. */
export const conceptWords = (concept: CodeableConcept | undefined): string | null => conceptName(concept) ?? firstCode(concept);

/** The first code that was sent. */
export function firstCode(concept: CodeableConcept | undefined): string | null {
  for (const coding of codings(concept)) {
    const code = words(coding.code);
    if (code !== null) return code;
  }
  return null;
}

/** Does any coding carry one of these codes? */
export const hasCode = (concept: CodeableConcept | undefined, codes: readonly string[]): boolean =>
  list(concept?.coding).some(coding => codes.includes(words(coding.code) ?? ''));

/** The lower-case code of a status concept: "active", "entered-in-error"; its words when it has no code; null when it wasn't sent. */
export const statusCode = (concept: CodeableConcept | undefined): string | null =>
  (words(list(concept?.coding)[0]?.code) ?? words(concept?.text))?.toLowerCase() ?? null;

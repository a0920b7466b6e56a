import type { AllergyIntolerance } from 'fhir/r4';
import type { Allergy } from '../domain/allergy.ts';
import { codings, conceptName, conceptWords, statusCode } from './concept.ts';
import type { Mapped } from './mapped.ts';
import { plainText } from './plain-text.ts';
import { resourceId } from './resource-id.ts';
import { joined, list, words } from './tolerant.ts';

/** SNOMED CT "no known …": in general, and for drugs, foods, environment, insects, animals, latex (fhir.md quirk 14). */
const NONE_KNOWN: Record<string, string> = {
  '716186003': 'No known allergy',
  '409137002': 'No known drug allergy',
  '429625007': 'No known food allergy',
  '428607008': 'No known environmental allergy',
  '428197003': 'No known insect allergy',
  '716220001': 'No known animal allergy',
  '1003774007': 'No known latex allergy',
  '716184000': 'No known latex allergy',
};
/** "Not on file; patient not asked", sent as an active allergy. */
const NOT_ASKED = ['1631000175102', '1631000124102'];
const NONE_KNOWN_WORDS =
  /^(patient has )?(no known|no) ((drug|medication|medicine|food|environmental|latex|insect|animal|other) )?(allerg(y|ies)|intolerances?)( on file)?( \(situation\))?\.?$|^(NKA|NKDA|NKMA|NKFA)$/i;
const NOT_ASKED_WORDS =
  /^(not on file|(patient )?not asked|not assessed|(allerg(y|ies) )?not (on file|assessed|asked|reviewed|recorded).*|(unable|not able) to (assess|obtain).*|allergies? unknown|unknown allerg(y|ies))$/i;
const SEVERITIES = ['mild', 'moderate', 'severe'];

/** One allergy entry; resolved, inactive, refuted and mistaken ones are left out and counted (fhir.md quirk 15). */
export function mapAllergy(resource: AllergyIntolerance): Mapped<Allergy> {
  const verification = statusCode(resource.verificationStatus);
  const clinical = statusCode(resource.clinicalStatus);
  if (verification === 'entered-in-error') return { leftOut: 'entered in error' };
  if (verification === 'refuted') return { leftOut: 'refuted' };
  if (clinical === 'inactive' || clinical === 'resolved') return { leftOut: clinical };
  const reactions = list(resource.reaction);
  const substance =
    conceptName(resource.code) ??
    reactions.map(r => conceptName(r.substance)).find(name => name !== null) ??
    absenceOf(resource) ??
    codeOnly(resource) ??
    'SUBSTANCE NOT RECEIVED';
  const severities = reactions.map(r => words(r.severity)).filter(severity => severity !== null);
  const qualifiers = [
    verification !== null && verification !== 'confirmed' ? verification : null,
    clinical !== null && clinical !== 'active' ? clinical : null,
  ];
  return {
    item: {
      id: resourceId(resource),
      substance,
      codes: [resource.code, ...reactions.map(r => r.substance)]
        .flatMap(concept => list(concept?.coding))
        .map(c => ({ system: words(c.system), code: words(c.code), display: words(c.display) })),
      reactions: reactions.flatMap(r => {
        const said = list(r.manifestation)
          .map(conceptWords)
          .filter(text => text !== null);
        const described = words(r.description);
        return said.length > 0 ? said : described === null ? [] : [plainText(described)];
      }),
      severity: SEVERITIES.findLast(s => severities.includes(s as (typeof severities)[number])) ?? severities[0] ?? null,
      criticality: words(resource.criticality),
      category: joined([words(resource.type), ...list(resource.category).map(words)], ', '),
      qualifier: joined(qualifiers, ', '),
      recorded: words(resource.recordedDate) ?? words(resource.onsetDateTime),
      negates: negated(resource, substance),
    },
  };
}

/** The words of a code of absence that came without any. */
const absenceOf = (resource: AllergyIntolerance): string | undefined =>
  codings(resource.code)
    .map(c => NONE_KNOWN[words(c.code) ?? ''])
    .find(text => text !== undefined);

function codeOnly(resource: AllergyIntolerance): string | null {
  const coding = codings(resource.code).find(c => words(c.code) !== null);
  return coding ? `SUBSTANCE NOT RESOLVED (code ${words(coding.code)})` : null;
}

function negated(resource: AllergyIntolerance, substance: string): Allergy['negates'] {
  const codes = list(resource.code?.coding).map(c => words(c.code) ?? '');
  const absent = list(resource.code?.extension).find(e => /data-absent-reason/.test(words(e.url) ?? ''));
  if (codes.some(code => NOT_ASKED.includes(code)) || words(absent?.valueCode) === 'not-asked') return 'not-asked';
  if (codes.some(code => code in NONE_KNOWN)) return 'none-known';
  if (NOT_ASKED_WORDS.test(substance)) return 'not-asked';
  return NONE_KNOWN_WORDS.test(substance) ? 'none-known' : null;
}

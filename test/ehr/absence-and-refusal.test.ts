import { describe, expect, test } from 'vitest';
import { allergyState, statedAbsence } from '../../main/domain/allergy.ts';
import { received } from '../../main/domain/section.ts';
import { mapAllergy } from '../../main/ehr/map-allergy.ts';
import { codeStatusOfConsent, newestOf } from '../../main/ehr/map-code-status.ts';

const NOW = '2026-11-22T19:45:00Z';
const zone = 'America/New_York';
const section = (...codes: object[]) =>
  received(
    NOW,
    codes.flatMap((code, i) => {
      const mapped = mapAllergy({ resourceType: 'AllergyIntolerance', id: `a${i}`, patient: {}, code } as never);
      return 'item' in mapped ? [mapped.item] : [];
    }),
  );
const snomed = (code: string) => ({ coding: [{ system: 'http://snomed.info/sct', code }] });

describe('a statement that there are no allergies of one kind', () => {
  test.each([
    [snomed('429625007'), 'the EHR says only "No known food allergy"'],
    [{ text: 'No known latex allergy' }, 'the EHR says only "No known latex allergy"'],
  ])('%j is no "no known allergies"', (code, words) => {
    expect(allergyState(section(code))).toBe('not-asked');
    expect(statedAbsence(section(code))).toBe(words);
  });
  test('about drugs, it is, in its own words', () => {
    expect(allergyState(section({ text: 'NKDA' }))).toBe('none-known');
    expect(statedAbsence(section({ text: 'NKDA' }))).toBe('the EHR says only "NKDA"');
  });
  test('beside a plain "no known allergies", adds nothing', () => {
    const both = section(snomed('716186003'), snomed('429625007'));
    expect(allergyState(both)).toBe('none-known');
    expect(statedAbsence(both)).toBeNull();
  });
});

describe('code status', () => {
  test('a consent that denies resuscitation reads as a refusal', () => {
    const consent = {
      resourceType: 'Consent',
      id: 'c1',
      status: 'active',
      category: [{ text: 'Code status' }],
      provision: { type: 'deny', code: [{ text: 'Cardiopulmonary resuscitation' }] },
    };
    expect(codeStatusOfConsent(consent as never, zone)).toMatchObject({
      item: { text: 'REFUSED: Cardiopulmonary resuscitation' },
    });
  });
  const say = (text: string, at: string | null) => ({ id: text, text, source: 'Observation', at });
  const kept = (...all: ReturnType<typeof say>[]): string[] => newestOf(all, zone).map(s => s.text);
  test('the last statement is the last in time, whatever offset it is written in', () =>
    expect(kept(say('DNR', '2026-11-22T23:00:00-05:00'), say('Full code', '2026-11-23T01:00:00Z'))).toEqual(['DNR']));
  test('one of the same day or without a date may be the last too', () => {
    expect(kept(say('DNR', '2026-11-22'), say('Full code', '2026-11-22T10:00:00-05:00'))).toEqual(['DNR', 'Full code']);
    expect(kept(say('DNR', null), say('Full code', '2026-11-22'))).toEqual(['DNR', 'Full code']);
    expect(kept(say('DNR', '2026-11-21'), say('Full code', '2026-11-22'))).toEqual(['Full code']);
  });
});

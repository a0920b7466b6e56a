import type { Chart } from '../domain/chart.ts';
import type { Resident } from './census.ts';

/**
 * Takes out of our own sentences what may name a person: the EHR's own words within them, everything known about the patients tried, and
 * long numbers.
 */
export function withoutPeople(
  charts: readonly Pick<Chart, 'identity' | 'encounter'>[],
  residents: readonly Pick<Resident, 'patientId' | 'family'>[],
  ownWords: ReadonlySet<string>,
): (text: string) => string {
  const known = new Set<string>();
  const add = (value: string | null | undefined): void => {
    for (const part of [value ?? '', ...(value ?? '').split(/[\s,]+/)]) if (part.length >= 3) known.add(part);
  };
  for (const { patientId, family } of residents) [patientId, ...family].forEach(add);
  for (const { identity, encounter } of charts) {
    [identity.name, identity.mrn, identity.birthDate, identity.id].forEach(add);
    [encounter.id, encounter.visit, encounter.bed, encounter.attending].forEach(add);
  }
  const people = [...known].sort((a, b) => b.length - a.length).map(text => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const anyone = people.length === 0 ? null : new RegExp(`(?<![\\p{L}\\d])(?:${people.join('|')})(?![\\p{L}\\d])`, 'gu');
  return text => {
    let said = text;
    for (const own of ownWords) said = said.replaceAll(own, 'the EHR says that this may not be everything');
    if (anyone) said = said.replace(anyone, '…');
    return said.replace(/\d{4,}/g, '…');
  };
}

import type { Identity } from '../patient.ts';
import { ageInWords, minutesBetween, startOf, zoned, type FhirDate, type Instant, type Zone } from '../time.ts';
import { edits, nameLikeness } from './alike-names.ts';

/** What two patients are compared by. */
export interface Person {
  name: string | null;
  birthDate: FhirDate | null;
  /** In years. */
  estimatedAge: number | null;
  sex: Identity['sex'];
  /** Arrival of a patient who was registered here; null for a patient of the copy. */
  arrived: Instant | null;
}

/** When the comparison is made: ages are those of that day. */
export interface Day {
  now: Instant;
  zone: Zone;
}

/** Two unknown patients who came within so many minutes may be one whom two people registered. */
const TOGETHER_MINUTES = 30;
/** How far apart two estimates of an age may be, in years. */
const ESTIMATE_YEARS = 10;

type BirthLikeness = { kind: 'same' | 'close' | 'fits' | 'unknown' | 'different'; words: string };

/**
 * Why two may be the same person, in words, the strongest reason first; empty when they don't look it. The same name always counts, whatever
 * else differs, and so does nearly the same name unless the birth dates say otherwise; of a birth date alone one part of the name must be alike.
 * The judgement is the same from both sides.
 */
export function likeness(a: Person, b: Person, day: Day): string[] {
  const birth = birthLikeness(a, b, day);
  const sexes = sexWords(a, b);
  const said = (...words: string[]): string[] => [...words, birth.words, sexes.words].filter(Boolean);
  if (a.name === null || b.name === null) {
    if (a.name !== null || b.name !== null || !sexes.compatible) return birth.kind === 'same' && sexes.compatible ? said() : [];
    return cameTogether(a, b) && birth.kind !== 'different' ? said('both unknown', 'came at about the same time') : [];
  }
  const name = nameLikeness(a.name, b.name);
  const near = birth.kind === 'same' || birth.kind === 'close';
  switch (name) {
    case 'same':
      return said('same name');
    case 'alike':
      return near || (birth.kind !== 'different' && sexes.compatible) ? said('name nearly the same') : [];
    case 'part':
      return birth.kind === 'same' && sexes.compatible ? said('part of the name the same') : [];
    case 'different':
      return [];
  }
}

const cameTogether = (a: Person, b: Person): boolean =>
  a.arrived !== null && b.arrived !== null && Math.abs(minutesBetween(a.arrived, b.arrived)) <= TOGETHER_MINUTES;

function sexWords(a: Person, b: Person): { compatible: boolean; words: string } {
  if (a.sex === 'unknown' || b.sex === 'unknown') return { compatible: true, words: '' };
  return a.sex === b.sex ? { compatible: true, words: 'same sex' } : { compatible: false, words: 'sex differs' };
}

function birthLikeness(a: Person, b: Person, day: Day): BirthLikeness {
  if (a.birthDate !== null && b.birthDate !== null) return datesLikeness(a.birthDate, b.birthDate);
  const [one, other] = [yearsOf(a, day), yearsOf(b, day)];
  if (one === null || other === null) return { kind: 'unknown', words: 'birth date not known' };
  return Math.abs(one - other) <= ESTIMATE_YEARS
    ? { kind: 'fits', words: 'about the same age' }
    : { kind: 'different', words: 'another age' };
}

function datesLikeness(a: FhirDate, b: FhirDate): BirthLikeness {
  const [one, other] = [a.slice(0, 10), b.slice(0, 10)];
  if (one === other) return { kind: 'same', words: 'same birth date' };
  if (one.length < 10 || other.length < 10)
    return one.startsWith(other) || other.startsWith(one)
      ? { kind: 'fits', words: 'birth date fits' }
      : { kind: 'different', words: 'another birth date' };
  const [year, month, day] = one.split('-');
  if (other === `${year}-${day}-${month}`) return { kind: 'close', words: 'birth date with day and month exchanged' };
  return edits(one.replaceAll('-', ''), other.replaceAll('-', '')) === 1
    ? { kind: 'close', words: 'birth date differs by one digit, or two exchanged' }
    : { kind: 'different', words: 'another birth date' };
}

function yearsOf({ birthDate, estimatedAge }: Person, { now, zone }: Day): number | null {
  const born = birthDate === null ? null : startOf(birthDate, zone);
  if (born === null || ageInWords(birthDate, now, zone) === null) return estimatedAge;
  return zoned(born, zone).toPlainDate().until(zoned(now, zone).toPlainDate(), { largestUnit: 'years' }).years;
}

/** Whoever of these may be the same person, the strongest reasons first. */
export const similarTo = <P extends Person>(person: Person, others: readonly P[], day: Day): { of: P; why: string[] }[] =>
  others
    .map(of => ({ of, why: likeness(person, of, day) }))
    .filter(({ why }) => why.length > 0)
    .sort((a, b) => strength(b.why) - strength(a.why));

/** Same name and same birth date weigh most; whatever speaks against it weighs less than nothing. */
const strength = (why: readonly string[]): number =>
  why.reduce(
    (sum, reason) =>
      sum + (reason.startsWith('same ') ? 2 : /^(another|sex differs)/.test(reason) ? -2 : reason.includes('not known') ? 0 : 1),
    0,
  );

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameLikeness, soundex } from '../../../main/domain/ward/alike-names.ts';
import { likeness, similarTo, type Person } from '../../../main/domain/ward/similar-patients.ts';

const DAY = { now: '2026-11-22T20:00:00Z', zone: 'America/New_York' };
const ana: Person = { name: 'SCHMIDT, Ana', birthDate: '1936-10-02', estimatedAge: null, sex: 'female', arrived: null };
const why = (part: Partial<Person>, of: Person = ana) => likeness({ ...of, ...part }, of, DAY).join(', ');

describe('names', () => {
  test.each([
    ['SCHMIDT, Ana', 'ana schmidt', 'same'],
    ['Mc Donald, Ann', 'McDonald Ann', 'same'],
    ['NGUYỄN, Thị Minh Khai', 'Nguyen Thi Minh Khai', 'same'],
    ['BRZĘCZYSZCZYKIEWICZ, Łukasz', 'Brzeczyszczykiewicz, Lukasz', 'same'],
    ['Dr. Ana Schmidt', 'Schmidt, Ana', 'same'],
    ['SCHMIDT, Ana', 'SMITH, Anna', 'alike'],
    ['SCHMIDT, Ana Maria', 'SCHMIDT, Ana', 'alike'],
    ['MEYER, John', 'MAIER, Jon', 'alike'],
    ['JOHNSON, Peter', 'JOHNSTON, Peter', 'alike'],
    ['SCHMIDT, Ana', 'BAUER, Ana Schmidt-Keller', 'alike'],
    ['SCHMIDT, Ana', 'SCHMIDT, Bertha', 'part'],
    ['SCHMIDT, Ana', 'OKAFOR, Chidi', 'different'],
    ['محمد علي', 'علي محمد', 'same'],
    ['王芳', '李芳', 'different'],
  ])('%s and %s: %s', (a, b, likely) => expect(nameLikeness(a, b)).toBe(likely));
  test('Soundex codes are those of the US National Archives', () =>
    expect(['robert', 'rupert', 'ashcraft', 'tymczak', 'pfister', 'honeyman'].map(soundex)).toEqual([
      'R163',
      'R163',
      'A261',
      'T522',
      'P236',
      'H555',
    ]));
});

describe('two patients who may be one are found, and why is said', () => {
  test.each<[string, Partial<Person>, string]>([
    ['the same in everything', {}, 'same name, same birth date, same sex'],
    ['day and month exchanged', { birthDate: '1936-02-10' }, 'same name, birth date with day and month exchanged, same sex'],
    [
      'one digit of the year wrong',
      { name: 'SMITH, Anna', birthDate: '1986-10-02' },
      'name nearly the same, birth date differs by one digit, or two exchanged, same sex',
    ],
    [
      'two digits exchanged',
      { birthDate: '1963-10-02' },
      'same name, birth date differs by one digit, or two exchanged, same sex',
    ],
    ['only the year known', { birthDate: '1936' }, 'same name, birth date fits, same sex'],
    ['the age estimated', { birthDate: null, estimatedAge: 85 }, 'same name, about the same age, same sex'],
    ['another sex recorded', { sex: 'male' }, 'same name, same birth date, sex differs'],
    ['the same name and another birth date', { birthDate: '1990-01-01' }, 'same name, another birth date, same sex'],
    ['a married name', { name: 'BAUER, Ana' }, 'part of the name the same, same birth date, same sex'],
    [
      'one part of the name and the birth date',
      { name: 'SCHMIDT, Bertha' },
      'part of the name the same, same birth date, same sex',
    ],
  ])('%s', (_, part, said) => expect(why(part)).toBe(said));
  test('a name nearly the same with another birth date is somebody else, and so is another name', () => {
    expect(why({ name: 'SMITH, Anna', birthDate: '1990-01-01' })).toBe('');
    expect(why({ name: 'OKAFOR, Chidi' })).toBe('');
  });
  test('two unknown men who came within half an hour may be one; an hour later no more', () => {
    const unknown: Person = { name: null, birthDate: null, estimatedAge: 45, sex: 'male', arrived: '2026-11-22T19:00:00Z' };
    expect(why({ arrived: '2026-11-22T19:25:00Z', estimatedAge: 50 }, unknown)).toBe(
      'both unknown, came at about the same time, about the same age, same sex',
    );
    expect(why({ arrived: '2026-11-22T20:05:00Z' }, unknown)).toBe('');
    expect(why({ arrived: '2026-11-22T19:25:00Z', sex: 'female' }, unknown)).toBe('');
  });
});

const name = fc
  .array(fc.constantFrom('Ana', 'Anna', 'Schmidt', 'Smith', 'Meyer', 'Maier', 'Łukasz', 'von', 'Nguyễn', 'Li', '王芳'), {
    minLength: 1,
    maxLength: 4,
  })
  .map(parts => parts.join(' '));
const birthDate = fc.constantFrom(null, '1936-10-02', '1936-02-10', '1986-10-02', '1936', '1990-05', '2026-11-01');
const person: fc.Arbitrary<Person> = fc.record({
  name: fc.option(fc.oneof(name, fc.string({ maxLength: 12 }))),
  birthDate,
  estimatedAge: fc.option(fc.integer({ min: 0, max: 100 })),
  sex: fc.constantFrom('male' as const, 'female' as const, 'other' as const, 'unknown' as const),
  arrived: fc.constantFrom(null, '2026-11-22T19:00:00Z', '2026-11-22T19:20:00Z'),
});

test('whoever is compared with whom, the judgement is the same', () => {
  fc.assert(
    fc.property(person, person, (a, b) => {
      expect(likeness(a, b, DAY)).toEqual(likeness(b, a, DAY));
    }),
    { numRuns: 2000 },
  );
});

test('the same name is never hidden, whatever else is said, nor is the same person among many others', () => {
  fc.assert(
    fc.property(person, person, fc.array(person, { maxLength: 30 }), (a, b, others) => {
      fc.pre(a.name !== null);
      expect(likeness(a, { ...b, name: a.name }, DAY)[0]).toBe('same name');
      const found = similarTo(a, [...others, a], DAY);
      expect(found.some(({ of }) => of === a)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

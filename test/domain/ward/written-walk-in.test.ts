import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  correctedArrival,
  emptyWalkIn,
  readArrival,
  readBorn,
  readWalkIn,
  writtenWalkIn,
  type ReadWalkIn,
  type WrittenWalkIn,
} from '../../../main/domain/ward/written-walk-in.ts';
import type { Registration } from '../../../main/domain/ward/ward-act.ts';
import { registration } from '../../support/ward-acts.ts';

const ZONE = 'America/New_York';
const NOW = '2026-11-22T20:00:00.000Z';
const form = (part: Partial<WrittenWalkIn> = {}): WrittenWalkIn => ({ ...emptyWalkIn(NOW, ZONE), name: 'DOE, Jane', ...part });
const read = (part: Partial<WrittenWalkIn> = {}) => readWalkIn(form(part), NOW, ZONE);
const faultOf = (part: Partial<WrittenWalkIn>): unknown => {
  const result = read(part);
  return result.ok ? 'nothing' : result.error.fields;
};
const arrival = (written: string, now = NOW) => {
  const result = readArrival(written, now, ZONE);
  return result.ok ? result.value : result.error.why;
};

describe('arrival', () => {
  test.each([
    ['14:52', '2026-11-22T19:52:00.000Z'],
    ['1452', '2026-11-22T19:52:00.000Z'],
    ['9:05', '2026-11-22T14:05:00.000Z'],
    ['11/21 23:50', '2026-11-22T04:50:00.000Z'],
    ['11/21/2026 23:50', '2026-11-22T04:50:00.000Z'],
    ['15:04', '2026-11-22T20:04:00.000Z'],
  ])('%s is understood', (written, instant) => expect(arrival(written)).toBe(instant));
  test('a date without a year is the last that came, also after New Year', () =>
    expect(arrival('12/31 23:50', '2027-01-01T06:00:00Z')).toBe('2027-01-01T04:50:00.000Z'));
  test.each([
    ['23:50', /in the future: it is 15:00\. For yesterday write 11\/21 23:50/],
    ['25:00', /is no time/],
    ['02/30 10:00', /is no time/],
    ['08/01 10:00', /more than 62 days ago/],
    ['soon', /Write the time as 14:52/],
    ['', /Write the time as 14:52/],
  ])('"%s" is refused in words', (written, why) => expect(arrival(written)).toMatch(why));
});

describe('birth date or age', () => {
  const born = (written: string) => {
    const result = readBorn(written, NOW, ZONE);
    return result.ok ? result.value : result.error.why;
  };
  test.each([
    ['05/01/1990', { birthDate: '1990-05-01', estimatedAge: null }],
    ['5/1/1990', { birthDate: '1990-05-01', estimatedAge: null }],
    ['1990-05-01', { birthDate: '1990-05-01', estimatedAge: null }],
    ['05/1990', { birthDate: '1990-05', estimatedAge: null }],
    ['1990', { birthDate: '1990', estimatedAge: null }],
    ['45', { birthDate: null, estimatedAge: 45 }],
    ['about 45 y', { birthDate: null, estimatedAge: 45 }],
    ['0', { birthDate: null, estimatedAge: 0 }],
    ['11/22/2026', { birthDate: '2026-11-22', estimatedAge: null }],
    ['', { birthDate: null, estimatedAge: null }],
  ])('"%s" is understood', (written, said) => expect(born(written)).toEqual(said));
  test.each([
    ['11/23/2026', /after today/],
    ['2027', /after today/],
    ['01/01/1890', /136 years old/],
    ['131', /Nobody is 131/],
    ['02/30/1990', /is no date/],
    ['13/01/1990', /is no date/],
    ['05/01/90', /four digits/],
    ['young', /Write the birth date/],
  ])('"%s" is refused in words', (written, why) => expect(born(written)).toMatch(why));
});

test('every fault stands beside its field, all at once, and nothing is registered half', () => {
  expect(
    faultOf({ arrived: '23:59', name: '', born: '2027', allergies: 'none, latex', weight: 'heavy', mrn: 'DM-001-0001-R' }),
  ).toMatchObject({
    arrived: expect.stringContaining('in the future'),
    name: expect.stringContaining('mark the patient as unknown'),
    born: expect.stringContaining('after today'),
    allergies: expect.stringContaining('beside a substance'),
    weight: expect.stringContaining('kilograms'),
  });
  expect(faultOf({ unknown: true })).toMatchObject({ name: expect.stringContaining('An unknown patient has no name') });
  expect(faultOf({ weight: '7000' })).toMatchObject({ weight: expect.any(String) });
  expect(faultOf({ weight: '700' })).toEqual({ weight: 'Nobody weighs 700: write kilograms.' });
});

test.each([
  ['', { state: 'not-asked', listed: [] }],
  ['none', { state: 'none-known', listed: [] }],
  ['No known allergies', { state: 'none-known', listed: [] }],
  ['penicillin, latex;  bee  venom', { state: 'listed', listed: ['penicillin', 'latex', 'bee venom'] }],
])('allergies "%s" are never another silence', (allergies, said) => {
  const result = read({ allergies });
  expect(result.ok && result.value.said.allergies).toEqual(said);
});

test('"NKDA" is no answer for anything but drugs', () =>
  expect(faultOf({ allergies: 'NKDA' })).toMatchObject({ allergies: expect.stringContaining('drugs alone') }));

const keepingArrival = (read: ReadWalkIn, form: WrittenWalkIn, whole: Registration, at: string): ReadWalkIn => ({
  ...read,
  happenedAt: correctedArrival(form, read.happenedAt, { registration: whole, at }, ZONE),
});

test('who came in the hour that came twice keeps it in a correction; another time that is written counts', () => {
  const whole = registration({});
  for (const at of ['2026-11-01T05:59:00.000Z', '2026-11-01T06:59:00.000Z']) {
    const form = writtenWalkIn(whole, at, ZONE);
    const read = readWalkIn(form, NOW, ZONE);
    expect(read.ok && keepingArrival(read.value, form, whole, at).happenedAt).toBe(at);
    const moved = { ...form, arrived: '11/01/2026 02:10' };
    const later = readWalkIn(moved, NOW, ZONE);
    expect(later.ok && keepingArrival(later.value, moved, whole, at).happenedAt).toBe('2026-11-01T07:10:00.000Z');
  }
});

test('a registration that is written out for correcting reads as the same again', () => {
  const text = fc.constantFrom(null, 'chest pain', 'EMS 12', 'Müller’s unit');
  const some = fc.record({
    name: fc.constantFrom('DOE, Jane', 'NGUYỄN, Thị Minh Khai', 'O’Neill, Ann'),
    birthDate: fc.constantFrom(null, '1990-05-01', '1990-05', '1990'),
    sex: fc.constantFrom('male' as const, 'female' as const, 'other' as const, 'unknown' as const),
    bed: text,
    reason: text,
    broughtBy: text,
    contact: text,
    insurance: text,
    consent: text,
    service: text,
    attending: text,
    from: text,
    weightKg: fc.constantFrom(null, 3.2, 72.5, 120),
    allergies: fc.constantFrom<Registration['allergies']>(
      { state: 'not-asked', listed: [] },
      { state: 'none-known', listed: [] },
      { state: 'listed', listed: ['penicillin', 'latex'] },
    ),
  });
  fc.assert(
    fc.property(some, fc.integer({ min: 0, max: 60 * 24 * 40 }), (said, minutes) => {
      const happenedAt = new Date(Date.parse(NOW) - minutes * 60_000).toISOString();
      const whole = registration({ ...said, alias: null, estimatedAge: said.birthDate === null ? 44 : null });
      const form = writtenWalkIn(whole, happenedAt, ZONE);
      const read = readWalkIn(form, NOW, ZONE);
      const again = read.ok && keepingArrival(read.value, form, whole, happenedAt);
      const { mrn: _m, temporary: _t, visit: _v, alias: _a, ...rest } = whole;
      expect(again).toEqual({ happenedAt, mrn: null, said: rest });
    }),
  );
});

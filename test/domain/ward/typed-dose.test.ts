import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockTime, epochMs, paperDate, plusMinutes } from '../../../main/domain/time.ts';
import { readEntry, type EntryContext } from '../../../main/domain/ward/typed-dose.ts';
import { site } from '../../support/site.ts';

/** Due at 09:00 in New York; it is 18:20. */
const context: EntryContext = {
  due: '2026-11-22T14:00:00Z',
  now: '2026-11-22T23:20:00Z',
  zone: site.zone,
  omitted: site.omittedDoseCodes,
  initials: 'TO',
};
const dose = (line: string, part: Partial<EntryContext> = {}) => readEntry(line, { ...context, ...part });
const given = { kind: 'dose', dose: { outcome: 'given', givenBy: 'TO', dose: null, reason: null } };
const at = (instant: string) => ({ dose: { at: new Date(instant).toISOString() } });

describe('a line of the paper MAR', () => {
  test.each<[string, object]>([
    ['=', { ...given, dose: { ...given.dose, at: context.due } }],
    ['0915', at('2026-11-22T14:15:00Z')],
    ['9:15', at('2026-11-22T14:15:00Z')],
    ['915 AB', { dose: { givenBy: 'AB' } }],
    ['AB 0915', { dose: { givenBy: 'AB', at: '2026-11-22T14:15:00.000Z' } }],
    ['0915 25 mg AB', { dose: { dose: '25 mg', givenBy: 'AB' } }],
    ['0915 2.5mg', { dose: { dose: '2.5 mg' } }],
    ['R', { dose: { outcome: 'refused', reason: 'R refused', at: context.due } }],
    ['n ab', { dose: { outcome: 'not-given', reason: 'N nil by mouth', givenBy: 'ab' } }],
    ['H', { dose: { outcome: 'held' } }],
    ['refused', { dose: { outcome: 'refused', reason: null } }],
    ['0915 11/21', at('2026-11-21T14:15:00Z')],
    ['= M. Alvarez', { dose: { givenBy: 'M. Alvarez' } }],
  ])('%s is read', (line, read) => expect(dose(line)).toMatchObject({ kind: 'dose', ...read }));

  test.each<[string, RegExp]>([
    ['2575', /“2575” is no time/],
    ['0915 0930', /Two times/],
    ['0915 #', /“#” is not understood/],
    ['13/45', /“13\/45” is no time/],
  ])('%s is not, and says why', (line, why) => {
    expect(dose(line)).toMatchObject({ kind: 'wrong', why: expect.stringMatching(why) as string });
  });

  test('asks whose initials when none are known, and at what time when none is due', () => {
    expect(dose('=', { initials: ' ' })).toEqual({ kind: 'wrong', why: 'Whose initials?' });
    expect(dose('AB', { due: null })).toEqual({ kind: 'wrong', why: 'At what time?' });
    expect(dose('  ')).toEqual({ kind: 'empty' });
  });

  test('without a due time is the last such time: yesterday’s when today’s is to come', () => {
    expect(dose('1800', { due: null })).toMatchObject(at('2026-11-22T23:00:00Z'));
    expect(dose('1900', { due: null })).toMatchObject(at('2026-11-22T00:00:00Z'));
  });

  test('at a due time before midnight may say a time after it', () => {
    expect(dose('0010', { due: '2026-11-22T04:30:00Z' })).toMatchObject(at('2026-11-22T05:10:00Z'));
  });

  test('a date of December in January is last year’s', () => {
    expect(dose('2330 12/31', { now: '2027-01-01T06:00:00Z', due: null })).toMatchObject(at('2027-01-01T04:30:00Z'));
  });

  test('says the time that was typed, on the day nearest to when it was due', () => {
    const minutes = fc.integer({ min: 0, max: 23 * 60 + 59 });
    fc.assert(
      fc.property(minutes, fc.integer({ min: 0, max: 60 * 24 * 20 }), (minute, later) => {
        const due = plusMinutes('2026-11-22T14:00:00Z', later);
        const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const read = dose(clock, { due, now: plusMinutes(due, 60) });
        if (read.kind !== 'dose') throw new Error(read.kind);
        expect(clockTime(read.dose.at, site.zone)).toBe(clock);
        expect(Math.abs(epochMs(read.dose.at) - epochMs(due))).toBeLessThanOrEqual(12 * 3_600_000);
        expect(paperDate(read.dose.at, site.zone)).toMatch(/2026$/);
      }),
    );
  });
});

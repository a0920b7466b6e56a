import { describe, expect, test } from 'vitest';
import { unconfirmedDoses } from '../../main/domain/unconfirmed.ts';
import type { GivenDose } from '../../main/domain/view.ts';

const at = (clock: string): string => `2026-11-22T${clock}:00Z`;
const due = (...clocks: string[]) => clocks.map(clock => ({ at: at(clock), source: 'sent' as const }));
const dose = (clock: string, outcome: GivenDose['outcome'] = 'given'): GivenDose => ({
  at: at(clock),
  outcome,
  dose: null,
  by: null,
  reason: null,
});
const open = (dues: string[], charted: GivenDose[], now: string, before: string[] = []) =>
  unconfirmedDoses({ due: due(...dues), dueBeforeWindow: due(...before), charted }, at(now)).map(d => d.at.slice(11, 16));

describe('a dose whose time has passed', () => {
  test('is open when nothing was charted for it', () =>
    expect(open(['09:00', '14:00', '21:00'], [dose('09:04')], '15:00')).toEqual(['14:00']));

  test('is explained by a dose a little early or late', () => {
    expect(open(['09:00'], [dose('08:10')], '15:00')).toEqual([]);
    expect(open(['09:00'], [dose('11:30')], '15:00')).toEqual([]);
  });

  test('is not explained by a dose given much too early', () =>
    expect(open(['09:00'], [dose('07:30')], '15:00')).toEqual(['09:00']));

  test('is explained by a refusal, but not by a record of unknown outcome', () => {
    expect(open(['09:00'], [dose('09:00', 'refused')], '15:00')).toEqual([]);
    expect(open(['09:00'], [dose('09:00', 'unknown')], '15:00')).toEqual(['09:00']);
  });

  test('of an hourly order is not explained by the dose of the next hour', () =>
    expect(open(['13:00', '14:00', '15:00'], [dose('13:02'), dose('15:01')], '15:30')).toEqual(['14:00']));

  test('before the window counts too', () => expect(open(['16:00'], [], '16:30', ['12:00'])).toEqual(['12:00', '16:00']));
});

test('a time still to come is never open', () => expect(open(['21:00'], [], '15:00')).toEqual([]));

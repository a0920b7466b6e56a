import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AdtMessage } from '../../main/domain/adt.ts';
import { adtCensus } from '../../main/domain/adt-census.ts';
import { adtResidents } from '../../main/domain/adt-residents.ts';
import { placeOf, settled, type AdtState } from '../../main/domain/adt-state.ts';
import { adt, RECEIVED, understood, type Said } from '../ehr/hl7/messages.ts';
import { wardDay } from '../ehr/hl7/ward-day.ts';

/** "4W^512^A" → MRN, of everybody who is somewhere. */
function beds(state: AdtState): Record<string, string> {
  const mrn = new Map(state.patients.map(p => [p.key, p.mrn]));
  const here = state.stays.filter(stay => stay.status === 'here');
  return Object.fromEntries(
    here.map(stay => {
      const place = placeOf(stay);
      return [[place?.unit, place?.room, place?.bed].join('^'), mrn.get(stay.patient)!];
    }),
  );
}
/** The census after these, an hour apart from 08:00 unless they say when. */
const after = (...said: Said[]): AdtState =>
  adtCensus(said.map((one, i) => understood(adt({ at: `20261122${String(8 + i).padStart(2, '0')}0000`, ...one }))));
const doubts = (state: AdtState, unit = '4W'): string[] => adtResidents(state, [unit]).flatMap(r => r.doubts);

describe('who is where', () => {
  test('an admitted patient is in the bed, with attending, admission and demographics', () => {
    const state = after({ event: 'A01' });
    expect(adtResidents(state, ['4w '])).toMatchObject([
      {
        patient: { mrn: '00123', name: 'NGUYEN, KAI', birthDate: '1961-03-02', sex: 'female' },
        stay: { visit: 'V100', admitted: '2026-11-20T13:15:00.000Z', attending: 'SMITH, JANE', patientClass: 'I' },
        place: { unit: '4W', room: '512', bed: 'A' },
        onUnitSince: '2026-11-22T13:00:00.000Z',
        doubts: [],
      },
    ]);
  });

  test('a change of bed is not an arrival on the unit, coming back from elsewhere is', () => {
    const moved = after({ event: 'A01' }, { event: 'A02', place: '4W^513^B' });
    expect(adtResidents(moved, ['4W'])[0]!.onUnitSince).toBe('2026-11-22T13:00:00.000Z');
    const back = after({ event: 'A01' }, { event: 'A02', place: 'OR^1^' }, { event: 'A02', place: '4W^513^B' });
    expect(adtResidents(back, ['4W'])[0]!.onUnitSince).toBe('2026-11-22T15:00:00.000Z');
  });

  test('a discharged patient and a cancelled admission are nowhere, a cancelled discharge is back in the bed', () => {
    expect(beds(after({ event: 'A01' }, { event: 'A03' }))).toEqual({});
    expect(beds(after({ event: 'A01' }, { event: 'A11' }))).toEqual({});
    expect(beds(after({ event: 'A01' }, { event: 'A03' }, { event: 'A13', place: '' }))).toEqual({ '4W^512^A': '00123' });
  });

  test.each([
    ['names the place before', '4W^512^A'],
    ['repeats the cancelled place', '5E^501^A'],
    ['names no place', ''],
  ])('a cancelled transfer that %s leads back to the bed before', (_, place) => {
    const state = after({ event: 'A01' }, { event: 'A02', place: '5E^501^A' }, { event: 'A12', place });
    expect(beds(state)).toEqual({ '4W^512^A': '00123' });
    expect(doubts(state)).toEqual([]);
  });

  test('a cancelled transfer to a third place is believed and marked', () => {
    const state = after({ event: 'A01' }, { event: 'A02', place: '5E^501^A' }, { event: 'A12', place: '4W^514^A' });
    expect(beds(state)).toEqual({ '4W^514^A': '00123' });
    expect(doubts(state)[0]).toContain('verify');
  });

  test('a cancelled admission after an emergency registration leaves the patient in the emergency department, marked', () => {
    const state = after({ event: 'A04', place: 'ED^3^' }, { event: 'A01' }, { event: 'A11' });
    expect(beds(state)).toEqual({ 'ED^3^': '00123' });
    expect(doubts(state, 'ED')).toHaveLength(1);
  });

  test('a patient known only from an update is shown and marked; a transfer settles it', () => {
    expect(doubts(after({ event: 'A08' }))[0]).toContain('Known only from an update');
    expect(doubts(after({ event: 'A08' }, { event: 'A02', place: '4W^513^A' }))).toEqual([]);
  });

  test('an update after discharge brings nobody back, nor does a preadmission', () => {
    expect(beds(after({ event: 'A01' }, { event: 'A03' }, { event: 'A08' }))).toEqual({});
    const preadmit = adt({ event: 'A08' }).replace('PV1|1|I|', 'PV1|1|P|');
    expect(beds(adtCensus([understood(preadmit)]))).toEqual({});
  });

  test('an emergency patient who becomes an inpatient (A06) moves to the ward', () => {
    expect(beds(after({ event: 'A04', place: 'ED^1^' }, { event: 'A06' }))).toEqual({ '4W^512^A': '00123' });
  });

  test('without visit numbers the messages of one patient still belong together', () => {
    const none = { visit: '' };
    const state = after(
      { event: 'A01', ...none },
      { event: 'A02', place: '4W^513^A', ...none },
      { event: 'A08', visit: 'V7', place: '4W^513^A' },
    );
    expect(state.stays).toHaveLength(1);
    expect(state.stays[0]).toMatchObject({ visit: 'V7', status: 'here' });
  });
});

describe('identity', () => {
  const merge = { event: 'A40', mrn: '777', merges: '00123' };

  test('a merge moves the visits; messages under the ended number still find them', () => {
    const state = after({ event: 'A01' }, merge, { event: 'A02', place: '4W^513^A' });
    expect(beds(state)).toEqual({ '4W^513^A': '777' });
    expect(adtResidents(state, ['4W'])[0]!.patient.formerly).toEqual(['00123']);
  });

  test('merges in a chain, and one that is turned round, end at the record named last', () => {
    const chain = after({ event: 'A01' }, merge, { event: 'A40', mrn: '888', merges: '777' }, { event: 'A08' });
    expect(beds(chain)).toEqual({ '4W^512^A': '888' });
    const round = after({ event: 'A01' }, merge, { event: 'A40', mrn: '00123', merges: '777' }, { event: 'A08', mrn: '777' });
    expect(beds(round)).toEqual({ '4W^512^A': '00123' });
    expect(round.stays).toHaveLength(1);
  });

  test('two patients with one visit number are never mixed: both are shown, both marked', () => {
    const state = after({ event: 'A01' }, { event: 'A01', mrn: '00999', place: '4W^514^A' });
    expect(beds(state)).toEqual({ '4W^512^A': '00123', '4W^514^A': '00999' });
    expect(doubts(state).filter(d => d.includes('visit number V100'))).toHaveLength(2);
  });

  test('two patients in one bed are both shown and both marked', () => {
    const state = after({ event: 'A01' }, { event: 'A01', mrn: '00999', visit: 'V2' });
    expect(adtResidents(state, ['4W'])).toHaveLength(2);
    expect(doubts(state).filter(d => d.includes('2 patients in bed 512-A'))).toHaveLength(2);
  });

  test('the same number of two authorities is two patients', () => {
    const other = adt({ event: 'A01', visit: 'V2', place: '4W^514^A' }).replaceAll('HOSP', 'CLINIC');
    expect(adtCensus([understood(adt({ event: 'A01' })), understood(other)]).patients).toHaveLength(2);
  });

  test('a change of identity that is not followed marks the patient', () => {
    expect(doubts(after({ event: 'A01' }, { event: 'A45' }))[0]).toContain('A45');
  });
});

describe('order', () => {
  test('a transfer that arrives before the admission it follows counts', () => {
    const admission = understood(adt({ event: 'A01', at: '20261122080000' }));
    const transfer = understood(adt({ event: 'A02', at: '20261122090000', place: '4W^513^A' }));
    expect(beds(adtCensus([transfer, admission]))).toEqual({ '4W^513^A': '00123' });
  });

  test('what happened in the same moment is taken as it was sent: MSH-7, then MSH-13', () => {
    const at = (event: string, msh7: string, place: string, sequence = ''): AdtMessage =>
      understood(
        adt({ event, place }).replace('|20261122080000||ADT', `|${msh7}||ADT`).replace('|2.5.1|||', `|2.5.1|${sequence}||`),
      );
    const late = at('A02', '20261122080002', '4W^2^');
    expect(beds(adtCensus([late, at('A01', '20261122080001', '4W^1^')]))).toEqual({ '4W^2^': '00123' });
    const [one, two] = [at('A01', '20261122080000', '4W^1^', '1'), at('A02', '20261122080000', '4W^2^', '2')];
    expect(beds(adtCensus([two, one]))).toEqual({ '4W^2^': '00123' });
  });

  test('a message too late for its place in the order changes nothing, and the stay says so', () => {
    const state = settled(
      after({ event: 'A01' }, { event: 'A02', place: '4W^513^A' }),
      '2026-11-22T20:00:00.000Z',
      '2026-11-01T00:00:00.000Z',
    );
    const late = understood(adt({ event: 'A03', at: '20261122083000' }));
    const now = adtCensus([late], state);
    expect(beds(now)).toEqual({ '4W^513^A': '00123' });
    expect(doubts(now)[0]).toContain('too late');
  });

  test('an event dated in the future by a wrong clock does not outrank what comes after it', () => {
    const future = understood(adt({ event: 'A02', at: '20270101000000', place: '5E^1^' }), '2026-11-22T14:00:00.000Z');
    expect(future.at).toBe('2026-11-22T14:00:00.000Z');
    const next = understood(adt({ event: 'A02', at: '20261122100000', place: '4W^513^A' }), '2026-11-22T15:00:00.000Z');
    const state = adtCensus([understood(adt({ event: 'A01' })), future, next]);
    expect(beds(state)).toEqual({ '4W^513^A': '00123' });
    expect(doubts(state)[0]).toContain('clock');
  });
});

describe('a day on a ward of 20', () => {
  test('ends with everybody where they are, and has everything in it', () => {
    const total: Record<string, number> = {};
    for (let seed = 1; seed <= 40; seed++) {
      const day = wardDay(seed);
      expect(beds(adtCensus(day.messages.map(text => understood(text)))), `seed ${seed}`).toEqual(day.beds);
      for (const [event, n] of Object.entries(day.events)) total[event] = (total[event] ?? 0) + n;
    }
    for (const event of 'A01 A02 A03 A04 A08 A11 A12 A13 A17 A40 A31'.split(' ')) expect(total[event], event).toBeGreaterThan(20);
  });

  test('any order and any repetition of its messages give the same census', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.infiniteStream(fc.nat()), (seed, random) => {
        const day = wardDay(seed, 60);
        const messages = day.messages.map(text => understood(text));
        const repeated = messages.flatMap(message => Array<AdtMessage>(1 + (random.next().value % 3)).fill(message));
        const shuffled = repeated.map(message => ({ message, at: random.next().value })).sort((a, b) => a.at - b.at);
        const state = adtCensus(shuffled.map(({ message }) => message));
        expect(state).toEqual(adtCensus(messages));
        expect(beds(state)).toEqual(day.beds);
      }),
      { numRuns: 150 },
    );
  });

  test('settling what is older at any moment changes nothing about who is here', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(59), (seed, cut) => {
        const messages = wardDay(seed, 60).messages.map(text => understood(text));
        const upTo = messages[Math.min(cut, messages.length - 1)]!.at;
        const base = settled(adtCensus(messages.filter(m => m.at <= upTo)), upTo, '2026-11-20T00:00:00.000Z');
        const stored = JSON.parse(JSON.stringify(base)) as AdtState;
        const rest = messages.filter(m => m.at > upTo);
        const folded = beds(adtCensus(rest, stored));
        expect(folded).toEqual(beds(adtCensus(messages)));
      }),
      { numRuns: 100 },
    );
  });
});

test('time stamps are read as the hospital wrote them', () => {
  const at = (text: string, received = RECEIVED): string => understood(adt({ event: 'A01', at: text }), received).at;
  expect(at('20261122080000')).toBe('2026-11-22T13:00:00.000Z');
  expect(at('202611220800')).toBe('2026-11-22T13:00:00.000Z');
  expect(at('20261122080000.1234+0100')).toBe('2026-11-22T07:00:00.123Z');
  // The clocks show 01:30 twice on 1 November 2026: the one nearer to when the message came.
  expect(at('20261101013000', '2026-11-01T05:31:00.000Z')).toBe('2026-11-01T05:30:00.000Z');
  expect(at('20261101013000', '2026-11-01T06:31:00.000Z')).toBe('2026-11-01T06:30:00.000Z');
});

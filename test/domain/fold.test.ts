import { describe, expect, test } from 'vitest';
import { foldPatient } from '../../main/domain/fold.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import { missing, received } from '../../main/domain/section.ts';
import type { Chart } from '../../main/domain/chart.ts';
import { unconfirmedDoses } from '../../main/domain/unconfirmed.ts';
import { AS_OF, allergy, chart, given, NOW, orders } from '../support/charts.ts';
import { order } from '../support/orders.ts';
import { site } from '../support/site.ts';

const view = (c: Chart, now = NOW) =>
  foldPatient(c, { generation: 3, events: [], now, window: marWindow(now, 24, site.zone), site });
const first = (c: Chart, now = NOW) => view(c, now).orders[0]!;

describe('every silence about allergies has its own words', () => {
  const state = (items: ReturnType<typeof allergy>[]) => view(chart({ allergies: received(AS_OF, items) })).allergies;
  test('listed, none known, not asked, nothing received', () => {
    expect(state([allergy()]).state).toBe('listed');
    expect(state([allergy({ negates: 'none-known' })]).state).toBe('none-known');
    expect(state([allergy({ negates: 'not-asked' })]).state).toBe('not-asked');
    expect(state([])).toMatchObject({ state: 'not-received', silence: 'none received' });
    expect(view(chart({ allergies: missing('failed', 'HTTP 500') })).allergies.silence).toContain('reading them failed');
    expect(view(chart({ allergies: missing('not-supported', 'no endpoint') })).allergies.silence).toContain(
      'not sent by this EHR',
    );
  });
  test('a listed allergy wins over a statement that there are none, and the conflict is shown', () => {
    expect(state([allergy({ negates: 'none-known' }), allergy()])).toMatchObject({ state: 'listed', conflict: true });
  });
});

describe('last given and what comes next', () => {
  const bid = order({}, {}, { code: 'BID' });
  const withDoses = (...items: ReturnType<typeof given>[]) => chart({ ...orders(bid), administrations: received(AS_OF, items) });
  test('the last dose really given is named, and a younger refusal beside it', () => {
    const o = first(withDoses(given(), given({ id: 'g2', at: '2026-11-22T15:00:00Z', outcome: 'refused', reason: 'nausea' })));
    expect(o.lastGiven).toMatchObject({ at: '2026-11-22T14:05:00Z', dose: '50 mg' });
    expect(o.lastNotGiven).toMatchObject({ outcome: 'refused', reason: 'nausea' });
  });
  test('a refusal before the last given dose is no news', () => {
    expect(first(withDoses(given(), given({ id: 'g0', at: '2026-11-22T02:00:00Z', outcome: 'held' }))).lastNotGiven).toBeNull();
  });
  test('no dose charted and doses not received are different words', () => {
    expect(first(withDoses()).lastGivenSilence).toContain('none charted in the 48 h before 14:45');
    expect(first(chart({ ...orders(bid), administrations: missing('not-supported', 'none') })).lastGivenSilence).toContain(
      'does not send given doses',
    );
    expect(first(chart({ ...orders(bid), administrations: missing('failed', 'HTTP 500') })).lastGivenSilence).toContain('failed');
  });
  test('a dose is never guessed onto an order: without a link it is listed on its own', () => {
    const v = view(withDoses(given({ orderId: null })));
    expect(v.orders[0]!.lastGiven).toBeNull();
    expect(v.unlinkedDoses).toHaveLength(1);
  });
  test('a PRN order’s earliest next time is its interval after the last dose', () => {
    const prn = order({}, { asNeeded: true }, { frequency: 1, period: 6, periodUnit: 'h' });
    expect(first(chart({ ...orders(prn), administrations: received(AS_OF, [given()]) })).earliestNext).toBe(
      '2026-11-22T20:05:00.000Z',
    );
    const range = order({}, { asNeeded: true }, { frequency: 1, frequencyMax: 2, period: 6, periodUnit: 'h' });
    expect(first(chart({ ...orders(range), administrations: received(AS_OF, [given()]) })).earliestNext).toBeNull();
  });
  test('doses due after the copy was made and before the sheet starts are named for verification', () => {
    const o = first(chart(orders(order({}, {}, { timeOfDay: ['14:50', '21:00'] }))));
    expect(unconfirmedDoses(o, NOW).map(d => d.at)).toContain('2026-11-22T19:50:00.000Z');
    expect(o.nextDue?.at).toBe('2026-11-23T02:00:00.000Z');
  });
});

describe('code status is stated, conflicting or not in the feed, never assumed', () => {
  const status = (...texts: string[]) =>
    view(
      chart({
        codeStatus: received(
          AS_OF,
          texts.map((text, i) => ({ id: `c${i}`, text, source: 'Observation', at: null })),
        ),
      }),
    ).codeStatus;
  test('each', () => {
    expect(status()).toEqual({ kind: 'not-in-feed' });
    expect(status('DNR / DNI')).toMatchObject({ kind: 'stated', text: 'DNR / DNI' });
    expect(status('Full code', 'full code ').kind).toBe('stated');
    expect(status('Full code', 'DNR')).toMatchObject({
      kind: 'conflicting',
      statements: [{ text: 'Full code' }, { text: 'DNR' }],
    });
  });
});

describe('every active order is in the view, in one group', () => {
  test('one of each kind', () => {
    const all = [
      order({ id: '1', number: '1' }, {}, { code: 'BID' }),
      order({ id: '2', number: '2' }, { asNeeded: true }),
      order({ id: '3', number: '3' }, {}, { code: 'ONCE' }),
      order({ id: '4', number: '4' }, { rate: '5 mL/h' }),
      order({ id: '5', number: '5' }),
      order({ id: '6', number: '6', status: 'on-hold' }, {}, { code: 'TID' }),
      order({ id: '7', number: '7', stop: '2026-11-22T10:00:00Z' }, {}, { code: 'BID' }),
      order({ id: '8', number: '8', start: '2026-11-25' }, {}, { code: 'BID' }),
    ];
    const v = view(chart(orders(...all)));
    expect(v.orders).toHaveLength(all.length);
    const group = (n: string) => v.orders.find(o => o.order.number === n)!;
    expect(['1', '2', '3', '4', '5'].map(n => group(n).group)).toEqual([
      'scheduled',
      'prn',
      'once',
      'infusion',
      'times-not-known',
    ]);
    expect(group('6').flags).toContain('on-hold');
    expect(group('7').flags).toContain('stopped-by-date');
    expect(group('8').flags).toContain('not-started');
  });
  test('high-alert drugs are marked by name and ingredient', () => {
    const drug = (name: string, ingredients: string[] = []) =>
      first(chart(orders(order({ drug: { name, resolved: true, codes: [], ingredients } })))).flags;
    expect(drug('Insulin lispro 100 units/mL')).toContain('high-alert');
    expect(drug('premix', ['Heparin (porcine)'])).toContain('high-alert');
    expect(drug('acetaminophen 325 mg tablet')).not.toContain('high-alert');
  });
});

describe('what was charted explains what was due', () => {
  const o = order({ start: '2026-11-21T21:00:00Z' }, {}, { timeOfDay: ['14:00', '15:00', '21:00'] });
  const doubtful = (...items: ReturnType<typeof given>[]) => {
    const folded = first(chart({ ...orders(o), administrations: received(AS_OF, items) }));
    return unconfirmedDoses(folded, NOW).map(d => d.at);
  };
  test('a due time up to now without a record is doubtful; one with a record, given or refused, is not', () => {
    const evening = given({ id: 'g9', at: '2026-11-22T02:05:00Z' });
    const two = given({ id: 'g2', at: '2026-11-22T18:40:00Z' });
    expect(doubtful()).toEqual(['2026-11-22T02:00:00.000Z', '2026-11-22T19:00:00.000Z', '2026-11-22T20:00:00.000Z']);
    expect(doubtful(evening, two)).toEqual(['2026-11-22T20:00:00.000Z']);
    expect(doubtful(evening, two, given({ at: '2026-11-22T19:40:00Z', outcome: 'refused' }))).toEqual([]);
  });
  test('a record of the time before explains only that time', () => {
    expect(doubtful(given({ at: '2026-11-22T19:05:00Z' }))).toEqual(['2026-11-22T02:00:00.000Z', '2026-11-22T20:00:00.000Z']);
  });
  test('a dose charted without an order stands beside every order of that drug, and is linked to none', () => {
    const folded = first(
      chart({
        ...orders(o),
        administrations: received(AS_OF, [
          given({ orderId: null, drug: 'Metoprolol succinate' }),
          given({ id: 'x', orderId: null, drug: 'propofol' }),
        ]),
      }),
    );
    expect(folded.unlinkedSameDrug).toHaveLength(1);
    expect(folded.lastGiven).toBeNull();
  });
});

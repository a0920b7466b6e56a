import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../main/domain/chart.ts';
import { foldPatient } from '../../../main/domain/fold.ts';
import type { Dosage, MedicationOrder, Timing } from '../../../main/domain/order.ts';
import type { Fill } from '../../../main/domain/pharmacy/fill.ts';
import { fillWords } from '../../../main/domain/pharmacy/fill.ts';
import { fillLines, fillTotals, totalWords } from '../../../main/domain/pharmacy/fill-list.ts';
import { received } from '../../../main/domain/section.ts';
import { plusMinutes, type Instant } from '../../../main/domain/time.ts';
import type { PatientView } from '../../../main/domain/view.ts';
import { anchoredTable, anyHour, anyOrder } from '../../support/any-order.ts';
import { AS_OF, chart, given, NOW, orders } from '../../support/charts.ts';
import { order } from '../../support/orders.ts';
import { site } from '../../support/site.ts';
import { unsafeWords } from '../../support/unsafe-words.ts';

/** 15:00 in New York. */
const FROM = '2026-11-22T20:00:00Z';

function viewOf(
  all: MedicationOrder[],
  hours = 24,
  more: { charted?: Entry; given?: string; now?: Instant; from?: Instant } = {},
): PatientView {
  const sections = {
    ...orders(...all),
    ...(more.charted && { infusions: received(AS_OF, [more.charted]) }),
    ...(more.given && { administrations: received(AS_OF, [given({ at: more.given })]) }),
  };
  const from = more.from ?? FROM;
  return foldPatient(chart(sections), {
    generation: 1,
    events: [],
    now: more.now ?? NOW,
    window: { from, to: plusMinutes(from, hours * 60) },
    site: { ...site, administrationTimes: anchoredTable },
  });
}
const fillOne = (o: MedicationOrder, hours = 24, more: Parameters<typeof viewOf>[2] = {}): Fill =>
  fillLines([viewOf([o], hours, more)], site)[0]!.fill;
const said = (o: MedicationOrder, hours = 24, more: Parameters<typeof viewOf>[2] = {}): string =>
  fillWords(fillOne(o, hours, more));
const drug = (name: string) => ({ name, resolved: true, codes: [], ingredients: [] });
const q8h: Partial<Timing> = { timeOfDay: ['06:00', '14:00', '22:00'] };
const bid: Partial<Timing> = { code: 'BID' };

describe('doses at times', () => {
  test.each<[string, Partial<Dosage>, string, Partial<Timing>, number, string]>([
    [
      'metoprolol tartrate 50 mg tablet',
      { amount: '1 tablet' },
      '50 mg',
      q8h,
      24,
      '1 tablet x 3 doses (2200, 11/23 0600 1400) = 3 tablets',
    ],
    [
      'metoprolol tartrate 50 mg tablet',
      { amount: '1 tablet' },
      '50 mg',
      q8h,
      48,
      '1 tablet x 6 doses (2200, 11/23 0600 1400 2200, 11/24 0600 1400) = 6 tablets',
    ],
    [
      'QUEtiapine 25 mg tablet',
      { amount: '0.5 tablet' },
      '12.5 mg',
      bid,
      24,
      '0.5 tablet x 2 doses (~2100, 11/23 ~0900) = 1 tablet',
    ],
    [
      'oxyCODONE 5 mg tablet',
      { amount: '1–2 tablets' },
      '5–10 mg',
      bid,
      24,
      'up to 2 tablets x 2 doses (~2100, 11/23 ~0900) = 4 tablets',
    ],
    [
      'furosemide 40 mg tablet',
      {},
      '20 mg',
      bid,
      24,
      '20 mg = 0.5 tablet of 40 mg; 0.5 tablet x 2 doses (~2100, 11/23 ~0900) = 1 tablet',
    ],
    ['metoprolol succinate ER 50 mg tablet', {}, '25 mg', bid, 24, '25 mg x 2 doses (~2100, 11/23 ~0900) = 50 mg'],
    ['gabapentin 300 mg capsule', {}, '150 mg', bid, 24, '150 mg x 2 doses (~2100, 11/23 ~0900) = 300 mg'],
    ['senna-docusate 8.6 mg-50 mg tablet', {}, '2 tablets', bid, 24, '2 tablets x 2 doses (~2100, 11/23 ~0900) = 4 tablets'],
    [
      'sulfamethoxazole-trimethoprim 800 mg-160 mg tablet',
      {},
      '800 mg',
      bid,
      24,
      '800 mg x 2 doses (~2100, 11/23 ~0900) = 1,600 mg',
    ],
    [
      'enoxaparin 40 mg/0.4 mL syringe',
      {},
      '40 mg',
      bid,
      24,
      '40 mg = 1 syringe of 40 mg; 1 syringe x 2 doses (~2100, 11/23 ~0900) = 2 syringes',
    ],
    ['enoxaparin 40 mg/0.4 mL syringe', {}, '30 mg', bid, 24, '30 mg x 2 doses (~2100, 11/23 ~0900) = 60 mg'],
    [
      'vancomycin 1,250 mg in 250 mL piggyback',
      {},
      '1,250 mg',
      bid,
      24,
      '1,250 mg = 1 bag of 1,250 mg; 1 bag x 2 doses (~2100, 11/23 ~0900) = 2 bags',
    ],
    ['ondansetron 2 mg/mL injection', {}, '4 mg', bid, 24, '4 mg = 2 mL of 2 mg/mL; 2 mL x 2 doses (~2100, 11/23 ~0900) = 4 mL'],
    [
      'amoxicillin 125 mg/5 mL suspension',
      {},
      '250 mg',
      bid,
      24,
      '250 mg = 10 mL of 125 mg/5 mL; 10 mL x 2 doses (~2100, 11/23 ~0900) = 20 mL',
    ],
    ['insulin glargine 100 units/mL pen', {}, '24 units', bid, 24, '24 units x 2 doses (~2100, 11/23 ~0900) = 48 units'],
    [
      'levothyroxine 0.1 mg tablet',
      {},
      '0.3 mg',
      bid,
      24,
      '0.3 mg = 3 tablets of 0.1 mg; 3 tablets x 2 doses (~2100, 11/23 ~0900) = 6 tablets',
    ],
  ])('%s, %j, %s', (name, line, dose, when, hours, words) => {
    expect(said(order({ drug: drug(name) }, { dose, ...line }, when), hours)).toBe(words);
  });

  test('of another unit, by weight or only in words are not computed, and say how many doses there are', () => {
    expect(said(order({}, { dose: '5 mg/kg' }, bid))).toBe(
      'NOT COMPUTED: the dose "5 mg/kg" cannot be counted; 2 doses (~2100, 11/23 ~0900)',
    );
    expect(said(order({}, { dose: null, text: 'thin layer' }, bid))).toMatch(
      /^NOT COMPUTED: the dose is only in words: see the order; 2 doses/,
    );
    expect(said(order({}, { dose: null }, bid))).toMatch(/^NOT COMPUTED: dose not received; 2 doses/);
    expect(said(order({ drug: drug('metoprolol tartrate 50 mg tablet') }, { dose: '50000 mcg' }, bid))).toBe(
      '50,000 mcg x 2 doses (~2100, 11/23 ~0900) = 100,000 mcg',
    );
  });

  test('two dosage lines are for a person to read', () => {
    const [line] = order({}, { amount: '1 tablet' }, bid).dosages;
    expect(said(order({ dosages: [line!, { ...line!, dose: '100 mg' }] }))).toMatch(
      /^NOT COMPUTED: .*2 dosage lines: read each of them/,
    );
  });

  test('none in the period needs nothing and says when the next one is', () => {
    expect(said(order({}, { amount: '1 tablet' }, { timeOfDay: ['09:00'], dayOfWeek: ['wed'] }))).toBe(
      'no dose due in this period, next due 11/25/2026 0900',
    );
  });

  test('after its stop an order is expired, whatever is due before; on hold nothing is filled; DO NOT GIVE needs nothing', () => {
    expect(fillOne(order({ stop: '2026-11-22T15:10:00-05:00' }, { amount: '1 tablet' }, q8h))).toEqual({
      kind: 'expired',
      why: 'stop time 1510 has passed: nothing filled, verify that it ended',
    });
    expect(said(order({ status: 'on-hold' }, {}, q8h))).toMatch(/^NOT COMPUTED: ON HOLD/);
    expect(said(order({ status: 'suspended' }, {}, q8h))).toMatch(/^NOT COMPUTED: the EHR calls the order "suspended"/);
    expect(said(order({ stop: '2026-11-23T10:00:00-05:00' }, { amount: '1 tablet' }, q8h))).toContain(
      '1 tablet x 2 doses (2200, 11/23 0600)',
    );
  });
});

describe('a single dose', () => {
  const at = (events: string[]) =>
    order({ drug: drug('azithromycin 250 mg tablet') }, { dose: '500 mg' }, { code: 'ONCE', events });
  test.each([
    [
      'in the period is one dose',
      at(['2026-11-22T18:00:00-05:00']),
      {},
      '500 mg = 2 tablets of 250 mg; 2 tablets x 1 dose (1800) = 2 tablets',
    ],
    ['later needs nothing now', at(['2026-11-25T18:00:00-05:00']), {}, 'one dose, due 11/25/2026 1800, after this period'],
    [
      'given needs nothing',
      at(['2026-11-22T18:00:00-05:00']),
      { given: '2026-11-22T19:00:00Z' },
      'one dose ordered, one charted as given 1400',
    ],
    [
      'of which nothing is known is for a person',
      at(['2026-11-22T09:00:00-05:00']),
      {},
      'NOT COMPUTED: one dose, was due 0900, none charted as given: 2 tablets if it is still to be given',
    ],
    [
      'without a time is for a person',
      at([]),
      {},
      'NOT COMPUTED: one dose, its time is not known: 2 tablets if it is still to be given',
    ],
  ])('%s', (_, o, more, words) => expect(said(o, 24, more)).toBe(words));
});

describe('as needed', () => {
  const prn = (line: Partial<Dosage>, when: Partial<Timing> | null = null) =>
    order({}, { asNeeded: true, amount: '1 tablet', ...line }, when);
  const q6h: Partial<Timing> = { frequency: 1, period: 6, periodUnit: 'h' };
  const limit = (value: number, unit: string | null, words: string) => ({ amount: { value, unit }, hours: 24, words });
  test.each([
    ['by the least interval', prn({}, q6h), 24, '1 tablet x 4 doses AT MOST (at least 6 h apart, 24 h) = 4 tablets'],
    [
      'by the least interval, in part of one',
      prn({}, q6h),
      25,
      '1 tablet x 5 doses AT MOST (at least 6 h apart, 25 h) = 5 tablets',
    ],
    [
      'by doses a day',
      prn({}, { frequency: 3, period: 1, periodUnit: 'd' }),
      48,
      '1 tablet x 6 doses AT MOST (not more than 3 doses in 24 h, 48 h) = 6 tablets',
    ],
    [
      'by the greatest dose over time',
      prn({ doseAmount: { value: 50, unit: 'mg' }, limits: [limit(0.2, 'g', '0.2 g/24 h')] }),
      24,
      '1 tablet x 4 doses AT MOST (not more than 0.2 g/24 h, 24 h) = 4 tablets',
    ],
    [
      'by the tighter of both',
      prn({ doseAmount: { value: 50, unit: 'mg' }, limits: [limit(100, 'mg', '100 mg/24 h')] }, q6h),
      24,
      '1 tablet x 2 doses AT MOST (not more than 100 mg/24 h, 24 h) = 2 tablets',
    ],
    [
      'a dose that varies only by its interval',
      prn({ amount: '1–2 tablets', doseAmount: { value: 100, unit: 'mg' }, limits: [limit(100, 'mg', '100 mg/24 h')] }, q6h),
      24,
      'up to 2 tablets x 4 doses AT MOST (at least 6 h apart, 24 h) = 8 tablets',
    ],
    [
      'to its stop',
      { ...prn({}, q6h), stop: '2026-11-22T22:00:00-05:00' },
      24,
      '1 tablet x 2 doses AT MOST (at least 6 h apart, 7 h) = 2 tablets',
    ],
    [
      'without a rule it is not computed',
      prn({}),
      24,
      'NOT COMPUTED: as needed: the order says no least interval and no greatest dose that can be computed with',
    ],
  ])('%s', (_, o, hours, words) => expect(said(o, hours)).toBe(words));
});

describe('what runs', () => {
  const drip = (rate: string | null, name = 'sodium chloride 0.9% 1,000 mL') =>
    order({ drug: drug(name) }, { dose: null, rate }, { code: 'CONTINUOUS' });
  const charted = (rate: string): { charted: Entry } => ({
    charted: {
      id: 'infusion-order-1',
      text: `sodium chloride 0.9% 1,000 mL: ${rate}`,
      detail: null,
      status: 'active',
      at: AS_OF,
    },
  });
  test.each([
    ['rate x hours, in bags', drip('75 mL/h'), {}, '75 mL/h x 24 h = 1,800 mL (2 bags of 1,000 mL)'],
    ['per minute', drip('1 mg/min', 'amiodarone 900 mg in dextrose 5% 500 mL'), {}, '1 mg/min x 24 h = 1,440 mg'],
    ['a range by its greatest', drip('50–100 mL/h'), {}, 'up to 50–100 mL/h x 24 h = 2,400 mL (3 bags of 1,000 mL)'],
    [
      'the last charted rate if it is greater',
      drip('75 mL/h'),
      charted('125 mL/h'),
      'ordered 75 mL/h, last charted 125 mL/h: the greater counts; 125 mL/h x 24 h = 3,000 mL (3 bags of 1,000 mL)',
    ],
    [
      'by weight it is not computed',
      drip('18 units/kg/h'),
      {},
      'NOT COMPUTED: the rate "18 units/kg/h" cannot be counted in an hour',
    ],
    [
      'in two units it is not computed',
      drip('75 mL/h'),
      charted('10 mg/h'),
      'NOT COMPUTED: ordered 75 mL/h, last charted 10 mg/h: other units',
    ],
    ['without a rate it is not computed', drip(null), {}, 'NOT COMPUTED: runs continuously, rate not received'],
    [
      'to its stop',
      { ...drip('100 mL/h'), stop: '2026-11-22T17:00:00-05:00' },
      {},
      '100 mL/h x 2 h = 200 mL (1 bag of 1,000 mL)',
    ],
  ])('%s', (_, o, more, words) => expect(said(o, 24, more)).toBe(words));
});

test('totals add what counts alike, name what is at most, and say how many orders were not computed', () => {
  const named = (id: string, part: Partial<MedicationOrder>, line: Partial<Dosage>, when: Partial<Timing> | null) =>
    order({ id, number: id, ...part }, line, when);
  const lines = fillLines(
    [
      viewOf([
        named('1', {}, { amount: '1 tablet' }, q8h),
        named('2', {}, { amount: '0.5 tablets' }, bid),
        named('3', {}, { amount: '1 tablet', asNeeded: true }, { frequency: 1, period: 12, periodUnit: 'h' }),
        named('4', {}, { amount: '1 tablet', asNeeded: true }, null),
        named('5', {}, { dose: '10 mL' }, bid),
        named('6', { stop: '2026-11-22T10:00:00-05:00' }, { amount: '1 tablet' }, bid),
        named('7', { drug: drug('oxyCODONE 5 mg tablet') }, { amount: '2 tablets' }, bid),
      ]),
    ],
    { ...site, wardStock: { source: 'test', stems: ['oxycodone'] } },
  );
  expect(
    fillTotals(lines).map(
      total => `${total.drug}: ${totalWords(total)}${total.controlled ? ' C' : ''}${total.wardStock ? ' W' : ''}`,
    ),
  ).toEqual([
    'metoprolol tartrate 50 mg tablet: 6 tablets and 20 mL AT MOST for 4 orders, 1 order NOT COMPUTED',
    'oxyCODONE 5 mg tablet: 4 tablets for 1 order C W',
  ]);
});

describe('whatever an EHR sends', () => {
  const tablets = anyOrder.map(o => ({ ...o, dosages: o.dosages.map(d => ({ ...d, amount: '1.5 tablets', dose: '75 mg' })) }));
  const timed = (view: PatientView): number | null => {
    const [line] = fillLines([view], site);
    const { fill, order: o } = line!;
    if (o.schedule.kind !== 'times' || fill.kind === 'not-computed' || fill.kind === 'expired') return null;
    return fill.kind === 'needed' ? fill.need.value : 0;
  };

  test('the fill of two periods side by side is the fill of both, for orders with times', () => {
    const hours = fc.integer({ min: 1, max: 72 });
    let compared = 0;
    fc.assert(
      fc.property(tablets, anyHour, hours, hours, (o, from, a, b) => {
        const both = timed(viewOf([o], a + b, { now: from, from }));
        const first = timed(viewOf([o], a, { now: from, from }));
        const second = timed(viewOf([o], b, { now: from, from: plusMinutes(from, a * 60) }));
        if (both === null || first === null || second === null) return;
        compared++;
        expect(first + second).toBe(both);
      }),
      { numRuns: 2000 },
    );
    expect(compared).toBeGreaterThan(40);
  });
  test('every order is on the fill list exactly once, with a need and its arithmetic or a reason in safe words', () => {
    fc.assert(
      fc.property(fc.array(anyOrder, { maxLength: 6 }), anyHour, fc.constantFrom(24, 48, 72), (some, from, hours) => {
        const all = some.map((o, i) => ({ ...o, id: `order-${i}`, number: `${48000000 + i}` }));
        const lines = fillLines([viewOf(all, hours, { now: from, from })], site);
        expect(lines.map(line => line.order.order.number).sort()).toEqual(all.map(o => o.number).sort());
        for (const { fill } of lines) {
          expect(fillWords(fill).length).toBeGreaterThan(8);
          expect(unsafeWords(fillWords(fill))).toEqual([]);
          if (fill.kind === 'needed') expect(fill.need.value).toBeGreaterThan(0);
        }
        const counted = lines.filter(({ fill }) => fill.kind === 'needed' || fill.kind === 'not-computed').length;
        expect(fillTotals(lines).reduce((sum, t) => sum + t.computed + t.notComputed, 0)).toBe(counted);
      }),
      { numRuns: 500 },
    );
  });
});

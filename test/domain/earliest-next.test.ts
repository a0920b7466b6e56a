import { describe, expect, test } from 'vitest';
import type { Administration } from '../../main/domain/administration.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import { orderBlock } from '../../main/domain/order-block.ts';
import type { Amount, Dosage, Timing } from '../../main/domain/order.ts';
import { received, type Section } from '../../main/domain/section.ts';
import type { OrderView } from '../../main/domain/view.ts';
import { AS_OF, chart, given, NOW, orders } from '../support/charts.ts';
import { order } from '../support/orders.ts';
import { site } from '../support/site.ts';

const mg = (value: number): Amount => ({ value, unit: 'mg' });
const limit = (value: number, unit: string | null, hours: number | null = 24) => [
  { amount: { value, unit }, hours, words: `${value} ${unit ?? 'doses'}/${hours ?? '?'} h` },
];
const view = (
  line: Partial<Dosage>,
  when: Partial<Timing> | null,
  doses: Partial<Administration>[],
  part: Partial<Section<Administration>> = {},
): OrderView =>
  foldPatient(
    chart({
      ...orders(order({}, { asNeeded: true, ...line }, when)),
      administrations: {
        ...received(
          AS_OF,
          doses.map((dose, i) => given({ id: `g${i}`, ...dose })),
        ),
        ...part,
      },
    }),
    { generation: 1, events: [], now: NOW, window: marWindow(NOW, 24, site.zone), site },
  ).orders[0]!;
const at = (clock: string) => ({ at: `2026-11-22T${clock}:00Z` });

describe('the greatest dose over time', () => {
  const four = [at('01:00'), at('07:00'), at('13:00'), at('19:00')];
  test('in doses: after the fourth of four, the first must be a day old', () =>
    expect(view({ limits: limit(4, '{dose}') }, null, four)).toMatchObject({
      earliestNext: '2026-11-23T01:00:00.000Z',
      earliestNextWhy: 'not more than 4 {dose}/24 h',
    }));
  test('in doses: while there is room it says that the limit is not reached', () =>
    expect(view({ limits: limit(4, null) }, null, four.slice(1))).toMatchObject({
      earliestNext: null,
      earliestNextWhy: 'not more than 4 doses/24 h: not reached by this order’s doses',
    }));
  test('in grams, of doses in milligrams, with the most that the next may be', () => {
    const grams = four.map(dose => ({ ...dose, doseAmount: mg(1000) }));
    expect(view({ doseAmount: mg(1000), limits: limit(4, 'g') }, null, grams).earliestNext).toBe('2026-11-23T01:00:00.000Z');
    expect(view({ doseAmount: mg(1000), limits: limit(5, 'g') }, null, grams).earliestNext).toBeNull();
    expect(view({ doseAmount: mg(2000), limits: limit(5, 'g') }, null, grams).earliestNext).toBe('2026-11-23T01:00:00.000Z');
  });
  test('beside a minimum interval, the later of both counts', () => {
    const every4 = { frequency: 1, period: 4, periodUnit: 'h' };
    expect(view({ limits: limit(4, '{dose}') }, every4, four)).toMatchObject({ earliestNext: '2026-11-23T01:00:00.000Z' });
    expect(view({ limits: limit(9, '{dose}') }, every4, four)).toMatchObject({
      earliestNext: '2026-11-22T23:00:00.000Z',
      earliestNextWhy: 'at least 4 h apart',
    });
  });
  test('"up to 2 times a day as needed" is a limit of two doses in 24 h', () =>
    expect(view({}, { frequency: 2, period: 1, periodUnit: 'd' }, four.slice(2))).toMatchObject({
      earliestNext: '2026-11-23T13:00:00.000Z',
      earliestNextWhy: 'not more than 2 doses in 24 h',
    }));
  test('refused, held and unknown doses do not count; an unknown one forbids to say', () => {
    const refused = four.map((dose, i): Partial<Administration> => (i === 1 ? { ...dose, outcome: 'refused' } : dose));
    expect(view({ limits: limit(4, '{dose}') }, null, refused).earliestNext).toBeNull();
    const unknown = four.map((dose, i): Partial<Administration> => (i === 1 ? { ...dose, outcome: 'unknown' } : dose));
    expect(view({ limits: limit(4, '{dose}') }, null, unknown)).toMatchObject({
      earliestNext: null,
      earliestNextWhy: 'not known, a charted record may have been another dose of it',
    });
  });
  test.each<[string, Partial<Dosage>, Partial<Administration>[], Partial<Section<Administration>>, RegExp]>([
    [
      'doses in another unit',
      { limits: limit(4, 'g'), doseAmount: mg(500) },
      [{ ...at('13:00'), doseAmount: { value: 1, unit: 'tablet' } }],
      {},
      /another unit or without/,
    ],
    [
      'an ordered dose in another unit',
      { limits: limit(4, 'g'), doseAmount: { value: 1, unit: 'tablet' } },
      four,
      {},
      /ordered dose is in another unit/,
    ],
    ['a period longer than doses are read', { limits: limit(3, '{dose}', 168) }, four, {}, /known only for 48 h/],
    ['a period that could not be read', { limits: limit(3, '{dose}', null) }, four, {}, /period could not be read/],
    [
      'doses of which only a part was received',
      { limits: limit(9, '{dose}') },
      four,
      { status: 'partial' },
      /not all doses were received/,
    ],
  ])('is said not to be checked with %s', (_, line, doses, part, why) => {
    const every4 = { frequency: 1, period: 4, periodUnit: 'h' };
    for (const when of [null, every4]) {
      const { earliestNext, earliestNextWhy } = view(line, when, doses, part);
      expect(earliestNext === null).toBe(when === null);
      expect(earliestNextWhy).toMatch(/NOT CHECKED/);
      expect(earliestNextWhy).toMatch(why);
    }
  });
});

describe('the minimum interval', () => {
  test('"every 4 to 6 hours" is at least 4', () =>
    expect(view({}, { frequency: 1, period: 4, periodMax: 6, periodUnit: 'h' }, [at('13:00')]).earliestNext).toBe(
      '2026-11-22T17:00:00.000Z',
    ));
  test.each([
    ['Q6H:PRN', '2026-11-22T19:00:00.000Z'],
    ['Q4H PRN', '2026-11-22T17:00:00.000Z'],
    ['Q15MIN:PRN', '2026-11-22T13:15:00.000Z'],
  ])('the code %s says it where there is no structure', (code, next) =>
    expect(view({}, { code }, [at('13:00')]).earliestNext).toBe(next),
  );
  test.each<[string, Partial<Dosage>, Partial<Timing> | null, Partial<Administration>[], string]>([
    ['no interval', {}, null, [at('13:00')], 'not known, the order says no minimum interval'],
    ['no dose', {}, { frequency: 1, period: 4, periodUnit: 'h' }, [], 'not known, none charted in the 48 h before 14:45'],
    [
      'words that contradict',
      { text: 'every 8 hours as needed' },
      { frequency: 1, period: 4, periodUnit: 'h' },
      [at('13:00')],
      'not known, its text, code and structure contradict each other',
    ],
  ])('with %s is not said, but why', (_, line, when, doses, why) => expect(view(line, when, doses).earliestNextWhy).toBe(why));
  test('other orders have no earliest time and no reason', () =>
    expect(view({ asNeeded: false }, { code: 'BID' }, [])).toMatchObject({ earliestNext: null, earliestNextWhy: null }));
});

test('paper says the rule beside the time, or why there is none', () => {
  const words = (v: OrderView): string => JSON.stringify(orderBlock(v, NOW, site.zone).lines);
  expect(words(view({}, { code: 'Q6H:PRN' }, [at('15:00')]))).toContain(
    'NOT BEFORE 1600 by the doses charted here (at least 6 h apart)',
  );
  expect(words(view({}, null, []))).toContain('Earliest next time: not known, the order says no minimum interval');
});

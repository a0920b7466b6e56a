import { expect, test } from 'vitest';
import { carryOver } from '../../main/domain/carry-over.ts';
import { missing, received } from '../../main/domain/section.ts';
import { allergy, AS_OF, chart, orders } from '../support/charts.ts';
import { order } from '../support/orders.ts';

const LATER = '2026-11-22T20:00:00Z';
const three = [1, 2, 3].map(n => order({ id: `o${n}`, number: `${n}` }));

test('the first chart is taken as it is', () => expect(carryOver(null, chart())).toEqual(chart()));

test('orders that could not be read stay as they were, under their own age, and the chart is as old as they are', () => {
  const next = chart({ orders: missing('failed', 'HTTP 500') }, { asOf: LATER });
  const carried = carryOver(chart(orders(...three)), next);
  expect(carried.sections.orders).toMatchObject({ status: 'failed', asOf: AS_OF, items: three });
  expect(carried.sections.orders.reason).toContain('older copy');
  expect(carried.asOf).toBe(AS_OF);
});

test('another part that failed keeps its older items without making the chart old', () => {
  const older = chart({ labs: received(AS_OF, [{ id: 'l' } as never]) });
  const carried = carryOver(older, chart({ labs: missing('unauthorised', '403') }, { asOf: LATER }));
  expect(carried.sections.labs).toMatchObject({ status: 'unauthorised', asOf: AS_OF });
  expect(carried.sections.labs.items).toHaveLength(1);
  expect(carried.asOf).toBe(LATER);
});

test('from many to none is not believed once, with a warning, and believed when it repeats', () => {
  const none = chart({ orders: received(LATER, []) }, { asOf: LATER });
  const once = carryOver(chart(orders(...three)), none);
  expect(once.sections.orders.items).toEqual(three);
  expect(once.warnings.join()).toContain('suddenly sent none where it had sent 3');
  const twice = carryOver(once, none);
  expect(twice.sections.orders).toMatchObject({ status: 'ok', items: [], asOf: LATER });
});

test('fewer orders are believed at once, and what is new replaces what is old', () => {
  const carried = carryOver(
    chart({ ...orders(...three), allergies: received(AS_OF, [allergy()]) }),
    chart({ orders: received(LATER, [three[0]!]) }, { asOf: LATER }),
  );
  expect(carried.sections.orders.items).toEqual([three[0]]);
  expect(carried.asOf).toBe(LATER);
});

test('a part the EHR does not have stays not supported', () => {
  expect(carryOver(chart(), chart({ diet: missing('not-supported', 'no NutritionOrder') })).sections.diet.status).toBe(
    'not-supported',
  );
});

import { describe, expect, test } from 'vitest';
import type { Administration } from '../../main/domain/administration.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import { orderBlock } from '../../main/domain/order-block.ts';
import type { MedicationOrder } from '../../main/domain/order.ts';
import { missing, received, type Section } from '../../main/domain/section.ts';
import { marTime } from '../../main/domain/time.ts';
import { unconfirmedDoses } from '../../main/domain/unconfirmed.ts';
import type { OrderView } from '../../main/domain/view.ts';
import { AS_OF, chart, given, NOW, orders } from '../support/charts.ts';
import { order } from '../support/orders.ts';
import { anchoredTable } from '../support/any-order.ts';
import { site } from '../support/site.ts';

const doses = (...some: Partial<Administration>[]) =>
  received(
    AS_OF,
    some.map((dose, i) => given({ id: `g${i}`, ...dose })),
  );
const view = (o: MedicationOrder, administrations: Section<Administration> = doses()): OrderView =>
  foldPatient(chart({ ...orders(o), administrations }), {
    generation: 1,
    events: [],
    now: NOW,
    window: marWindow(NOW, 24, site.zone),
    site: { ...site, administrationTimes: anchoredTable },
  }).orders[0]!;
const due = (v: OrderView): string[] => v.due.map(d => marTime(d.at, site.zone));
const at1300 = { at: '2026-11-22T18:00:00Z' };

describe('an interval that is counted from the last dose', () => {
  const q5h = order({}, {}, { code: 'Q5H' });
  test('begins with the last one really given', () => {
    expect(due(view(q5h, doses(at1300)))).toEqual(['1800', '2300', '0400', '0900', '1400']);
    expect(due(view(q5h, doses(at1300, { at: '2026-11-22T19:00:00Z', outcome: 'refused' })))).toEqual(
      due(view(q5h, doses(at1300))),
    );
  });
  test.each<[string, Section<Administration>, string]>([
    ['none was charted', doses(), 'none charted in the 48 h before 14:45'],
    ['only a part was received', { ...doses(at1300), status: 'partial' }, 'the EHR sent only a part'],
    ['an older copy of them is shown', { ...doses(at1300), status: 'failed' }, 'reading the given doses failed'],
    ['the EHR sends none', missing('not-supported', 'x'), 'this EHR does not send given doses'],
    ['a younger record may have been one', doses(at1300, { at: '2026-11-22T19:00:00Z', outcome: 'unknown' }), 'a younger record'],
  ])('has no times when %s, and says so', (_, administrations, why) => {
    const v = view(q5h, administrations);
    expect(due(v)).toEqual([]);
    expect(v.schedule).toMatchObject({ kind: 'not-known', why: expect.stringContaining(why) as string });
  });
});

describe('a one-time order with a moment', () => {
  const once = (at: string) => order({}, {}, { code: 'ONCE', events: [at] });
  const words = (v: OrderView): string => JSON.stringify(orderBlock(v, NOW, site.zone).lines);
  test('is due at it, as the EHR sent it', () => {
    const v = view(once('2026-11-22T22:00:00Z'));
    expect(v.due).toEqual([{ at: '2026-11-22T22:00:00.000Z', source: 'sent' }]);
    expect(v.nextDue).toEqual(v.due[0]);
  });
  test('is not due any more when it was given, even hours early', () => {
    const v = view(once('2026-11-22T22:00:00Z'), doses(at1300));
    expect([v.due, v.nextDue]).toEqual([[], null]);
    expect(words(v)).toContain('ONE DOSE ORDERED, ONE CHARTED AS GIVEN');
  });
  test('whose moment passed without a record is missed, and one refused is not given', () => {
    const late = view(once('2026-11-22T16:00:00Z'));
    expect(unconfirmedDoses(late, NOW).map(d => d.at)).toEqual(['2026-11-22T16:00:00.000Z']);
    expect(words(late)).toContain('none charted as given in this copy');
    expect(view(once('2026-11-22T22:00:00Z'), doses({ ...at1300, outcome: 'refused' })).due).toHaveLength(1);
  });
  test('on hold, or outside its bounds, is not due', () => {
    expect(view({ ...once('2026-11-22T22:00:00Z'), status: 'on-hold' }).due).toEqual([]);
    expect(view({ ...once('2026-11-22T22:00:00Z'), stop: '2026-11-22T21:00:00Z' }).due).toEqual([]);
  });
});

test('a weekly dose that was missed the day before yesterday is still named', () => {
  const weekly = order({}, {}, { dayOfWeek: ['sat'], timeOfDay: ['08:00'] });
  expect(unconfirmedDoses(view(weekly), NOW).map(d => d.at)).toEqual(['2026-11-21T13:00:00.000Z']);
  expect(view(weekly).nextDue?.at).toBe('2026-11-28T13:00:00.000Z');
});

test('every contradiction stands on the order', () => {
  const v = view(order({}, { text: '3 times a day at 0600' }, { code: 'BID', frequency: 4, period: 1, periodUnit: 'd' }));
  expect(v.warnings).toEqual([
    'CONTRADICTION: code BID says 2 a day, structure says 4 a day',
    'CONTRADICTION: code BID says 2 a day, text says 3 a day',
    'CONTRADICTION: text says at 06:00, which the times sent or computed do not',
  ]);
});

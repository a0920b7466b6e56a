import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueTimes, startsAt, stopsAt } from '../../main/domain/due-times.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import type { MedicationOrder } from '../../main/domain/order.ts';
import { received } from '../../main/domain/section.ts';
import { scheduleOf, type DueTime, type LastDose } from '../../main/domain/schedule.ts';
import { epochMs, marTime, plusMinutes } from '../../main/domain/time.ts';
import { anchoredTable, anyDose, anyHour, anyOrder, shuffled } from '../support/any-order.ts';
import { chart } from '../support/charts.ts';
import { order } from '../support/orders.ts';
import { site } from '../support/site.ts';

const { zone } = site;
const rules = { ...site, administrationTimes: anchoredTable };
const NONE: LastDose = { kind: 'not-known', why: 'none charted' };
const anyLast: fc.Arbitrary<LastDose> = fc.option(anyHour).map(at => (at === null ? NONE : { kind: 'known', at }));
const hours = (most: number) => fc.integer({ min: 1, max: most });
const due = (o: MedicationOrder, last: LastDose, from: string, to: string): DueTime[] =>
  dueTimes(o, scheduleOf(o, anchoredTable, last), { from, to }, zone);
const twoWeeks = (from: string) => ({ from, to: plusMinutes(from, 14 * 1440) });

describe('whatever an EHR sends', () => {
  test('no due time lies outside the window or the order’s bounds, none comes twice, and they ascend', () => {
    fc.assert(
      fc.property(anyOrder, anyLast, anyHour, hours(200), (o, last, from, length) => {
        const to = plusMinutes(from, length * 60);
        const moments = due(o, last, from, to).map(d => epochMs(d.at));
        const starts = startsAt(o, zone);
        const stops = stopsAt(o, zone);
        for (const ms of moments) {
          expect(ms).toBeGreaterThanOrEqual(Math.max(epochMs(from), starts ? epochMs(starts) : -Infinity));
          expect(ms).toBeLessThan(Math.min(epochMs(to), stops ? epochMs(stops) : Infinity));
        }
        expect([...new Set(moments)].sort((a, b) => a - b)).toEqual(moments);
      }),
      { numRuns: 2000 },
    );
  });

  test('as needed, continuous, not known, on hold: never a due time; a one-time order has one at most', () => {
    fc.assert(
      fc.property(anyOrder, anyLast, anyHour, (o, last, from) => {
        const schedule = scheduleOf(o, anchoredTable, last);
        const { to } = twoWeeks(from);
        const times = due(o, last, from, to);
        if (o.status !== 'active' || !['times', 'once'].includes(schedule.kind)) expect(times).toEqual([]);
        if (schedule.kind === 'once') expect(times.length).toBeLessThanOrEqual(1);
        if (o.dosages.some(d => d.asNeeded) && o.dosages.length === 1) expect(schedule.kind).toBe('prn');
      }),
      { numRuns: 2000 },
    );
  });

  test('a time that the EHR did not send is marked as computed', () => {
    fc.assert(
      fc.property(anyOrder, anyLast, anyHour, (o, last, from) => {
        const timings = o.dosages.flatMap(d => d.timing ?? []);
        const events = new Set(timings.flatMap(t => t.events.map(epochMs)));
        const clocks = new Set(timings.flatMap(t => t.timeOfDay.map(time => time.replace(':', ''))));
        for (const { at, source, clock } of due(o, last, from, twoWeeks(from).to)) {
          const asSent = clock?.kind === 'moved' ? clock.from.replace(':', '') : marTime(at, zone);
          if (source === 'sent') expect(events.has(epochMs(at)) || clocks.has(asSent)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('windows side by side, long or of an hour, give what one over all gives', () => {
    fc.assert(
      fc.property(anyOrder, anyLast, anyHour, fc.array(hours(40), { minLength: 1, maxLength: 4 }), (o, last, from, lengths) => {
        const starts = [...lengths, 1, 1, 1, 1].reduce((all, length) => [...all, plusMinutes(all.at(-1)!, length * 60)], [from]);
        const pieces = starts.slice(1).flatMap((to, i) => due(o, last, starts[i]!, to));
        expect(pieces).toEqual(due(o, last, from, starts.at(-1)!));
      }),
      { numRuns: 2000 },
    );
  });

  test('a dose that an offset moves past midnight belongs to the hours it falls into', () => {
    const bedtime = fc.constantFrom(-1320, -1500, 180, 240, 1500);
    fc.assert(
      fc.property(bedtime, anyHour, (offsetMinutes, from) => {
        const o = order({}, {}, { when: ['HS'], offsetMinutes });
        const each = Array.from({ length: 72 }, (_, i) =>
          due(o, NONE, plusMinutes(from, i * 60), plusMinutes(from, i * 60 + 60)),
        );
        expect(each.flat()).toEqual(due(o, NONE, from, plusMinutes(from, 72 * 60)));
      }),
    );
  });

  test('a schedule says where its times come from, how sure they are, and why there are none', () => {
    fc.assert(
      fc.property(anyOrder, anyLast, (o, last) => {
        const s = scheduleOf(o, anchoredTable, last);
        expect(s.confidence === 'none').toBe(s.source === 'none');
        if (s.kind === 'times' || s.kind === 'once') {
          const doubts = s.warnings.length + s.contradictions.length;
          if (s.source !== 'none') expect(s.confidence === 'doubtful').toBe(doubts > 0);
          if (s.confidence === 'stated') expect(s.source).toBe('sent');
        }
        if (s.kind === 'not-known') expect(s.why).not.toBe('');
        if (s.contradictions.length > 0) expect(s.kind === 'times' && o.dosages.length === 1).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

const anyWard = fc.tuple(anyHour, fc.array(anyOrder, { maxLength: 5 })).chain(([now, some]) => {
  const orders = some.map((o, i) => ({ ...o, id: `o${i}`, number: `N${i}` }));
  const doses = fc.array(
    anyDose(
      orders.map(o => o.id),
      now,
    ),
    { maxLength: 8 },
  );
  return fc.record({
    now: fc.constant(now),
    orders: fc.constant(orders),
    doses: doses.map(list => list.map((dose, i) => ({ ...dose, id: `d${i}` }))),
  });
});
const view = (orders: MedicationOrder[], doses: Parameters<typeof received>[1], now: string) =>
  foldPatient(chart({ orders: received(now, orders), administrations: received(now, doses as never) }, { asOf: now }), {
    generation: 1,
    events: [],
    now,
    window: marWindow(now, 24, zone),
    site: rules,
  });

describe('the ward’s view', () => {
  test('has every order that was received, exactly once', () => {
    fc.assert(
      fc.property(anyWard, ({ now, orders, doses }) => {
        const ids = view(orders, doses, now).orders.map(o => o.order.id);
        expect(ids.sort()).toEqual(orders.map(o => o.id).sort());
      }),
      { numRuns: 300 },
    );
  });

  test('is the same in whatever order orders, doses and times arrive', () => {
    const arrived = anyWard.chain(({ now, orders, doses }) =>
      fc.record({
        now: fc.constant(now),
        orders: fc.constant(orders),
        doses: fc.constant(doses),
        otherOrders: shuffled(orders.map(turned)),
        otherDoses: shuffled(doses),
      }),
    );
    fc.assert(
      fc.property(arrived, ward => {
        const one = view(ward.orders, ward.doses, ward.now);
        const other = view(ward.otherOrders, ward.otherDoses, ward.now);
        const known = (v: typeof one) =>
          v.orders.map(({ order, due, dueBeforeWindow, nextDue, lastGiven, lastNotGiven, earliestNext, charted, group }) => ({
            id: order.id,
            group,
            due,
            dueBeforeWindow,
            nextDue,
            lastGiven,
            lastNotGiven,
            earliestNext,
            charted,
          }));
        expect(known(other)).toEqual(known(one));
        expect(other.unlinkedDoses).toEqual(one.unlinkedDoses);
      }),
      { numRuns: 500 },
    );
  });
});

/** The same order with every list that means no sequence turned round, its dosage lines too. */
function turned(o: MedicationOrder): MedicationOrder {
  const dosages = o.dosages.toReversed().map(line => ({
    ...line,
    timing: line.timing && {
      ...line.timing,
      events: line.timing.events.toReversed(),
      timeOfDay: line.timing.timeOfDay.toReversed(),
      dayOfWeek: line.timing.dayOfWeek.toReversed(),
      when: line.timing.when.toReversed(),
    },
  }));
  return { ...o, dosages };
}

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
import { site } from '../support/site.ts';

const { zone } = site;
const rules = { ...site, administrationTimes: anchoredTable };
const anyLast: fc.Arbitrary<LastDose> = fc
  .option(anyHour)
  .map(at => (at === null ? { kind: 'not-known', why: 'none charted' } : { kind: 'known', at }));
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

  test('two windows side by side give what one over both gives', () => {
    fc.assert(
      fc.property(anyOrder, anyLast, anyHour, hours(90), hours(90), (o, last, from, a, b) => {
        const middle = plusMinutes(from, a * 60);
        const end = plusMinutes(middle, b * 60);
        expect([...due(o, last, from, middle), ...due(o, last, middle, end)]).toEqual(due(o, last, from, end));
      }),
      { numRuns: 2000 },
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

const anyWard = fc.array(anyOrder, { maxLength: 5 }).chain(some => {
  const orders = some.map((o, i) => ({ ...o, id: `o${i}`, number: `N${i}` }));
  const ids = orders.map(o => o.id);
  return fc.record({
    orders: fc.constant(orders),
    doses: fc.array(anyDose(ids), { maxLength: 6 }).map(list => list.map((dose, i) => ({ ...dose, id: `d${i}` }))),
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
      fc.property(anyWard, anyHour, ({ orders, doses }, now) => {
        const ids = view(orders, doses, now).orders.map(o => o.order.id);
        expect(ids.sort()).toEqual(orders.map(o => o.id).sort());
      }),
      { numRuns: 300 },
    );
  });

  test('is the same in whatever order orders, doses and times arrive', () => {
    const arrived = anyWard.chain(({ orders, doses }) =>
      fc.record({
        orders: fc.constant(orders),
        doses: fc.constant(doses),
        otherOrders: shuffled(orders.map(turned)),
        otherDoses: shuffled(doses),
      }),
    );
    fc.assert(
      fc.property(arrived, anyHour, (ward, now) => {
        const one = view(ward.orders, ward.doses, now);
        const other = view(ward.otherOrders, ward.otherDoses, now);
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

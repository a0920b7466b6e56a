import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Administration } from '../../main/domain/administration.ts';
import type { Sections } from '../../main/domain/chart.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import { orderBlock } from '../../main/domain/order-block.ts';
import { received } from '../../main/domain/section.ts';
import { epochMs, plusMinutes } from '../../main/domain/time.ts';
import { earlyDoses, explainedDoses } from '../../main/domain/unconfirmed.ts';
import type { GivenDose, PatientView } from '../../main/domain/view.ts';
import { wardRows } from '../../main/domain/ward-rows.ts';
import { AS_OF, chart, given, NOW, orders } from '../support/charts.ts';
import { order } from '../support/orders.ts';
import { site } from '../support/site.ts';

const view = (sections: Partial<Sections>): PatientView =>
  foldPatient(chart(sections), { generation: 1, events: [], now: NOW, window: marWindow(NOW, 24, site.zone), site });
const charted = (o: ReturnType<typeof order>, ...doses: Partial<Administration>[]) =>
  view({
    ...orders(o),
    administrations: received(
      AS_OF,
      doses.map((dose, i) => given({ id: `g${i}`, ...dose })),
    ),
  });
const block = (v: PatientView): string => JSON.stringify(orderBlock(v.orders[0]!, NOW, site.zone));

describe('a dose that was charted is not asked for again', () => {
  const afternoon = order({}, {}, { timeOfDay: ['09:00', '15:30'] });
  test('given a little early, it is not what is due next', () => {
    const v = charted(afternoon, { at: '2026-11-22T14:02:00Z' }, { at: '2026-11-22T19:41:00Z' });
    expect(v.orders[0]!.nextDue?.at).toBe('2026-11-23T14:00:00.000Z');
    expect(block(v)).toContain('NEXT DUE 11/23/2026 0900');
  });
  test('given and then charted as refused for the same time stays given', () => {
    const v = charted(afternoon, { at: '2026-11-22T19:31:00Z' }, { at: '2026-11-22T19:44:00Z', outcome: 'refused' });
    const { due } = v.orders[0]!;
    expect(explainedDoses(v.orders[0]!).find(d => d.due.at === due[0]!.at)?.charted?.outcome).toBe('given');
  });
  test('given hours early, it is named beside the time it may have been for', () => {
    const v = charted(order({}, {}, { timeOfDay: ['18:00'] }), { at: '2026-11-22T19:00:00Z' });
    expect(block(v)).toContain('GIVEN 1400, before the dose due 1800: verify whether it was this one');
  });
  test('given for a medicine taken at home, it is shown as a dose without an order of this list', () => {
    const home = order({ id: 'home-1' });
    const v = view({ homeMedicines: received(AS_OF, [home]), administrations: received(AS_OF, [given({ orderId: 'home-1' })]) });
    expect(v.unlinkedDoses.map(d => d.orderId)).toEqual(['home-1']);
  });
});

describe('the earliest next dose of a PRN order', () => {
  const prn = (part: Parameters<typeof order>[0] = {}) =>
    order(part, { asNeeded: true }, { frequency: 1, period: 6, periodUnit: 'h' });
  const next = (o: ReturnType<typeof order>, ...doses: Partial<Administration>[]) => charted(o, ...doses).orders[0]!.earliestNext;
  const at = '2026-11-22T14:05:00Z';
  test('counts from the last one given', () => expect(next(prn(), { at })).toBe('2026-11-22T20:05:00.000Z'));
  test('is not said while the order is on hold; that it is on hold is', () => {
    expect(next(prn({ status: 'on-hold' }), { at })).toBeNull();
    expect(block(charted(prn({ status: 'on-hold' })))).toContain('do not give until the prescriber resumes it');
  });
  test('is not said when a younger record may have been a dose', () => {
    expect(next(prn(), { at }, { at: '2026-11-22T18:00:00Z', outcome: 'unknown' })).toBeNull();
    expect(next(prn(), { at }, { at: '2026-11-22T18:00:00Z', orderId: null })).toBeNull();
  });
  test('is not moved by one refused', () =>
    expect(next(prn(), { at }, { at: '2026-11-22T18:00:00Z', outcome: 'refused' })).toBe('2026-11-22T20:05:00.000Z'));
});

describe('what the EHR calls an order', () => {
  test('a status nobody knows is said on the order, whatever its kind', () => {
    for (const line of [{ asNeeded: true }, { rate: '5 mL/h' }, {}])
      expect(block(view(orders(order({ status: 'suspended' }, line))))).toContain('suspended');
  });
  test('a part that could not be read is said as such', () =>
    expect(block(view(orders(order({ unread: ['time of day "24:00"'] }))))).toContain('COULD NOT BE READ: time of day'));
});

test('a given dose close to a due time explains it, or is named beside it', () => {
  const minutes = fc.integer({ min: 0, max: 48 * 60 });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 47 }), { minLength: 2, maxLength: 8 }),
      fc.array(minutes, { minLength: 1, maxLength: 4 }),
      (hours, doses) => {
        const start = '2026-11-22T05:00:00Z';
        const due = [...hours].sort((a, b) => a - b).map(h => ({ at: plusMinutes(start, h * 60), source: 'sent' as const }));
        const records: GivenDose[] = [...doses]
          .sort((a, b) => a - b)
          .map(m => ({ at: plusMinutes(start, m), outcome: 'given', dose: null, by: null, reason: null }));
        const all = { due, dueBeforeWindow: [], charted: records };
        const explained = explainedDoses(all);
        const early = earlyDoses(all, start);
        for (const record of records)
          for (const [i, { at }] of due.entries()) {
            const before = due[i - 1];
            const after = due[i + 1];
            const lead = epochMs(at) - epochMs(record.at);
            const near =
              lead > 0
                ? before !== undefined && lead < (epochMs(at) - epochMs(before.at)) / 2
                : after !== undefined &&
                  -lead < (epochMs(after.at) - epochMs(at)) / 2 &&
                  -lead < epochMs(after.at) - epochMs(at) - 3_600_000;
            if (near && epochMs(at) > epochMs(start))
              expect(explained[i]!.charted !== null || early.some(e => e.due.at === at)).toBe(true);
          }
      },
    ),
    { numRuns: 400 },
  );
});

test('the ward list does not count as due what was charted', () => {
  const due = (...doses: Partial<Administration>[]) =>
    wardRows([charted(order({}, {}, { timeOfDay: ['15:10', '16:10'] }), ...doses)], site)[0]!;
  expect(due()).toMatchObject({ dueThisHour: 1, dueNextHour: 1 });
  expect(due({ at: '2026-11-22T19:40:00Z' })).toMatchObject({ dueThisHour: 0, dueNextHour: 1 });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carryOver } from '../../main/domain/carry-over.ts';
import type { Chart } from '../../main/domain/chart.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { goneCharts } from '../../main/domain/gone.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import { missing, received } from '../../main/domain/section.ts';
import { plusMinutes } from '../../main/domain/time.ts';
import { wardRows } from '../../main/domain/ward-rows.ts';
import { AS_OF, chart, NOW, orders } from '../support/charts.ts';
import { order } from '../support/orders.ts';
import { site } from '../support/site.ts';

const LATER = plusMinutes(AS_OF, 15);
const one = (id: string, part: Partial<Chart> = {}): Chart =>
  chart({}, { identity: { ...chart().identity, id }, encounter: { ...chart().encounter, id: `stay of ${id}` }, ...part });
const left = (id: string, since: string): Chart => one(id, { gone: { since, why: 'not in the census any more' } });
const view = (c: Chart, now = NOW) =>
  foldPatient(c, { generation: 1, events: [], now, window: marWindow(now, 24, site.zone), site });

test('a patient whom the census no longer names is kept, as gone since the refresh that missed them', () => {
  const gone = goneCharts([one('a'), one('b')], [one('a')], LATER, 48);
  expect(gone).toEqual([left('b', LATER)]);
});

test('the moment of leaving does not move with later refreshes, and after 48 hours the chart goes', () => {
  const first = goneCharts([one('b')], [one('a')], AS_OF, 48);
  expect(goneCharts(first, [one('a')], plusMinutes(AS_OF, 48 * 60 - 1), 48)).toEqual([left('b', AS_OF)]);
  expect(goneCharts(first, [one('a')], plusMinutes(AS_OF, 48 * 60), 48)).toEqual([]);
});

test('a patient who comes back is no longer gone', () => {
  expect(goneCharts([left('b', AS_OF)], [one('b')], LATER, 48)).toEqual([]);
  expect(carryOver(left('b', AS_OF), one('b')).gone).toBeNull();
});

test('a stay that goes on under a merged record is not a patient who left', () => {
  const merged = one('new', { encounter: { ...chart().encounter, id: 'stay of old' } });
  expect(goneCharts([one('old')], [merged], LATER, 48)).toEqual([]);
});

test('who comes back in another stay starts anew: orders of the ended stay never look like orders', () => {
  const before = { ...left('b', AS_OF), sections: chart(orders(...['1', '2', '3'].map(id => order({ id })))).sections };
  const again = one('b', { encounter: { ...chart().encounter, id: 'second stay' } });
  const failed = { ...again, sections: { ...again.sections, orders: missing<never>('failed', 'HTTP 500') } };
  expect(carryOver(before, again).sections.orders).toEqual(received(AS_OF, []));
  expect(carryOver(before, failed).sections.orders.items).toEqual([]);
  const sameStay = { ...failed, encounter: before.encounter };
  expect(carryOver(before, sameStay).sections.orders.items).toHaveLength(3);
});

test('the ward list says who left and when, after those who are here', () => {
  const here = one('z', { encounter: { ...chart().encounter, bed: '999' } });
  const rows = wardRows([view(left('a', '2026-11-22T19:05:00Z')), view(here)], site);
  expect(rows.map(r => [r.patientId, r.gone?.since ?? null])).toEqual([
    ['z', null],
    ['a', '2026-11-22T19:05:00Z'],
  ]);
  expect(rows[1]!.tags[0]).toEqual({ kind: 'gone', text: 'Left the ward 14:05' });
  const nextDay = wardRows([view(left('a', '2026-11-22T19:05:00Z'), plusMinutes(NOW, 24 * 60))], site);
  expect(nextDay[0]!.tags[0]!.text).toBe('Left the ward 11/22/2026 14:05');
});

test('every sheet and page of a patient who left says so before anything else', () => {
  const shown = view({ ...left('a', '2026-11-22T19:05:00Z'), warnings: ['another'] });
  expect(shown.warnings[0]).toMatch(/^LEFT THE WARD: .*14:05/);
  expect(shown.warnings[1]).toBe('another');
});

test('nobody is lost between two refreshes: each older patient is here, gone, merged, or gone for longer than the hours', () => {
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 });
  const minutes = fc.integer({ min: 0, max: 60 * 24 * 4 });
  fc.assert(
    fc.property(ids, ids, fc.array(minutes, { minLength: 6, maxLength: 6 }), (before, now, ages) => {
      const older = before.map((id, i) => (i % 2 ? left(id, plusMinutes(NOW, -ages[i]!)) : one(id)));
      const kept = goneCharts(
        older,
        now.map(id => one(id)),
        NOW,
        48,
      ).map(c => c.identity.id);
      const expected = before.filter((id, i) => !now.includes(id) && (i % 2 === 0 || ages[i]! < 48 * 60));
      expect(kept).toEqual(expected);
    }),
  );
});

import { expect, test } from 'vitest';
import { foldPatient } from '../../main/domain/fold.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import type { Observation } from '../../main/domain/observation.ts';
import { received } from '../../main/domain/section.ts';
import { wardRows } from '../../main/domain/ward-rows.ts';
import type { Chart } from '../../main/domain/chart.ts';
import { AS_OF, allergy, chart, NOW, orders } from '../support/charts.ts';
import { order } from '../support/orders.ts';
import { site } from '../support/site.ts';

const rows = (...charts: Chart[]) =>
  wardRows(
    charts.map(c => foldPatient(c, { generation: 1, events: [], now: NOW, window: marWindow(NOW, 24, site.zone), site })),
    site,
  );
const inBed = (bed: string | null): Chart => chart({}, { encounter: { ...chart().encounter, bed } });
const measured = (code: string, name: string, value: string, at: string): Observation => ({
  id: code,
  code,
  name,
  value,
  unit: null,
  flag: null,
  range: null,
  at,
  status: 'final',
  absent: null,
  components: [],
});

test('beds stand in the order a ward counts them, without a bed last', () => {
  expect(rows(inBed('10-A'), inBed(null), inBed('9-B')).map(r => r.bed)).toEqual(['9-B', '10-A', null]);
});

test('doses due in this hour and the next, and orders without known times, are counted apart', () => {
  const [row] = rows(chart(orders(order({ id: '1' }, {}, { timeOfDay: ['15:30', '16:00', '21:00'] }), order({ id: '2' }))));
  expect(row).toMatchObject({ dueThisHour: 1, dueNextHour: 1, timesNotKnown: 1 });
});

test('an older vital sign never looks as fresh as the newest', () => {
  const vitals = [
    measured('8867-4', 'Heart rate', '88', '2026-11-22T19:30:00Z'),
    measured('8310-5', 'Body temperature', '37.9', '2026-11-22T11:00:00Z'),
  ];
  const [row] = rows(chart({ vitals: received(AS_OF, vitals) }));
  expect(row!.lastVitals).toEqual({ text: 'HR 88 · T 37.9 (11/22/2026 06:00)', at: '2026-11-22T19:30:00Z' });
});

test('tags say which silence about allergies it is', () => {
  const tag = (c: Chart) => rows(c)[0]!.tags[0]!;
  expect(tag(chart({ allergies: received(AS_OF, [allergy()]) })).text).toBe('Allergies: penicillin');
  expect(tag(chart()).text).toContain('NOT RECEIVED');
});

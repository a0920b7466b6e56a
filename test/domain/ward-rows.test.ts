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
const measured = (
  code: string,
  name: string,
  value: string | null,
  at: string,
  more: Partial<Observation> = {},
): Observation => ({
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
  ...more,
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
  expect(row!.lastVitals).toEqual({ text: 'HR\u00a088 · T\u00a037.9 (11/22/2026 06:00)', at: '2026-11-22T19:30:00Z' });
});

test('vital signs are short in their usual units, and in any other unit say it', () => {
  const at = '2026-11-22T19:30:00Z';
  const pressure = (unit: string) =>
    measured('85354-9', 'Blood pressure', null, at, {
      components: [
        { name: 'Systolic', value: '110', unit },
        { name: 'Diastolic', value: '68', unit },
      ],
    });
  const told = (vitals: Observation[]) =>
    rows(chart({ vitals: received(AS_OF, vitals) }))[0]!.lastVitals!.text.replaceAll('\u00a0', ' ');
  const usual = [
    pressure('mmHg'),
    measured('8867-4', 'Heart rate', '97', at, { unit: '/min' }),
    measured('59408-5', 'Oxygen saturation', '91', at, { unit: '%' }),
    measured('8310-5', 'Body temperature', '37.8', at, { unit: '°C' }),
  ];
  expect(told(usual)).toBe('110/68 · HR 97 · SpO2 91 % · 37.8 °C');
  const unusual = [pressure('kPa'), measured('8867-4', 'Heart rate', '1.6', at, { unit: 'Hz' })];
  expect(told(unusual)).toBe('BP 110/68 kPa · HR 1.6 Hz');
});

test('a code status that nobody stated says that it is the code status', () => {
  expect(rows(chart())[0]!.tags.find(t => t.kind === 'code-status')!.text).toBe('Code status NOT IN FEED, VERIFY');
});

test('tags say which silence about allergies it is', () => {
  const tag = (c: Chart) => rows(c)[0]!.tags[0]!;
  expect(tag(chart({ allergies: received(AS_OF, [allergy()]) })).text).toBe('Allergies: penicillin');
  expect(tag(chart()).text).toContain('NOT RECEIVED');
});

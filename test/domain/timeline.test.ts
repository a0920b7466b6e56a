import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareRecords, eventId, kioskOf, type EventRecord } from '../../main/domain/event-record.ts';
import { timeline } from '../../main/domain/timeline.ts';

const record = fc.record({
  kiosk: fc.constantFrom('K1', 'K2', 'k1'),
  run: fc.constantFrom('7F3QXH', '000000'),
  number: fc.integer({ min: 1, max: 5 }),
  clock: fc.record({ ms: fc.integer({ min: 0, max: 3 }), counter: fc.integer({ min: 0, max: 2 }) }),
  at: fc.constant('2026-11-22T19:00:00Z'),
  by: fc.constantFrom('Lee', 'Chen'),
  unit: fc.constant('4 West'),
  kind: fc.constant('outage-closed'),
  act: fc.constant('{}'),
}) satisfies fc.Arbitrary<EventRecord>;

const listed = (records: readonly EventRecord[]): readonly EventRecord[] => {
  const line = timeline<EventRecord>();
  for (const one of records) {
    line.add(one, one);
    if (one.number === 3) line.list();
  }
  return line.list();
};

test('events stand in the same order whenever each of them came', () => {
  const shuffled = fc
    .array(record, { maxLength: 30 })
    .chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  fc.assert(fc.property(shuffled, ([all, other]) => void expect(listed(other)).toEqual(listed(all))));
});

test('the order is one: of two different events exactly one comes first', () => {
  fc.assert(
    fc.property(record, record, record, (a, b, c) => {
      expect(Math.sign(compareRecords(a, b))).toBe(0 - Math.sign(compareRecords(b, a)));
      if (compareRecords(a, b) <= 0 && compareRecords(b, c) <= 0) expect(compareRecords(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

test('a list that was given out never changes', () => {
  const line = timeline<string>();
  const one = {
    kiosk: 'K1',
    run: '7F3QXH',
    number: 1,
    clock: { ms: 5, counter: 0 },
    at: '',
    by: '',
    unit: '',
    kind: '',
    act: '',
  };
  line.add(one, 'later');
  const before = line.list();
  expect(line.list()).toBe(before);
  line.add({ ...one, number: 2, clock: { ms: 4, counter: 0 } }, 'earlier');
  expect(before).toEqual(['later']);
  expect(line.list()).toEqual(['earlier', 'later']);
});

test('an event’s key says its kiosk', () =>
  expect(kioskOf(eventId({ kiosk: '4W-K1', run: '7F3QXH', number: 17 }))).toBe('4W-K1'));

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentOf, eventId, type EventRecord } from '../../main/domain/event-record.ts';
import { heldOf, lackedByAny, missingHere } from '../../main/domain/exchange.ts';

const digest = (lines: readonly string[]): string => lines.join('\n');

/** Few keys, so that two sides often have the same, and now and then say something else under it. */
const record: fc.Arbitrary<EventRecord> = fc
  .record({
    kiosk: fc.constantFrom('K1', 'K2'),
    run: fc.constantFrom('7F3QXH', '000001'),
    number: fc.integer({ min: 1, max: 12 }),
    by: fc.oneof({ arbitrary: fc.constant('Lee'), weight: 9 }, { arbitrary: fc.constant('Chen'), weight: 1 }),
  })
  .map(part => ({
    ...part,
    clock: { ms: part.number, counter: 0 },
    at: '2026-11-22T19:00:00Z',
    unit: '4 West',
    kind: 'outage-closed',
    act: '{}',
  }));
const nameOf = (event: EventRecord): string => `${eventId(event)} ${contentOf(event)}`;
const ledger = fc.uniqueArray(record, { maxLength: 30, selector: nameOf });

const union = (...sides: (readonly EventRecord[])[]): EventRecord[] => [
  ...new Map(sides.flat().map(event => [nameOf(event), event])).values(),
];
const names = (events: readonly EventRecord[]): string[] => events.map(nameOf).sort();
const given = (from: readonly EventRecord[], to: readonly EventRecord[]): EventRecord[] =>
  lackedByAny([heldOf(to, digest)], heldOf(from, digest), from, digest);

test('what is given both ways, twice, leaves both with the union', () => {
  fc.assert(
    fc.property(ledger, ledger, (one, two) => {
      let [a, b] = [one, two];
      for (let round = 0; round < 2; round++) {
        b = union(b, given(a, b));
        a = union(a, given(b, a));
      }
      expect(names(a)).toEqual(names(union(one, two)));
      expect(names(b)).toEqual(names(a));
      expect(given(a, b)).toEqual([]);
    }),
  );
});

test('of events that are the same where both have them, only those are given that the other lacks', () => {
  const honest = ledger.map(events => events.filter(({ by }) => by === 'Lee'));
  fc.assert(
    fc.property(honest, honest, (one, two) => {
      const there = new Set(names(two));
      const whole = given(union(one, two), two);
      expect(names(whole)).toEqual(names(one.filter(event => !there.has(nameOf(event)))));
    }),
  );
});

test('who was never heard of is given everything', () => {
  fc.assert(
    fc.property(
      ledger,
      events => void expect(names(lackedByAny([], heldOf(events, digest), events, digest))).toEqual(names(events)),
    ),
  );
});

test('what is missing is counted by key', () => {
  fc.assert(
    fc.property(ledger, ledger, (one, two) => {
      const keys = (events: readonly EventRecord[]): Set<string> => new Set(events.map(eventId));
      expect(missingHere(heldOf(two, digest), one)).toBe([...keys(two)].filter(key => !keys(one).has(key)).length);
    }),
  );
});

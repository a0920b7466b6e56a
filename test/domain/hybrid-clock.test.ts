import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BEGINNING, compareTimes, tick, type HybridTime } from '../../main/domain/hybrid-clock.ts';

const NOW = Date.parse('2026-11-22T19:00:00Z');

test('an event has the time of the wall clock when that is later than all that is known', () =>
  expect(tick({ ms: NOW - 1, counter: 7 }, NOW)).toEqual({ ms: NOW, counter: 0 }));

test('every event is later than all that its kiosk knew of, whatever its wall clock says', () => {
  const anyClock = fc.oneof(fc.integer({ min: NOW - 1e6, max: NOW + 1e6 }), fc.double(), fc.constant(NaN), fc.maxSafeInteger());
  fc.assert(
    fc.property(fc.array(anyClock, { maxLength: 40 }), walls => {
      let latest = BEGINNING;
      for (const wall of walls) {
        const time = tick(latest, wall);
        expect(compareTimes(time, latest)).toBeGreaterThan(0);
        expect(Number.isSafeInteger(time.ms) && Number.isSafeInteger(time.counter)).toBe(true);
        latest = time;
      }
    }),
  );
});

test('two kiosks that heard of a clock far ahead still come in the real order of their acts', () => {
  const ahead: HybridTime = { ms: Date.parse('2031-01-01T00:00:00Z'), counter: 0 };
  let busy = ahead;
  for (let act = 0; act < 50; act++) busy = tick(busy, NOW + act);
  const quiet = tick(ahead, NOW + 60_000);
  expect(compareTimes(busy, quiet)).toBeLessThan(0);
});

test('a broken clock beyond the year 9999 is not followed', () =>
  expect(tick(BEGINNING, 1e300).ms).toBe(Date.parse('9999-12-31T23:59:59.999Z')));

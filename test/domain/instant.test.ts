import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { isInstant } from '../../main/domain/time.ts';

function temporalSays(text: string): boolean {
  try {
    Temporal.Instant.from(text);
    return true;
  } catch {
    return false;
  }
}

const digits = (most: number): fc.Arbitrary<string> => fc.nat(most).map(n => String(n).padStart(2, '0'));
const nearlyAMoment = fc
  .tuple(
    fc.constantFrom('2026', '1999', '0026', '-2026', '12026', '3026'),
    digits(14),
    digits(33),
    fc.constantFrom('T', 't', ' ', ''),
    digits(25),
    digits(61),
    fc.oneof(
      digits(61).map(s => `:${s}`),
      fc.constant(''),
    ),
    fc.constantFrom('', '', '.5', '.123456789', '.1234567890', '.'),
    fc.constantFrom('Z', '+00:00', '-05:00', '-0500', '+14:00', '+14:59', '+24:00', '-05', '', '-05:60', 'z', 'Z\n'),
  )
  .map(
    ([year, month, day, t, hour, minute, second, fraction, offset]) =>
      `${year}-${month}-${day}${t}${hour}:${minute}${second}${fraction}${offset}`,
  );

test('what looks like a moment is one exactly when Temporal says so', () => {
  fc.assert(
    fc.property(nearlyAMoment, text => {
      expect([text, isInstant(text)]).toEqual([text, temporalSays(text)]);
    }),
    { numRuns: 5000 },
  );
  const days = Array.from({ length: 31 }, (_, i) => String(i + 1).padStart(2, '0'));
  for (const month of ['01', '02', '04', '12'])
    for (const day of days) {
      const text = `2026-${month}-${day}T09:00:00-05:00`;
      expect([text, isInstant(text)]).toEqual([text, temporalSays(text)]);
    }
});

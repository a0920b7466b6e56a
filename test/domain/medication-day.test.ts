import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnStarts, SPANS, spanWindow, type Shifts, type Span } from '../../main/domain/medication-day.ts';
import { epochMs, paperDateTime } from '../../main/domain/time.ts';
import { site } from '../support/site.ts';

const at = (clock: string, day = '2026-11-22'): string => `${day}T${clock}:00-05:00`;
const said = (span: Span, from: string, where: Shifts = site): string[] => {
  const window = spanWindow(span, from, 24, where);
  return [...columnStarts(span, window, where), window.to].map(moment => paperDateTime(moment, where.zone));
};

describe('a MAR by shift', () => {
  test('begins with the rest of the running shift, from the running hour, and covers a day in whole shifts', () => {
    expect(said('shifts', at('16:20'))).toEqual([
      '11/22/2026 16:00',
      '11/22/2026 23:00',
      '11/23/2026 07:00',
      '11/23/2026 15:00',
      '11/23/2026 23:00',
    ]);
  });
  test('printed when a shift begins has one column a shift', () => {
    expect(said('shifts', at('07:00'))).toEqual(['11/22/2026 07:00', '11/22/2026 15:00', '11/22/2026 23:00', '11/23/2026 07:00']);
  });
  test('follows the site’s own shifts', () => {
    const two = {
      ...site,
      shifts: [
        { name: 'Day', from: '07:00' },
        { name: 'Night', from: '19:00' },
      ],
    };
    expect(said('shifts', at('20:05'), two)).toEqual([
      '11/22/2026 20:00',
      '11/23/2026 07:00',
      '11/23/2026 19:00',
      '11/24/2026 07:00',
    ]);
  });
  test('of the night in which the clock is set back still ends with a shift', () => {
    expect(said('shifts', '2026-10-31T23:10:00-04:00').at(-1)).toBe('11/01/2026 23:00');
  });
});

describe('a MAR of days', () => {
  test('counts the running day as the first', () => {
    expect(said('3-days', at('15:02'))).toEqual(['11/22/2026 15:00', '11/23/2026 00:00', '11/24/2026 00:00', '11/25/2026 00:00']);
    expect(said('7-days', at('15:02'))).toHaveLength(8);
  });
  test('may have days that begin at another time than midnight', () => {
    const early = { ...site, startOfDay: '07:00' };
    expect(said('3-days', at('05:30'), early)).toEqual([
      '11/22/2026 05:00',
      '11/22/2026 07:00',
      '11/23/2026 07:00',
      '11/24/2026 07:00',
    ]);
  });
});

test('whatever a column is, a MAR begins with the running hour, its columns follow each other, and none is empty', () => {
  const when = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
  const clock = fc.tuple(fc.nat(23), fc.nat(59)).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
  const shifts = fc
    .uniqueArray(clock, { minLength: 1, maxLength: 6 })
    .map(starts => starts.sort().map((from, i) => ({ name: `Shift ${i + 1}`, from })));
  fc.assert(
    fc.property(when, fc.constantFrom(...SPANS), shifts, clock, (now, span, own, startOfDay) => {
      const where = { zone: site.zone, shifts: own, startOfDay };
      const window = spanWindow(span, now.toISOString(), 24, where);
      const edges = [...columnStarts(span, window, where), window.to].map(epochMs);
      expect(edges[0]).toBe(epochMs(window.from));
      expect(edges[0]).toBeLessThanOrEqual(now.getTime());
      expect(now.getTime() - edges[0]!).toBeLessThan(3_600_000);
      for (const [i, edge] of edges.entries()) if (i > 0) expect(edge).toBeGreaterThan(edges[i - 1]!);
    }),
  );
});

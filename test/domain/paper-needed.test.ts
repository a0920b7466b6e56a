import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paperNeeded } from '../../main/domain/paper-needed.ts';

test('MARs for 24 h are printed three times in 72 h, a summary once; on both sides each patient begins on a new leaf', () => {
  const ward = [
    { timed: 5, other: 2 },
    { timed: 2, other: 1 },
  ];
  expect(paperNeeded(ward, 24)).toEqual([
    { hours: 8, pages: 10, leaves: 6 },
    { hours: 24, pages: 10, leaves: 6 },
    { hours: 72, pages: 24, leaves: 14 },
  ]);
});

test('MARs of three days are enough for three days, those of a shift for a shift', () => {
  const pages = (covered: number): number[] => paperNeeded([{ timed: 4, other: 0 }], covered).map(needed => needed.pages);
  expect(pages(72)).toEqual([4, 4, 4]);
  expect(pages(8)).toEqual([4, 12, 36]);
});

test('longer never takes less, and both sides never take more paper than one nor less than half of it', () => {
  const document = fc.record({ timed: fc.nat(30), other: fc.nat(30) });
  fc.assert(
    fc.property(fc.array(document, { maxLength: 40 }), fc.integer({ min: 1, max: 168 }), (ward, covered) => {
      const needed = paperNeeded(ward, covered);
      needed.forEach(({ pages, leaves }, i) => {
        expect(leaves).toBeGreaterThanOrEqual(pages / 2);
        expect(leaves).toBeLessThanOrEqual(pages);
        if (i > 0) expect(pages).toBeGreaterThanOrEqual(needed[i - 1]!.pages);
      });
    }),
  );
});

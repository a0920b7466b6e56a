import { expect, test } from 'vitest';
import type { Chart, Snapshot } from '../../main/domain/chart.ts';
import { completed } from '../../main/domain/completed.ts';
import { missing, received, type Section } from '../../main/domain/section.ts';
import { isSuperfluous } from '../../main/domain/superfluous.ts';
import { plusMinutes, type Instant } from '../../main/domain/time.ts';
import { chart, ward } from '../store/support/ward.ts';

const BEGIN = '2026-11-22T19:00:00.000Z';
type Orders = Chart['sections']['orders'];

const answered = (items: number) => {
  const { orders } = chart(0, 'order', items).sections;
  return (at: Instant): Orders => received(at, orders.items);
};
const ANSWERS: ((at: Instant) => Orders)[] = [
  answered(4),
  answered(1),
  answered(0),
  at => ({ ...answered(0)(at), status: 'partial', reason: 'page 1 did not come' }),
  () => missing('failed', 'HTTP 500'),
  () => missing('unauthorised', 'HTTP 403'),
  () => missing('not-supported', 'no such resource'),
];

/** A refresh with one patient, and a second who may be missing. */
function refresh(orders: (at: Instant) => Orders, minute: number, second = true): Snapshot {
  const at = plusMinutes(BEGIN, minute);
  const one = chart(0, 'one', 1);
  const charts = [
    { ...one, asOf: at, sections: { ...one.sections, orders: orders(at) } },
    ...(second ? [chart(1, 'two', 1)] : []),
  ];
  return { ...ward(0), asOf: at, charts };
}
/** As whoever signs in reads it: each completed from the one before. */
const read = (snapshots: readonly Snapshot[]): Snapshot | null =>
  snapshots.reduce<Snapshot | null>((older, next) => completed(next, older?.charts ?? [], 48), null);

test('whatever a part was before and is answered later, a copy that is superfluous changes nothing', () => {
  let superfluous = 0;
  for (const base of ANSWERS)
    for (const before of ANSWERS)
      for (const middle of ANSWERS)
        for (const next of ANSWERS) {
          const [a, b, c, d] = [base, before, middle, next].map((orders, i) => refresh(orders, i * 5)) as [
            Snapshot,
            Snapshot,
            Snapshot,
            Snapshot,
          ];
          const of = (snapshot: Snapshot) => ({ snapshot, goneHours: 48 });
          if (!isSuperfluous(of(b), of(c), of(d))) continue;
          superfluous++;
          expect(read([a, b, d])).toEqual(read([a, b, c, d]));
        }
  expect(superfluous).toBeGreaterThan(ANSWERS.length ** 3);
});

test('a copy is needed when somebody left or came, could not be read, or the clock was put back, and when it alone has what failed later', () => {
  const full = answered(4);
  const failed = (): Section<never> => missing('failed', 'HTTP 500');
  const of = (snapshot: Snapshot, goneHours = 48) => ({ snapshot, goneHours });
  const [before, middle, next] = [0, 5, 10].map(minute => of(refresh(full, minute))) as [
    ReturnType<typeof of>,
    ReturnType<typeof of>,
    ReturnType<typeof of>,
  ];
  expect(isSuperfluous(before, middle, next)).toBe(true);
  expect(isSuperfluous(before, middle, of(refresh(full, 10, false)))).toBe(false);
  expect(isSuperfluous(of(refresh(full, 0, false)), middle, next)).toBe(false);
  expect(isSuperfluous(before, middle, of({ ...next.snapshot, unread: [{ patient: 'pat-1', why: 'HTTP 500' }] }))).toBe(false);
  expect(isSuperfluous(before, middle, of(refresh(full, 3)))).toBe(false);
  expect(isSuperfluous(before, middle, of(next.snapshot, 24))).toBe(false);
  expect(isSuperfluous(before, middle, of(refresh(failed, 10)))).toBe(false);
});

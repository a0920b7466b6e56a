import { expect, test } from 'vitest';
import { remembered } from '../../main/domain/remembered.ts';

test('computes once for each key, tells keys apart, and forgets all when it has kept enough', () => {
  const computed: string[] = [];
  const upper = remembered(
    2,
    (a: string, b: number) => `${a}|${b}`,
    (a, b) => (computed.push(`${a}${b}`), a.toUpperCase() + b),
  );
  expect([upper('x', 1), upper('x', 1), upper('x', 2), upper('x', 2)]).toEqual(['X1', 'X1', 'X2', 'X2']);
  expect(computed).toEqual(['x1', 'x2']);
  expect([upper('y', 1), upper('x', 1)]).toEqual(['Y1', 'X1']);
  expect(computed).toEqual(['x1', 'x2', 'y1', 'x1']);
});

import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { atMost } from '../../main/ehr/at-most.ts';

test('no more pieces of work run at once than allowed, each gets its turn, and one that breaks frees its place', async () => {
  const turn = atMost(3);
  let running = 0;
  let most = 0;
  const begun: number[] = [];
  const work = async (n: number): Promise<number> => {
    begun.push(n);
    most = Math.max(most, ++running);
    await wait((n % 4) * 2);
    running--;
    if (n % 5 === 0) throw new Error(`broke ${n}`);
    return n;
  };
  const done = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => turn(() => work(n))));
  expect(most).toBe(3);
  expect(begun).toEqual(Array.from({ length: 20 }, (_, n) => n));
  expect(done.filter(d => d.status === 'rejected')).toHaveLength(4);
  expect(done.map(d => (d.status === 'fulfilled' ? d.value : -1)).filter(n => n >= 0)).toHaveLength(16);
});

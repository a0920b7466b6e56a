import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listGenerations, readLatest } from '../../main/store/read-latest.ts';
import { killAtRandom } from './support/kill.ts';
import { emptyStore, folder } from './support/fresh-store.ts';
import { ward } from './support/ward.ts';

/** What must hold after a crash; null, or what is wrong. `acknowledged` is the last number its publisher said was published. */
function wrongAfterCrash(root: string, acknowledged: number, before: number): string | null {
  const store = emptyStore({ folder: root });
  const latest = readLatest(store);
  const last = Math.max(acknowledged, before);
  if (!latest.ok) {
    const copies = listGenerations(store);
    const nothingYet = last === 0 && copies.ok && copies.value.every(copy => copy.fault?.kind === 'unfinished');
    return nothingYet ? null : latest.error.why;
  }
  const { number, snapshot } = latest.value.generation;
  if (number < last || number > last + 2) return `generation ${number} after ${last} was acknowledged`;
  const tag = snapshot.charts[0]!.identity.name.match(/next after \d+/)?.[0];
  return JSON.stringify(snapshot) === JSON.stringify(ward(6, tag)) ? null : 'its charts are of different generations';
}

test(
  'after each of 50 kills while publishing, the last good copy or the next one opens, whole',
  { timeout: 240_000 },
  async () => {
    const root = folder();
    let before = 0;
    for (let kill = 1; kill <= 50; kill++) {
      const acknowledged = await killAtRandom('publisher.ts', root, 150);
      expect(wrongAfterCrash(root, acknowledged, before), `kill ${kill}`).toBeNull();
      const latest = readLatest(emptyStore({ folder: root }));
      if (latest.ok) before = latest.value.generation.number;
    }
    expect(before).toBeGreaterThan(20);
    expect(readdirSync(emptyStore({ folder: root }).folder).length).toBeLessThan(12);
  },
);

test('the same check catches a publisher that writes in place', { timeout: 120_000 }, async () => {
  const caught: string[] = [];
  for (let kill = 1; kill <= 20 && caught.length === 0; kill++) {
    const root = folder();
    const acknowledged = await killAtRandom('careless-publisher.ts', root, 150);
    const wrong = wrongAfterCrash(root, acknowledged, 0);
    if (wrong) caught.push(wrong);
  }
  expect(caught).not.toEqual([]);
});

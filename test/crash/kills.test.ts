import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLedger } from '../../main/store/ledger.ts';
import { keyFile } from '../../main/vault/key-file.ts';
import { BUNDLE } from '../store/support/bundle-size.ts';
import { folder } from '../store/support/fresh-store.ts';
import { killAtRandom } from '../store/support/kill.ts';
import { storeIn } from '../store/support/ward.ts';
import { figures, LONG } from './support/figures.ts';
import { eventsIn, newestCopy, wrongCopies, wrongLedger } from './support/ward-disk.ts';

const KILLS = LONG ? 120 : 30;
const { note } = figures('kill -9');

test(`after each of ${KILLS} kills while publishing, the last good copy or the next one opens, whole`, async () => {
  const root = folder();
  let before = 0;
  for (let kill = 1; kill <= KILLS; kill++) {
    const acknowledged = await killAtRandom('publisher.ts', root, 150);
    const wrong = wrongCopies(root, Math.max(acknowledged, before));
    note('publishing', wrong);
    expect(wrong, `kill ${kill}`).toBeNull();
    before = newestCopy(root);
  }
  expect(before).toBeGreaterThan(KILLS / 3);
  expect(readdirSync(storeIn(root).folder).length).toBeLessThan(12);
});

test('the same check catches a publisher that writes in place', async () => {
  const caught: string[] = [];
  for (let kill = 1; kill <= 20 && caught.length === 0; kill++) {
    const root = folder();
    const wrong = wrongCopies(root, await killAtRandom('careless-publisher.ts', root, 150));
    note('CONTROL that must fail, writing in place', wrong);
    if (wrong) caught.push(wrong);
  }
  expect(caught).not.toEqual([]);
});

test(`after each of ${KILLS} kills while acts are recorded, every act that was acknowledged is there`, async () => {
  const root = folder();
  let last = 0;
  for (let kill = 1; kill <= KILLS; kill++) {
    last = Math.max(last, await killAtRandom('recorder.ts', root, 150));
    const wrong = wrongLedger(root, last);
    note('recording', wrong);
    expect(wrong, `kill ${kill}`).toBeNull();
    last = eventsIn(root).length;
  }
  expect(last).toBeGreaterThan(KILLS);
});

test(`after each of ${KILLS / 2} kills, what came from another kiosk is there whole or not at all`, async () => {
  const root = folder();
  let last = 0;
  for (let kill = 1; kill <= KILLS / 2; kill++) {
    last = Math.max(last, await killAtRandom('taker.ts', root, 150));
    const opened = openLedger({ folder: root, keys: keyFile(join(root, 'key')), kiosk: '4W-K1' });
    if (!opened.ok) throw new Error(opened.error.why);
    const { length } = opened.value.ward.records();
    opened.value.close();
    const wrong = length % BUNDLE === 0 && length / BUNDLE >= last ? null : `${length} events after ${last} bundles of ${BUNDLE}`;
    note('taking in bundles', wrong);
    expect(wrong, `kill ${kill}`).toBeNull();
    last = length / BUNDLE;
  }
  expect(last).toBeGreaterThan(KILLS / 4);
});

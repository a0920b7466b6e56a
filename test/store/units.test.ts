import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLedger } from '../../main/store/ledger.ts';
import { publishGeneration } from '../../main/store/publish.ts';
import { openSnapshotStore } from '../../main/store/snapshot-store.ts';
import { isNewStore, sameUnit, unitFolderName, unitsIn } from '../../main/store/unit-folder.ts';
import { emptyStore } from './support/fresh-store.ts';
import { ward } from './support/ward.ts';

test('a unit is the same however it is capitalised or spaced, and gets a folder that every file system takes', () => {
  expect(unitFolderName(' 4  WEST ')).toBe(unitFolderName('4 West'));
  expect(unitFolderName('4 West')).toMatch(/^4-west-[0-9a-f]{8}$/);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1 }), (a, b) => {
      expect(unitFolderName(a)).toMatch(/^[a-z0-9][a-z0-9-]{0,39}-[0-9a-f]{8}$/);
      expect(unitFolderName(a) === unitFolderName(b)).toBe(sameUnit(a, b));
    }),
  );
  for (const name of ['../..', 'con', 'NUL', '内科', 'a/b', 'a\\b', 'x'.repeat(300), '...']) {
    expect(unitFolderName(name)).toMatch(/^[a-z0-9][a-z0-9-]*-[0-9a-f]{8}$/);
  }
});

test('units keep to their own folders and are listed by the names their copies give', () => {
  const west = emptyStore();
  const east = openSnapshotStore({ folder: west.root, unit: '内科 5', keys: west.keys });
  expect(unitsIn(west.root)).toEqual([]);
  publishGeneration(west, ward(3, 'west'));
  publishGeneration(east, { ...ward(2, 'east'), unit: '内科 5' });
  expect(unitsIn(west.root).map(u => u.unit)).toEqual(['4 West', '内科 5']);
  writeFileSync(join(west.folder, 'gen-00000001.json'), '{');
  expect(unitsIn(west.root).map(u => u.unit)).toEqual([null, '内科 5']);
});

test('a store is new only while it holds neither copy nor ledger, nor what is left of them', () => {
  const store = emptyStore();
  expect(isNewStore(store.root)).toBe(true);
  expect(isNewStore(join(store.root, 'not-made-yet'))).toBe(true);
  publishGeneration(store, ward(2));
  expect(isNewStore(store.root)).toBe(false);
  rmSync(join(store.folder, 'gen-00000001.json'));
  expect(isNewStore(store.root)).toBe(false);

  const other = emptyStore();
  const ledger = openLedger({ folder: other.root, keys: other.keys, kiosk: 'K1' });
  if (ledger.ok) ledger.value.close();
  expect(isNewStore(other.root)).toBe(false);
  rmSync(join(other.root, 'ledger.db'));
  expect(isNewStore(other.root)).toBe(false);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backUpLedger } from '../../main/store/back-up-ledger.ts';
import { openLedger } from '../../main/store/ledger.ts';
import { publishGeneration } from '../../main/store/publish.ts';
import { listGenerations, readLatest } from '../../main/store/read-latest.ts';
import { lookAtBackup, restoreLedger } from '../../main/store/restore-ledger.ts';
import { openSnapshotStore } from '../../main/store/snapshot-store.ts';
import { ward } from '../store/support/ward.ts';
import { must } from './support/must.ts';
import { ADMIN, wardVault } from './support/ward-vault.ts';

const MADE = '2026-11-26T08:00:00.000Z';

test("when the unit's key is changed, again and again, every copy, the ledger and its backups stay this kiosk's own and open", async () => {
  const { vault, store: folder, signIn } = await wardVault();
  const admin = await signIn(ADMIN.user);
  const locked = openSnapshotStore({ folder, unit: '4 West', keys: vault.locked });
  for (const tag of ['one', 'two']) must(publishGeneration(locked, ward(3, tag)));
  must(publishGeneration(locked, ward(2, 'three'), { carriesFrom: { generation: 2, goneHours: 48 } }));
  const ledger = must(openLedger({ folder, keys: admin.keys, kiosk: 'K1' }));
  const act = { kind: 'outage-suspected' as const, reason: 'EHR did not answer' };
  for (let i = 0; i < 3; i++) must(ledger.append({ at: MADE, by: 'kiosk', unit: '4 West', act }));
  ledger.close();
  must(backUpLedger({ folder, keys: admin.keys, made: MADE }));

  for (let change = 1; change <= 2; change++) expect(must(admin.rotate())).toMatchObject({ left: [], foreign: [] });

  const store = openSnapshotStore({ folder, unit: '4 West', keys: admin.keys });
  const latest = must(readLatest(store));
  expect(latest.skipped).toEqual([]);
  expect(latest.generation.snapshot.charts.map(chart => chart.gone !== null)).toEqual([false, false, true]);
  expect(must(listGenerations(locked)).map(({ number, fault }) => [number, fault])).toEqual([3, 2, 1].map(n => [n, null]));
  expect(must(lookAtBackup({ folder, keys: admin.keys })).backup).toMatchObject({ contents: { events: 3 }, why: null });
  expect(must(restoreLedger({ folder, keys: admin.keys })).aside).toContain('ledger-set-aside');
  const restored = must(openLedger({ folder, keys: admin.keys, kiosk: 'K1' }));
  expect(restored.events()).toHaveLength(3);
  restored.close();
});

test("a manifest that somebody altered is not made this kiosk's own by changing the key", async () => {
  const { vault, store: folder, signIn } = await wardVault();
  const admin = await signIn(ADMIN.user);
  const locked = openSnapshotStore({ folder, unit: '4 West', keys: vault.locked });
  must(publishGeneration(locked, ward(3, 'one')));
  const path = join(locked.folder, 'gen-00000001.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"patients": 3', '"patients": 2'));
  expect(must(admin.rotate()).foreign).toMatchObject([{ file: path }]);
  expect(must(listGenerations(locked))).toMatchObject([{ fault: { kind: 'not-ours' } }]);
});

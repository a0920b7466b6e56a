import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backUpLedger } from '../../main/store/back-up-ledger.ts';
import { realDisk } from '../../main/store/disk.ts';
import { whileLocked } from '../../main/store/lock.ts';
import { publishGeneration } from '../../main/store/publish.ts';
import { readLatest } from '../../main/store/read-latest.ts';
import { lookAtBackup } from '../../main/store/restore-ledger.ts';
import { createVault } from '../../main/vault/create-vault.ts';
import { readRecoveryPublic } from '../../main/vault/recovery-key.ts';
import { openVault } from '../../main/vault/vault.ts';
import { hasVault } from '../../main/vault/vault-file.ts';
import { killAtRandom } from '../store/support/kill.ts';
import { ward } from '../store/support/ward.ts';
import { filesIn, fillStore, shutFor, unitStore } from './support/filled-store.ts';
import { faultKind, must } from './support/must.ts';
import { ADMIN, ADMIN_PIN, NURSE, QUICK, wardVault } from './support/ward-vault.ts';

describe('a store that was the key file’s', () => {
  test('is the vault’s once it is sealed anew: the key file alone opens nothing of it', async () => {
    const home = await wardVault();
    fillStore(home.store, home.device.keys);
    const admin = await home.signIn();
    expect(shutFor(home.store, admin.keys)).toEqual([]);
    expect(home.vault.status().due).toBe(true);
    expect(must(admin.sealStore())).toMatchObject({ files: 5, left: [], foreign: [] });
    expect(home.vault.status().due).toBe(false);
    expect(shutFor(home.store, admin.keys)).toEqual([]);
    expect(faultKind(readLatest(unitStore(home.store, home.device.keys)))).not.toBeNull();
    for (const path of filesIn(home.store).filter(name => name.endsWith('.json') && !name.includes('vault')))
      expect(readFileSync(path, 'utf8'), path).toContain('"sealedKey": "v1.');
  });
});

test('a store whose vault was taken away is not open to anybody: it says so, and no vault is made in its place', async () => {
  const home = await wardVault();
  fillStore(home.store, home.device.keys);
  must((await home.signIn()).sealStore());
  rmSync(join(home.store, 'vault'), { recursive: true });
  expect(hasVault(home.store)).toBe(true);
  expect(faultKind(await openVault(home.options))).toBe('damaged');
  const recovery = must(readRecoveryPublic(home.recoveryFile));
  const made = await createVault({ ...home.options, site: 'General Hospital', recovery, first: ADMIN, pin: ADMIN_PIN });
  expect(faultKind(made)).toBe('vault-there');
});

describe("a change of the unit's key", () => {
  test('seals everything to it; a copy that was sealed before opens with it, and with the envelope and the recovery key', async () => {
    const home = await wardVault();
    fillStore(home.store, home.device.keys);
    const admin = await home.signIn();
    must(admin.sealStore());
    const code = must(admin.newEnvelope());
    expect(must(admin.rotate())).toMatchObject({ keyNumber: 2, files: 5, left: [], foreign: [] });
    const vault = await home.again();
    const openers = [
      must(await vault.unlock(ADMIN.user, ADMIN_PIN)),
      must(vault.unlockByEnvelope(code)),
      must(vault.unlockByRecoveryKey(home.recoveryFile)),
    ];
    for (const { keys } of openers) expect(shutFor(home.store, keys)).toEqual([]);
  });

  test('leaves backups and the audit of former times readable: they stay sealed to the key of their time', async () => {
    const home = await wardVault();
    const admin = await home.signIn();
    fillStore(home.store, admin.keys);
    must(backUpLedger({ folder: home.store, keys: admin.keys, made: '2026-11-26T08:00:00Z' }));
    const audit = must(admin.keys.seal(Buffer.alloc(32, 3), 'audit|K1|1'));
    for (let time = 0; time < 3; time++) must(admin.rotate());
    const { keys } = await home.signIn();
    expect(must(lookAtBackup({ folder: home.store, keys })).backup.why).toBeNull();
    expect(must(keys.open(audit, 'audit|K1|1'))).toEqual(Buffer.alloc(32, 3));
  });

  test('that must wait for somebody who is writing keeps the former key until it is done', async () => {
    const home = await wardVault();
    fillStore(home.store, home.device.keys);
    const admin = await home.signIn();
    must(admin.sealStore());
    const locked = (): string => join(home.store, 'ledger.json');
    const disk = { ...realDisk() };
    const stubborn = await home.again({
      disk: {
        ...disk,
        rename(from, to) {
          if (to === locked()) throw Object.assign(new Error('held'), { code: 'EBUSY' });
          disk.rename(from, to);
        },
      },
    });
    const session = must(await stubborn.unlock(ADMIN.user, ADMIN_PIN));
    expect(must(session.rotate()).left).toMatchObject([{ file: locked() }]);
    expect(home.vault.status().due).toBe(true);
    // A new session has nothing but what the vault's file says.
    const next = await home.signIn();
    expect(shutFor(home.store, next.keys)).toEqual([]);
    expect(must(next.rotateIfDue())).toMatchObject({ keyNumber: 2, left: [] });
    expect(home.vault.status().due).toBe(false);
    expect(shutFor(home.store, (await home.signIn()).keys)).toEqual([]);
  });

  test('by one process is followed by another that publishes while it is locked', async () => {
    const home = await wardVault();
    fillStore(home.store, (await home.signIn()).keys);
    const kiosk = await home.again();
    must((await home.signIn()).rotate());
    const published = must(publishGeneration(unitStore(home.store, kiosk.locked), ward(4, 'third')));
    const admin = await home.signIn();
    expect(must(readLatest(unitStore(home.store, admin.keys))).generation.number).toBe(published.generation);
    expect(shutFor(home.store, admin.keys)).toEqual([]);
  });

  test('waits for a copy that is just being published, so that none is left under the former key', async () => {
    const home = await wardVault();
    fillStore(home.store, home.device.keys);
    const admin = await home.signIn();
    const { folder } = unitStore(home.store, admin.keys);
    const rotated = whileLocked(join(folder, 'publish.lock'), 0, () => must(admin.rotate()));
    expect(rotated.left.map(({ file }) => file)).toEqual([join(folder, 'publish.lock')]);
    expect(must(admin.rotateIfDue())).toMatchObject({ left: [] });
  });

  test('names a copy that another kiosk sealed, keeps no key for it, and leaves it as it is', async () => {
    const home = await wardVault();
    const other = await wardVault();
    for (const { store, signIn } of [home, other]) fillStore(store, (await signIn()).keys);
    const foreign = join(unitStore(home.store, home.vault.locked).folder, 'gen-00000001.json');
    writeFileSync(foreign, readFileSync(join(unitStore(other.store, home.vault.locked).folder, 'gen-00000001.json')));
    const before = readFileSync(foreign);
    expect(must((await home.signIn()).rotate()).foreign.map(({ file }) => file)).toEqual([foreign]);
    expect(readFileSync(foreign)).toEqual(before);
    expect(home.vault.status().due).toBe(false);
  });

  test(
    'killed at 20 random moments: all opens for who stays, nobody else’s PIN opens anything',
    { timeout: 240_000 },
    async () => {
      const home = await wardVault();
      fillStore(home.store, home.device.keys);
      const admin = await home.signIn();
      must(admin.sealStore());
      must(await admin.enrol(NURSE, '739164'));
      await home.signIn('njones', '739164', '558204');
      must(await admin.enrol({ ...NURSE, user: 'leaves', badge: null }, '739164'));
      await home.signIn('leaves', '739164', '661204');
      const code = must(admin.newEnvelope());
      must(admin.remove('leaves'));
      const argument = JSON.stringify({ store: home.store, key: join(home.root, 'kiosk.key'), user: ADMIN.user, pin: ADMIN_PIN });
      let key = home.vault.status().keyNumber;
      for (let kill = 1; kill <= 20; kill++) {
        key = Math.max(key, await killAtRandom('../../vault/support/rotator.ts', argument, 60));
        const vault = must(await openVault({ ...home.options, work: QUICK }));
        expect(vault.status().keyNumber, `kill ${kill}`).toBeGreaterThanOrEqual(key);
        const nurse = must(await vault.unlock('njones', '558204'));
        const broken = must(vault.unlockByEnvelope(code));
        const recovery = must(vault.unlockByRecoveryKey(home.recoveryFile));
        for (const { keys } of [nurse, broken, recovery]) expect(shutFor(home.store, keys), `kill ${kill}`).toEqual([]);
        expect(faultKind(await vault.unlock('leaves', '661204')), `kill ${kill}`).toMatch(/wrong|wait/);
      }
      expect(key).toBeGreaterThan(10);
      must(must(await (await home.again()).unlock(ADMIN.user, ADMIN_PIN)).rotate());
      expect(filesIn(home.store).filter(path => path.includes('.tmp'))).toEqual([]);
    },
  );
});

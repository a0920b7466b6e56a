import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { createVault } from '../../main/vault/create-vault.ts';
import { keyFileLock } from '../../main/vault/device-lock.ts';
import { ensureKeyFile } from '../../main/vault/key-file.ts';
import { makeRecoveryKey, readRecoveryPublic } from '../../main/vault/recovery-key.ts';
import { openVault } from '../../main/vault/vault.ts';
import { faultKind, must } from './support/must.ts';
import { ADMIN, ADMIN_PIN, folder, NURSE, wardVault, type WardVault } from './support/ward-vault.ts';

const DATA_KEY = Buffer.alloc(32, 7);
const sealedIn = ({ vault }: WardVault, context = '4 West|1|abc'): string => must(vault.locked.seal(DATA_KEY, context));

describe('while nobody is signed in', () => {
  test('a copy can be sealed and signed but not opened', async () => {
    const ward = await wardVault();
    const sealed = sealedIn(ward);
    expect(sealed).toMatch(/^v1\.[\w-]+\.[\w-]+$/);
    expect(faultKind(ward.vault.locked.open(sealed, '4 West|1|abc'))).toBe('locked');
    const signature = must(ward.vault.locked.sign('generation 7'));
    expect(ward.vault.locked.check('generation 7', signature)).toEqual({ ok: true, value: null });
    expect(faultKind(ward.vault.locked.check('generation 8', signature))).toBe('not-ours');
  });

  test('what the device keeps for itself opens, but not what only people may read', async () => {
    const ward = await wardVault();
    const phrase = must(ward.vault.device.seal(DATA_KEY, 'standing-phrase|4 West|1'));
    expect(must(ward.vault.device.open(phrase, 'standing-phrase|4 West|1'))).toEqual(DATA_KEY);
    expect(faultKind(ward.vault.locked.open(phrase, 'standing-phrase|4 West|1'))).toBe('locked');
  });
});

describe('signing in', () => {
  test('by user name, whatever its capitals, or by a scan of the badge', async () => {
    const ward = await wardVault();
    const sealed = sealedIn(ward);
    for (const said of ['avery', ' AVERY ', '900417\r', '900417\n']) {
      const { person, keys } = await ward.signIn(said);
      expect(person).toEqual({ ...ADMIN, role: 'administrator', pinIsInitial: false });
      expect(must(keys.open(sealed, '4 West|1|abc'))).toEqual(DATA_KEY);
    }
  });

  test('a sealed key moved to another unit, generation or content does not open', async () => {
    const ward = await wardVault();
    const { keys } = await ward.signIn();
    const sealed = sealedIn(ward);
    for (const other of ['4 East|1|abc', '4 West|2|abc', '4 West|1|abd'])
      expect(faultKind(keys.open(sealed, other))).toBe('wrong-key');
  });

  test('what was sealed before there was a vault opens for who is signed in', async () => {
    const ward = await wardVault();
    const before = must(ward.device.keys.seal(DATA_KEY, '4 West|1|abc'));
    const { keys } = await ward.signIn();
    expect(must(keys.open(before, '4 West|1|abc'))).toEqual(DATA_KEY);
    expect(keys.check('generation 7', must(ward.device.keys.sign('generation 7'))).ok).toBe(true);
  });

  test('an unknown user and a wrong PIN are told the same', async () => {
    const ward = await wardVault();
    const wrong = await ward.vault.unlock('avery', '000111');
    expect(faultKind(wrong)).toBe('wrong');
    expect(await ward.vault.unlock('nobody', '000111')).toEqual(wrong);
  });

  test('a wiped session opens nothing any more, in no thread', async () => {
    const ward = await wardVault();
    const sealed = sealedIn(ward);
    const session = await ward.signIn();
    const worker = new Worker(join(import.meta.dirname, 'support/opening-worker.ts'), { workerData: ward.vault.handle(session) });
    const answer = (): Promise<string | null> =>
      new Promise(resolve => {
        worker.once('message', resolve);
        worker.postMessage({ sealed, context: '4 West|1|abc' });
      });
    expect(await answer()).toBe('opened');
    session.wipe();
    expect(faultKind(session.keys.open(sealed, '4 West|1|abc'))).toBe('locked');
    expect(await answer()).toBe('locked');
    await worker.terminate();
  });
});

describe('people', () => {
  test('an initial PIN opens nothing until the person has chosen another', async () => {
    const ward = await wardVault();
    const sealed = sealedIn(ward);
    must(await (await ward.signIn()).enrol(NURSE, '739164'));
    expect(faultKind(await ward.vault.unlock('njones', '739164'))).toBe('must-change');
    expect(faultKind(await ward.vault.unlock('njones', '739164', '739164'))).toBe('bad-pin');
    expect(faultKind(await ward.vault.unlock('njones', '739164', '123456'))).toBe('bad-pin');
    const nurse = await ward.signIn('B-77120', '739164', '558204');
    expect(nurse.person).toEqual({ ...NURSE, pinIsInitial: false });
    expect(must(nurse.keys.open(sealed, '4 West|1|abc'))).toEqual(DATA_KEY);
    expect(faultKind(await ward.vault.unlock('njones', '739164'))).toBe('wrong');
    expect((await ward.signIn('njones', '558204')).person?.pinIsInitial).toBe(false);
  });

  test('a user name or badge that somebody has is not given twice', async () => {
    const ward = await wardVault();
    const admin = await ward.signIn();
    must(await admin.enrol(NURSE, '739164'));
    for (const person of [
      { ...NURSE, badge: null },
      { ...NURSE, user: 'Avery', badge: null },
      { ...NURSE, user: 'other' },
      { ...NURSE, user: '900417', badge: null },
      { ...NURSE, user: 'x', badge: 'NJones' },
    ])
      expect(faultKind(await admin.enrol(person, '739164')), JSON.stringify(person)).toBe('taken');
    expect(ward.vault.people().map(({ user }) => user)).toEqual(['avery', 'njones']);
  });

  test('who was removed is out, and what she had opens nothing that is in the store', async () => {
    const ward = await wardVault();
    const admin = await ward.signIn();
    must(await admin.enrol(NURSE, '739164'));
    const nurse = await ward.signIn('njones', '739164', '558204');
    must(admin.remove('NJONES'));
    const after = sealedIn(ward);
    expect(faultKind(await ward.vault.unlock('njones', '558204'))).toBe('wrong');
    expect(faultKind(nurse.keys.open(after, '4 West|1|abc'))).toBe('locked');
    expect(must(admin.keys.open(after, '4 West|1|abc'))).toEqual(DATA_KEY);
  });

  test('the last administrator stays', async () => {
    const ward = await wardVault();
    const admin = await ward.signIn();
    expect(faultKind(admin.remove('avery'))).toBe('yourself');
    const it = must(ward.vault.unlockByRecoveryKey(ward.recoveryFile));
    expect(faultKind(it.remove('avery'))).toBe('last-administrator');
    expect(faultKind(admin.amend('avery', { name: 'Avery Stone', role: 'nurse', badge: null }))).toBe('last-administrator');
    must(await admin.enrol({ ...NURSE, role: 'administrator' }, '739164'));
    must(it.remove('avery'));
    expect(ward.vault.people().map(({ user }) => user)).toEqual(['njones']);
  });

  test('a PIN that IT reset is an initial one again, and the old one is out', async () => {
    const ward = await wardVault();
    const admin = await ward.signIn();
    must(await admin.enrol(NURSE, '739164'));
    await ward.signIn('njones', '739164', '558204');
    must(await admin.resetPin('njones', '617283'));
    expect(faultKind(await ward.vault.unlock('njones', '558204'))).toBe('wrong');
    expect(faultKind(await ward.vault.unlock('njones', '617283'))).toBe('must-change');
    expect((await ward.signIn('njones', '617283', '904417')).person?.user).toBe('njones');
  });
});

describe('break-glass', () => {
  test('the code opens the store with the device lock lost and nobody known, however it is typed, and is then to be replaced', async () => {
    const ward = await wardVault();
    const sealed = sealedIn(ward);
    const code = must((await ward.signIn()).newEnvelope());
    expect(ward.vault.status().envelope).toEqual({ made: ward.clock.now(), used: null });
    rmSync(join(ward.root, 'kiosk.key'));
    const lost = await ward.again();
    expect(lost.status().trouble).toContain('kiosk.key is missing');
    expect(lost.people()).toEqual([]);
    expect(faultKind(await lost.unlock('avery', ADMIN_PIN))).toBe('other-device');
    for (const typed of [code, code.toLowerCase().replaceAll('-', ' '), code.replaceAll('0', 'o').replaceAll('1', 'l')]) {
      const opened = must(lost.unlockByEnvelope(typed));
      expect(opened.person).toBeNull();
      expect(must(opened.keys.open(sealed, '4 West|1|abc'))).toEqual(DATA_KEY);
    }
    expect(lost.status().envelope?.used).toBe(ward.clock.now());
    expect(lost.status().weaknesses.join(' ')).toContain('make a new envelope');
  });

  test('a new envelope takes the place of the one before, and a rotation of the key does not', async () => {
    const ward = await wardVault();
    const admin = await ward.signIn();
    const first = must(admin.newEnvelope());
    must(admin.rotate());
    const sealed = sealedIn(ward);
    must(ward.vault.unlockByEnvelope(first));
    const second = must(admin.newEnvelope());
    expect(ward.vault.status().envelope?.used).toBeNull();
    expect(faultKind(ward.vault.unlockByEnvelope(first))).toBe('wrong');
    expect(must(must(ward.vault.unlockByEnvelope(second)).keys.open(sealed, '4 West|1|abc'))).toEqual(DATA_KEY);
  });

  test('a mistyped group is named before anything is tried', async () => {
    const ward = await wardVault();
    const code = must((await ward.signIn()).newEnvelope());
    const groups = code.split('-');
    const mistyped = groups
      .with(
        2,
        groups[2]!.replace(/^./, first => (first === 'A' ? 'B' : 'A')),
      )
      .join('-');
    const answer = ward.vault.unlockByEnvelope(mistyped);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'mistyped', why: expect.stringContaining('Group 3') as string } });
    expect(faultKind(ward.vault.unlockByEnvelope(code.slice(0, -1)))).toBe('mistyped');
    expect(ward.vault.status().envelope?.used).toBeNull();
  });
});

describe("the hospital's recovery key", () => {
  test('opens the store, with the device lock lost too', async () => {
    const ward = await wardVault();
    const sealed = sealedIn(ward);
    rmSync(join(ward.root, 'kiosk.key'));
    const opened = must((await ward.again()).unlockByRecoveryKey(ward.recoveryFile));
    expect(must(opened.keys.open(sealed, '4 West|1|abc'))).toEqual(DATA_KEY);
  });

  test('of another hospital is told from the right one by its fingerprint', async () => {
    const ward = await wardVault();
    must(makeRecoveryKey(join(ward.root, 'other.pem'), 'Mercy', '2026-11-26T08:00:00Z'));
    const answer = ward.vault.unlockByRecoveryKey(join(ward.root, 'other.pem'));
    expect(answer.ok ? '' : answer.error.why).toContain(ward.vault.status().recovery);
    expect(faultKind(ward.vault.unlockByRecoveryKey(`${ward.recoveryFile}.pub`))).toBe('no-recovery-key');
    expect(faultKind(ward.vault.unlockByRecoveryKey(join(ward.root, 'kiosk.key')))).toBe('no-recovery-key');
  });
});

describe("a change of the unit's key", () => {
  test('needs no PIN but of who does it: everybody signs in as before, and sessions go on', async () => {
    const ward = await wardVault();
    const admin = await ward.signIn();
    must(await admin.enrol(NURSE, '739164'));
    const nurse = await ward.signIn('njones', '739164', '558204');
    const before = sealedIn(ward);
    expect(must(admin.rotate())).toMatchObject({ keyNumber: 2, left: [], foreign: [] });
    const after = sealedIn(ward);
    for (const { keys } of [admin, nurse]) expect(must(keys.open(after, '4 West|1|abc'))).toEqual(DATA_KEY);
    const fresh = await ward.signIn('njones', '558204');
    expect(must(fresh.keys.open(after, '4 West|1|abc'))).toEqual(DATA_KEY);
    // The audit of former years can't be sealed anew.
    expect(must(fresh.keys.open(before, '4 West|1|abc'))).toEqual(DATA_KEY);
  });

  test('is due weekly, also when the clock was set far back', async () => {
    const ward = await wardVault();
    const admin = await ward.signIn();
    must(admin.sealStore());
    ward.clock.pass(6 * 24 * 3600);
    expect(ward.vault.status().due).toBe(false);
    expect(must(admin.rotateIfDue())).toBeNull();
    ward.clock.pass(24 * 3600);
    expect(ward.vault.status().due).toBe(true);
    expect(must(admin.rotateIfDue())).toMatchObject({ keyNumber: 2 });
    expect(must(admin.rotateIfDue())).toBeNull();
    ward.clock.set('2020-01-01T00:00:00Z');
    expect(must(admin.rotateIfDue())).toMatchObject({ keyNumber: 3 });
  });

  test('leaves one file of the vault and its twin: those before are overwritten and gone', async () => {
    const ward = await wardVault();
    must((await ward.signIn()).rotate());
    const names = readdirSync(join(ward.store, 'vault')).filter(name => name.startsWith('vault-'));
    expect(names).toEqual(['vault-0003.copy.json', 'vault-0003.json']);
  });
});

describe('a vault', () => {
  test('that is not there is no fault of a key, and none is made by opening', async () => {
    const store = folder();
    ensureKeyFile(join(store, 'kiosk.key'));
    expect(faultKind(await openVault({ folder: store, device: keyFileLock(join(store, 'kiosk.key')) }))).toBe('no-vault');
    expect(readdirSync(store)).toEqual(['kiosk.key']);
  });

  test('is never made over another', async () => {
    const ward = await wardVault();
    const recovery = must(readRecoveryPublic(`${ward.recoveryFile}.pub`));
    const made = await createVault({ ...ward.options, site: 'Mercy', recovery, first: ADMIN, pin: ADMIN_PIN });
    expect(faultKind(made)).toBe('vault-there');
  });

  test('of another hospital, of a newer version, or damaged twice is told in a sentence, and untouched', async () => {
    const ward = await wardVault();
    expect(faultKind(await openVault({ ...ward.options, site: 'Mercy' }))).toBe('other-site');
    const path = join(ward.store, 'vault', 'vault-0001.json');
    const copy = join(ward.store, 'vault', 'vault-0001.copy.json');
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.replace('"format":1', '"format":2'));
    expect(faultKind(await openVault(ward.options))).toBe('newer-version');
    writeFileSync(path, whole.replace('General Hospital', 'General Hospitel'));
    expect((await openVault(ward.options)).ok, 'its twin stands in').toBe(true);
    copyFileSync(path, copy);
    expect(faultKind(await openVault(ward.options))).toBe('damaged');
    expect(readFileSync(path, 'utf8')).toContain('Hospitel');
  });

  test('of another computer opens with break-glass and recovery only, and nothing is made anew', async () => {
    const ward = await wardVault();
    const other = join(ward.root, 'other');
    mkdirSync(other);
    ensureKeyFile(join(other, 'kiosk.key'));
    const stolen = await ward.again({ device: keyFileLock(join(other, 'kiosk.key')) });
    const before = readdirSync(join(ward.store, 'vault'));
    const answer = await stolen.unlock('avery', ADMIN_PIN);
    expect(answer).toMatchObject({
      ok: false,
      error: { kind: 'other-device', why: expect.stringContaining('another computer') as string },
    });
    expect(faultKind(stolen.locked.sign('x'))).toBe('no-key');
    expect(readdirSync(join(ward.store, 'vault'))).toEqual(before);
    expect(must(stolen.unlockByRecoveryKey(ward.recoveryFile)).person).toBeNull();
  });

  test('with a foreign unit key written into it is not believed', async () => {
    const ward = await wardVault();
    const theirs = await wardVault();
    const file = (root: string): string => join(root, 'store', 'vault', 'vault-0001.json');
    const running = ward.vault;
    for (const name of ['vault-0001.json', 'vault-0001.copy.json'])
      copyFileSync(file(theirs.root), join(ward.store, 'vault', name.replace('0001', '0009')));
    renameSync(join(ward.store, 'vault', 'vault-0009.json'), join(ward.store, 'vault', 'vault-0002.json'));
    const sealed = must(running.locked.seal(DATA_KEY, '4 West|1|abc'));
    expect(must((await ward.signIn()).keys.open(sealed, '4 West|1|abc'))).toEqual(DATA_KEY);
  });
});

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { KioskEvent } from '../../main/domain/event.ts';
import { backUpLedger, type BackUpOptions } from '../../main/store/back-up-ledger.ts';
import { realDisk, type Disk } from '../../main/store/disk.ts';
import { openLedger, type Ledger } from '../../main/store/ledger.ts';
import { lookAtBackup, restoreLedger } from '../../main/store/restore-ledger.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { folder } from './support/fresh-store.ts';
import { killAtRandom } from './support/kill.ts';
import { lockable } from './support/lockable.ts';

const MADE = '2026-11-22T20:00:00.000Z';
const PATIENT = 'ZYX-MARKED-PATIENT';

let root: string;
beforeEach(() => {
  root = folder();
  ensureKeyFile(join(root, 'key'));
});
const keys = () => keyFile(join(root, 'key'));

function ledger(kiosk = '4W-K1'): Ledger {
  const opened = openLedger({ folder: root, keys: keys(), kiosk });
  if (!opened.ok) throw new Error(opened.error.why);
  return opened.value;
}
function record(open: Ledger, n: number): void {
  for (let i = 0; i < n; i++) {
    const act = { kind: 'outage-suspected' as const, reason: PATIENT };
    const done = open.append({ at: '2026-11-22T19:00:00.000Z', by: 'kiosk', unit: '4 West', act });
    if (!done.ok) throw new Error(done.error.why);
  }
}
function recorded(): readonly KioskEvent[] {
  const open = ledger();
  const events = [...open.events()];
  open.close();
  return events;
}
function backUp(options: Partial<BackUpOptions> = {}) {
  const done = backUpLedger({ folder: root, keys: keys(), made: MADE, ...options });
  if (!done.ok) throw new Error(done.error.why);
  return done.value;
}
const inBackups = (which: RegExp): string[] => readdirSync(join(root, 'backups')).filter(name => which.test(name));
const newestFile = (suffix: string): string =>
  join(
    root,
    'backups',
    inBackups(new RegExp(`${suffix}$`))
      .sort()
      .at(-1)!,
  );

describe('a backup of a ledger that is in use', () => {
  test('brings back every event after the ledger is lost, and what was left of it is kept', () => {
    const open = ledger();
    record(open, 5);
    expect(backUp()).toMatchObject({
      kind: 'made',
      manifest: { backup: 1, ledger: { events: 5, runs: [{ kiosk: '4W-K1', highest: 5 }] } },
    });
    record(open, 2);
    open.close();
    const before = recorded();
    writeFileSync(join(root, 'ledger.db'), 'bent');
    const restored = restoreLedger({ folder: root, keys: keys() });
    expect(restored).toMatchObject({
      ok: true,
      value: {
        manifest: { backup: 1 },
        present: { contents: null },
        aside: expect.stringContaining('ledger-set-aside-0001') as string,
      },
    });
    expect(recorded()).toEqual(before.slice(0, 5));
    expect(readFileSync(join(root, 'ledger-set-aside-0001', 'ledger.db'), 'utf8')).toBe('bent');
  });

  test('shows no patient, nor does what it leaves behind', () => {
    const open = ledger();
    record(open, 50);
    backUp();
    const locked = lockable(keys());
    locked.locked = true;
    backUp({ keys: locked });
    open.close();
    const files = inBackups(/./);
    expect(files).toContain('backup-00000002.ledger.db-wal');
    for (const name of files)
      expect(readFileSync(join(root, 'backups', name)).toString('latin1'), name).not.toMatch(/MARKED|SQLite format/);
  });

  test('is made again only when something came, and three are kept', () => {
    const open = ledger();
    const made = [1, 2, 3, 4, 5].map(() => {
      record(open, 1);
      return [backUp().kind, backUp().kind];
    });
    open.close();
    expect(made).toEqual(made.map(() => ['made', 'unchanged']));
    expect(inBackups(/manifest/)).toEqual([
      'backup-00000003.manifest.json',
      'backup-00000004.manifest.json',
      'backup-00000005.manifest.json',
    ]);
    expect(inBackups(/^backup-0000000[12]/)).toEqual([]);
  });

  test('has other files of the store beside it, such as the audit', () => {
    const open = ledger();
    mkdirSync(join(root, 'audit'));
    writeFileSync(join(root, 'audit', 'audit-000001.log'), 'first line\n');
    const also = ['audit/audit-000001.log'];
    expect(backUp({ also }).kind).toBe('made');
    writeFileSync(join(root, 'audit', 'audit-000001.log'), 'second line\n', { flag: 'a' });
    expect(backUp({ also }).kind).toBe('made');
    expect(backUp({ also }).kind).toBe('unchanged');
    open.close();
    expect(readFileSync(newestFile('audit-000001.log'), 'utf8')).toBe('first line\nsecond line\n');
  });
});

test('while nobody is signed in the files are copied as they lie, with what a killed kiosk had not yet moved into the database', async () => {
  let last = 0;
  while (last < 5) last = await killAtRandom('recorder.ts', root, 100);
  expect(existsSync(join(root, 'ledger.db-wal'))).toBe(true);
  const locked = lockable(keys());
  locked.locked = true;
  expect(backUp({ keys: locked })).toMatchObject({ kind: 'made', manifest: { ledger: null } });
  expect(backUp({ keys: locked })).toMatchObject({ kind: 'unchanged' });
  for (const name of readdirSync(root).filter(file => /^ledger\.(db|json)/.test(file))) rmSync(join(root, name));
  expect(restoreLedger({ folder: root, keys: locked })).toMatchObject({ ok: false });
  expect(restoreLedger({ folder: root, keys: keys() })).toMatchObject({ ok: true, value: { aside: null } });
  expect(recorded().length).toBeGreaterThanOrEqual(last);
});

test('a store without a ledger has nothing to back up, and no ledger is made for it', () => {
  expect(backUp()).toEqual({ kind: 'nothing' });
  expect(readdirSync(root)).toEqual(['key']);
});

describe('a backup that is not whole is passed over with the reason, when', () => {
  beforeEach(() => {
    const open = ledger();
    record(open, 1);
    backUp();
    record(open, 1);
    backUp();
    open.close();
  });
  const expectFirst = (why: RegExp): void => {
    const found = lookAtBackup({ folder: root, keys: keys() });
    expect(found).toMatchObject({
      ok: true,
      value: { manifest: { backup: 1 }, skipped: [{ backup: 2, why: expect.stringMatching(why) as string }] },
    });
  };

  test('a bit of it flipped', () => {
    const bytes = readFileSync(newestFile('ledger.db'));
    bytes[5000]! ^= 1;
    writeFileSync(newestFile('ledger.db'), bytes);
    expectFirst(/altered or damaged/);
  });
  test('it was cut short', () => {
    truncateSync(newestFile('ledger.db'), 4096);
    expectFirst(/altered or damaged/);
  });
  test('its manifest was altered', () => {
    writeFileSync(
      newestFile('manifest.json'),
      readFileSync(newestFile('manifest.json'), 'utf8').replace(MADE, '2027-01-01T00:00:00.000Z'),
    );
    expectFirst(/altered/);
  });
  test('its manifest was never finished', () => {
    rmSync(newestFile('manifest.json'));
    expectFirst(/never finished/);
  });

  test('and none is whole: nothing is touched', () => {
    for (const name of inBackups(/ledger\.db$/)) truncateSync(join(root, 'backups', name), 100);
    const before = readdirSync(root);
    expect(restoreLedger({ folder: root, keys: keys() })).toMatchObject({ ok: false, error: { kind: 'none-verifies' } });
    expect(readdirSync(root)).toEqual(before);
    expect(recorded()).toHaveLength(2);
  });
});

test('while a kiosk has the ledger open nothing is restored', () => {
  const open = ledger();
  record(open, 2);
  backUp();
  expect(restoreLedger({ folder: root, keys: keys() })).toMatchObject({
    ok: false,
    error: { kind: 'busy', why: expect.stringContaining('close the kiosk') as string },
  });
  record(open, 1);
  expect(open.events()).toHaveLength(3);
  open.close();
  expect(restoreLedger({ folder: root, keys: keys() })).toMatchObject({ ok: true });
  expect(recorded()).toHaveLength(2);
});

test('wherever a restore breaks off, the ledger is never an empty one, and restoring again brings everything back', () => {
  class Crash extends Error {}
  let calls = Infinity;
  for (let at = 1; at <= calls; at++) {
    root = folder();
    ensureKeyFile(join(root, 'key'));
    const open = ledger();
    record(open, 3);
    backUp();
    record(open, 1);
    open.close();
    let call = 0;
    const dies =
      <T extends unknown[]>(step: (...args: T) => void) =>
      (...args: T): void => {
        if (++call >= at) throw new Crash();
        step(...args);
      };
    const real = realDisk();
    const disk: Disk = {
      ...{ makeFolder: dies(real.makeFolder), create: dies(real.create), copy: dies(real.copy), flush: dies(real.flush) },
      ...{ flushFolder: dies(real.flushFolder), rename: dies(real.rename), remove: dies(real.remove) },
    };
    let died = true;
    try {
      restoreLedger({ folder: root, keys: keys(), disk });
      died = false;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
    if (!died) {
      calls = at;
      expect(calls).toBeGreaterThan(10);
    }
    const opened = openLedger({ folder: root, keys: keys(), kiosk: '4W-K1' });
    if (opened.ok) {
      expect([3, 4]).toContain(opened.value.events().length);
      opened.value.close();
    } else
      expect(opened.error, `call ${at}`).toMatchObject({
        kind: 'ledger-missing',
        why: expect.stringContaining('restore') as string,
      });
    expect(restoreLedger({ folder: root, keys: keys() }), `call ${at}`).toMatchObject({ ok: true });
    expect(recorded()).toHaveLength(3);
    const databases = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      name => name.endsWith('ledger.db') && dirname(name).startsWith('ledger-set-aside'),
    );
    expect(databases.length).toBeGreaterThan(0);
  }
  expect(existsSync(join(root, 'ledger.restoring'))).toBe(false);
});

test('a backup that fails on a full disk leaves the ones before and the ledger', () => {
  const open = ledger();
  record(open, 1);
  backUp();
  record(open, 1);
  const full: Disk = {
    ...realDisk(),
    create() {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    },
  };
  const failed = backUpLedger({ folder: root, keys: keys(), made: MADE, disk: full });
  expect(failed).toMatchObject({
    ok: false,
    error: { kind: 'disk-full', why: expect.stringContaining('The ledger itself is untouched') as string },
  });
  expect(inBackups(/^backup-/)).toEqual(['backup-00000001.ledger.db', 'backup-00000001.manifest.json']);
  record(open, 1);
  expect(backUp()).toMatchObject({ kind: 'made', manifest: { ledger: { events: 3 } } });
  open.close();
});

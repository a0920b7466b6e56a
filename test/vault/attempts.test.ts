import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { realDisk, type Disk } from '../../main/store/disk.ts';
import { ADMIN_PIN, wardVault, type WardVault } from './support/ward-vault.ts';
import type { Vault } from '../../main/vault/vault.ts';

/** "let in", "wrong", or the seconds to wait. */
async function attempt(vault: Vault, user: string, pin: string): Promise<string | number> {
  const answer = await vault.unlock(user, pin);
  if (answer.ok) return 'let in';
  return answer.error.kind === 'wait' ? answer.error.seconds : answer.error.kind;
}
async function wrongTimes(vault: Vault, times: number, user = 'avery'): Promise<void> {
  for (let i = 0; i < times; i++) expect(await attempt(vault, user, '000111')).toBe('wrong');
}

describe('wrong PINs', () => {
  test('cost nothing three times, then 2, 5, 15 and 60 seconds, never more, and a right one ends it', async () => {
    const { vault, clock } = await wardVault();
    await wrongTimes(vault, 3);
    for (const seconds of [2, 5, 15, 60, 60, 60]) {
      expect(await attempt(vault, 'avery', ADMIN_PIN), 'the right PIN must wait, too').toBe(seconds);
      clock.pass(seconds - 1);
      expect(await attempt(vault, 'avery', ADMIN_PIN)).toBe(1);
      clock.pass(1);
      await wrongTimes(vault, 1);
    }
    clock.pass(60);
    expect(await attempt(vault, 'avery', ADMIN_PIN)).toBe('let in');
    await wrongTimes(vault, 3);
  });

  test('of one person keep nobody else waiting; those of unknown names count together', async () => {
    const { vault } = await wardVault();
    for (const name of ['aaa', 'bbb', 'ccc']) await wrongTimes(vault, 1, name);
    expect(await attempt(vault, 'ddd', '000111')).toBe(2);
    expect(await attempt(vault, 'avery', ADMIN_PIN)).toBe('let in');
  });

  test('are counted across restarts, also when the program is killed while it looks', async () => {
    const ward = await wardVault();
    await wrongTimes(ward.vault, 2);
    // Counted before the PIN is looked at: this one is never waited for.
    void ward.vault.unlock('avery', '000111');
    expect(await attempt(await ward.again(), 'avery', ADMIN_PIN)).toBe(2);
  });

  test('are counted in memory on a full disk, and nobody is kept out by it', async () => {
    const ward = await wardVault();
    const disk: Disk = {
      ...realDisk(),
      create: () => {
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      },
    };
    const vault = await ward.again({ disk });
    await wrongTimes(vault, 3);
    expect(await attempt(vault, 'avery', ADMIN_PIN)).toBe(2);
    ward.clock.pass(2);
    expect(await attempt(vault, 'avery', ADMIN_PIN)).toBe('let in');
  });

  test('are no reason to refuse anybody when their file is rubbish', async () => {
    const ward = await wardVault();
    writeFileSync(join(ward.store, 'vault', 'attempts.json'), 'rubbish');
    expect(await attempt(ward.vault, 'avery', ADMIN_PIN)).toBe('let in');
  });

  test('leave no user name in their file', async () => {
    const ward = await wardVault();
    await wrongTimes(ward.vault, 1);
    expect(readFileSync(join(ward.store, 'vault', 'attempts.json'), 'utf8')).not.toContain('avery');
  });
});

describe('a clock that is set', () => {
  const six = async (): Promise<WardVault> => {
    const ward = await wardVault();
    await wrongTimes(ward.vault, 3);
    for (const seconds of [2, 5, 15]) {
      ward.clock.pass(seconds);
      await wrongTimes(ward.vault, 1);
    }
    return ward;
  };

  test.each(['2021-01-01T00:00:00Z', '2031-01-01T00:00:00Z'])('to %s frees nobody while the kiosk runs', async to => {
    const { vault, clock } = await six();
    clock.set(to);
    expect(await attempt(vault, 'avery', ADMIN_PIN)).toBe(60);
    clock.pass(60);
    expect(await attempt(vault, 'avery', ADMIN_PIN)).toBe('let in');
  });

  test('back, with a restart, lets wait once more as long, and not until the clock is there again', async () => {
    const ward = await six();
    ward.clock.set('2021-01-01T00:00:00Z');
    expect(await attempt(await ward.again(), 'avery', ADMIN_PIN)).toBe(60);
    ward.clock.pass(60);
    expect(await attempt(await ward.again(), 'avery', ADMIN_PIN)).toBe('let in');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createVault } from '../../../main/vault/create-vault.ts';
import { keyFileLock, type DeviceLock } from '../../../main/vault/device-lock.ts';
import { ensureKeyFile } from '../../../main/vault/key-file.ts';
import { makeRecoveryKey, readRecoveryPublic } from '../../../main/vault/recovery-key.ts';
import { openVault, type Unlocked, type Vault } from '../../../main/vault/vault.ts';
import type { VaultOptions } from '../../../main/vault/vault-change.ts';
import { must } from './must.ts';

const made: string[] = [];
afterAll(() => made.forEach(path => rmSync(path, { recursive: true, force: true })));

/** A fresh folder that is gone when the test file is done. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vault-'));
  made.push(path);
  return path;
}

/** As little work as argon2 allows: what it costs is measured by the bench. */
export const QUICK = { memory: 8, passes: 1 };
export const ADMIN = { user: 'avery', name: 'Avery Stone', badge: '900417' };
export const ADMIN_PIN = '482913';
export const NURSE = { user: 'njones', name: 'Nora Jones', role: 'nurse', badge: 'B-77120' } as const;

/** A clock that a test moves: the wall's, and the one that nobody can set. */
export function movableClock(start = '2026-11-26T08:00:00Z') {
  let wall = Date.parse(start);
  let ticks = 0;
  return {
    now: () => new Date(wall).toISOString(),
    ticks: () => ticks,
    pass(seconds: number) {
      wall += seconds * 1000;
      ticks += seconds * 1000;
    },
    set(to: string) {
      wall = Date.parse(to);
    },
  };
}

export interface WardVault {
  root: string;
  store: string;
  device: DeviceLock;
  recoveryFile: string;
  clock: ReturnType<typeof movableClock>;
  options: VaultOptions;
  vault: Vault;
  /** Opens it again, as after a restart. */
  again(more?: Partial<VaultOptions>): Promise<Vault>;
  signIn(user?: string, pin?: string, newPin?: string): Promise<Unlocked>;
}

/** A store with a new vault, its administrator and the hospital's recovery key. */
export async function wardVault(): Promise<WardVault> {
  const root = folder();
  const store = join(root, 'store');
  const recoveryFile = join(root, 'recovery.pem');
  must(ensureKeyFile(join(root, 'kiosk.key')));
  must(makeRecoveryKey(recoveryFile, 'General Hospital', '2026-11-26T08:00:00Z'));
  const device = keyFileLock(join(root, 'kiosk.key'));
  const clock = movableClock();
  const options: VaultOptions = { folder: store, device, clock, work: QUICK };
  const recovery = must(readRecoveryPublic(`${recoveryFile}.pub`));
  const vault = must(await createVault({ ...options, site: 'General Hospital', recovery, first: ADMIN, pin: ADMIN_PIN }));
  return {
    ...{ root, store, device, recoveryFile, clock, options, vault },
    again: async more => must(await openVault({ ...options, ...more })),
    signIn: async (user = ADMIN.user, pin = ADMIN_PIN, newPin) => must(await vault.unlock(user, pin, newPin)),
  };
}

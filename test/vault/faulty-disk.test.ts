import { describe, expect, test } from 'vitest';
import { realDisk, type Disk } from '../../main/store/disk.ts';
import { unlockedWith } from '../../main/vault/unlocked.ts';
import type { Unlocked, Vault } from '../../main/vault/vault.ts';
import { fillStore, shutFor } from './support/filled-store.ts';
import { must } from './support/must.ts';
import { ADMIN, ADMIN_PIN, NURSE, wardVault } from './support/ward-vault.ts';

/** A disk on which the n-th step, and each after it if it stays broken, fails. */
function failingDisk(nth: number, code: string, forGood: boolean): Disk & { steps(): number } {
  const disk = realDisk();
  let steps = 0;
  const maybe = <A extends unknown[]>(step: (...given: A) => void) => {
    return (...given: A): void => {
      steps++;
      if (steps === nth || (forGood && steps > nth)) throw Object.assign(new Error(`${code}: planted`), { code });
      step(...given);
    };
  };
  return {
    steps: () => steps,
    makeFolder: disk.makeFolder,
    create: maybe(disk.create),
    copy: maybe(disk.copy),
    flush: maybe(disk.flush),
    flushFolder: maybe(disk.flushFolder),
    rename: maybe(disk.rename),
    remove: maybe(disk.remove),
  };
}

/** With how many of its steps each is tried: a change of the key has dozens that are alike. */
const STRIDE: Record<string, number> = { 'changing the unit’s key': 5, 'taking somebody out': 5 };
const CHANGES: Record<string, (session: Unlocked) => Promise<{ ok: boolean; value?: unknown }>> = {
  'enrolling somebody': session => session.enrol({ ...NURSE, user: 'new', badge: null }, '739164'),
  'changing a PIN': session => session.changePin(ADMIN_PIN, '904417'),
  'changing the unit’s key': session => Promise.resolve(session.rotate()),
  'taking somebody out': session => Promise.resolve(session.remove('njones')),
  'a new envelope': session => Promise.resolve(session.newEnvelope()),
};

const pinsOf = async (vault: Vault): Promise<string[]> => {
  const right: string[] = [];
  for (const pin of [ADMIN_PIN, '904417']) if ((await vault.unlock(ADMIN.user, pin)).ok) right.push(pin);
  return right;
};

describe.each([
  ['is full for a moment', 'ENOSPC', false],
  ['breaks for good', 'EIO', true],
] as const)('a disk that %s, at any step of', (_, code, forGood) => {
  test.each(Object.keys(CHANGES))(
    '%s leaves the vault as it was when it says so, and everything opens',
    { timeout: 240_000 },
    async what => {
      const home = await wardVault();
      const admin = await home.signIn();
      fillStore(home.store, admin.keys);
      must(admin.sealStore());
      let pin = ADMIN_PIN;
      let tried = 0;
      for (let nth = 1; ; nth += STRIDE[what] ?? 1) {
        const setUp = must(await home.vault.unlock(ADMIN.user, pin));
        if (!home.vault.people().some(({ user }) => user === 'njones')) must(await setUp.enrol(NURSE, '739164'));
        if (home.vault.people().some(({ user }) => user === 'new')) must(setUp.remove('new'));
        if (pin !== ADMIN_PIN) must(await setUp.changePin(pin, ADMIN_PIN));
        const code0 = must(setUp.newEnvelope());
        const before = home.vault.people();

        const real = must(await (await home.again()).unlock(ADMIN.user, ADMIN_PIN));
        const disk = failingDisk(nth, code, forGood);
        // The same session on a disk that fails from now on.
        const handle = { ...home.vault.handle(real), session: real.session };
        const session = unlockedWith(
          { ...home.options, store: home.store, disk, clock: home.clock, work: home.options.work!, handle },
          real.person,
        );
        const done = await CHANGES[what]!(session);
        tried++;

        const vault = await home.again();
        const right = await pinsOf(vault);
        expect(right, `step ${nth}`).toHaveLength(1);
        pin = right[0]!;
        if (!done.ok) {
          expect(pin, `step ${nth}`).toBe(ADMIN_PIN);
          expect(vault.people(), `step ${nth}`).toEqual(before);
        }
        const code1 = done.ok && what === 'a new envelope' ? String(done.value) : code0;
        const openers = [must(await vault.unlock(ADMIN.user, pin)), must(vault.unlockByEnvelope(code1))];
        for (const { keys } of openers) expect(shutFor(home.store, keys), `step ${nth}`).toEqual([]);
        if (disk.steps() < nth) break;
      }
      expect(tried).toBeGreaterThan(4);
    },
  );
});

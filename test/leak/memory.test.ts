import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../support/needs.ts';
import { rendererFolder } from '../support/small-kiosk.ts';
import { ADMINISTRATOR, guardedWard, PEOPLE, PIN, type GuardedWard, type RunningKiosk } from './support/guarded-ward.ts';
import { MARK } from './support/marks.ts';
import { lookThrough, type Look, type Secrets } from './support/memory.ts';
import { secretsOf, withHalves } from './support/secrets.ts';
import { must } from './support/must.ts';
import { onPaper, paperReady } from './support/ward-day.ts';

/** What the engine keeps of strings until it needs their room can't be wiped: it is counted, and said in the documentation. */
const shown = { 'the PIN': Buffer.from(PIN), 'a patient’s mark': Buffer.from(MARK) };
const [nora, paul] = PEOPLE.map(({ user }) => user) as [string, string];

describe.skipIf(needs.memory.missing)('of the keys, in the memory of the running kiosk', { timeout: 240_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), 'kiosk-leak-'));
  let ward: GuardedWard;
  let kiosk: RunningKiosk;
  let secrets: Secrets;
  const looks: (Look & { when: string })[] = [];
  const look = async (when: string): Promise<string[]> => {
    const seen = await lookThrough(kiosk.pid, { ...withHalves(secrets), ...shown });
    looks.push({ ...seen, when });
    return Object.entries(seen.found).flatMap(([name, places]) =>
      name in shown ? [] : places.map(place => `${name}: ${place}`),
    );
  };
  /** What is left of the keys once the ward is closed, which takes a moment after the last one left. */
  const left = async (when: string): Promise<string[]> => {
    for (let tries = 3; ; tries--) {
      await wait(2500);
      const seen = await look(when);
      if (seen.length === 0 || tries === 1) return seen;
    }
  };
  const signIn = async (user: string): Promise<void> => void must(await kiosk.call.signIn({ user, pin: PIN, newPin: null }));
  const readEverybody = async (): Promise<void> => {
    for (const { patientId } of must(await kiosk.call.getWard({})).rows) must(await kiosk.call.getPatient({ patientId }));
  };

  beforeAll(async () => {
    ward = await guardedWard(root, rendererFolder());
    kiosk = await ward.start();
  });
  afterAll(async () => {
    await kiosk.end();
    await ward.close();
    rmSync(root, { recursive: true, force: true });
    const said = looks.map(({ when, maps, bytes, found }) => {
      const names = Object.keys(found).filter(name => !(name in shown));
      const times = Object.keys(shown).map(name => `${name} ${found[name]?.length ?? 0} times`);
      return `${when}: ${Math.round(bytes / 1e6)} MB in ${maps} maps; keys: ${names.join(', ') || 'none'}; ${times.join(', ')}`;
    });
    console.log(`Memory looked through:\n  ${said.join('\n  ')}`);
  });

  test('somebody is signed in, patients are open: they are there, so that the look can find them', async () => {
    await signIn(nora);
    await readEverybody();
    await paperReady(kiosk.call);
    await onPaper(kiosk.call);
    secrets = await secretsOf(ward, nora, PIN);
    const found = (await look('signed in')).join('\n');
    for (const name of ['the unit’s key', `${nora}’s key`, 'the ledger’s key', 'the key of paper.db', 'the key of print.db'])
      expect(found).toContain(`${name}: raw`);
  });

  test('nobody is signed in: not one is left, nor half of one', async () => {
    must(await kiosk.call.refresh({}));
    await kiosk.call.signOut({});
    secrets = { ...secrets, ...(await secretsOf(ward, nora, PIN)) };
    expect(Object.keys(secrets).length).toBeGreaterThan(8);
    expect(await left('signed out')).toEqual([]);
  });

  test('nor after somebody else and whoever opened the envelope have gone, and the unit’s key was changed meanwhile', async () => {
    await signIn(paul);
    await readEverybody();
    await kiosk.call.signOut({});
    const said = { code: ward.envelope, name: 'Agency Nurse', role: 'nurse', reason: 'nobody is enrolled' } as const;
    must(await kiosk.call.breakGlass(said));
    await readEverybody();
    const rotated = await ward.run(['vault', 'rotate', '--user', ADMINISTRATOR.user]);
    expect(rotated.code, rotated.output).toBe(0);
    must(await kiosk.call.refresh({}));
    const before = Object.entries(secrets).map(([name, bytes]) => [`${name}, before`, bytes]);
    secrets = { ...Object.fromEntries(before), ...(await secretsOf(ward, paul, PIN)) };
    await readEverybody();
    await kiosk.call.signOut({});
    expect(await left('after envelope and rotation')).toEqual([]);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Reply } from '../../main/contract.ts';
import { openLink } from '../support/browser-session.ts';
import { openGuarded, PIN, type GuardedKiosk, type KioskWindow } from '../support/guarded-kiosk.ts';

let guarded: GuardedKiosk;
/** By the clock that nobody can set. */
let later = 0;
const now = performance.now.bind(performance);

beforeAll(async () => {
  guarded = await openGuarded({ lockAfterSeconds: 25 });
  vi.spyOn(performance, 'now').mockImplementation(() => now() + later);
}, 300_000);
afterEach(() => guarded.kiosk.lock('lock screen'));
afterAll(async () => {
  vi.restoreAllMocks();
  await guarded.close();
});

const signIn = (window: KioskWindow, user: string) => window.call.signIn({ user, pin: PIN, newPin: null });
const faultAt = async (window: KioskWindow): Promise<string | null> => {
  const reply: Reply = await window.send('getWard', {});
  return 'fault' in reply ? reply.fault : null;
};
/** The same cookie in another browser. */
const withCookie = (window: KioskWindow): KioskWindow => {
  const copy = { ...window };
  const headers = { origin: copy.origin, cookie: copy.cookie, 'content-type': 'application/json' };
  const send: KioskWindow['send'] = async (name, input) => {
    const response = await fetch(`${copy.origin}/api/${name}`, { method: 'POST', headers, body: JSON.stringify(input) });
    return (await response.json()) as Reply;
  };
  return { ...copy, send };
};

describe('a session is fixed to whoever signed in', () => {
  test('a cookie that an attacker planted before the sign-in opens nothing after it, whoever signs in and however', async () => {
    const victim = await guarded.window();
    const attacker = withCookie(victim);
    expect(await faultAt(attacker)).toBe('signed-out');
    await signIn(victim, 'nurse');
    expect(await faultAt(victim)).toBeNull();
    expect(await faultAt(attacker)).toBe('no-session');

    const before = withCookie(victim);
    await signIn(victim, 'pharmacist');
    expect(await faultAt(before)).toBe('no-session');

    const beforeBreaking = withCookie(victim);
    const broken = await victim.call.breakGlass({
      code: guarded.code,
      name: 'Agnes Brown',
      role: 'nurse',
      reason: 'nobody enrolled',
    });
    expect(broken).toMatchObject({ ok: true });
    expect(await faultAt(beforeBreaking)).toBe('no-session');
    expect(await faultAt(victim)).toBeNull();
  });

  test('a wrong PIN gives no other cookie', async () => {
    const window = await guarded.window();
    const { cookie } = window;
    await window.call.signIn({ user: 'clerk', pin: '000000', newPin: null });
    expect(window.cookie).toBe(cookie);
  });

  test('a second link in the victim’s browser is a window of its own, at which nobody is signed in', async () => {
    const victim = await guarded.signedIn('nurse');
    const opened = await openLink(guarded.host.anotherUrl());
    const planted = withCookie({ ...victim, cookie: opened.cookie });
    expect(await faultAt(planted)).toBe('signed-out');
    expect(await faultAt(victim)).toBeNull();
  });

  test('of two cookies of one name only one that the kiosk gave counts, and it says whose window it is', async () => {
    const nurse = await guarded.signedIn('nurse');
    const other = await guarded.window();
    const value = other.cookie.split('=')[1]!;
    const mixed = withCookie({ ...nurse, cookie: `${nurse.cookie.split('=')[0]}=forged; ${other.cookie}; x=${value}` });
    expect(await faultAt(mixed)).toBe('signed-out');
  });
});

describe('two windows are two sessions', () => {
  test('each with its own person, and signing out ends one', async () => {
    const nurse = await guarded.signedIn('nurse');
    const it = await guarded.signedIn('administrator');
    expect((await nurse.call.getDoor({})).caller).toMatchObject({ user: 'nurse', role: 'nurse' });
    expect((await it.call.getDoor({})).caller).toMatchObject({ user: 'administrator' });
    expect(await faultAt(it)).toBe('forbidden');
    await it.call.signOut({});
    expect(await faultAt(it)).toBe('signed-out');
    expect(await faultAt(nurse)).toBeNull();
  });

  test('nothing that is sent chooses another’s window or role', async () => {
    await guarded.signedIn('supervisor');
    const clerk = await guarded.signedIn('clerk');
    const door = (await clerk.call.getDoor({})).caller;
    for (const more of [{ seat: 'window' }, { caller: { role: 'supervisor' } }, { role: 'supervisor' }, { user: 'supervisor' }]) {
      expect(await clerk.send('getWard', more)).toMatchObject({ fault: 'bad-input' });
    }
    for (const path of ['getWard?seat=window', 'getWard?role=supervisor'])
      expect(await clerk.send(path, {})).toHaveProperty('value');
    expect((await clerk.call.getDoor({})).caller).toEqual(door);
    expect(await clerk.send('chartDoses', {})).toMatchObject({ fault: 'forbidden' });
  });

  test('whoever signs in at a window ends the session that was there', async () => {
    const window = await guarded.signedIn('supervisor');
    await signIn(window, 'clerk');
    expect((await window.call.getDoor({})).caller).toMatchObject({ role: 'clerk' });
    expect((await guarded.audit()).some(({ what, details }) => what === 'signed-out' && details === 'another signed in')).toBe(
      true,
    );
  });
});

describe('a session ends at the kiosk, not on the screen', () => {
  // The kiosk looks at the clock each second: more than half a minute between two looks would be a sleep.
  beforeEach(() => new Promise(looked => setTimeout(looked, 1_500)));

  test('when somebody signs out, for every copy of the cookie', async () => {
    const window = await guarded.signedIn('nurse');
    const copy = withCookie(window);
    await window.call.signOut({});
    expect(await faultAt(copy)).toBe('signed-out');
  });

  test('when the computer is locked, for everybody', async () => {
    const windows = [await guarded.signedIn('nurse'), await guarded.signedIn('pharmacist')];
    guarded.kiosk.lock('lock screen');
    expect(await Promise.all(windows.map(faultAt))).toEqual(['signed-out', 'signed-out']);
  });

  test('when nobody touched it for so long, however often the screen asks', async () => {
    const window = await guarded.signedIn('nurse');
    const faults: (string | null)[] = [];
    for (let i = 0; i < 5; i++) {
      later += 5_000;
      faults.push(await faultAt(window));
      await window.call.getDoor({});
    }
    expect(faults.at(0)).toBeNull();
    expect(faults.at(-1)).toBe('signed-out');
    expect((await guarded.audit()).find(({ what }) => what === 'locked')).toMatchObject({
      details: 'idle',
      who: { user: 'nurse' },
    });
  });

  test('and stays open only while somebody is there', async () => {
    const window = await guarded.signedIn('nurse');
    for (let i = 0; i < 5; i++) {
      later += 5_000;
      await window.call.stillHere({});
      expect(await faultAt(window)).toBeNull();
    }
  });

  test('a touch after it ended wakes nothing', async () => {
    const window = await guarded.signedIn('nurse');
    later += 25_001;
    await window.call.stillHere({});
    expect(await faultAt(window)).toBe('signed-out');
  });

  test('when the kiosk is started anew', async () => {
    const window = await guarded.signedIn('supervisor');
    const value = window.cookie.split('=')[1];
    await guarded.restart();
    const { origin, port } = new URL(guarded.host.url);
    expect(await faultAt(withCookie({ ...window, origin, cookie: `kiosk-${port}=${value}` }))).toBe('no-session');
  });
});

describe('the sealed envelope', () => {
  test('marks whoever opened it in everything, is audited, and wants a new one', async () => {
    const window = await guarded.window();
    const said = { code: guarded.code.toLowerCase().replaceAll('-', ' '), role: 'nurse' as const };
    expect(
      await window.call.breakGlass({ ...said, name: 'Agnes Brown', reason: 'nobody of this shift is enrolled' }),
    ).toMatchObject({ ok: true });
    const door = await window.call.getDoor({});
    expect(door).toMatchObject({
      caller: { name: 'Agnes Brown (break-glass)', role: 'nurse', user: null, breakGlass: 'nobody of this shift is enrolled' },
      envelope: 'used',
    });
    const ward = await window.call.getWard({});
    const { patientId } = ward.ok ? ward.value.rows[0]! : expect.fail('no ward');
    expect(await window.call.getPatient({ patientId })).toMatchObject({ ok: true });
    const entries = await guarded.audit();
    const about = entries.find(({ what, patients }) => what === 'patient-opened' && patients.includes(patientId));
    expect(about).toMatchObject({
      who: { user: 'sealed envelope', name: 'Agnes Brown (break-glass)' },
      breakGlass: 'nobody of this shift is enrolled',
    });
    expect(entries.find(({ what }) => what === 'glass-broken')?.details).toBe('nobody of this shift is enrolled');
    expect(JSON.stringify(entries)).not.toContain(guarded.code);
  });

  test('lets nobody in as administrator, and nobody without name and reason', async () => {
    const window = await guarded.window();
    const said = { code: guarded.code, name: 'Agnes Brown', role: 'nurse', reason: 'nobody enrolled' };
    for (const wrong of [{ role: 'administrator' }, { name: ' ' }, { reason: '' }, { name: '\t\n  ' }])
      expect(await window.send('breakGlass', { ...said, ...wrong })).toMatchObject({ fault: 'bad-input' });
    expect(await faultAt(window)).toBe('signed-out');
  });

  test('of another kiosk opens nothing, which is audited', async () => {
    const window = await guarded.window();
    const [first, ...others] = guarded.code.split('-');
    const swapped = [...others, first].join('-');
    const refused = await window.call.breakGlass({
      code: swapped,
      name: 'Agnes Brown',
      role: 'nurse',
      reason: 'nobody enrolled',
    });
    expect(refused).toMatchObject({ ok: false, error: { kind: 'wrong' } });
    expect(
      (await guarded.audit()).some(({ what, details }) => what === 'sign-in-failed' && details.includes('with the envelope')),
    ).toBe(true);
    expect(await faultAt(window)).toBe('signed-out');
  });
});

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { contract, type Name, type Reply } from '../../main/contract.ts';
import { may } from '../../main/domain/right.ts';
import { ROLES, type Role } from '../../main/domain/role.ts';
import { LARGEST_CALL } from '../../main/host/hosted.ts';
import { openElectron } from '../../main/host/electron.ts';
import { exposed } from '../support/electron-stub.ts';
import { openGuarded, PIN, type GuardedKiosk, type KioskWindow } from '../support/guarded-kiosk.ts';
import { rendererFolder } from '../support/small-kiosk.ts';
import { ask, faultOf, type Answer } from './support/ask.ts';
import { tally } from './support/tally.ts';

vi.mock('electron', () => import('../support/electron-stub.ts'));

const names = Object.keys(contract) as Name[];
/** Those that take a right: whoever isn't signed in must get nothing from them. */
const guardedNames = names.filter(name => contract[name].right !== null);
/** No method takes a word for its input: a door that reads it before it asks who calls says so. */
const NONSENSE = JSON.stringify('nonsense');
/** No refusal repeats what was sent; in bytes. */
const SHORT = 5_000;

const tried = tally('Roles, sessions and origins');
let guarded: GuardedKiosk;
let staff: Record<Role, KioskWindow>;

beforeAll(async () => {
  guarded = await openGuarded({ lockAfterSeconds: 3600 });
  const windows = await Promise.all(ROLES.map(async role => [role, await guarded.signedIn(role)] as const));
  staff = Object.fromEntries(windows) as typeof staff;
});
afterAll(async () => {
  tried.report();
  await guarded.close();
});

/** A call as the kiosk's own page sends it, but for what is changed; a header that is undefined is left out. */
function call(
  window: Pick<KioskWindow, 'origin' | 'cookie'>,
  name: string,
  { headers = {}, body = NONSENSE }: { headers?: Record<string, string | undefined>; body?: string | Buffer } = {},
): Promise<Answer> {
  const usual = { origin: window.origin, cookie: window.cookie, 'content-type': 'application/json', ...headers };
  const sent = Object.entries(usual).filter((header): header is [string, string] => header[1] !== undefined);
  return ask({ origin: window.origin, path: `/api/${name}`, headers: Object.fromEntries(sent), body });
}

/** Sends every one of `which` and expects this status and fault of it. */
async function each(
  which: readonly Name[],
  send: (name: Name) => Promise<Answer>,
  expected: (name: Name) => [number, string | null],
  what: string,
): Promise<void> {
  const tries: (string | null)[] = [];
  for (const name of which) {
    const answer = await send(name);
    const got = `${answer.status} ${faultOf(answer)}`;
    const [status, fault] = expected(name);
    tries.push(got === `${status} ${fault}` && answer.body.length < SHORT ? null : `${what}: ${name} answered ${got}`);
  }
  tried.expectAll(tries);
}

describe('who is signed in', () => {
  test.each(ROLES)('as %s gets as far as the table lets that role, and is refused before the input is read', role =>
    each(
      names,
      name => call(staff[role], name),
      name => {
        const { right } = contract[name];
        return right === null || may(role, right) ? [400, 'bad-input'] : [403, 'forbidden'];
      },
      role,
    ),
  );

  test('through Electron is asked the same', async () => {
    await openElectron({ kiosk: guarded.kiosk, rendererFolder: rendererFolder(), preload: 'preload.cjs', log: guarded.log });
    await import('../../main/host/preload.ts');
    const { send } = exposed.get('kiosk') as { send(name: string, input: unknown): Promise<Reply> };
    const tries: (string | null)[] = [];
    for (const role of [null, ...ROLES]) {
      if (role !== null)
        expect(await send('signIn', { user: role, pin: PIN, newPin: null })).toMatchObject({ value: { ok: true } });
      for (const name of names) {
        const { right } = contract[name];
        const expected =
          right === null ? 'bad-input' : role === null ? 'signed-out' : may(role, right) ? 'bad-input' : 'forbidden';
        const reply = await send(name, 'nonsense');
        tries.push('fault' in reply && reply.fault === expected ? null : `${role}: ${name} answered ${JSON.stringify(reply)}`);
      }
    }
    tried.expectAll(tries);
    await send('signOut', {});
  });
});

describe('who isn’t signed in gets nothing', () => {
  const noSession = (): [number, string] => [401, 'no-session'];
  const signedOut = (): [number, string] => [401, 'signed-out'];

  test('without a cookie', () =>
    each(names, name => call(staff.nurse, name, { headers: { cookie: undefined } }), noSession, 'no cookie'));

  test.each([
    ['empty', () => `${nameOf(staff.nurse)}=`],
    ['of letters that nobody was given', () => `${nameOf(staff.nurse)}=${'A'.repeat(43)}`],
    ['of another name', () => `kiosk=${valueOf(staff.nurse)}`],
    ['in capitals', () => staff.nurse.cookie.toUpperCase()],
    ['cut short by a letter', () => staff.nurse.cookie.slice(0, -1)],
    ['with a letter more', () => `${staff.nurse.cookie}A`],
    ['in quotes', () => `${nameOf(staff.nurse)}="${valueOf(staff.nurse)}"`],
  ])('with a cookie %s', (_, cookie) =>
    each(names, name => call(staff.nurse, name, { headers: { cookie: cookie() } }), noSession, 'wrong cookie'),
  );

  test('in a window at which nobody signed in', async () => {
    const window = await guarded.window();
    await each(guardedNames, name => call(window, name), signedOut, 'not signed in');
  });

  test('with the cookie from before the sign-in', async () => {
    const window = await guarded.window();
    const before = { ...window };
    expect(await window.call.signIn({ user: 'nurse', pin: PIN, newPin: null })).toMatchObject({ ok: true });
    expect(window.cookie).not.toBe(before.cookie);
    await each(names, name => call(before, name), noSession, 'cookie from before');
  });

  test('after signing out, with the cookie that was good a moment before', async () => {
    const window = await guarded.signedIn('supervisor');
    expect(await window.call.getWard({})).toMatchObject({ ok: true });
    await window.call.signOut({});
    await each(guardedNames, name => call(window, name), signedOut, 'signed out');
  });

  test('after nobody touched it for too long', async () => {
    const window = await guarded.signedIn('supervisor');
    const now = performance.now.bind(performance);
    const later = vi.spyOn(performance, 'now').mockImplementation(() => now() + 3_601_000);
    await each(guardedNames, name => call(window, name), signedOut, 'idle');
    later.mockRestore();
    await each(guardedNames, name => call(window, name), signedOut, 'idle, and the clock put back');
    // Everybody else was away as long.
    for (const role of ROLES) staff[role] = await guarded.signedIn(role);
  });

  test('after the computer was locked', async () => {
    const window = await guarded.signedIn('supervisor');
    guarded.kiosk.lock('lock screen');
    await each(guardedNames, name => call(window, name), signedOut, 'locked');
    for (const role of ROLES) staff[role] = await guarded.signedIn(role);
  });
});

describe('a supervisor’s own session is of no use', () => {
  const from = (headers: Record<string, string | undefined>, what: string) =>
    each(
      names,
      name => call(staff.supervisor, name, { headers }),
      () => [403, 'forbidden'],
      what,
    );

  test.each(['http://evil.example', 'null', '', 'http://127.0.0.1', 'http://localhost', 'https://127.0.0.1', 'file://'])(
    'to a page of “%s”',
    origin => from({ origin }, `origin ${origin}`),
  );
  test('to a page of another port of this computer', () =>
    from({ origin: `${staff.supervisor.origin.slice(0, -1)}0` }, 'other port'));
  test('to whoever doesn’t say where the call comes from', () => from({ origin: undefined }, 'no origin'));
  test.each(['cross-site', 'same-site', 'nonsense'])('where the browser says %s', site => from({ 'sec-fetch-site': site }, site));
  test.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1', '[::1]', '127.0.0.1.evil.example'])(
    'under the host name %s, as after DNS rebinding',
    host =>
      each(
        names,
        name => call(staff.supervisor, name, { headers: { host, origin: `http://${host}` } }),
        () => [403, null],
        host,
      ),
  );

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json; charset=utf-16',
    undefined,
  ])('with a body of type %s, which a form could send', type =>
    each(
      names,
      name => call(staff.supervisor, name, { headers: { 'content-type': type } }),
      () => [415, 'bad-input'],
      `type ${type}`,
    ),
  );

  test.each([
    ['empty', ''],
    ['cut off', '{"a":'],
    ['two', '{}{}'],
    ['with a comment', '{/**/}'],
    ['with a trailing comma', '{"a":1,}'],
    ['no JSON', 'NaN'],
    ['not UTF-8', Buffer.from('{"a":"\xfc"}', 'latin1')],
    ['UTF-16', Buffer.from('{}', 'utf16le')],
  ])('with a body that is %s', (what, body) =>
    each(
      names,
      name => call(staff.supervisor, name, { body }),
      () => [400, 'bad-input'],
      `body ${what}`,
    ),
  );

  test('with more than a call may send', async () => {
    const body = `{}${' '.repeat(LARGEST_CALL - 1)}`;
    await each(
      names,
      name => call(staff.supervisor, name, { body }),
      () => [413, 'bad-input'],
      'too large',
    );
  });

  test.each([
    ['deep', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['deep objects', '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000)],
    ['wide', `{${Array.from({ length: 5_000 }, (_, i) => `"k${i}":1`).join()}}`],
    ['long list', `[${'1,'.repeat(50_000)}1]`],
  ])('with JSON that is %s, and the refusal stays short', (what, body) =>
    each(
      names,
      name => call(staff.supervisor, name, { body }),
      () => [400, 'bad-input'],
      what,
    ),
  );
});

test('what no method is called, is none: names of prototypes, paths, other spellings', async () => {
  const strange = [
    ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'then', '', '.', '..', '*'],
    ...[
      '%5F%5Fproto%5F%5F',
      '%67etWard',
      'getWard%00',
      'getWard%20',
      'getWard;',
      'GETWARD',
      'getward',
      'getWard.json',
      '%2e%2e%2fgetWard',
    ],
    ...names.flatMap(name => [
      `${name}/`,
      `${name}/x`,
      `x/${name}`,
      `${name}%2f`,
      name.toUpperCase(),
      ` ${name}`.replace(' ', '%20'),
    ]),
  ];
  const tries: (string | null)[] = [];
  for (const name of strange) {
    const { status } = await call(staff.supervisor, name, { body: '{}' });
    // What isn't /api/<one name> is a file of the screen, which nobody posts to.
    tries.push(status === 404 || status === 405 ? null : `${name} answered ${status}`);
  }
  tried.expectAll(tries);
});

const nameOf = ({ cookie }: KioskWindow): string => cookie.split('=')[0]!;
const valueOf = ({ cookie }: KioskWindow): string => cookie.split('=')[1]!;

import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGuarded, type GuardedKiosk, type KioskWindow } from '../support/guarded-kiosk.ts';
import { ask, askRaw } from './support/ask.ts';
import { tally } from './support/tally.ts';

const tried = tally('Paths and oddities of HTTP');
let guarded: GuardedKiosk;
let window: KioskWindow;
let host: string;

beforeAll(async () => {
  guarded = await openGuarded({ lockAfterSeconds: 3600, limits: { body: 200, heartbeat: 1_000 } });
  window = await guarded.signedIn('supervisor');
  ({ host } = new URL(window.origin));
});
afterAll(async () => {
  tried.report();
  await guarded.close();
});

const CLIMBS = [
  ...['..', '%2e%2e', '%252e%252e', '..%00', '.%2e', '%c0%ae%c0%ae', '\u002e\u002e;', '..\\', '%2e%2e%5c', '....//'],
  ...['..%2f', '..%252f', '..%c0%af', '..%5c', '..%255c'],
];
const TARGETS = [
  'etc/passwd',
  'windows/win.ini',
  'kiosk.key',
  'store/vault/vault-1.json',
  'package.json',
  'main/kiosk.ts',
  'index.html',
];

test('no path leads out of the screen’s own files, however it is written', async () => {
  const { origin, cookie } = window;
  const paths = [
    ...TARGETS.flatMap(target => CLIMBS.flatMap(climb => [1, 3, 8].map(times => `/${`${climb}/`.repeat(times)}${target}`))),
    ...TARGETS.flatMap(target => [
      `//${target}`,
      `/assets/../${target}`,
      `/assets/%2e%2e/${target}`,
      `/./${target}`,
      `/\\${target}`,
    ]),
    ...[
      'file:///etc/passwd',
      'http://evil.example/index.html',
      `http://${host}/etc/passwd`,
      '/C:/Windows/win.ini',
      '/C:%5CWindows',
    ],
    ...[
      '/assets/',
      '/assets',
      '/api',
      '/api/',
      '/api//',
      '/events/',
      '/events/x',
      '/EVENTS',
      '/index.html/',
      '/index.html%00.js',
      '/.git/config',
    ],
    ...['/constructor', '/__proto__', '/toString', '/hasOwnProperty'],
  ];
  const tries: (string | null)[] = [];
  for (const path of paths) {
    const { status, body } = await ask({ origin, path, method: 'GET', headers: { cookie } });
    const held = (status === 404 && body === 'Not found.') || (status === 405 && path.startsWith('/api'));
    tries.push(held ? null : `${path} answered ${status} ${body.slice(0, 80)}`);
  }
  tried.expectAll(tries);
});

test('what is saved lands in the folder for printing, whatever patients and units are called', async () => {
  const odd = [0, -1, 1e9, '../1', '1/../../x', null, { toString: '1' }];
  for (const pack of odd) expect(await window.send('savePack', { pack })).not.toMatchObject({ value: { ok: true } });
  expect(readdirSync(guarded.printFolder).filter(name => !name.startsWith('recovery'))).toEqual([]);
  const desk = await window.send('startDeskPacks', {
    units: ['../../4 West', '/etc', '..\\x'],
    forms: ['summary'],
    from: null,
    span: 'hours',
    hours: 8,
  });
  expect(desk).toMatchObject({ value: { ok: true, value: { packs: [] } } });
  expect(readdirSync(guarded.printFolder).filter(name => !name.startsWith('recovery'))).toEqual([]);
});

describe('a request that two programs could read differently', () => {
  /** A call whose head has these lines instead of the usual ones. */
  const raw = (lines: string[], body: string, line = 'POST /api/getWard HTTP/1.1') =>
    askRaw(
      window.origin,
      [
        line,
        `host: ${host}`,
        `origin: ${window.origin}`,
        `cookie: ${window.cookie}`,
        'content-type: application/json',
        'connection: close',
        ...lines,
        '',
        body,
      ].join('\r\n'),
    );
  const smuggled = `POST /api/signOut HTTP/1.1\r\nhost: ${'x'}\r\ncontent-length: 0\r\n\r\n`;

  test.each([
    ['two lengths', ['content-length: 2', 'content-length: 40'], `{}${smuggled}`],
    ['a list of lengths', ['content-length: 2, 2'], '{}'],
    ['a length and chunks', ['content-length: 2', 'transfer-encoding: chunked'], `2\r\n{}\r\n0\r\n\r\n${smuggled}`],
    ['chunks spelt oddly', ['transfer-encoding: xchunked'], `2\r\n{}\r\n0\r\n\r\n`],
    ['chunks twice', ['transfer-encoding: chunked', 'transfer-encoding: identity'], `2\r\n{}\r\n0\r\n\r\n`],
    ['a negative length', ['content-length: -1'], '{}'],
    ['a length in hexadecimal', ['content-length: 0x2'], '{}'],
    ['a blank before the colon', ['content-length : 2'], '{}'],
    ['a folded line', ['x: 1', ' content-length: 2'], '{}'],
    ['a chunk of odd length', ['transfer-encoding: chunked'], `zz\r\n{}\r\n0\r\n\r\n`],
    ['a line feed alone', ['content-length: 2\nx: y'], '{}'],
    ['a zero byte', ['x: \u0000', 'content-length: 2'], '{}'],
  ])('is refused: %s', async (what, lines, body) => {
    const answer = await raw(lines, body);
    tried.expectAll([
      /^HTTP\/1\.1 (400|411|413) /.test(answer) && !answer.includes('"value"') ? null : `${what}: ${answer.slice(0, 200)}`,
    ]);
  });

  test.each([
    ['HTTP/1.0 without a host', 'POST /api/getWard HTTP/1.0'],
    ['another protocol', 'POST /api/getWard SPDY/9'],
    ['a method that nobody knows', 'STEAL /api/getWard HTTP/1.1'],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1'],
    ['an address of another server', 'POST http://evil.example/api/getWard HTTP/1.1'],
    ['a tab in the line', 'POST\t/api/getWard\tHTTP/1.1'],
  ])('gives nothing: %s', async (what, line) => {
    const answer = line.startsWith('POST /api/getWard HTTP/1.0')
      ? await askRaw(
          window.origin,
          `${line}\r\ncookie: ${window.cookie}\r\norigin: ${window.origin}\r\ncontent-length: 2\r\n\r\n{}`,
        )
      : await raw(['content-length: 2'], '{}', line);
    tried.expectAll([
      answer.includes('"value"') || answer.startsWith('HTTP/1.1 200') ? `${what}: ${answer.slice(0, 200)}` : null,
    ]);
  });

  test('gives nothing: a second Host, Origin or Cookie that is another’s', async () => {
    const tries: (string | null)[] = [];
    for (const lines of [['origin: http://evil.example'], ['sec-fetch-site: cross-site']]) {
      const answer = await raw([...lines, 'content-length: 2'], '{}');
      // Node keeps the first of two Origins: the one of the page that a browser wrote.
      tries.push(lines[0]!.startsWith('sec') && answer.includes('"value"') ? answer.slice(0, 200) : null);
    }
    const evilFirst = await askRaw(
      window.origin,
      [
        `POST /api/getWard HTTP/1.1`,
        'host: evil.example',
        `host: ${host}`,
        `origin: ${window.origin}`,
        `cookie: ${window.cookie}`,
        'content-type: application/json',
        'connection: close',
        'content-length: 2',
        '',
        '{}',
      ].join('\r\n'),
    );
    tries.push(evilFirst.includes('"value"') ? evilFirst.slice(0, 200) : null);
    tried.expectAll(tries);
  });

  test('the session is as it was: nothing that was smuggled in was run', async () => {
    expect((await window.call.getDoor({})).caller).toMatchObject({ role: 'supervisor' });
  });
});

describe('who sends too much or too slowly harms nobody', () => {
  test.each([
    ['an address of 100 kB', () => `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: ${host}\r\n\r\n`],
    ['a header of 100 kB', () => `GET / HTTP/1.1\r\nhost: ${host}\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`],
    ['ten thousand headers', () => `GET / HTTP/1.1\r\nhost: ${host}\r\n${'x: y\r\n'.repeat(10_000)}\r\n`],
    ['a cookie of 100 kB', () => `GET / HTTP/1.1\r\nhost: ${host}\r\ncookie: ${'a=b;'.repeat(25_000)}\r\n\r\n`],
  ])('%s is refused', async (what, bytes) => {
    const answer = await askRaw(window.origin, bytes());
    tried.expectAll([/^(HTTP\/1\.1 4\d\d |$)/.test(answer) ? null : `${what}: ${answer.slice(0, 100)}`]);
    expect(await window.call.getDoor({})).toHaveProperty('kiosk');
  });

  test('a body that never ends is given up, on many lines at once, and others are answered meanwhile', async () => {
    const head = [`host: ${host}`, `origin: ${window.origin}`, `cookie: ${window.cookie}`, 'content-type: application/json'];
    const slow = `POST /api/getWard HTTP/1.1\r\n${head.join('\r\n')}\r\ncontent-length: 10\r\n\r\n{`;
    const answers = Promise.all(Array.from({ length: 50 }, () => askRaw(window.origin, slow)));
    expect(await window.call.getDoor({})).toHaveProperty('kiosk');
    tried.expectAll((await answers).map(answer => (answer.startsWith('HTTP/1.1 408 ') ? null : answer.slice(0, 100))));
  });

  test('a head that never ends is given up', async () => {
    const answer = await askRaw(window.origin, `GET / HTTP/1.1\r\nhost: ${host}\r\nx: `);
    tried.expectAll([/^HTTP\/1\.1 408 /.test(answer) ? null : answer.slice(0, 100)]);
  });
});

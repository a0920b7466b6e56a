import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveBrowser, type BrowserHost } from '../../main/host/browser.ts';
import { CONTENT_SECURITY_POLICY } from '../../main/host/renderer-files.ts';
import { openLink } from '../support/browser-session.ts';
import { memoryLog, rendererFolder, smallKiosk } from '../support/small-kiosk.ts';

const small = smallKiosk();
const folder = rendererFolder({ 'secret.pem': 'key' });
const log = memoryLog();
let host: BrowserHost;
let port: number;
let origin: string;
let cookie: string;

const serve = (limits?: { body: number; heartbeat: number }) =>
  serveBrowser({
    kiosk: small.kiosk,
    port: 0,
    rendererFolder: folder,
    log,
    ...(limits && { limits }),
  });

beforeAll(async () => {
  host = await serve();
  ({ origin, cookie } = await openLink(host.url));
  port = Number(new URL(origin).port);
});
afterAll(() => host.close());

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Sent as given: unlike fetch, this normalises no path and adds no header but Host. */
function ask(path: string, options: RequestOptions = {}, body?: string | Buffer): Promise<Answer> {
  return new Promise((done, fail) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, agent: false, ...options }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => done({ status: response.statusCode!, headers: response.headers, body: text }));
    });
    request.on('error', fail);
    request.end(body);
  });
}

const get = (path: string, headers: Record<string, string> = {}) => ask(path, { headers: { cookie, ...headers } });
const post = (headers: Record<string, string> = {}, body: string | Buffer = '{}', path = '/api/refresh') =>
  ask(path, { method: 'POST', headers: { cookie, origin, 'content-type': 'application/json', ...headers } }, body);
const without = async (header: 'cookie' | 'origin' | 'content-type') => {
  const headers: Record<string, string> = { cookie, origin, 'content-type': 'application/json' };
  return ask(
    '/api/refresh',
    { method: 'POST', headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== header)) },
    '{}',
  );
};
const fault = (answer: Answer) => (JSON.parse(answer.body) as { fault: string }).fault;

describe('the link that is printed', () => {
  test('gives a session cookie that no script can read and no other site can send, and leads to the screen', async () => {
    const { response, cookie } = await openLink(host.anotherUrl());
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/');
    expect(response.headers.get('set-cookie')).toMatch(/^kiosk-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await ask('/', { headers: { cookie } })).status).toBe(200);
  });

  test('works once', async () => {
    const url = host.anotherUrl();
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
    const again = await fetch(url, { redirect: 'manual' });
    expect(again.status).toBe(403);
    expect(again.headers.get('set-cookie')).toBeNull();
  });

  test.each(['', 'x', 'A'.repeat(43)])('with a wrong token %j gives nothing', async token => {
    const answer = await get(`/?start=${token}`);
    expect(answer.status).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('is not spent by a HEAD request, which a preview might send', async () => {
    const { pathname, search } = new URL(host.anotherUrl());
    expect((await ask(pathname + search, { method: 'HEAD' })).status).toBe(401);
    expect((await ask(pathname + search)).status).toBe(303);
  });

  test('of another kiosk on this computer is worth nothing here, nor is its cookie', async () => {
    const other = await serve();
    const session = await openLink(other.url);
    expect((await ask('/', { headers: { cookie: session.cookie } })).status).toBe(401);
    expect((await ask('/', { headers: { cookie: `kiosk-${port}=${session.cookie.split('=')[1]}` } })).status).toBe(401);
    await other.close();
  });
});

describe('refused', () => {
  test.each(['/', '/index.html', '/assets/app.js', '/events'])('without the cookie: %s', async path => {
    expect((await ask(path)).status).toBe(401);
  });

  test('a call without the cookie', async () => {
    const answer = await without('cookie');
    expect([answer.status, fault(answer)]).toEqual([401, 'no-session']);
  });

  test.each(['kiosk=', `kiosk-1=x`])('a call with the cookie %j', async wrong => {
    expect((await post({ cookie: wrong })).status).toBe(401);
  });

  test.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1', 'evil.example:80'])('another host name: %s', async name => {
    expect((await get('/', { host: name })).status).toBe(403);
    expect((await post({ host: name })).status).toBe(403);
    const start = new URL(host.anotherUrl());
    expect((await get(start.pathname + start.search, { host: name })).status).toBe(403);
  });

  test.each(['http://evil.example', 'null', 'http://127.0.0.1', 'http://127.0.0.1:1', 'https://127.0.0.1'])(
    'a call from a page of %s',
    async from => {
      const answer = await post({ origin: from });
      expect([answer.status, fault(answer)]).toEqual([403, 'forbidden']);
    },
  );

  test('a call that doesn’t say where it comes from', async () => expect((await without('origin')).status).toBe(403));

  test.each(['cross-site', 'same-site'])('what the browser says is %s', async site => {
    expect((await post({ 'sec-fetch-site': site })).status).toBe(403);
    expect((await get('/', { 'sec-fetch-site': site })).status).toBe(403);
    expect((await get('/events', { 'sec-fetch-site': site })).status).toBe(403);
  });

  test('a read from another page that carries an origin', async () =>
    expect((await get('/assets/app.js', { origin: 'http://evil.example' })).status).toBe(403));
});

describe('a call', () => {
  test('from the kiosk’s own page is answered', async () => {
    const answer = await post({ 'sec-fetch-site': 'same-origin' });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ value: { ok: true, value: { generation: 7 } } });
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('by %s is none', async method => {
    const answer = await ask('/api/refresh', { method, headers: { cookie, origin } });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST']);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', 'application/jsonp'])(
    'of type %s is refused',
    async type => {
      const answer = await post({ 'content-type': type });
      expect([answer.status, fault(answer)]).toEqual([415, 'bad-input']);
    },
  );

  test('without a type is refused', async () => expect((await without('content-type')).status).toBe(415));

  test.each([
    ['', 'empty'],
    ['{', 'cut off'],
    ['{}{}', 'two'],
    ['undefined', 'no JSON'],
  ])('with the body %j is refused: %s', async body => {
    const answer = await post({}, body);
    expect([answer.status, fault(answer)]).toEqual([400, 'bad-input']);
  });

  test('that is not UTF-8 is refused, not read with another letter', async () =>
    expect((await post({}, Buffer.from('{"patientId":"M\xfcller"}', 'latin1'))).status).toBe(400));

  test('as large as the limit is read, one byte more is refused', async () => {
    const padded = (bytes: number) => `{}${' '.repeat(bytes - 2)}`;
    expect((await post({}, padded(1_000_000))).status).toBe(200);
    const answer = await post({}, padded(1_000_001));
    expect([answer.status, fault(answer)]).toEqual([413, 'bad-input']);
  });

  test('that says nothing of its size is measured while it is read', async () => {
    const answer = await post({ 'transfer-encoding': 'chunked' }, ' '.repeat(3_000_000));
    expect(answer.status).toBe(413);
  });

  test.each(['getEverything', '__proto__', 'constructor', '', 'refresh%00', '%72efresh', 'a/b'])(
    'of no method: %j',
    async name => {
      expect((await post({}, '{}', `/api/${name}`)).status).toBeOneOf([404, 405]);
    },
  );

  test('that is refused has the status that says so', async () => {
    expect((await post({}, '{"pack":"x"}', '/api/getPack')).status).toBe(400);
    const bug = '{"reason":"The EHR answers","signed":"A. Nurse"}';
    expect((await post({}, bug, '/api/startRecovery')).status).toBe(500);
  });

  test('whose body never comes to an end is given up', async () => {
    const hurried = await serve({ body: 50, heartbeat: 1_000 });
    const session = await openLink(hurried.url);
    const address = new URL(session.origin);
    const said = await new Promise<string>(done => {
      let text = '';
      const socket = connect(Number(address.port), '127.0.0.1');
      socket.on('data', part => (text += part.toString()));
      socket.on('close', () => done(text));
      const head = [
        `host: ${address.host}`,
        `origin: ${session.origin}`,
        `cookie: ${session.cookie}`,
        'content-type: application/json',
      ];
      socket.write(['POST /api/refresh HTTP/1.1', ...head, 'content-length: 10', '', '{'].join('\r\n'));
    });
    expect(said).toMatch(/^HTTP\/1.1 408 /);
    await hurried.close();
  });

  test('whose sender hangs up harms nobody', async () => {
    await new Promise<void>(done => {
      const socket = connect(port, '127.0.0.1');
      const head = [`host: 127.0.0.1:${port}`, `origin: ${origin}`, `cookie: ${cookie}`, 'content-type: application/json'];
      socket.write(['POST /api/refresh HTTP/1.1', ...head, 'content-length: 10', '', '{'].join('\r\n'), () => socket.destroy());
      socket.on('close', () => done());
    });
    expect((await post()).status).toBe(200);
  });
});

describe('the screen’s files', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/assets/app.js', 'text/javascript; charset=utf-8'],
    ['/assets/style.css', 'text/css; charset=utf-8'],
  ])('%s comes as %s under the strict policy', async (path, type) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': type,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    const head = await ask(path, { method: 'HEAD', headers: { cookie } });
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', String(answer.body.length)]);
  });

  test.each([
    '/assets/app.js.map',
    '/secret.pem',
    '/assets',
    '/assets/',
    '/../../../../etc/passwd',
    '/assets/../../../etc/passwd',
    '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/..\\..\\etc\\passwd',
    '/assets%2fapp.js',
    '//etc/passwd',
    '//',
    '/%',
    '/%00',
    '/constructor',
    'http://evil.example/index.html',
    '*',
  ])('%s is none', async path => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.body).toBe('Not found.');
  });

  test('are not written by anybody', async () => {
    const answer = await ask('/index.html', { method: 'PUT', headers: { cookie, origin } }, 'x');
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

/** Reads an event stream until `enough` says so, or it ends. */
async function listenUntil(events: Response, enough: (text: string) => boolean): Promise<string> {
  let text = '';
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
  while (!enough(text)) {
    const { done, value } = await reader.read();
    if (done) return `${text}END`;
    text += value;
  }
  void reader.cancel();
  return text;
}

describe('the event stream', () => {
  const open = (at = { origin, cookie }) => fetch(`${at.origin}/events`, { headers: { cookie: at.cookie } });

  test('begins with every topic, so that a page that was away asks everything again', async () => {
    const events = await open({ origin, cookie });
    expect(events.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(events.headers.get('cache-control')).toBe('no-store');
    const text = await listenUntil(events, said => said.includes('data: pack\n\n'));
    expect([...text.matchAll(/^data: (.*)$/gm)].map(([, topic]) => topic)).toEqual(['status', 'ward', 'pack', 'door']);
  });

  test('tells every page that listens', async () => {
    const pages = await Promise.all([open({ origin, cookie }), open({ origin, cookie })]);
    small.push('ward');
    for (const page of pages) await listenUntil(page, said => said.split('data: ward\n\n').length === 3);
  });

  test('is kept alive while nothing happens', async () => {
    const lively = await serve({ body: 1_000, heartbeat: 10 });
    const events = await open(await openLink(lively.url));
    await listenUntil(events, said => said.split(': still here\n\n').length > 3);
    await lively.close();
  });

  test('ends when the kiosk closes, and the kiosk no longer listens or answers', async () => {
    const listening = small.listeners.size;
    const closing = await serve();
    const events = await open(await openLink(closing.url));
    await closing.close();
    expect(await listenUntil(events, () => false)).toMatch(/END$/);
    expect(small.listeners.size).toBe(listening);
    await expect(fetch(closing.url)).rejects.toThrow();
  });
});

describe('the kiosk', () => {
  test('listens on loopback only', async () => {
    // 127.0.0.2 is loopback too, but not the address it is bound to: a server on all addresses would answer there.
    await expect(ask('/', { host: '127.0.0.2' })).rejects.toThrow(/ECONNREFUSED|EADDRNOTAVAIL/);
  });

  test('says so when its port is taken', async () => {
    const taken = {
      kiosk: small.kiosk,
      port,
      rendererFolder: folder,
      log,
    };
    await expect(serveBrowser(taken)).rejects.toThrow('EADDRINUSE');
  });

  test('says so when the screen was not built', async () => {
    const empty = { kiosk: small.kiosk, port: 0, log };
    await expect(serveBrowser({ ...empty, rendererFolder: import.meta.dirname })).rejects.toThrow('build the screen first');
  });
});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reply } from '../contract.ts';
import type { Log } from '../ports.ts';
import { openAccess } from './browser-access.ts';
import { parseJson, readBody } from './browser-body.ts';
import { openStreams } from './browser-streams.ts';
import { LARGEST_CALL, type HostedKiosk } from './hosted.ts';
import { readRendererFiles, SECURITY_HEADERS } from './renderer-files.ts';

export interface BrowserHostOptions {
  kiosk: Pick<HostedKiosk, 'call' | 'subscribe'>;
  /** 0 for any free port. */
  port: number;
  /** The built screen, dist/renderer. */
  rendererFolder: string;
  log: Log;
  /** How long a call's body may take, and how often an open event stream is kept alive; milliseconds. */
  limits?: { body: number; heartbeat: number };
}

export interface BrowserHost {
  /** Opens the screen once, in one browser. */
  url: string;
  /** A further such link, for a second browser or one that was closed. */
  anotherUrl(): string;
  close(): Promise<void>;
}

const OPEN_THE_LINK = 'Open the link that the kiosk printed when it started.';
const LINK_IS_SPENT = 'This link was used already, or is not this kiosk’s. Ask the kiosk for another link, or start it again.';

/**
 * Serves the screen and the app on 127.0.0.1 only. Whoever opens a one-time link gets the session cookie; without it, from another
 * page or under another host name, nothing is answered. Rejects when the port can't be had.
 */
export async function serveBrowser(options: BrowserHostOptions): Promise<BrowserHost> {
  const limits = options.limits ?? { body: 10_000, heartbeat: 15_000 };
  const files = readRendererFiles(options.rendererFolder);
  const server = createServer({ requestTimeout: limits.body + 5_000, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const access = openAccess(port);
  const { kiosk } = options;
  const streams = openStreams(kiosk.subscribe, limits.heartbeat);

  async function call(request: IncomingMessage, response: ServerResponse, name: string, seat: string): Promise<void> {
    if (request.method !== 'POST') return notAllowed(response, 'POST');
    if (!/^application\/json(\s*;\s*charset=utf-8)?$/i.test(request.headers['content-type'] ?? '')) {
      return reply(response, 415, { fault: 'bad-input', detail: 'Only application/json in UTF-8.' });
    }
    const body = await readBody(request, limits.body);
    switch (body) {
      case 'too-large':
        return reply(response, 413, { fault: 'bad-input', detail: `A call may be ${LARGEST_CALL} bytes at most.` });
      case 'too-slow':
        response.setHeader('connection', 'close');
        return reply(response, 408, { fault: 'bad-input', detail: 'The call took too long to arrive.' });
      case 'cut-off':
        return void response.destroy();
    }
    const input = parseJson(body);
    if (input === undefined) return reply(response, 400, { fault: 'bad-input', detail: 'Not JSON.' });
    const answer = await kiosk.call(name, input, seat);
    if (letsIn(name, answer)) response.setHeader('set-cookie', access.renew(seat));
    reply(response, 'value' in answer ? 200 : STATUS[answer.fault], answer);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/', query = ''] = (request.url ?? '/').split('?');
    if (request.headers.host !== `127.0.0.1:${port}`) return refuse(response, 403, `This kiosk answers at ${origin} only.`);
    const start = new URLSearchParams(query).get('start');
    if (path === '/' && request.method === 'GET' && start !== null) {
      const cookie = access.begin(start);
      if (cookie === null) return refuse(response, 403, LINK_IS_SPENT);
      response.writeHead(303, { ...SECURITY_HEADERS, location: '/', 'set-cookie': cookie });
      return void response.end();
    }
    const name = /^\/api\/([^/]*)$/.exec(path)?.[1];
    if (isForeign(request, origin)) return refuse(response, 403, 'Only the kiosk’s own page may ask.', name);
    const seat = access.seatOf(request.headers.cookie);
    if (seat === null) return refuse(response, 401, OPEN_THE_LINK, name);
    if (name !== undefined) return call(request, response, name, seat);
    if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed(response, 'GET, HEAD');
    if (path === '/events' && request.method === 'GET') return streams.add(response);
    const file = files.get(path);
    if (file === undefined) return refuse(response, 404, 'Not found.');
    respond(response, 200, file.type, file.body, request.method === 'HEAD');
  }

  server.on('request', (request, response) => {
    answer(request, response).catch((cause: unknown) => {
      options.log.write('error', 'browser host failed', {
        error: cause instanceof Error ? cause.constructor.name : typeof cause,
      });
      response.destroy();
    });
  });

  const anotherUrl = () => `${origin}/?start=${access.link()}`;
  return { url: anotherUrl(), anotherUrl, close: () => close(server, streams.close) };
}

/** Whoever was let in gets another cookie, so that nobody who knew the one before is let in with them. */
const letsIn = (name: string, answer: Reply): boolean =>
  ['signIn', 'breakGlass'].includes(name) && 'value' in answer && (answer.value as { ok?: unknown }).ok === true;

const STATUS = {
  'unknown-method': 404,
  forbidden: 403,
  'bad-input': 400,
  internal: 500,
  'no-session': 401,
  'signed-out': 401,
} as const;

/** Every browser says where a POST comes from, so one that doesn't say is refused too; a read is refused when it says "another site". */
function isForeign(request: IncomingMessage, origin: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const said = request.headers.origin;
  return said === undefined ? request.method === 'POST' : said !== origin;
}

/** To a call as a fault, to a person as a sentence. */
function refuse(response: ServerResponse, status: 401 | 403 | 404, why: string, method?: string): void {
  if (method === undefined) return respond(response, status, 'text/plain; charset=utf-8', why);
  reply(response, status, { fault: status === 401 ? 'no-session' : 'forbidden', detail: why });
}

function notAllowed(response: ServerResponse, methods: string): void {
  response.setHeader('allow', methods);
  reply(response, 405, { fault: 'bad-input', detail: `Only ${methods} here.` });
}

function reply(response: ServerResponse, status: number, body: Reply): void {
  respond(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

function respond(response: ServerResponse, status: number, type: string, body: string | Buffer, headOnly = false): void {
  response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(headOnly ? undefined : body);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', fail);
      done();
    });
  });
}

/** Ends the event streams, lets running calls finish, and frees the port. */
function close(server: Server, endStreams: () => void): Promise<void> {
  endStreams();
  return new Promise(done => server.close(() => done()));
}

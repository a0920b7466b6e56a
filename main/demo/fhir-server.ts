import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BulkOptions } from './bulk-export.ts';
import { sendWithFault, type Faults } from './faults.ts';
import { fhirAnswers, type FhirRequest, type FhirResponse } from './fhir-answer.ts';
import type { FhirResource } from './fhir-resource.ts';
import { operationOutcome } from './operation-outcome.ts';
import { indexResources } from './resource-index.ts';

export type { Fault, Faults } from './faults.ts';
export type { FhirResource } from './fhir-resource.ts';
export { loadFhirFolder } from './fhir-folder.ts';

/** How to serve; everything has a default. The server never listens beyond loopback. */
export interface ServeOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  host?: '127.0.0.1' | '::1';
  /** Matches per page when the request has no _count: 50. */
  pageSize?: number;
  /** The most a request may ask for by _count: 1000. */
  mostPerPage?: number;
  /** Seconds that a `next` link stays valid after its search was last used: 300. */
  cursorSeconds?: number;
  /** Resource types this server doesn't offer at all, as real ones differ. */
  without?: readonly string[];
  /** Milliseconds since the epoch, for expiry and timestamps. */
  now?: () => number;
  /** Offers Group/…/$export, behaving like this. */
  bulk?: BulkOptions;
  faults?: Faults;
}

export interface RunningFhirServer {
  /** Base URL, such as http://127.0.0.1:4711/fhir */
  url: string;
  port: number;
  close(): Promise<void>;
}

const BASE = '/fhir';
const MOST_POSTED_BYTES = 1_000_000;

/** Serves resources as a read-only FHIR R4 server on loopback; rejects when the port can't be had. */
export async function serveFhir(resources: readonly FhirResource[], options: ServeOptions = {}): Promise<RunningFhirServer> {
  const host = options.host ?? '127.0.0.1';
  const index = indexResources(resources);
  let answer: ((request: FhirRequest) => FhirResponse) | null = null;
  const server = createServer((incoming, response) => {
    void handle(incoming, response).catch((bug: unknown) => {
      if (response.headersSent) response.destroy();
      else sendAnswer(response, outcome(500, 'exception', bug instanceof Error ? bug.message : String(bug)), incoming.method);
    });
  });

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (to: ServerResponse, what: FhirResponse): void => sendAnswer(to, what, incoming.method);
    const read = await readRequest(incoming);
    if ('status' in read) return send(response, read);
    await sendWithFault(options.faults?.(read) ?? null, read, response, answer!, send);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${host === '::1' ? '[::1]' : host}:${port}${BASE}`;
  answer = fhirAnswers({
    url,
    index,
    without: options.without ?? [],
    pageSize: options.pageSize ?? 50,
    mostPerPage: options.mostPerPage ?? 1000,
    bulk: options.bulk,
    cursorLifetimeMs: (options.cursorSeconds ?? 300) * 1000,
    now: options.now ?? Date.now,
  });
  return {
    url,
    port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const outcome = (status: number, code: Parameters<typeof operationOutcome>[1], why: string): FhirResponse => ({
  status,
  headers: { 'content-type': 'application/fhir+json; charset=utf-8' },
  body: JSON.stringify(operationOutcome('error', code, why)),
});

async function readRequest(incoming: IncomingMessage): Promise<FhirRequest | FhirResponse> {
  const headers = incoming.headers as Record<string, string | undefined>;
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers['host'] ?? ''))
    return outcome(403, 'forbidden', 'this server answers only to its own loopback address');
  const [rawPath = '', query = ''] = splitOnce(incoming.url ?? '/', '?');
  if (rawPath !== BASE && !rawPath.startsWith(`${BASE}/`))
    return outcome(404, 'not-found', `nothing here: the FHIR base is ${BASE}`);
  let path: string;
  try {
    path = decodeURIComponent(rawPath.slice(BASE.length));
  } catch {
    return outcome(400, 'invalid', 'the address is not correctly percent-encoded');
  }
  const params = new URLSearchParams(query);
  if (incoming.method === 'POST') {
    const body = await readBody(incoming);
    if (body === null) return outcome(413, 'too-long', `a posted search may have at most ${MOST_POSTED_BYTES} bytes`);
    for (const [name, value] of new URLSearchParams(body)) params.append(name, value);
  }
  return { method: incoming.method ?? 'GET', path, params, headers };
}

function splitOnce(text: string, by: string): [string, string] {
  const at = text.indexOf(by);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= MOST_POSTED_BYTES) parts.push(part);
  }
  return size > MOST_POSTED_BYTES ? null : Buffer.concat(parts).toString('utf8');
}

function sendAnswer(response: ServerResponse, { status, headers, body }: FhirResponse, method: string | undefined): void {
  const bytes = Buffer.from(body);
  const length = status === 204 ? {} : { 'content-length': bytes.length };
  response.writeHead(status, { 'cache-control': 'no-store', ...headers, ...length });
  response.end(method === 'HEAD' ? undefined : bytes);
}

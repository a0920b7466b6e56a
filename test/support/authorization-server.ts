import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server answers instead of doing its work. */
export type Instead =
  { status: number; headers?: Record<string, string>; body?: string } | { hang: true } | { reset: true } | { cutAfter: number };

export interface AuthorizationServerOptions {
  clientId?: string;
  /** Keys the "hospital" hosts; asked at each request, so that they can change. */
  jwks?: () => JSONWebKeySet;
  secret?: string;
  /** Scopes granted of those asked; all when absent. */
  grants?: (asked: string[]) => string[];
  lifeSeconds?: number;
  /** Milliseconds by the server's clock: what assertions are checked against, how long tokens live, and its Date header. */
  clock?: () => number;
  /** How it says where to sign in. */
  discovery?: 'smart-configuration' | 'capability-statement' | 'none';
  /** In place of the answer to the n-th token request, from 1. */
  instead?: (n: number) => Instead | null;
}

export interface AuthorizationServer {
  /** A FHIR base that can only be discovered. */
  fhirUrl: string;
  tokenUrl: string;
  /** Every request for a token: the form as it came. */
  asked: URLSearchParams[];
  /** Assertions, secrets and tokens that passed: what must never be seen elsewhere. */
  secrets: string[];
  /** Is this Authorization header a token that lives? */
  accepts(header: string | undefined): boolean;
  /** Ends all tokens at once. */
  revokeAll(): void;
  close(): Promise<void>;
}

/** A real SMART Backend Services authorization server on loopback, as strict as the specification. */
export async function authorizationServer(options: AuthorizationServerOptions = {}): Promise<AuthorizationServer> {
  const clock = options.clock ?? Date.now;
  const asked: URLSearchParams[] = [];
  const secrets: string[] = [];
  const tokens = new Map<string, number>();
  const jtis = new Set<string>();
  const clientId = options.clientId ?? 'kiosk-4w';
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tokenUrl = `${base}/oauth2/token`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.sendDate = false;
    response.setHeader('date', new Date(clock()).toUTCString());
    const say = (status: number, value: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const how = options.discovery ?? 'smart-configuration';
    if (request.url === '/fhir/.well-known/smart-configuration')
      return how === 'smart-configuration' ? say(200, { token_endpoint: tokenUrl }) : say(404, {});
    if (request.url === '/fhir/metadata') return say(200, statement(how === 'capability-statement' ? tokenUrl : null));
    if (request.url !== '/oauth2/token' || request.method !== 'POST') return say(404, {});
    let body = '';
    for await (const part of request as AsyncIterable<Buffer>) body += part.toString();
    const form = new URLSearchParams(body);
    asked.push(form);
    const assertion = form.get('client_assertion');
    if (assertion !== null) secrets.push(assertion, assertion.split('.')[2]!);
    const other = options.instead?.(asked.length) ?? null;
    if (other) return misbehave(other, response);
    const refusal = await refuse(request.headers.authorization, form, assertion);
    if (refusal) return say(refusal === 'invalid_scope' ? 400 : 401, { error: refusal, error_description: described });
    const wanted = (form.get('scope') ?? '').split(' ');
    const granted = options.grants?.(wanted) ?? wanted;
    if (granted.length === 0) return say(400, { error: 'invalid_scope' });
    const token = randomBytes(24).toString('base64url');
    secrets.push(token);
    const lifeSeconds = options.lifeSeconds ?? 300;
    tokens.set(`Bearer ${token}`, clock() + lifeSeconds * 1000);
    say(200, { access_token: token, token_type: 'Bearer', expires_in: lifeSeconds, scope: granted.join(' ') });
  }

  let described = '';
  /** The error code of a request that must not get a token; null when it may. */
  async function refuse(
    authorization: string | undefined,
    form: URLSearchParams,
    assertion: string | null,
  ): Promise<string | null> {
    described = '';
    if (form.get('grant_type') !== 'client_credentials') return 'unsupported_grant_type';
    if (options.secret !== undefined) {
      const expected = `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(options.secret)}`).toString('base64')}`;
      return authorization === expected ? null : 'invalid_client';
    }
    if (form.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' || assertion === null)
      return 'invalid_request';
    const now = new Date(clock());
    try {
      const keys = createLocalJWKSet(options.jwks?.() ?? { keys: [] });
      const { payload, protectedHeader } = await jwtVerify(assertion, keys, {
        issuer: clientId,
        subject: clientId,
        audience: tokenUrl,
        currentDate: now,
        algorithms: ['RS384', 'ES384'],
        requiredClaims: ['exp', 'jti'],
        typ: 'JWT',
      });
      if (protectedHeader.kid === undefined) throw new Error('the kid is missing');
      if (payload.exp! - now.getTime() / 1000 > 300) throw new Error('exp is more than five minutes away');
      if (jtis.has(payload.jti!)) throw new Error('this jti was used before');
      jtis.add(payload.jti!);
      return null;
    } catch (error) {
      // As some servers do, it repeats what it was sent.
      described = `${error instanceof Error ? error.message : 'refused'}: ${assertion} ${JSON.stringify(decodeJwt(assertion))}`;
      return 'invalid_client';
    }
  }

  return {
    fhirUrl: `${base}/fhir`,
    tokenUrl,
    asked,
    secrets: options.secret === undefined ? secrets : Object.assign(secrets, [options.secret]),
    accepts: header => header !== undefined && (tokens.get(header) ?? 0) > clock(),
    revokeAll: () => tokens.clear(),
    close: () =>
      new Promise(done => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function misbehave(how: Instead, response: ServerResponse): void {
  if ('hang' in how) return;
  if ('reset' in how) return void response.socket?.resetAndDestroy();
  if ('cutAfter' in how) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 4096 });
    response.write('{"access_token":"'.padEnd(how.cutAfter, 'x'), () => response.socket?.destroy());
    return;
  }
  response.writeHead(how.status, { 'content-type': 'application/json', ...how.headers }).end(how.body ?? '');
}

const statement = (tokenUrl: string | null): object => ({
  resourceType: 'CapabilityStatement',
  rest: [
    {
      mode: 'server',
      security:
        tokenUrl === null
          ? {}
          : {
              extension: [
                {
                  url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
                  extension: [{ url: 'token', valueUri: tokenUrl }],
                },
              ],
            },
    },
  ],
});

import { SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { err, ok, type Result } from '../domain/result.ts';
import { readBounded } from './answer-body.ts';
import { askedWait } from './retry-after.ts';
import { clockSkew } from './smart-clock.ts';
import { brokenSignIn, refusedSignIn, signInFault, type SignInFault } from './smart-fault.ts';
import type { SigningKey } from './smart-key.ts';

/** What proves who is asking: a signature, or a secret (for EHRs that in practice refuse signatures). */
export type Proof = { method: 'private_key_jwt'; key: SigningKey } | { method: 'client_secret_basic'; secret: string };

export interface TokenRequest {
  tokenUrl: string;
  clientId: string;
  proof: Proof;
  scopes: readonly string[];
  /** How far the server's clock is thought to be ahead, in seconds. */
  skewSeconds: number;
  fetch: typeof fetch;
  clock(): number;
  limitMs: number;
}

/** A token as granted. */
export interface Token {
  /** The Authorization header's value: only in memory, never in a log. */
  header: string;
  granted: string[];
  lifeSeconds: number;
}

/** An answer, with what it told about the server's clock and how long it wants to be left alone (milliseconds). */
export interface TokenAnswer {
  result: Result<Token, SignInFault>;
  skewSeconds: number | null;
  askedMs: number | null;
}

/** An assertion lives four minutes by the server's clock: the most that EHRs accept is five. */
const ASSERTION_SECONDS = 240;
/** A token without a lifetime is taken to live as briefly as any EHR's. */
const SHORTEST_LIFE_SECONDS = 240;
const LONGEST_LIFE_SECONDS = 24 * 3600;
const MOST_BYTES = 256 * 1024;

const granted = z.object({
  // What may stand in a header, RFC 6750; anything else would break the request that carries it.
  access_token: z
    .string()
    .regex(/^[A-Za-z0-9\-._~+/:|!@#$%&*]+=*$/)
    .max(64 * 1024),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().nullish().catch(null),
  scope: z.string().nullish().catch(null),
});

/** Asks once for a token by the client credentials grant. Never throws for what the server does. */
export async function askToken(request: TokenRequest): Promise<TokenAnswer> {
  const { tokenUrl, fetch, clock, limitMs } = request;
  const { host } = new URL(tokenUrl);
  const form = new URLSearchParams({ grant_type: 'client_credentials', scope: request.scopes.join(' ') });
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  };
  await prove(request, form, headers);
  const sent = clock();
  let response: Response;
  let skewSeconds: number | null = null;
  let body: Buffer | null;
  try {
    const signal = AbortSignal.timeout(limitMs);
    response = await fetch(tokenUrl, { method: 'POST', headers, body: form.toString(), redirect: 'manual', signal });
    skewSeconds = clockSkew(response.headers, sent, clock());
    body = await readBounded(response, MOST_BYTES);
  } catch (error) {
    return { result: err(brokenSignIn(error, host, limitMs)), skewSeconds, askedMs: null };
  }
  const result = readToken(response.status, response.headers.get('content-type'), body, host, skewSeconds, request.scopes);
  return { result, skewSeconds, askedMs: askedWait(response.headers, Date.now()) };
}

async function prove(request: TokenRequest, form: URLSearchParams, headers: Record<string, string>): Promise<void> {
  const { proof, clientId, tokenUrl } = request;
  if (proof.method === 'client_secret_basic') {
    const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(proof.secret)}`;
    headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
    return;
  }
  const issued = Math.floor(request.clock() / 1000) + request.skewSeconds;
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: proof.key.algorithm, kid: proof.key.kid, typ: 'JWT' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenUrl)
    .setJti(randomUUID())
    .setIssuedAt(issued)
    .setExpirationTime(issued + ASSERTION_SECONDS)
    .sign(proof.key.key);
  form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
  form.set('client_assertion', assertion);
}

function readToken(
  status: number,
  contentType: string | null,
  body: Buffer | null,
  host: string,
  skewSeconds: number | null,
  asked: readonly string[],
): Result<Token, SignInFault> {
  const fault = (kind: SignInFault['kind'], because: SignInFault['because'], why: string): Result<Token, SignInFault> =>
    err(signInFault(kind, because, `${why} (${host}, HTTP ${status})`, status));
  const text = body?.toString('utf8') ?? '';
  if (status === 429 || status === 503) return fault('busy', 'service', "The EHR's sign-in is too busy to answer");
  if (status >= 500) return fault('server-error', 'service', "The EHR's sign-in answered with an error of its own");
  if (status >= 300 && status < 400)
    return fault('not-fhir', 'no-endpoint', "The EHR's address for signing in redirects elsewhere: it is wrong");
  const page = /html/i.test(contentType ?? '') || text.trimStart().startsWith('<');
  if (status === 404 || status === 405 || status === 410)
    return fault('not-fhir', 'no-endpoint', 'The EHR has no sign-in at the token address: the address is wrong');
  if (page) return fault('not-fhir', 'answer', "The EHR's sign-in answered with a web page instead of a token");
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    if (status < 300) return fault('malformed', 'answer', "The EHR's sign-in answered with something that is not JSON");
  }
  if (status >= 400) return err(refusedSignIn(status, json, host, skewSeconds));
  const parsed = granted.safeParse(json);
  if (!parsed.success)
    return typeof (json as { error?: unknown } | null)?.error === 'string'
      ? err(refusedSignIn(status, json, host, skewSeconds))
      : fault('malformed', 'answer', "The EHR's sign-in answered without a usable token");
  const { access_token, expires_in, scope } = parsed.data;
  return ok({
    header: `Bearer ${access_token}`,
    granted: scope === null || scope === undefined ? [...asked] : scope.split(/\s+/).filter(word => word !== ''),
    lifeSeconds: Math.min(expires_in ?? SHORTEST_LIFE_SECONDS, LONGEST_LIFE_SECONDS),
  });
}

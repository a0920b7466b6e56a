import { z } from 'zod';
import { err, ok, type Result } from '../domain/result.ts';
import { readBounded } from './answer-body.ts';
import { statusFault } from './fault.ts';
import { clockSkew } from './smart-clock.ts';
import { brokenSignIn, signInFault, type SignInFault } from './smart-fault.ts';
import { list } from './tolerant.ts';

/** Where to sign in, and what the server says about how. */
export interface SignInEndpoint {
  tokenUrl: string;
  found: 'configured' | 'smart-configuration' | 'capability-statement';
  /** As the server lists them; null when it doesn't. */
  methods: string[] | null;
  algorithms: string[] | null;
  scopes: string[] | null;
  /** How far the server's clock is ahead, in seconds; null when it doesn't say. */
  skewSeconds: number | null;
}

export interface EndpointRequest {
  fhirUrl: string;
  /** Asked nowhere when given. */
  tokenUrl: string | null;
  fetch: typeof fetch;
  clock(): number;
  limitMs: number;
}

const MOST_BYTES = 8 * 1024 * 1024;
const texts = z.array(z.unknown()).transform(all => all.filter(text => typeof text === 'string'));
const configuration = z.object({
  token_endpoint: z.string(),
  token_endpoint_auth_methods_supported: texts.nullish().catch(null),
  token_endpoint_auth_signing_alg_values_supported: texts.nullish().catch(null),
  scopes_supported: texts.nullish().catch(null),
});
const OAUTH_URIS = /\/StructureDefinition\/oauth-uris$/;

/** Finds the token address: as configured, in .well-known/smart-configuration, or in the CapabilityStatement's security extension. */
export async function findEndpoint(request: EndpointRequest): Promise<Result<SignInEndpoint, SignInFault>> {
  const nothing = { methods: null, algorithms: null, scopes: null, skewSeconds: null };
  if (request.tokenUrl !== null) return checked({ tokenUrl: request.tokenUrl, found: 'configured', ...nothing }, request.fhirUrl);
  const base = request.fhirUrl.replace(/\/+$/, '');
  const wellKnown = await getJson(`${base}/.well-known/smart-configuration`, 'application/json', request);
  if (wellKnown.ok) {
    const parsed = configuration.safeParse(wellKnown.value.json);
    if (parsed.success) {
      const { data } = parsed;
      const endpoint: SignInEndpoint = {
        tokenUrl: absolute(data.token_endpoint, `${base}/`),
        found: 'smart-configuration',
        methods: data.token_endpoint_auth_methods_supported ?? null,
        algorithms: data.token_endpoint_auth_signing_alg_values_supported ?? null,
        scopes: data.scopes_supported ?? null,
        skewSeconds: wellKnown.value.skewSeconds,
      };
      return checked(endpoint, request.fhirUrl);
    }
  } else if (wellKnown.error.because === 'network') return wellKnown;
  const statement = await getJson(`${base}/metadata`, 'application/fhir+json', request);
  if (!statement.ok) return statement;
  const tokenUrl = tokenUriOf(statement.value.json);
  if (tokenUrl === null)
    return err(
      signInFault(
        'unauthorised',
        'no-endpoint',
        'The EHR names no address for signing in, neither in .well-known/smart-configuration nor in its CapabilityStatement: configure the token address',
      ),
    );
  const { skewSeconds } = statement.value;
  return checked({ tokenUrl, found: 'capability-statement', ...nothing, skewSeconds }, request.fhirUrl);
}

const absolute = (url: string, base: string): string => URL.parse(url, base)?.href ?? url;

/** A signature or secret goes only over https, or within this computer, and never to where https was left behind. */
function checked(endpoint: SignInEndpoint, fhirUrl: string): Result<SignInEndpoint, SignInFault> {
  const url = URL.parse(endpoint.tokenUrl);
  const bad = (why: string): Result<SignInEndpoint, SignInFault> => err(signInFault('unauthorised', 'no-endpoint', why));
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return bad('The address for signing in to the EHR is not an http or https address without a user name');
  const local = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && (!local || fhirUrl.startsWith('https:')))
    return bad(`The address for signing in to the EHR (${url.host}) is not encrypted: it must begin with https`);
  return ok(endpoint);
}

async function getJson(
  url: string,
  accept: string,
  { fetch, clock, limitMs }: EndpointRequest,
): Promise<Result<{ json: unknown; skewSeconds: number | null }, SignInFault>> {
  const host = URL.parse(url)?.host ?? '';
  const sent = clock();
  let text: string;
  let headers: Headers;
  try {
    const response = await fetch(url, { headers: { accept }, redirect: 'manual', signal: AbortSignal.timeout(limitMs) });
    headers = response.headers;
    const received = clock();
    const body = await readBounded(response, MOST_BYTES);
    if (!response.ok) {
      const { kind, why } = statusFault(response.status, 'sign-in', []);
      const known = kind === 'not-found' || kind === 'refused' ? 'not-fhir' : kind;
      return err(signInFault(known, 'no-endpoint', why, response.status));
    }
    text = body?.toString('utf8') ?? '';
    return ok({ json: JSON.parse(text) as unknown, skewSeconds: clockSkew(headers, sent, received) });
  } catch (error) {
    if (error instanceof SyntaxError)
      return err(signInFault('not-fhir', 'no-endpoint', `The EHR at ${host} answered with something that is not JSON (sign-in)`));
    return err(brokenSignIn(error, host, limitMs));
  }
}

/** The token address in `rest.security.extension` of a CapabilityStatement of any shape. */
function tokenUriOf(statement: unknown): string | null {
  interface Extension {
    url?: unknown;
    valueUri?: unknown;
    extension?: Extension[];
  }
  const { rest } = (statement ?? {}) as { rest?: { security?: { extension?: Extension[] } }[] };
  for (const { security } of list(rest)) {
    for (const { url, extension } of list(security?.extension)) {
      if (typeof url !== 'string' || !OAUTH_URIS.test(url)) continue;
      const token = list(extension).find(part => part.url === 'token')?.valueUri;
      if (typeof token === 'string') return token;
    }
  }
  return null;
}

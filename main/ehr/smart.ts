import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { err, ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Log } from '../ports.ts';
import { findEndpoint, type SignInEndpoint } from './smart-endpoint.ts';
import { signInFault, type SignInFault } from './smart-fault.ts';
import { readSigningKey } from './smart-key.ts';
import { lacksInWords, missingScopes } from './smart-scopes.ts';
import { askToken, type Proof, type Token, type TokenAnswer } from './smart-token.ts';

/** What keeps signing in bounded; milliseconds. */
export interface SmartLimits {
  /** One request. */
  requestMs: number;
  /** Before the one more try after a broken connection or a server error. */
  pauseMs: number;
  /** How long a failed sign-in stands before the EHR is asked again. */
  holdMs: number;
  /** The same for one that was refused: asking on and on can lock a client out. */
  refusedHoldMs: number;
}

const DEFAULT_LIMITS: SmartLimits = { requestMs: 15_000, pauseMs: 500, holdMs: 3_000, refusedHoldMs: 30_000 };

/** SMART Backend Services as a site configures it; all plain data but the log, and what tests replace. */
export interface SmartOptions {
  fhirUrl: string;
  /** Null or absent to discover it. */
  tokenUrl?: string | null;
  clientId: string;
  /** The file is read at each sign-in, so that a key can be changed without a restart. */
  credentials: { method: 'private_key_jwt'; keyFile: string } | { method: 'client_secret_basic'; secretFile: string };
  /** As this EHR spells them, see `systemScopes`. */
  scopes: readonly string[];
  log: Log;
  limits?: Partial<SmartLimits>;
  /** Milliseconds since the epoch by this computer. */
  clock?: () => number;
  fetch?: typeof fetch;
}

/** What is known about the sign-in; nothing secret. */
export interface SmartState {
  tokenUrl: string | null;
  found: SignInEndpoint['found'] | null;
  /** Null before the first sign-in. */
  granted: string[] | null;
  missing: string[];
  /** What the ward will not get, one sentence each. */
  lacks: string[];
  expiresAt: Instant | null;
  /** Seconds by which the EHR's clock is ahead of this computer's; null when it never said. */
  clockSkewSeconds: number | null;
  lastFault: SignInFault | null;
}

export interface SmartAuthorization {
  /** As the client wants it: `refused` is a header that the EHR has just answered with 401. */
  authorization(refused?: string | null): Promise<Result<string, SignInFault>>;
  /** Signs in anew, whatever is there: to see whether it works. */
  signIn(): Promise<Result<SmartState, SignInFault>>;
  state(): SmartState;
}

/** A token is renewed when so much of its life is over. */
const RENEW_AT = 0.8;
/** A skew below this is a slow network, not a wrong clock; seconds. */
const NOTEWORTHY_SKEW = 5;
const ENDPOINT_MS = 24 * 3600_000;
/** A token refused with 401 is renewed at most so often: an EHR that answers 401 for lack of rights must not cost a sign-in per request. */
const REFUSED_AGAIN_MS = 20_000;

interface Held extends Token {
  renewAt: number;
  endsAt: number;
}

/** Signs in and keeps the token, in memory only, for as many callers as like to ask. */
export function smartAuthorization(options: SmartOptions): SmartAuthorization {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const clock = options.clock ?? Date.now;
  const ask = { fetch: options.fetch ?? fetch, clock, limitMs: limits.requestMs };
  const { log, scopes, clientId } = options;
  let endpoint: { value: SignInEndpoint; until: number } | null = null;
  let token: Held | null = null;
  let skew: number | null = null;
  let failure: { fault: SignInFault; until: number } | null = null;
  let running: Promise<Result<Held, SignInFault>> | null = null;
  let renewedForRefusal = -Infinity;

  async function authorization(refused: string | null = null): Promise<Result<string, SignInFault>> {
    const now = clock();
    if (refused !== null && token?.header === refused && now - renewedForRefusal > REFUSED_AGAIN_MS) {
      renewedForRefusal = now;
      token = null;
    }
    if (token && now < token.renewAt) return ok(token.header);
    const renewed = await renew();
    if (renewed.ok) return ok(renewed.value.header);
    return token && clock() < token.endsAt ? ok(token.header) : renewed;
  }

  /** One sign-in at a time, whoever asks. */
  function renew(): Promise<Result<Held, SignInFault>> {
    if (failure && clock() < failure.until) return Promise.resolve(err(failure.fault));
    return (running ??= signInNow().finally(() => (running = null)));
  }

  async function signInNow(): Promise<Result<Held, SignInFault>> {
    const answer = await attempt();
    if (!answer.result.ok) {
      const fault = answer.result.error;
      const hold = fault.kind === 'unauthorised' ? limits.refusedHoldMs : (answer.askedMs ?? limits.holdMs);
      failure = { fault, until: clock() + Math.min(hold, 5 * 60_000) };
      endpoint = null;
      log.write('warn', 'EHR sign-in failed', { kind: fault.kind, because: fault.because, status: fault.status });
      return err(fault);
    }
    failure = null;
    const { lifeSeconds, granted } = answer.result.value;
    const life = lifeSeconds * 1000;
    token = { ...answer.result.value, renewAt: clock() + life * RENEW_AT, endsAt: clock() + life };
    const facts = { seconds: Math.round(lifeSeconds), granted: granted.length, missing: missingScopes(scopes, granted).length };
    log.write('info', 'signed in to the EHR', { ...facts, clockSkewSeconds: skew });
    return ok(token);
  }

  async function attempt(): Promise<TokenAnswer> {
    const failed = (fault: SignInFault): TokenAnswer => ({ result: err(fault), skewSeconds: null, askedMs: null });
    const proof = await readProof(options.credentials);
    if (!proof.ok) return failed(proof.error);
    if (endpoint === null || clock() > endpoint.until) {
      const found = await twice(() => findEndpoint({ ...ask, fhirUrl: options.fhirUrl, tokenUrl: options.tokenUrl ?? null }));
      if (!found.ok) return failed(found.error);
      endpoint = { value: found.value, until: clock() + ENDPOINT_MS };
      hearClock(found.value.skewSeconds);
    }
    const { tokenUrl } = endpoint.value;
    const once = async (): Promise<TokenAnswer> => {
      const answer = await askToken({ ...ask, tokenUrl, clientId, scopes, proof: proof.value, skewSeconds: skew ?? 0 });
      hearClock(answer.skewSeconds);
      return answer;
    };
    let thought = skew ?? 0;
    let answer = await once();
    if (isPassing(answer.result)) {
      await wait(limits.pauseMs);
      thought = skew ?? 0;
      answer = await once();
    }
    const clockWasWrong = Math.abs((skew ?? 0) - thought) >= NOTEWORTHY_SKEW;
    const refused = !answer.result.ok && answer.result.error.kind === 'unauthorised';
    return refused && clockWasWrong && proof.value.method === 'private_key_jwt' ? once() : answer;
  }

  function hearClock(seconds: number | null): void {
    if (seconds === null) return;
    if (Math.abs(seconds) >= NOTEWORTHY_SKEW && (skew === null || Math.abs(seconds - skew) >= NOTEWORTHY_SKEW))
      log.write('warn', "this computer's clock differs from the EHR's", { seconds });
    skew = seconds;
  }

  async function twice<T>(act: () => Promise<Result<T, SignInFault>>): Promise<Result<T, SignInFault>> {
    const first = await act();
    if (!isPassing(first)) return first;
    await wait(limits.pauseMs);
    return act();
  }

  function state(): SmartState {
    const granted = token?.granted ?? null;
    return {
      tokenUrl: endpoint?.value.tokenUrl ?? options.tokenUrl ?? null,
      found: endpoint?.value.found ?? null,
      granted,
      missing: granted === null ? [] : missingScopes(scopes, granted),
      lacks: granted === null ? [] : lacksInWords(granted),
      expiresAt: token ? new Date(token.endsAt).toISOString() : null,
      clockSkewSeconds: skew,
      lastFault: failure?.fault ?? null,
    };
  }

  return {
    authorization,
    async signIn() {
      failure = null;
      const renewed = await renew();
      return renewed.ok ? ok(state()) : renewed;
    },
    state,
  };
}

const isPassing = (result: Result<unknown, SignInFault>): boolean =>
  !result.ok && (result.error.kind === 'unreachable' || result.error.kind === 'server-error');

async function readProof(credentials: SmartOptions['credentials']): Promise<Result<Proof, SignInFault>> {
  const path = credentials.method === 'private_key_jwt' ? credentials.keyFile : credentials.secretFile;
  const bad = (why: string): Result<Proof, SignInFault> => err(signInFault('unauthorised', 'own-key', why));
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return bad(`The file ${path}, with which the kiosk signs in to the EHR, cannot be read (${code ?? 'no reason given'})`);
  }
  if (credentials.method === 'client_secret_basic') {
    const secret = text.trim();
    return secret === ''
      ? bad(`The file ${path} with the secret for the EHR is empty`)
      : ok({ method: credentials.method, secret });
  }
  const key = await readSigningKey(text);
  return key.ok
    ? ok({ method: credentials.method, key: key.value })
    : bad(`The key file ${path} cannot be used: ${key.error.why}`);
}

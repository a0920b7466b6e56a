import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { err, ok, type Result } from '../domain/result.ts';
import type { Log } from '../ports.ts';
import { atMost } from './at-most.ts';
import { issueCodes, readBounded, readResource, type FhirJson } from './answer-body.ts';
import { isRefusedOutright, networkFault, statusFault, type HttpFault } from './fault.ts';
import type { EhrLimits } from './limits.ts';
import { askedWait, backoff } from './retry-after.ts';

/**
 * Obtains the Authorization header's value, null for none. `refused` is the value that the EHR has just answered with 401, when another
 * one is wanted. Never rejects.
 */
export type Authorization = (refused: string | null) => Promise<Result<string | null, HttpFault>>;

/** How to reach the EHR, for one reading of it. */
export interface ClientOptions {
  baseUrl: string;
  /** Origins besides the base's own that `next` links may lead to; they get no credentials. */
  alsoTrusted: readonly string[];
  log: Log;
  limits: EhrLimits;
  /** Ends the reading from outside. */
  signal: AbortSignal;
  authorization: Authorization | null;
  fetch: typeof fetch;
}

/** Reads from one EHR during one cycle; counts what it does. */
export interface FhirClient {
  readonly host: string;
  readonly limits: EhrLimits;
  readonly log: Log;
  readonly counts: { requests: number; bytes: number };
  /** `target` is relative to the base ("Patient/1", "Encounter?…"), or absolute for a `next` link. */
  get(target: string): Promise<Result<FhirJson, HttpFault>>;
  /** One request as it is, signed in and never repeated: any status is an answer, and its body is still to be read. */
  exchange(target: string, ask: Exchange): Promise<Result<Response, HttpFault>>;
  /** Waits; a fault when the reading ends meanwhile. */
  pause(ms: number): Promise<HttpFault | null>;
  /** May a `next` link be followed? */
  trusts(url: string): boolean;
}

/** A request that is no plain read. */
export interface Exchange {
  method: 'GET' | 'DELETE';
  headers: Record<string, string>;
  /** May also be made when the reading has ended: for tidying up. */
  afterEnd?: boolean;
}

const ERROR_BODY_BYTES = 256 * 1024;
const PAGE_LINK = 'next page';

/** Why an address cannot be an EHR's base; null when it can. */
export function badAddress(baseUrl: string): HttpFault | null {
  const fault = (why: string): HttpFault => ({ kind: 'unreachable', status: null, why });
  const url = URL.parse(baseUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) return fault('The EHR address is not an http or https address');
  return url.username || url.password ? fault('The EHR address must not contain a user name or password') : null;
}

/** Makes a client whose requests share one time limit, one pause when the EHR is busy, and one count of failures in a row. */
export function fhirClient(options: ClientOptions): FhirClient {
  const { limits, log } = options;
  const base = new URL(options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`);
  const trusted = new Set([base.origin, ...options.alsoTrusted.map(origin => new URL(origin).origin)]);
  const cycleEnd = AbortSignal.timeout(limits.cycleMs);
  const cycle = AbortSignal.any([options.signal, cycleEnd]);
  setMaxListeners(0, cycle);
  const counts = { requests: 0, bytes: 0 };
  let quietUntil = 0;
  let strikes = 0;
  let lastStrike: HttpFault | null = null;

  const turn = atMost(limits.parallel);

  const get = (target: string): Promise<Result<FhirJson, HttpFault>> => turn(() => ask(target));

  async function ask(target: string): Promise<Result<FhirJson, HttpFault>> {
    if (lastStrike && strikes >= limits.strikes) return err(lastStrike);
    const url = new URL(target, base);
    const what = url.href.startsWith(base.href)
      ? (/^[A-Za-z]+/.exec(url.href.slice(base.href.length))?.[0] ?? PAGE_LINK)
      : PAGE_LINK;
    let waited = 0;
    for (let attempt = 1; ; attempt++) {
      const held = await pause(quietUntil - Date.now());
      if (held) return err(held);
      const answer = await once(url, what);
      if (answer.result.ok) {
        strikes = 0;
        return answer.result;
      }
      const fault = answer.result.error;
      const ms = waitBefore(fault, answer, attempt);
      if (ms === null || waited + ms > limits.patienceMs) {
        strike(fault);
        log.write('warn', 'EHR request failed', { what, kind: fault.kind, status: fault.status, attempt });
        return answer.result;
      }
      waited += ms;
      if (fault.kind === 'busy') quietUntil = Math.max(quietUntil, Date.now() + ms);
      const stopped = await pause(ms);
      if (stopped) return err(stopped);
    }
  }

  /** Milliseconds until the same question may be asked again; null when it must not be. */
  function waitBefore(fault: HttpFault, { asked, outright }: Attempt, attempt: number): number | null {
    switch (fault.kind) {
      case 'busy':
        return attempt > limits.retries ? null : Math.max(asked ?? 0, backoff(attempt, limits.backoffMs, Math.random));
      case 'server-error':
      case 'malformed':
        return attempt > 1 ? null : backoff(attempt, limits.backoffMs, Math.random);
      case 'unreachable':
        return attempt > 1 || outright ? null : backoff(attempt, limits.backoffMs, Math.random);
      default:
        return null;
    }
  }

  /** Only faults of the whole EHR count: one that refuses a section is alive. */
  function strike(fault: HttpFault): void {
    if (!['unreachable', 'timeout', 'busy'].includes(fault.kind)) strikes = 0;
    else {
      strikes++;
      lastStrike = fault;
    }
  }

  async function pause(ms: number): Promise<HttpFault | null> {
    try {
      if (ms > 0) await wait(ms, undefined, { signal: cycle });
      return cycle.aborted ? ended() : null;
    } catch {
      return ended();
    }
  }

  const ended = (): HttpFault =>
    options.signal.aborted
      ? { kind: 'cancelled', status: null, why: 'Reading the EHR was stopped' }
      : { kind: 'timeout', status: null, why: `Reading the EHR took longer than ${limits.cycleMs / 1000} s and was given up` };

  /** One request. A token that has expired early is renewed and the request made once more. */
  async function once(url: URL, what: string, refused: string | null = null): Promise<Attempt> {
    const headers: Record<string, string> = { accept: 'application/fhir+json' };
    const signIn = url.origin === base.origin ? options.authorization : null;
    const credentials = signIn ? await signIn(refused) : ok(null);
    if (!credentials.ok) return { result: credentials, asked: null, outright: true };
    if (refused !== null && credentials.value === refused)
      return { result: err(statusFault(401, what, [])), asked: null, outright: true };
    if (credentials.value !== null) headers['authorization'] = credentials.value;
    const request = endsWith(cycle, limits.requestMs);
    const failed = (fault: HttpFault, outright = false): Attempt => ({ result: err(fault), asked: null, outright });
    const broken = (error: unknown, inBody: boolean): Attempt => {
      if (cycle.aborted) return failed(ended());
      if (request.late())
        return failed({
          kind: 'timeout',
          status: null,
          why: `The EHR at ${base.host} did not answer within ${limits.requestMs / 1000} s (${what})`,
        });
      return inBody
        ? failed({ kind: 'malformed', status: null, why: `The EHR's answer broke off in the middle (${what})` })
        : failed(networkFault(error, base.host), isRefusedOutright(error));
    };
    counts.requests++;
    let response: Response;
    let body: Buffer | null = null;
    try {
      response = await options.fetch(url, { headers, redirect: 'manual', signal: request.signal });
      if (response.status === 401 && credentials.value !== null && refused === null) {
        await response.body?.cancel().catch(() => undefined);
        return await once(url, what, credentials.value);
      }
      try {
        body = await readBounded(response, response.ok ? limits.bodyBytes : ERROR_BODY_BYTES);
      } catch (error) {
        if (response.ok || cycle.aborted || request.late()) return broken(error, true);
      }
    } catch (error) {
      return broken(error, false);
    } finally {
      request.over();
    }
    counts.bytes += body?.length ?? 0;
    const fault = response.ok ? null : statusFault(response.status, what, issueCodes(body));
    if (fault) return { result: err(fault), asked: askedWait(response.headers, Date.now()), outright: false };
    if (body === null) {
      const megabytes = Math.round(limits.bodyBytes / 1024 / 1024);
      return failed({
        kind: 'server-error',
        status: null,
        why: `The EHR sent more than ${megabytes} MB in one answer (${what})`,
      });
    }
    return { result: readResource(body, response.headers.get('content-type'), what), asked: null, outright: false };
  }

  /** The time limit of one request holds until the answer begins; then the reader of the body and the reading's end limit it. */
  async function exchange(target: string, ask: Exchange, refused: string | null = null): Promise<Result<Response, HttpFault>> {
    const url = new URL(target, base);
    if (!trusts(url.href))
      return err({ kind: 'server-error', status: null, why: 'The EHR leads to an address that is not trusted' });
    const signIn = url.origin === base.origin ? options.authorization : null;
    const credentials = signIn ? await signIn(refused) : ok(null);
    if (!credentials.ok) return credentials;
    const headers = credentials.value === null ? ask.headers : { ...ask.headers, authorization: credentials.value };
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), limits.requestMs);
    counts.requests++;
    try {
      const signal = ask.afterEnd ? late.signal : AbortSignal.any([cycle, late.signal]);
      const response = await options.fetch(url, { method: ask.method, headers, redirect: 'manual', signal });
      if (response.status !== 401 || credentials.value === null || refused === credentials.value) return ok(response);
      await response.body?.cancel().catch(() => undefined);
      return refused === null ? await exchange(target, ask, credentials.value) : ok(response);
    } catch (error) {
      if (cycle.aborted && !ask.afterEnd) return err(ended());
      if (!late.signal.aborted) return err(networkFault(error, base.host));
      return err({
        kind: 'timeout',
        status: null,
        why: `The EHR at ${base.host} did not answer within ${limits.requestMs / 1000} s`,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  const trusts = (url: string): boolean => URL.canParse(url, base.href) && trusted.has(new URL(url, base).origin);
  return { host: base.host, limits, log, counts, get, exchange, pause, trusts };
}

/**
 * A signal that ends with the cycle, or so many milliseconds from now. Let go with `over` when the request is: signals joined by the
 * platform (AbortSignal.any, .timeout) hold a request's memory until its time limit has passed.
 */
function endsWith(cycle: AbortSignal, ms: number): { signal: AbortSignal; late(): boolean; over(): void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    abort();
  }, ms);
  if (cycle.aborted) abort();
  cycle.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    late: () => late,
    over: () => {
      clearTimeout(timer);
      cycle.removeEventListener('abort', abort);
    },
  };
}

interface Attempt {
  result: Result<FhirJson, HttpFault>;
  /** Milliseconds the EHR asked to be left alone. */
  asked: number | null;
  /** Nothing listens there: asking again at once is pointless. */
  outright: boolean;
}

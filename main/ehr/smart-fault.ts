import { networkFault, type HttpFault } from './fault.ts';
import { skewWords } from './smart-clock.ts';

/** What went wrong with signing in, more exactly than the kind. */
export type SignInProblem =
  | 'network'
  | 'no-endpoint' // the EHR names no address for signing in, or it is none
  | 'own-key' // our own key or secret file can't be used
  | 'client' // id, key or secret not accepted
  | 'key' // the EHR can't check our signature: key unknown there, expired, other
  | 'clock'
  | 'scope'
  | 'grant' // this kind of sign-in isn't allowed for this client
  | 'answer' // something else came instead of a token
  | 'service'; // it is there, but sick

/** Why there is no token: a fault of the EHR like others. Never carries a secret, an assertion, a token, or the server's own words. */
export interface SignInFault {
  kind: Exclude<HttpFault['kind'], 'not-found' | 'refused'>;
  status: number | null;
  because: SignInProblem;
  why: string;
}

export const signInFault = (
  kind: SignInFault['kind'],
  because: SignInProblem,
  why: string,
  status: number | null = null,
): SignInFault => ({ kind, status, because, why });

/** The fault of a request that broke off before its answer came. */
export function brokenSignIn(error: unknown, host: string, limitMs: number): SignInFault {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return signInFault('timeout', 'network', `The EHR's sign-in at ${host} did not answer within ${limitMs / 1000} s`);
  const { kind, why } = networkFault(error, host);
  return signInFault(kind === 'timeout' ? 'timeout' : 'unreachable', 'network', `${why} (sign-in)`);
}

/**
 * The fault of a token request that was refused. The server's own words only decide which of our sentences is said: they are not repeated,
 * as they may contain what we sent.
 */
export function refusedSignIn(status: number, body: unknown, host: string, skewSeconds: number | null): SignInFault {
  const { error, error_description: described } = (body ?? {}) as { error?: unknown; error_description?: unknown };
  const said = typeof described === 'string' ? described.toLowerCase() : '';
  const fault = (because: SignInProblem, why: string): SignInFault =>
    signInFault('unauthorised', because, `${why} (${host}, HTTP ${status})`, status);
  const clock = skewSeconds === null ? '' : ` This computer's clock is ${skewWords(skewSeconds)}.`;
  switch (error) {
    case 'invalid_scope':
      return fault(
        'scope',
        'The EHR grants none of the rights that the kiosk asks for: check that they are spelled as this EHR wants them (v1 or v2) and that the client is registered for them',
      );
    case 'unauthorized_client':
    case 'unsupported_grant_type':
      return fault(
        'grant',
        'The EHR does not allow this client to sign in by itself: it must be registered as a backend service',
      );
    case 'invalid_client':
    case 'invalid_grant':
    case 'invalid_request':
      if (/\bkeys?\b|\bkid\b|\bjwks?\b|signature|certificate/.test(said))
        return fault(
          'key',
          "The EHR could not check this kiosk's signature: the public key it knows is missing, expired or another one. Host the JWKS of the present key where the EHR looks for it",
        );
      if (
        /\b(exp|iat|nbf)\b|clock|not yet|in the future|(assertion|token|jwt) (is |has )?(too old|expired|outdated)|lifetime/.test(
          said,
        )
      )
        return fault('clock', `The EHR says that the sign-in comes at the wrong time: the clocks differ.${clock} Set the clock`);
      if (error === 'invalid_client' || error === 'invalid_grant')
        return fault(
          'client',
          `The EHR does not accept this kiosk's client id or its key or secret: check the registration.${clock}`,
        );
      return fault('grant', 'The EHR does not understand the sign-in: check the way of signing in that it was registered for');
    default:
      return fault('client', 'The EHR refused the sign-in without saying why: check client id, key or secret, and rights');
  }
}

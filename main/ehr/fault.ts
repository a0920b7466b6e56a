import type { EhrFault } from '../ports.ts';

/** Why one request brought nothing. `why` names no patient and no address with ids: it goes to logs and screens. */
export interface HttpFault {
  kind:
    | 'unreachable'
    | 'timeout'
    | 'unauthorised'
    | 'not-found' // 404, 410, 405, 501: this server has no such thing
    | 'refused' // 400, 406, 412, 422: it doesn't like the question
    | 'not-fhir'
    | 'busy'
    | 'malformed'
    | 'server-error'
    | 'cancelled';
  status: number | null;
  why: string;
}

/** What a request that failed at the base or the census means for the whole reading. */
export function wholeFault(fault: HttpFault, host: string): EhrFault {
  switch (fault.kind) {
    case 'not-found':
      return { kind: 'not-fhir', why: `There is no FHIR server at the address given on ${host}: ${fault.why}` };
    case 'refused':
      return { kind: 'server-error', why: `The EHR at ${host} refuses to say who is on the unit: ${fault.why}` };
    default:
      return { kind: fault.kind, why: fault.why };
  }
}

/** The fault of an answer whose status isn't success. `coded` are the issue codes of an OperationOutcome, if it sent one. */
export function statusFault(status: number, what: string, coded: readonly string[]): HttpFault {
  const fault = (kind: HttpFault['kind'], words: string): HttpFault => ({
    kind,
    status,
    why: `${words} (${what}, HTTP ${status})`,
  });
  if (status === 401)
    return fault('unauthorised', 'The EHR does not accept this kiosk: its sign-in is missing, wrong or expired');
  if (status === 403) return fault('unauthorised', 'The EHR does not allow this kiosk to read this');
  if (status === 429 || status === 503) return fault('busy', 'The EHR is too busy to answer');
  if (status >= 300 && status < 400)
    return fault('not-fhir', 'The EHR address redirects elsewhere: it is wrong, or wants a sign-in page');
  if ([404, 410, 405, 501].includes(status) || coded.includes('not-supported'))
    return fault('not-found', 'The EHR does not have what was asked for');
  if (status >= 500) return fault('server-error', 'The EHR answered with an error of its own');
  return fault('refused', 'The EHR refused the question');
}

/** The fault of a connection that failed before an answer came, from the error that `fetch` threw. */
export function networkFault(error: unknown, host: string): HttpFault {
  const code = causeCode(error);
  const fault = (why: string): HttpFault => ({ kind: 'unreachable', status: null, why });
  if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA'].includes(code))
    return fault(`The EHR cannot be reached: the name ${host} is not known to this network`);
  if (code === 'ECONNREFUSED') return fault(`The EHR cannot be reached: nothing answers at ${host}`);
  if (['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN'].includes(code))
    return fault(`The EHR cannot be reached: there is no network route to ${host}`);
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code))
    return fault(`The EHR cannot be reached safely: the TLS certificate of ${host} was not accepted (${code})`);
  if (['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'].includes(code))
    return { kind: 'timeout', status: null, why: `The EHR at ${host} did not answer in time` };
  return fault(`The EHR cannot be reached: the connection to ${host} broke (${code || 'no reason given'})`);
}

/** Is asking again at once pointless? */
export const isRefusedOutright = (error: unknown): boolean => ['ECONNREFUSED', 'ENOTFOUND'].includes(causeCode(error));

function causeCode(error: unknown): string {
  for (let e = error, depth = 0; typeof e === 'object' && e !== null && depth < 4; depth++) {
    const { code, cause, errors } = e as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === 'string' && code !== '') return code;
    e = cause ?? (Array.isArray(errors) ? (errors as unknown[])[0] : undefined);
  }
  return '';
}

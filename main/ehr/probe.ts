import { setTimeout as wait } from 'node:timers/promises';
import type { EhrLook } from '../domain/ehr-health.ts';
import { err } from '../domain/result.ts';
import { badAddress, fhirClient, type Authorization, type FhirClient } from './client.ts';
import { wholeFault, type HttpFault } from './fault.ts';
import type { EhrLimits } from './limits.ts';
import type { Log } from '../ports.ts';

export interface ProbeOptions {
  baseUrl: string;
  authorization: Authorization | null;
  log: Log;
  /** As for reading; a look is not repeated and gets `LOOK_MS` at most. */
  limits: EhrLimits;
  signal: AbortSignal;
  fetch: typeof fetch;
}

/** Longest that one look may take. */
const LOOK_MS = 15_000;

const SIGN_IN_LATE: HttpFault = { kind: 'timeout', status: null, why: 'Signing in to the EHR takes too long' };

/** Asks the database behind the EHR for next to nothing: a patient that can't be there. */
export const CHEAP_READ = 'Patient?_id=downtime-kiosk-probe&_count=1';

/**
 * Looks at the EHR in three places: what it says about itself (needs no sign-in), signing in, and one cheap read. Each look is timed and
 * its fault told. An answer that refuses the question is an answer.
 */
export async function probeEhr(options: ProbeOptions): Promise<EhrLook[]> {
  const bad = badAddress(options.baseUrl);
  if (bad) return [{ at: 'read', milliseconds: 0, fault: wholeFault(bad, '') }];
  const once = { patienceMs: 0, retries: 0, requestMs: Math.min(options.limits.requestMs, LOOK_MS) };
  const connect = (authorization: Authorization | null): FhirClient =>
    fhirClient({ ...options, alsoTrusted: [], authorization, limits: { ...options.limits, ...once } });
  const open = connect(null);
  const get = async (client: FhirClient, at: EhrLook['at'], target: string): Promise<EhrLook> =>
    timed(at, async () => {
      const answer = await client.get(target);
      return answer.ok || isAnswer(at, answer.error) ? null : wholeFault(answer.error, client.host);
    });
  const signIn = async (): Promise<EhrLook[]> => {
    const { authorization } = options;
    if (authorization === null) return [await get(open, 'read', CHEAP_READ)];
    let header: string | null = null;
    const looked = await timed('sign-in', async () => {
      const late: ReturnType<Authorization> = wait(once.requestMs, err(SIGN_IN_LATE), { ref: false });
      const credentials = await Promise.race([authorization(null), late]);
      if (credentials.ok) header = credentials.value;
      return credentials.ok ? null : wholeFault(credentials.error, open.host);
    });
    return looked.fault === null && header !== null ? [looked, await get(connect(authorization), 'read', CHEAP_READ)] : [looked];
  };
  const [metadata, others] = await Promise.all([get(open, 'metadata', 'metadata?_summary=true'), signIn()]);
  return [metadata, ...others];
}

/** Metadata may be kept from those who haven't signed in; a read of nobody may be refused or find nobody. */
function isAnswer(at: EhrLook['at'], { kind }: HttpFault): boolean {
  if (at === 'metadata') return kind === 'unauthorised' || kind === 'refused';
  return kind === 'refused' || kind === 'not-found';
}

async function timed(at: EhrLook['at'], look: () => Promise<EhrLook['fault']>): Promise<EhrLook> {
  const started = performance.now();
  const fault = await look();
  return { at, milliseconds: Math.round(performance.now() - started), fault };
}

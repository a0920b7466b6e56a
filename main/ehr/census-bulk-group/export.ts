import { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import { issueCodes, readBounded } from '../answer-body.ts';
import type { FhirClient } from '../client.ts';
import { statusFault, type HttpFault } from '../fault.ts';
import { askedWait } from '../retry-after.ts';

const file = z.object({ type: z.string(), url: z.string() });
const manifestSchema = z.object({
  transactionTime: z.string().catch(''),
  output: z.array(file),
  error: z.array(z.object({ url: z.string() })).catch([]),
});

/** What a finished export offers. */
export type ExportManifest = z.infer<typeof manifestSchema>;

/** An export that was started; `cancel` tells the EHR to forget it, finished or not. */
export interface StartedExport {
  finished(waitMs: number): Promise<Result<ExportManifest, HttpFault>>;
  cancel(): Promise<void>;
}

const MANIFEST_BYTES = 4 * 1024 * 1024;
/** Between two looks at an export that doesn't say how long it takes, in milliseconds: doubled each time up to the most. */
const FIRST_LOOK_MS = 1_000;
const MOST_MS = 30_000;
const JSON_ONLY = { accept: 'application/json' };

/** Asks for an export (Bulk Data Access: kick-off). A busy EHR is asked again as it says, within its patience. */
export async function startExport(client: FhirClient, target: string): Promise<Result<StartedExport, HttpFault>> {
  for (let waited = 0; ;) {
    const answer = await client.exchange(target, {
      method: 'GET',
      headers: { accept: 'application/fhir+json', prefer: 'respond-async' },
    });
    if (!answer.ok) return answer;
    const { status, headers } = answer.value;
    const place = headers.get('content-location');
    const body = await boundedBody(answer.value);
    if (status === 202 && place !== null) return ok(started(client, new URL(place, answer.value.url || undefined).href));
    if (status === 202 || status === 200)
      return err(strange('The EHR began an export and does not say where it can be followed'));
    const ms = askedWait(headers, Date.now()) ?? FIRST_LOOK_MS;
    if ((status !== 429 && status !== 503) || waited + ms > client.limits.patienceMs)
      return err(statusFault(status, 'Group export', issueCodes(body)));
    waited += ms;
    const held = await client.pause(ms);
    if (held) return err(held);
  }
}

function started(client: FhirClient, place: string): StartedExport {
  return {
    async finished(waitMs) {
      const end = Date.now() + waitMs;
      for (let looks = 0; ; looks++) {
        const answer = await client.exchange(place, { method: 'GET', headers: JSON_ONLY });
        if (!answer.ok) return answer;
        const { status, headers } = answer.value;
        const body = await boundedBody(answer.value);
        if (status === 200) return readManifest(body);
        if (![202, 429, 503].includes(status)) return err(statusFault(status, 'Group export', issueCodes(body)));
        const ms = Math.max(
          Math.min(client.limits.backoffMs, FIRST_LOOK_MS),
          askedWait(headers, Date.now()) ?? Math.min(MOST_MS, FIRST_LOOK_MS * 2 ** looks),
        );
        client.log.write('info', 'the EHR is still exporting', { looks: looks + 1, waitMs: ms });
        if (Date.now() + ms > end)
          return err({
            kind: 'timeout',
            status: null,
            why: `The EHR's export was not ready within ${Math.round(waitMs / 1000)} s`,
          });
        const held = await client.pause(ms);
        if (held) return err(held);
      }
    },
    async cancel() {
      const answer = await client.exchange(place, { method: 'DELETE', headers: JSON_ONLY, afterEnd: true });
      if (answer.ok) await answer.value.body?.cancel().catch(() => undefined);
    },
  };
}

function readManifest(body: Buffer | null): Result<ExportManifest, HttpFault> {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(body?.toString('utf8') ?? ''));
    if (parsed.success) return ok(parsed.data);
  } catch {
    // Said below.
  }
  return err({ kind: 'malformed', status: null, why: 'The EHR finished an export and its list of files cannot be read' });
}

const strange = (why: string): HttpFault => ({ kind: 'server-error', status: null, why });

async function boundedBody(response: Response): Promise<Buffer | null> {
  return readBounded(response, MANIFEST_BYTES).catch(() => null);
}

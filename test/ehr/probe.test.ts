import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serveFhir, type Fault, type Faults } from '../../main/demo/fhir-server.ts';
import type { EhrLook } from '../../main/domain/ehr-health.ts';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { smartAuthorization } from '../../main/ehr/smart.ts';
import { authorizationServer, type AuthorizationServerOptions } from '../support/authorization-server.ts';
import { WARD } from './ward.ts';

const secretFile = join(mkdtempSync(join(tmpdir(), 'kiosk-probe-')), 'secret');
writeFileSync(secretFile, 'ward-secret', { mode: 0o600 });

/** Looks once at an EHR that behaves like this. */
async function looks(
  faults: Faults,
  signIn: AuthorizationServerOptions | null = null,
): Promise<{ looks: Record<string, EhrLook['fault']>; asked: string[] }> {
  const asked: string[] = [];
  const server = await serveFhir(WARD, {
    faults: request => {
      asked.push(request.path);
      return faults(request);
    },
  });
  const service = signIn && (await authorizationServer({ secret: 'ward-secret', ...signIn }));
  const log = { write: () => undefined };
  const smart =
    service &&
    smartAuthorization({
      fhirUrl: server.url,
      tokenUrl: service.tokenUrl,
      clientId: 'kiosk-4w',
      credentials: { method: 'client_secret_basic', secretFile },
      scopes: ['system/Patient.read'],
      log,
      limits: { requestMs: 5_000, pauseMs: 5 },
    });
  try {
    const ehr = fhirEhr({
      baseUrl: server.url,
      log,
      limits: { requestMs: 400 },
      ...(smart && { authorization: smart.authorization }),
    });
    const seen = await ehr.probe(new AbortController().signal);
    for (const look of seen) expect(look.milliseconds).toBeGreaterThanOrEqual(0);
    return { looks: Object.fromEntries(seen.map(look => [look.at, look.fault])), asked };
  } finally {
    await server.close();
    await service?.close();
  }
}

const healthy: Faults = () => null;
const on =
  (path: string, fault: Fault): Faults =>
  request =>
    request.path === path ? fault : null;

describe('looking at an EHR', () => {
  test('that is well costs two small questions, and a sign-in where there is one', async () => {
    expect(await looks(healthy)).toEqual({ looks: { metadata: null, read: null }, asked: ['/metadata', '/Patient'] });
    expect((await looks(healthy, {})).looks).toEqual({ metadata: null, 'sign-in': null, read: null });
  });

  test.each<[string, Fault, string]>([
    ['answers with an error', { status: 500 }, 'server-error'],
    ['is busy', { status: 429, headers: { 'retry-after': '3600' } }, 'busy'],
    ['is silent', { hang: true }, 'timeout'],
    ['hangs up', { reset: true }, 'unreachable'],
    ['breaks off', { truncateAfter: 30 }, 'malformed'],
    ['sends a sign-in page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }, 'not-fhir'],
    ['forbids', { status: 403 }, 'unauthorised'],
  ])('whose database %s: the read says so, once, and metadata says that it is there', async (_, fault, kind) => {
    const { looks: seen, asked } = await looks(on('/Patient', fault));
    expect(seen).toMatchObject({ metadata: null, read: { kind, why: expect.stringMatching(/.{20,}/) as string } });
    expect(asked.filter(path => path === '/Patient')).toHaveLength(1);
  });

  test.each([400, 404, 422])('that refuses such a question with %i is there', async status => {
    expect((await looks(on('/Patient', { status }))).looks).toEqual({ metadata: null, read: null });
  });

  test('that tells nothing about itself to strangers is there', async () => {
    expect((await looks(on('/metadata', { status: 401 }))).looks).toEqual({ metadata: null, read: null });
    expect((await looks(on('/metadata', { status: 404 }))).looks).toMatchObject({ metadata: { kind: 'not-fhir' } });
  });

  test('whose sign-in is silent is given up in time', async () => {
    const { looks: seen } = await looks(healthy, { instead: () => ({ hang: true }) });
    expect(seen).toMatchObject({ metadata: null, 'sign-in': { kind: 'timeout', why: expect.stringMatching(/ign/) as string } });
  });

  test('whose sign-in is sick: it says so and nothing is read', async () => {
    const { looks: seen, asked } = await looks(healthy, { instead: () => ({ status: 500 }) });
    expect(seen).toMatchObject({ metadata: null, 'sign-in': { kind: 'server-error' } });
    expect(seen).not.toHaveProperty('read');
    expect(asked).toEqual(['/metadata']);
  });
});

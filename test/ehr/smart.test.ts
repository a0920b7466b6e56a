import fc from 'fast-check';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { smartAuthorization, type SmartAuthorization, type SmartOptions } from '../../main/ehr/smart.ts';
import { makeSigningKey, publicJwk, readSigningKey, SIGNING_ALGORITHMS, type PublicJwk } from '../../main/ehr/smart-key.ts';
import { systemScopes } from '../../main/ehr/smart-scopes.ts';
import {
  authorizationServer,
  type AuthorizationServer,
  type AuthorizationServerOptions,
} from '../support/authorization-server.ts';
import { needs } from '../support/needs.ts';
import { order, stay, visit, WARD } from './ward.ts';

const folder = mkdtempSync(join(tmpdir(), 'kiosk-smart-'));
const keyFiles = { ES384: join(folder, 'es.json'), RS384: join(folder, 'rs.json') };
const publicKeys: PublicJwk[] = [];
const open: AuthorizationServer[] = [];

beforeAll(async () => {
  for (const algorithm of SIGNING_ALGORITHMS) {
    const text = await makeSigningKey(algorithm);
    writeFileSync(keyFiles[algorithm], text, { mode: 0o600 });
    const key = await readSigningKey(text);
    if (!key.ok) throw new Error(key.error.why);
    publicKeys.push(publicJwk(key.value));
  }
});
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

interface SetUp {
  server: AuthorizationServer;
  smart: SmartAuthorization;
  /** All that was logged. */
  logged(): string;
}

async function setUp(server: AuthorizationServerOptions = {}, options: Partial<SmartOptions> = {}): Promise<SetUp> {
  const running = await authorizationServer({ jwks: () => ({ keys: publicKeys }), ...server });
  open.push(running);
  const lines: string[] = [];
  const smart = smartAuthorization({
    fhirUrl: running.fhirUrl,
    clientId: 'kiosk-4w',
    credentials: { method: 'private_key_jwt', keyFile: keyFiles.ES384 },
    scopes: ['system/Patient.rs', 'system/Encounter.rs'],
    log: { write: (level, message, facts) => void lines.push(JSON.stringify([level, message, facts])) },
    ...options,
    limits: { requestMs: 3_000, pauseMs: 5, holdMs: 0, refusedHoldMs: 0, ...options.limits },
  });
  return { server: running, smart, logged: () => lines.join('\n') };
}

const secretFile = (secret: string): string => {
  const path = join(folder, 'secret');
  writeFileSync(path, `${secret}\n`, { mode: 0o600 });
  return path;
};

/** Nothing secret is anywhere in these words. */
function expectNoSecrets({ server, smart, logged }: SetUp, ...words: unknown[]): void {
  const all = `${logged()} ${JSON.stringify(smart.state())} ${JSON.stringify(words)}`;
  for (const secret of server.secrets) expect(all).not.toContain(secret);
  expect(all).not.toMatch(/eyJ|Basic [A-Za-z0-9+/]{8}/);
}

describe.each(SIGNING_ALGORITHMS)('signing in with %s', algorithm => {
  test('the signature, its audience, its age and its once-only id are accepted, and the token opens the EHR', async () => {
    const all = await setUp({}, { credentials: { method: 'private_key_jwt', keyFile: keyFiles[algorithm] } });
    const token = await all.smart.authorization();
    expect(token.ok && all.server.accepts(token.value)).toBe(true);
    expect(all.smart.state()).toMatchObject({
      tokenUrl: all.server.tokenUrl,
      found: 'smart-configuration',
      granted: ['system/Patient.rs', 'system/Encounter.rs'],
      missing: [],
      lastFault: null,
    });
    expect(Math.abs(all.smart.state().clockSkewSeconds!)).toBeLessThanOrEqual(1);
    expectNoSecrets(all);
  });

  test('two sign-ins never reuse the id of an assertion', async () => {
    const { server, smart } = await setUp({}, { credentials: { method: 'private_key_jwt', keyFile: keyFiles[algorithm] } });
    for (let i = 0; i < 3; i++) expect(await smart.signIn()).toMatchObject({ ok: true });
    expect(new Set(server.asked.map(form => form.get('client_assertion'))).size).toBe(3);
  });
});

describe('where to sign in', () => {
  test('from the CapabilityStatement when there is no smart-configuration', async () => {
    const { smart } = await setUp({ discovery: 'capability-statement' });
    expect(await smart.authorization()).toMatchObject({ ok: true });
    expect(smart.state().found).toBe('capability-statement');
  });

  test('as configured, when the EHR says it nowhere', async () => {
    const { smart, server } = await setUp({ discovery: 'none' });
    const lost = await smart.authorization();
    expect(lost).toMatchObject({
      ok: false,
      error: { because: 'no-endpoint', why: expect.stringContaining('configure') as string },
    });
    const told = await setUp({ discovery: 'none' }, { tokenUrl: server.tokenUrl });
    expect(await told.smart.authorization()).toMatchObject({ ok: true });
    expect(told.smart.state().found).toBe('configured');
  });

  test.each(['ftp://ehr.example.org/token', 'token', 'https://me:secret@ehr.example.org/token', 'http://ehr.example.org/token'])(
    'never at %s',
    async tokenUrl => {
      const { smart } = await setUp({}, { tokenUrl, fetch: () => Promise.reject(new Error('nothing may be sent')) });
      const refused = await smart.authorization();
      expect(refused).toMatchObject({ ok: false, error: { kind: 'unauthorised', because: 'no-endpoint' } });
      expect(JSON.stringify(refused)).not.toContain('secret');
    },
  );

  test('an EHR that leads from https to an unencrypted sign-in, even on this computer, is refused', async () => {
    const { smart } = await setUp({}, { fhirUrl: 'https://ehr.example.org/fhir', tokenUrl: 'http://127.0.0.1:9/token' });
    expect(await smart.authorization()).toMatchObject({ ok: false, error: { because: 'no-endpoint' } });
  });

  test.skipIf(needs.corpus.missing)('in the recorded answers of MEDITECH and Epic', async () => {
    const captures = join(needs.corpus.path, 'vendor-captures');
    const answers: Record<string, string> = {
      '/m/.well-known/smart-configuration': 'meditech/smart-configuration-greenfield-STU6-2026-04-27.json',
      '/e/metadata': 'epic/CapabilityStatement.json',
    };
    const asked: string[] = [];
    const replay: typeof fetch = url => {
      const { pathname, href } = new URL(url as string);
      asked.push(href);
      const file = answers[pathname];
      return Promise.resolve(
        file === undefined ? new Response('', { status: 404 }) : new Response(readFileSync(join(captures, file))),
      );
    };
    const ask = async (base: string): Promise<unknown> => {
      const { smart } = await setUp({}, { fhirUrl: `https://ehr.example.org/${base}`, fetch: replay });
      return smart.authorization();
    };
    await ask('m');
    await ask('e');
    expect(asked).toContain('https://greenfield-prod-apis.meditech.com/oauth/token');
    expect(asked).toContain('https://fhir.epic.com/interconnect-fhir-oauth/oauth2/token');
  });
});

describe('a secret instead of a signature', () => {
  test('goes in the Authorization header, letters that need it encoded', async () => {
    const secret = 'a-Sécret:with/odd+letters';
    const all = await setUp({ secret }, { credentials: { method: 'client_secret_basic', secretFile: secretFile(secret) } });
    expect(await all.smart.authorization()).toMatchObject({ ok: true });
    expect(all.server.asked[0]!.has('client_assertion')).toBe(false);
    expectNoSecrets(all);
  });

  test('that is wrong is refused in words that do not repeat it', async () => {
    const all = await setUp(
      { secret: 'right' },
      { credentials: { method: 'client_secret_basic', secretFile: secretFile('wrong-one') } },
    );
    const refused = await all.smart.authorization();
    expect(refused).toMatchObject({ ok: false, error: { kind: 'unauthorised', because: 'client' } });
    expectNoSecrets(all, refused);
    expect(JSON.stringify(refused) + all.logged()).not.toContain('wrong-one');
  });
});

describe('a computer whose clock is wrong', () => {
  test.each([
    ['ten minutes behind', -600],
    ['ten minutes ahead', 600],
    ['a day ahead', 86_400],
  ])('%s signs in by the EHR’s clock and says so', async (_, seconds) => {
    const all = await setUp({}, { clock: () => Date.now() + seconds * 1000 });
    expect(await all.smart.authorization()).toMatchObject({ ok: true });
    expect(all.server.asked).toHaveLength(1);
    const skew = all.smart.state().clockSkewSeconds!;
    expect(Math.abs(skew + seconds)).toBeLessThanOrEqual(2);
    expect(all.logged()).toContain("clock differs from the EHR's");
  });

  test('that learns it only from the refusal tries once more', async () => {
    const { server } = await setUp();
    const all = await setUp({}, { clock: () => Date.now() - 600_000 });
    const told = smartAuthorization({
      fhirUrl: server.fhirUrl,
      tokenUrl: all.server.tokenUrl,
      clientId: 'kiosk-4w',
      credentials: { method: 'private_key_jwt', keyFile: keyFiles.RS384 },
      scopes: ['system/Patient.rs'],
      log: { write: () => undefined },
      clock: () => Date.now() - 600_000,
    });
    expect(await told.authorization()).toMatchObject({ ok: true });
    expect(all.server.asked).toHaveLength(2);
  });

  test('and an EHR whose Date header lies is told apart: the sentence names the clocks', async () => {
    const refuse = {
      status: 400,
      body: JSON.stringify({ error: 'invalid_client', error_description: 'Assertion exp too far in the future' }),
    };
    const { smart } = await setUp({ instead: () => refuse });
    expect(await smart.authorization()).toMatchObject({
      ok: false,
      error: { because: 'clock', why: expect.stringContaining('clock') as string },
    });
  });
});

describe('what the EHR grants', () => {
  test('less than was asked: what is missing, and which sections the ward will not get', async () => {
    const scopes = systemScopes('v2');
    const grants = (asked: string[]): string[] => asked.filter(s => !/MedicationAdministration|Flag|Consent/.test(s));
    const { smart } = await setUp({ grants }, { scopes });
    await smart.authorization();
    const { missing, lacks } = smart.state();
    expect(missing).toEqual(['system/MedicationAdministration.rs', 'system/Consent.rs', 'system/Flag.rs']);
    expect(lacks.length).toBeGreaterThanOrEqual(3);
    expect(lacks.join('\n')).toMatch(/Doses given will be unauthorised .*when a dose was last given/);
    expect(lacks.join('\n')).toMatch(/Code status will be incomplete: Consent is not granted/);
  });

  test('nothing at all: a sentence about scopes', async () => {
    const { smart } = await setUp({ grants: () => [] });
    expect(await smart.authorization()).toMatchObject({ ok: false, error: { because: 'scope' } });
  });
});

describe('a token is renewed', () => {
  test('when four fifths of its life are over, once for all who ask', async () => {
    let now = Date.now();
    const { smart, server } = await setUp({ lifeSeconds: 300, clock: () => now }, { clock: () => now });
    const first = await smart.authorization();
    now += 239_000;
    expect(await smart.authorization()).toEqual(first);
    now += 2_000;
    const later = await Promise.all(Array.from({ length: 20 }, () => smart.authorization()));
    expect(new Set(later.map(l => l.ok && l.value)).size).toBe(1);
    expect(later[0]).not.toEqual(first);
    expect(server.asked).toHaveLength(2);
  });

  test('and while it lives, a sign-in that fails meanwhile harms nobody', async () => {
    let now = Date.now();
    let broken = false;
    const { smart } = await setUp({ lifeSeconds: 300, instead: () => (broken ? { status: 500 } : null) }, { clock: () => now });
    const first = await smart.authorization();
    broken = true;
    now += 250_000;
    expect(await smart.authorization()).toEqual(first);
    now += 60_000;
    expect(await smart.authorization()).toMatchObject({ ok: false, error: { kind: 'server-error' } });
  });

  test('when the EHR refuses it early, but not again and again for lack of rights', async () => {
    const { smart, server } = await setUp();
    const first = await smart.authorization();
    const second = await smart.authorization(first.ok ? first.value : '');
    expect(second).not.toEqual(first);
    expect(await smart.authorization(first.ok ? first.value : '')).toEqual(second);
    expect(await smart.authorization(second.ok ? second.value : '')).toEqual(second);
    expect(server.asked).toHaveLength(2);
  });

  test('in the middle of a search over pages, and not an order is lost', async () => {
    const all = await setUp();
    const { server, smart } = all;
    const orders = Array.from({ length: 25 }, (_, i) => order(`o${i}`));
    let searching = false;
    let refused = 0;
    const read = await visit([...WARD, ...orders, stay({})], {
      authorization: smart.authorization,
      limits: { perPage: 10, parallel: 1 },
      faults: request => {
        if (searching) server.revokeAll();
        searching = request.path === '/MedicationRequest' && refused === 0;
        if (server.accepts(request.headers['authorization'])) return null;
        refused++;
        return { status: 401, body: '' };
      },
    });
    if (!read.result.ok) throw new Error(read.result.error.why);
    const { orders: section } = read.result.value.charts[0]!.sections;
    expect(section).toMatchObject({ status: 'ok' });
    expect(section.items).toHaveLength(25);
    expect(refused).toBe(1);
    expect(server.asked).toHaveLength(2);
    expectNoSecrets(all, read.logged, read.result.value.charts);
  });

  test('and an EHR that never accepts it is asked for two tokens, not for one a request', async () => {
    const { server, smart } = await setUp();
    const read = await visit(WARD, { authorization: smart.authorization, faults: () => ({ status: 401 }) });
    expect(read.result).toMatchObject({ ok: false, error: { kind: 'unauthorised' } });
    expect(server.asked).toHaveLength(2);
  });
});

describe('a sign-in that fails is one clear sentence', () => {
  const oauth =
    (status: number, error: string, error_description?: string): AuthorizationServerOptions['instead'] =>
    () => ({ status, body: JSON.stringify({ error, error_description }) });
  const cases: [string, AuthorizationServerOptions['instead'], object][] = [
    ['the client is not known', oauth(401, 'invalid_client'), { kind: 'unauthorised', because: 'client' }],
    [
      'our public key has expired there',
      oauth(401, 'invalid_client', 'Key expired for kid'),
      { kind: 'unauthorised', because: 'key' },
    ],
    [
      'our key is not in the JWKS',
      oauth(400, 'invalid_grant', 'no matching JWK found'),
      { kind: 'unauthorised', because: 'key' },
    ],
    ['no scope is granted (as Oracle says it)', oauth(400, 'invalid_scope'), { kind: 'unauthorised', because: 'scope' }],
    ['backend services are not allowed', oauth(400, 'unauthorized_client'), { kind: 'unauthorised', because: 'grant' }],
    ['a refusal without a word', () => ({ status: 403 }), { kind: 'unauthorised', because: 'client' }],
    ['an error in a 200', oauth(200, 'invalid_client'), { kind: 'unauthorised', because: 'client' }],
    [
      'a web page',
      () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }),
      { kind: 'not-fhir' },
    ],
    ['a redirect', () => ({ status: 302, headers: { location: 'https://elsewhere.example.org' } }), { kind: 'not-fhir' }],
    ['nothing there', () => ({ status: 404 }), { kind: 'not-fhir', because: 'no-endpoint' }],
    ['half an answer', () => ({ cutAfter: 40 }), { because: 'network' }],
    ['no token in it', () => ({ status: 200, body: '{}' }), { kind: 'malformed' }],
    [
      'a token of another type',
      () => ({ status: 200, body: '{"access_token":"abc","token_type":"mac"}' }),
      { kind: 'malformed' },
    ],
    [
      'a token that would break the header',
      () => ({ status: 200, body: '{"access_token":"a\\r\\nb: c","token_type":"bearer"}' }),
      { kind: 'malformed' },
    ],
    ['too busy', () => ({ status: 429, headers: { 'retry-after': '1' } }), { kind: 'busy' }],
    ['sick', () => ({ status: 500 }), { kind: 'server-error' }],
    ['a reset', () => ({ reset: true }), { kind: 'unreachable' }],
    ['silence', () => ({ hang: true }), { kind: 'timeout' }],
  ];
  test.each(cases)('%s', async (_, instead, expected) => {
    const all = await setUp({ instead: instead! }, { limits: { requestMs: 300 } });
    const refused = await all.smart.authorization();
    expect(refused).toMatchObject({ ok: false, error: expected });
    if (!refused.ok) expect(refused.error.why).toMatch(/^The EHR.{20,}/);
    expectNoSecrets(all, refused);
  });

  test.skipIf(needs.corpus.missing)('as Oracle really refuses scopes in the wrong spelling', async () => {
    const file = join(needs.corpus.path, 'vendor-captures/cerner/error-token-empty-scopes-v1-syntax-2026-05-02.json');
    const { response } = JSON.parse(readFileSync(file, 'utf8')) as { response: { status_code: number; body_text: string } };
    const { smart } = await setUp({ instead: () => ({ status: response.status_code, body: response.body_text }) });
    const refused = await smart.authorization();
    expect(refused).toMatchObject({ ok: false, error: { because: 'scope', why: expect.stringMatching(/v1 or v2/) as string } });
  });

  test('a passing fault is tried once more', async () => {
    for (const fault of [{ reset: true as const }, { status: 502 }]) {
      const { smart, server } = await setUp({ instead: n => (n === 1 ? fault : null) });
      expect(await smart.authorization()).toMatchObject({ ok: true });
      expect(server.asked).toHaveLength(2);
    }
  });

  test('a refusal stands for a while, so that a client is not locked out', async () => {
    let now = Date.now();
    const { smart, server } = await setUp(
      { instead: n => (n === 1 ? { status: 401 } : null) },
      { limits: { refusedHoldMs: 30_000 }, clock: () => now },
    );
    for (let i = 0; i < 50; i++) expect((await smart.authorization()).ok).toBe(false);
    expect(server.asked).toHaveLength(1);
    now += 31_000;
    expect(await smart.authorization()).toMatchObject({ ok: true });
  });

  test('nothing listens', async () => {
    const closed = createServer();
    await new Promise<void>(done => closed.listen(0, '127.0.0.1', done));
    const { port } = closed.address() as { port: number };
    await new Promise(done => closed.close(done));
    const { smart } = await setUp({}, { fhirUrl: `http://127.0.0.1:${port}/fhir` });
    expect(await smart.authorization()).toMatchObject({ ok: false, error: { kind: 'unreachable', because: 'network' } });
  });

  test.each([
    ['is missing', null],
    ['is empty', ''],
    ['is a public key', () => JSON.stringify(publicKeys[0])],
    ['is a set of keys', () => JSON.stringify({ keys: publicKeys })],
    ['is no key', 'top secret, but not a key'],
  ])('the key file %s: said in words that do not repeat it', async (_, text) => {
    const keyFile = join(folder, `bad-${Math.random()}`);
    if (text !== null) writeFileSync(keyFile, typeof text === 'string' ? text : text());
    const { smart, server } = await setUp({}, { credentials: { method: 'private_key_jwt', keyFile } });
    const refused = await smart.authorization();
    expect(refused).toMatchObject({ ok: false, error: { because: 'own-key', why: expect.stringContaining(keyFile) as string } });
    expect(JSON.stringify(refused)).not.toContain('top secret');
    expect(server.asked).toHaveLength(0);
  });

  test('the public key is rotated: the EHR knows old and new, then only the new', async () => {
    let known = publicKeys;
    const { smart } = await setUp({ jwks: () => ({ keys: known }) });
    expect(await smart.signIn()).toMatchObject({ ok: true });
    known = publicKeys.filter(key => key.alg === 'RS384');
    expect(await smart.signIn()).toMatchObject({ ok: false, error: { kind: 'unauthorised', because: 'key' } });
  });
});

test('whatever the token endpoint answers, the outcome is a value, and nothing of it reaches a log or a message', async () => {
  const marker = 'MARK-4711';
  let answer: { status: number; headers: Record<string, string>; body: string } | null = null;
  const all = await setUp({ instead: () => answer }, { limits: { requestMs: 1_000, pauseMs: 0 } });
  const words = fc.oneof(
    fc.string(),
    fc.constant(marker),
    fc.jsonValue().map(v => v as string),
    fc.double(),
    fc.boolean(),
  );
  const object = fc.record(
    {
      access_token: words,
      token_type: fc.oneof(fc.constant('bearer'), words),
      expires_in: words,
      scope: words,
      error: words,
      error_description: words,
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof(
    fc.string(),
    object.map(o => JSON.stringify(o)),
    fc.jsonValue().map(v => JSON.stringify(v)),
    fc.constant(`<html>${marker}`),
  );
  const type = fc.constantFrom('application/json', 'text/html', 'text/plain', 'application/fhir+json');
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 503),
      type,
      body,
      async (status, contentType, text) => {
        answer = { status, headers: { 'content-type': contentType }, body: status === 204 ? '' : text };
        const outcome = await all.smart.signIn();
        if (outcome.ok) expect(outcome.value.expiresAt).not.toBeNull();
        else {
          expect(outcome.error.why.length).toBeGreaterThan(20);
          expect(JSON.stringify(outcome)).not.toContain(marker);
        }
        expect(all.logged()).not.toContain(marker);
      },
    ),
    { numRuns: 200 },
  );
}, 60_000);

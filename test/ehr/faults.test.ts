import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { Fault, Faults } from '../../main/demo/fhir-server.ts';
import type { EhrFault } from '../../main/ports.ts';
import { err, ok } from '../../main/domain/result.ts';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { askedWait, backoff } from '../../main/ehr/retry-after.ts';
import { allergy, bundle, chartOf, NOW, order, result, says, visit, WARD, ZONE, type Visit } from './ward.ts';

const always =
  (fault: Fault): Faults =>
  () =>
    fault;
const on =
  (path: string, fault: Fault): Faults =>
  request =>
    request.path === path ? fault : null;

function faultOf({ result: read }: Visit): EhrFault {
  if (read.ok) throw new Error('the unit was read although it must not be');
  expect(read.error.why).toMatch(/^[A-Z].{15,}/);
  expect(read.error.why).not.toMatch(/p1|e1\b|Nguy/);
  return read.error;
}

test('an EHR where nothing listens is unreachable, and says so at once', async () => {
  const server = createServer();
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise(done => server.close(done));
  const ehr = fhirEhr({ baseUrl: `http://127.0.0.1:${port}/fhir`, log: { write: () => undefined } });
  const read = await ehr.fetchUnit({
    unit: '4 West',
    now: NOW,
    zone: ZONE,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  expect(read).toMatchObject({
    ok: false,
    error: { kind: 'unreachable', why: expect.stringContaining('nothing answers') as string },
  });
  const probed = await ehr.probe(new AbortController().signal);
  expect(probed.map(look => look.fault?.kind)).toEqual(['unreachable', 'unreachable']);
});

test('an EHR whose name is not known is unreachable', async () => {
  const ehr = fhirEhr({ baseUrl: 'http://ehr.invalid/fhir', log: { write: () => undefined } });
  const probed = await ehr.probe(new AbortController().signal);
  expect(probed.map(look => look.fault?.kind)).toEqual(['unreachable', 'unreachable']);
});

test('a healthy EHR answers the probe with how long it took', async () => {
  let milliseconds: number | undefined;
  await visit(WARD, {
    census: {
      census: async client => {
        const probed = await fhirEhr({ baseUrl: `http://${client.host}/fhir`, log: client.log }).probe(
          new AbortController().signal,
        );
        if (probed.every(look => look.fault === null)) milliseconds = probed[0]!.milliseconds;
        return { ok: false, error: { kind: 'unit-empty', why: 'Nobody is asked about in this test.' } };
      },
    },
  });
  expect(milliseconds).toBeGreaterThanOrEqual(0);
});

test.each<[string, Faults, EhrFault['kind']]>([
  ['401 everywhere', always({ status: 401 }), 'unauthorised'],
  ['403 on the census', on('/Encounter', { status: 403 }), 'unauthorised'],
  [
    '404 with a web page',
    always({ status: 404, headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html><h1>Not found</h1>' }),
    'not-fhir',
  ],
  ['a web page with status 200', always(says('<!DOCTYPE html><h1>Welcome</h1>', { 'content-type': 'text/html' })), 'not-fhir'],
  ['plain text', always(says('OK', { 'content-type': 'text/plain' })), 'not-fhir'],
  ['XML', always(says('<Bundle xmlns="http://hl7.org/fhir"/>', { 'content-type': 'application/fhir+xml' })), 'not-fhir'],
  ['a redirect to a sign-in page', always({ status: 302, headers: { location: 'https://login.example.org/' } }), 'not-fhir'],
  ['JSON that is not FHIR', always(says({ resource: 'v1', detail: 'hello' })), 'not-fhir'],
  ['malformed JSON', on('/Location', says('{"resourceType":"Bundle","entry":[')), 'malformed'],
  ['a truncated body', on('/Location', { truncateAfter: 60 }), 'malformed'],
  ['500 on the census', on('/Encounter', { status: 500, body: 'NullPointerException' }), 'server-error'],
  ['a reset connection', always({ reset: true }), 'unreachable'],
  ['429 without Retry-After for ever', always({ status: 429 }), 'busy'],
  ['503 for ever', always({ status: 503, headers: { 'retry-after': '0' } }), 'busy'],
  ['429 with Retry-After in hours', always({ status: 429, headers: { 'retry-after': '7200' } }), 'busy'],
])('%s is named as what it is', async (_name, faults, kind) => {
  const read = await visit(WARD, { faults });
  expect(faultOf(read).kind).toBe(kind);
});

test('quirk 30: an EHR that accepts and never answers is a timeout', async () => {
  const read = await visit(WARD, { faults: always({ hang: true }), limits: { requestMs: 150 } });
  expect(faultOf(read).kind).toBe('timeout');
});

test('quirk 30: a reading that takes longer than a cycle ends as a timeout', async () => {
  const read = await visit(WARD, { faults: always({ delayMs: 120 }), limits: { cycleMs: 200, requestMs: 5_000 } });
  expect(faultOf(read).kind).toBe('timeout');
});

test('a reading that is stopped says so, and asks nothing more', async () => {
  const stop = new AbortController();
  const read = await visit(WARD, {
    signal: stop.signal,
    faults: request => {
      if (request.path === '/Encounter') stop.abort();
      return request.path === '/Encounter' ? { delayMs: 50 } : null;
    },
  });
  expect(faultOf(read).kind).toBe('cancelled');
  expect(read.asked.some(a => a.startsWith('/Patient'))).toBe(false);
});

test.each([
  ['seconds', { 'retry-after': '0' }],
  ['a date', { 'retry-after': new Date(Date.now() - 1000).toUTCString() }],
  ['nothing at all', {}],
  ['a RateLimit header', { ratelimit: '"requests";r=0;t=0' }],
])('quirk 9: an EHR that is busy once and asks to wait with %s is asked again', async (_how, headers) => {
  let first = true;
  const chart = await chartOf([order('o1')], {
    faults: request => {
      if (request.path !== '/MedicationRequest' || !first) return null;
      first = false;
      return { status: 429, headers };
    },
  });
  expect(first).toBe(false);
  expect(chart.sections.orders.items.map(o => o.id)).toEqual(['o1']);
});

test('quirk 9: the wait asked for is read from seconds, a date, a RateLimit header, and nothing', () => {
  const now = Date.parse('2026-11-22T19:00:00Z');
  const asked = (headers: Record<string, string>): number | null => askedWait(new Headers(headers), now);
  expect(asked({ 'retry-after': '120' })).toBe(120_000);
  expect(asked({ 'retry-after': 'Sun, 22 Nov 2026 21:00:00 GMT' })).toBe(7_200_000);
  expect(asked({ ratelimit: '"requests";r=0;t=60' })).toBe(60_000);
  expect(asked({})).toBeNull();
  expect(asked({ 'retry-after': 'later' })).toBeNull();
});

test('quirk 9: pauses grow and differ, so that many requests do not come back together', () => {
  expect([1, 2, 3].map(attempt => backoff(attempt, 100, () => 1))).toEqual([100, 200, 400]);
  expect(backoff(1, 100, () => 0)).toBe(50);
});

test('quirk 9: while a busy EHR has asked to be left alone, nothing else is asked of it either', async () => {
  const second = [
    { resourceType: 'Patient', id: 'p2', name: [{ family: 'Low' }] },
    { ...WARD.find(r => r.resourceType === 'Encounter')!, id: 'e2', subject: { reference: 'Patient/p2' } },
  ];
  let quietUntil = 0;
  let rude = 0;
  const { result: read } = await visit([...WARD, ...second], {
    limits: { parallel: 2 },
    faults: ({ path }) => {
      if (Date.now() < quietUntil) rude++;
      if (path !== '/AllergyIntolerance' || quietUntil) return null;
      quietUntil = Date.now() + 1000;
      return { status: 429, headers: { 'retry-after': '1' } };
    },
  });
  expect(read.ok && read.value.charts.map(c => c.sections.allergies.status)).toEqual(['ok', 'ok']);
  // The other request may have been on its way already.
  expect(rude).toBeLessThanOrEqual(1);
});

test('quirk 10: 403 for a section makes it unauthorised, never empty, and the others are read', async () => {
  const chart = await chartOf([order('o1')], { faults: on('/AllergyIntolerance', { status: 403 }) });
  expect(chart.sections.allergies).toMatchObject({ status: 'unauthorised', asOf: null, items: [] });
  expect(chart.sections.allergies.reason).toContain('does not allow');
  expect(chart.sections.orders).toMatchObject({ status: 'ok', asOf: NOW });
});

test('a type that the EHR does not offer is not supported, and is not even asked for', async () => {
  const added = [...WARD, order('o1')];
  const { result: read, asked } = await visit(added, { serve: { without: ['Flag', 'NutritionOrder', 'Medication'] } });
  const sections = read.ok ? read.value.charts[0]!.sections : null;
  expect(sections?.flags.status).toBe('not-supported');
  expect(sections?.diet.status).toBe('not-supported');
  expect(asked.filter(a => /Flag|Nutrition/.test(a))).toEqual([]);
});

test('without a readable CapabilityStatement everything is tried', async () => {
  const chart = await chartOf([order('o1')], {
    faults: on('/metadata', says('<html></html>', { 'content-type': 'text/html' })),
    serve: { without: ['Goal'] },
  });
  expect(chart.sections.orders.items).toHaveLength(1);
  expect(chart.sections.goals.status).toBe('not-supported');
});

test('a section that fails leaves the others and says why', async () => {
  const chart = await chartOf([order('o1')], { faults: on('/AllergyIntolerance', { status: 500 }) });
  expect(chart.sections.allergies.status).toBe('failed');
  expect(chart.sections.allergies.reason).toContain('error of its own');
  expect(chart.sections.orders.items).toHaveLength(1);
});

test('a patient whose record cannot be read is named as unread, and the others are read', async () => {
  const second = [
    { resourceType: 'Patient', id: 'p2', name: [{ family: 'Low' }] },
    { ...WARD.find(r => r.resourceType === 'Encounter')!, id: 'e2', subject: { reference: 'Patient/p2' } },
  ];
  const { result: read } = await visit([...WARD, ...second], { faults: on('/Patient/p2', { status: 500 }) });
  if (!read.ok) throw new Error(read.error.why);
  expect(read.value.charts.map(c => c.identity.id)).toEqual(['p1']);
  expect(read.value.unread).toEqual([{ patient: 'p2', why: expect.stringContaining('error of its own') as string }]);
});

test('when not one patient can be read the reading has failed', async () => {
  const read = await visit(WARD, { faults: on('/Patient/p1', { status: 403 }) });
  expect(faultOf(read).kind).toBe('unauthorised');
});

test('quirk 11: one bad resource that breaks a search costs its part of the time, not all results', async () => {
  const results = ['20', '21', '22'].map(day => result(`k${day}`, { effectiveDateTime: `2026-11-${day}T07:00:00-05:00` }));
  const bad = Date.parse('2026-11-21T07:00:00-05:00');
  const chart = await chartOf(results, {
    faults: ({ path, params }) => {
      if (path !== '/Observation' || params.get('category') !== 'laboratory') return null;
      const [from, to] = ['ge', 'lt'].map(p =>
        params
          .getAll('date')
          .find(d => d.startsWith(p))
          ?.slice(2),
      );
      return Date.parse(from!) <= bad && (to === undefined || bad < Date.parse(to)) ? { status: 500 } : null;
    },
  });
  expect(chart.sections.labs.items.map(o => o.id).sort()).toEqual(['k20', 'k22']);
  expect(chart.sections.labs.status).toBe('partial');
  expect(chart.warnings.join()).toContain('could not be read');
});

test('quirk 8: errors that are HTML, text, empty or odd JSON are survived, and nothing of them is logged', async () => {
  for (const body of ['<html>Nguyễn, Kai</html>', 'Nguyễn, Kai failed', '', '{"resource":"v1","detail":"Nguyễn, Kai"}', '[1']) {
    const { result: read, logged } = await visit(WARD, { faults: on('/Condition', { status: 500, body }) });
    expect(read.ok && read.value.charts[0]!.sections.problems.status).toBe('failed');
    expect(logged).not.toMatch(/Nguy|p1|00123/);
    expect(logged).toContain('EHR request failed');
  }
});

test('an answer larger than the limit is refused, not swallowed', async () => {
  const many = Array.from({ length: 60 }, (_, i) => allergy(`allergen number ${i}`));
  const chart = await chartOf(many, { limits: { bodyBytes: 12_000 } });
  expect(chart.sections.allergies.status).toBe('failed');
  expect(chart.sections.allergies.reason).toContain('in one answer');
});

test('an EHR that dies in mid-reading is given up after a few failures in a row', async () => {
  let dead = false;
  const { result: read, asked } = await visit(WARD, {
    limits: { strikes: 3, requestMs: 100, parallel: 1 },
    faults: ({ path }) => {
      dead ||= path === '/MedicationRequest';
      return dead ? { hang: true } : null;
    },
  });
  expect(asked.slice(asked.findIndex(a => a.startsWith('/MedicationRequest')))).toHaveLength(3);
  const orders = read.ok ? read.value.charts[0]!.sections.orders : null;
  expect(orders).toMatchObject({ status: 'failed', asOf: null, items: [] });
});

test('credentials go to the EHR, and never to another origin that a next link leads to', async () => {
  const got: (string | undefined)[] = [];
  const other: (string | undefined)[] = [];
  await visit(WARD, {
    authorization: () => Promise.resolve(ok('Bearer secret')),
    faults: request => {
      got.push(request.headers['authorization']);
      return null;
    },
  });
  expect(new Set(got)).toEqual(new Set(['Bearer secret']));
  await visit([...WARD], {
    authorization: () => Promise.resolve(ok('Bearer secret')),
    alsoTrusted: ['http://localhost:1'],
    fetch: (url, init) => {
      const address = new URL(url as string | URL);
      if (address.host !== 'localhost:1') return fetch(url, init);
      other.push(new Headers(init?.headers).get('authorization') ?? undefined);
      return Promise.resolve(new Response(JSON.stringify(bundle([])), { headers: { 'content-type': 'application/fhir+json' } }));
    },
    faults: on('/Flag', says(bundle([], 'http://localhost:1/next'))),
  });
  expect(other).toEqual([undefined]);
});

test.each(['', 'ehr.example.org', 'file:///etc/passwd', 'https://nurse:secret@ehr.example.org/fhir'])(
  'the address "%s" is refused in words, without repeating it',
  async baseUrl => {
    const probed = await fhirEhr({ baseUrl, log: { write: () => undefined } }).probe(new AbortController().signal);
    expect(probed).toMatchObject([{ fault: { kind: 'unreachable', why: expect.stringContaining('address') as string } }]);
    expect(JSON.stringify(probed)).not.toContain('secret');
  },
);

test('a sign-in that fails makes the EHR unauthorised, and nothing is sent without credentials', async () => {
  const read = await visit(WARD, {
    authorization: () =>
      Promise.resolve(err({ kind: 'unauthorised', status: null, why: 'The EHR refused the sign-in of this kiosk' })),
  });
  expect(faultOf(read).kind).toBe('unauthorised');
  expect(read.asked).toEqual([]);
});

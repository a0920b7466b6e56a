import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { serveFhir, type FhirResource, type RunningFhirServer, type ServeOptions } from '../../main/demo/fhir-server.ts';
import { everyPage, get, ids, linkOf, said } from './support/fhir-get.ts';

const observations = (count: number): FhirResource[] =>
  Array.from({ length: count }, (_, i) => ({
    resourceType: 'Observation',
    id: `o${i}`,
    status: 'final',
    subject: { reference: `Patient/${i % 2 ? 'odd' : 'even'}` },
    effectiveDateTime: `2026-11-${String((i % 28) + 1).padStart(2, '0')}`,
  }));

const running: RunningFhirServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(server => server.close()));
});
async function serve(resources: FhirResource[], options: ServeOptions = {}): Promise<string> {
  const server = await serveFhir(resources, options);
  running.push(server);
  return server.url;
}

describe('following next to the end', () => {
  test('any page size gives every match exactly once, in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 70 }), async (count, size) => {
        const server = await serveFhir(observations(count));
        try {
          const pages = await everyPage(`${server.url}/Observation?_count=${size}&_sort=-date`);
          const [whole] = await everyPage(`${server.url}/Observation?_count=1000&_sort=-date`);
          expect(pages.flatMap(page => ids(page))).toEqual(ids(whole!));
          expect(ids(whole!)).toHaveLength(count);
          expect(pages).toHaveLength(Math.max(1, Math.ceil(count / size)));
          expect(pages.every(page => page.total === count)).toBe(true);
        } finally {
          await server.close();
        }
      }),
      { numRuns: 60 },
    );
  });

  test('without a count the server pages by its own size, and never gives more than its limit', async () => {
    const base = await serve(observations(45), { pageSize: 20, mostPerPage: 30 });
    expect((await everyPage(`${base}/Observation`)).map(page => ids(page).length)).toEqual([20, 20, 5]);
    expect((await everyPage(`${base}/Observation?_count=1000`)).map(page => ids(page).length)).toEqual([30, 15]);
  });

  test('a count of zero gives the total and no page', async () => {
    const { body } = await get(`${await serve(observations(5))}/Observation?_count=0`);
    expect([body.total, body.entry, linkOf(body, 'next')]).toEqual([5, undefined, undefined]);
  });
});

describe('next links', () => {
  test('are opaque: on the base, with neither the type nor the search in them', async () => {
    const base = await serve(observations(9));
    const { body } = await get(`${base}/Observation?patient=odd&_count=2`);
    const next = new URL(linkOf(body, 'next')!);
    expect(`${next.origin}${next.pathname}`).toBe(base);
    expect([...next.searchParams.keys()]).toEqual(['_getpages', '_page']);
    expect(next.href).not.toMatch(/Observation|odd|_count/);
  });

  test('may be asked for again and give the same page', async () => {
    const base = await serve(observations(9));
    const next = linkOf((await get(`${base}/Observation?_count=4`)).body, 'next')!;
    const [first, second] = [await get(next), await get(next)];
    expect(ids(first.body)).toEqual(['o4', 'o5', 'o6', 'o7']);
    expect(ids(second.body)).toEqual(ids(first.body));
    expect(linkOf(second.body, 'next')).toBe(linkOf(first.body, 'next'));
  });

  test('expire when the search was left alone too long, and each use keeps it alive', async () => {
    let now = Date.parse('2026-11-22T14:00:00Z');
    const base = await serve(observations(9), { cursorSeconds: 60, now: () => now });
    const second = linkOf((await get(`${base}/Observation?_count=3`)).body, 'next')!;
    now += 59_000;
    const third = linkOf((await get(second)).body, 'next')!;
    now += 59_000;
    expect(ids((await get(third)).body)).toEqual(['o6', 'o7', 'o8']);
    now += 60_000;
    const late = await get(third);
    expect(late.status).toBe(410);
    expect(said(late.body)).toContain('expired');
  });

  test.each(['_getpages=made-up&_page=1', '_getpages=', '_getpages=__proto__&_page=constructor'])(
    'a made-up one (%s) is refused',
    async query => {
      expect((await get(`${await serve(observations(3))}?${query}`)).status).toBe(410);
    },
  );

  test('a page cannot be guessed within a search', async () => {
    const base = await serve(observations(9));
    const next = new URL(linkOf((await get(`${base}/Observation?_count=2`)).body, 'next')!);
    next.searchParams.set('_page', '4');
    expect((await get(next.href)).status).toBe(410);
  });

  test('carry the includes of their own page', async () => {
    const patients = ['even', 'odd'].map(id => ({ resourceType: 'Patient', id }));
    const base = await serve([...patients, ...observations(3)]);
    const pages = await everyPage(`${base}/Observation?_count=1&_include=Observation:subject`);
    expect(pages.map(page => ids(page, 'include'))).toEqual([['even'], ['odd'], ['even']]);
  });
});

import { afterEach, describe, expect, test } from 'vitest';
import { serveFhir, type Fault, type Faults, type RunningFhirServer } from '../../main/demo/fhir-server.ts';
import { get, SMALL_SET } from './support/fhir-get.ts';

let server: RunningFhirServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});
async function sick(fault: Fault | Faults): Promise<string> {
  server = await serveFhir(SMALL_SET, { faults: typeof fault === 'function' ? fault : () => fault });
  return `${server.url}/Patient/a`;
}

describe('a server that is sick on purpose', () => {
  test('answers with any status, headers and body', async () => {
    const response = await fetch(
      await sick({ status: 429, headers: { 'retry-after': '7', 'content-type': 'text/html' }, body: '<h1>busy' }),
    );
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([429, '7', '<h1>busy']);
  });

  test('promises a whole body and cuts it', async () => {
    const response = await fetch(await sick({ truncateAfter: 20 }));
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(20);
    await expect(response.text()).rejects.toThrow();
  });

  test('resets the connection', async () => {
    await expect(fetch(await sick({ reset: true }))).rejects.toThrow();
  });

  test('hangs, until the client gives up; closing is not held up by it', async () => {
    await expect(fetch(await sick({ hang: true }), { signal: AbortSignal.timeout(300) })).rejects.toThrow(/timeout|aborted/i);
  });

  test('is late, and right', async () => {
    expect((await get(await sick({ delayMs: 30 }))).status).toBe(200);
  });

  test('ends an answer of unknown length early and politely', async () => {
    const response = await fetch(await sick({ endAfter: 20 }));
    expect([response.headers.get('content-length'), (await response.text()).length]).toEqual([null, 20]);
  });

  test('drips a whole answer, and may change it', async () => {
    const whole = await (await fetch(await sick({ dripBytes: 40, everyMs: 1 }))).text();
    expect(JSON.parse(whole)).toMatchObject({ resourceType: 'Patient' });
    await server!.close();
    const changed = await fetch(await sick({ alter: answer => ({ ...answer, body: answer.body.toUpperCase() }) }));
    expect(await changed.text()).toBe(whole.toUpperCase());
  });

  test('is sick for some requests only, seeing method, path, parameters (posted too) and headers', async () => {
    const seen: unknown[] = [];
    const url = await sick(({ method, path, params, headers }) => {
      seen.push([method, path, params.get('name'), headers['x-who']]);
      return path === '/Location/_search' ? { status: 401 } : null;
    });
    expect((await get(url, { 'x-who': 'me' })).status).toBe(200);
    const posted = await fetch(`${server!.url}/Location/_search`, { method: 'POST', body: new URLSearchParams({ name: '4' }) });
    expect(posted.status).toBe(401);
    expect(seen).toEqual([
      ['GET', '/Patient/a', null, 'me'],
      ['POST', '/Location/_search', '4', undefined],
    ]);
  });
});

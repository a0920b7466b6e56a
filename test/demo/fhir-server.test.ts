import { request } from 'node:http';
import type { CapabilityStatement, Patient } from 'fhir/r4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFhir, type RunningFhirServer } from '../../main/demo/fhir-server.ts';
import { get, said, SMALL_SET } from './support/fhir-get.ts';

let server: RunningFhirServer;
beforeAll(async () => {
  server = await serveFhir(SMALL_SET, { without: ['Flag'] });
});
afterAll(() => server.close());

describe('reading', () => {
  test('one resource comes back as it was given, as FHIR JSON, dated', async () => {
    const { status, body, headers } = await get<Patient>(`${server.url}/Patient/a`);
    expect(status).toBe(200);
    expect(body).toEqual(SMALL_SET[0]);
    expect(headers.get('content-type')).toMatch(/^application\/fhir\+json/);
    expect(Date.parse(headers.get('date')!)).not.toBeNaN();
  });

  test.each([
    ['an unknown id', '/Patient/nobody', 404, 'Patient/nobody is not known'],
    ['an id in the wrong case', '/Patient/b', 404, 'Patient/b is not known'],
    ['an unknown type', '/Spaceship/1', 404, '"Spaceship" is not supported'],
    ['a type that this server was told not to offer', '/Flag?patient=a', 404, '"Flag" is not supported'],
    ['an operation', '/Patient/$everything', 404, 'is not supported'],
    ['the bare base', '', 400, 'name a type'],
    ['a broken address', '/Patient/%E0%A4%A', 400, 'percent-encoded'],
  ])('%s is answered with an OperationOutcome', async (_, path, status, words) => {
    const answer = await get(`${server.url}${path}`);
    expect(answer.status).toBe(status);
    expect(answer.body.resourceType).toBe('OperationOutcome');
    expect(said(answer.body)).toContain(words);
  });

  test('a type that is not offered is not declared either', async () => {
    const { body } = await get<CapabilityStatement>(`${server.url}/metadata`);
    expect(body.rest![0]!.resource!.map(r => r.type)).not.toContain('Flag');
  });
});

describe('methods and formats', () => {
  const asked = (path: string, init: RequestInit) => fetch(`${server.url}${path}`, init);

  test.each(['PUT', 'DELETE', 'PATCH'])('%s is refused with 405 and what is allowed', async method => {
    const response = await asked('/Patient/a', { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect(said(await response.json())).toContain('only reads');
  });

  test('creating is refused', async () => {
    expect((await asked('/Patient', { method: 'POST', body: '{}' })).status).toBe(405);
  });

  test('a posted search that is no form is refused with 415', async () => {
    const response = await asked('/Patient/_search', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(415);
  });

  test('a posted search of more than a megabyte is refused with 413', async () => {
    const body = new URLSearchParams({ name: 'x'.repeat(1_000_001) });
    expect((await asked('/Patient/_search', { method: 'POST', body })).status).toBe(413);
  });

  test('HEAD has the headers of GET and no body', async () => {
    const [head, whole] = [await asked('/Patient/a', { method: 'HEAD' }), await asked('/Patient/a', {})];
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(whole.headers.get('content-length'));
    expect(await head.text()).toBe('');
  });

  test('OPTIONS says what is allowed', async () => {
    const response = await asked('/Patient/_search', { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
  });

  test.each([
    ['application/fhir+json', 200],
    ['application/json;q=0.9, text/html', 200],
    ['*/*', 200],
    ['application/fhir+xml', 406],
    ['text/html', 406],
    ['application/fhir+json;q=0, application/fhir+xml', 406],
  ])('Accept %s gets %i', async (accept, status) => {
    expect((await asked('/Patient/a', { headers: { accept } })).status).toBe(status);
  });

  test('_format wins over Accept', async () => {
    expect((await asked('/Patient/a?_format=json', { headers: { accept: 'text/html' } })).status).toBe(200);
    expect((await asked('/Patient/a?_format=xml', { headers: { accept: 'application/fhir+json' } })).status).toBe(406);
  });
});

describe('loopback only', () => {
  const withHost = (host: string) =>
    new Promise<number>((resolve, reject) => {
      request({ port: server.port, host: '127.0.0.1', path: '/fhir/Patient/a', headers: { host } }, r =>
        resolve(r.resume().statusCode!),
      )
        .on('error', reject)
        .end();
    });

  test('a name that only resolves to this machine is refused', async () => {
    expect(await withHost('rebound.example')).toBe(403);
    expect(await withHost('127.0.0.1.example')).toBe(403);
    expect(await withHost(`localhost:${server.port}`)).toBe(200);
  });

  test('it listens on 127.0.0.1 and says so', () => expect(server.url).toBe(`http://127.0.0.1:${server.port}/fhir`));

  test('a port that is taken is a rejection, not silence', async () => {
    await expect(serveFhir([], { port: server.port })).rejects.toThrow('EADDRINUSE');
  });
});

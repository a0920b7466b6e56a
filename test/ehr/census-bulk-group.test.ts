import type { Encounter } from 'fhir/r4';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Faults, FhirResource } from '../../main/demo/fhir-server.ts';
import { bulkGroup } from '../../main/ehr/census-bulk-group/census-bulk-group.ts';
import { readNdjson } from '../../main/ehr/census-bulk-group/ndjson.ts';
import { says, stay, visit, WARD, type Visit } from './ward.ts';

const census = bulkGroup({ group: 'g4w' });
const group = (...ids: string[]): FhirResource =>
  ({
    resourceType: 'Group',
    id: 'g4w',
    type: 'person',
    actual: true,
    member: ids.map(id => ({ entity: { reference: `Patient/${id}` } })),
  }) as FhirResource;
const person = (id: string, change: Partial<Encounter> = {}): FhirResource[] => [
  { resourceType: 'Patient', id, name: [{ family: id }] } as FhirResource,
  stay({ id: `stay-${id}`, subject: { reference: `Patient/${id}` }, ...change }),
];
const READ_ONE_BY_ONE = (asked: string[]): string[] => asked.filter(a => a.startsWith('/Encounter?patient='));
const noLocation: Faults = ({ path, params }) => (path === '/Encounter' && params.has('location') ? { status: 400 } : null);

const read = (resources: readonly FhirResource[], bulk: object = {}, more: Parameters<typeof visit>[1] = {}): Promise<Visit> =>
  visit([...WARD, ...resources], { census, faults: noLocation, ...more, serve: { bulk } });
function value({ result }: Visit) {
  if (!result.ok) throw new Error(result.error.why);
  return { ids: result.value.charts.map(c => c.identity.id).sort(), unread: result.value.unread };
}
const fault = ({ result }: Visit) => (result.ok ? null : result.error);

test('who is in the exported group is on the unit; the export gives the stays, and is tidied away', async () => {
  const deleted: string[] = [];
  const done = await read(
    [...person('p2'), ...person('p3'), group('p1', 'p2')],
    {},
    {
      faults: r => (r.method === 'DELETE' && deleted.push(r.path), noLocation(r)),
    },
  );
  expect(value(done)).toEqual({ ids: ['p1', 'p2'], unread: [] });
  expect(READ_ONE_BY_ONE(done.asked)).toEqual([]);
  expect(done.asked.find(a => a.includes('$export'))).toBe('/Group/g4w/$export?_type=Patient%2CEncounter');
  expect(deleted).toEqual(['/bulk-status/1']);
});

test.each([
  ['seconds', '0'],
  ['a date', new Date(0).toUTCString()],
  ['nothing', null],
])('the export is waited for as the EHR asks: %s', async (_, retryAfter) => {
  expect(value(await read([group('p1')], { polls: 2, retryAfter }, { limits: { backoffMs: 5 } })).ids).toEqual(['p1']);
});

test('a busy EHR at kick-off and while exporting is waited for', async () => {
  let busy = 3;
  const faults: Faults = r =>
    (r.path.includes('$export') || r.path.startsWith('/bulk-status')) && r.method === 'GET' && busy-- > 0
      ? { status: 429, headers: { 'retry-after': '0' } }
      : noLocation(r);
  expect(value(await read([group('p1')], {}, { faults })).ids).toEqual(['p1']);
  expect(busy).toBeLessThan(0);
});

test('an export that takes too long is given up and cancelled at the EHR', async () => {
  const slow = await read(
    [group('p1')],
    { polls: 1_000, retryAfter: '2' },
    { census: bulkGroup({ group: 'g4w', waitMs: 1_000 }) },
  );
  expect(fault(slow)).toEqual({ kind: 'timeout', why: "The EHR's export was not ready within 1 s" });
  expect(slow.asked.at(-1)).toBe('/bulk-status/1?');
});

test('stopping the reading stops the waiting and cancels the export at the EHR', async () => {
  const stop = new AbortController();
  const deleted: string[] = [];
  const faults: Faults = r => {
    if (r.method === 'DELETE') deleted.push(r.path);
    else if (r.path.startsWith('/bulk-status')) setTimeout(() => stop.abort(), 20);
    return noLocation(r);
  };
  const stopped = await read([group('p1')], { polls: 1_000, retryAfter: '60' }, { faults, signal: stop.signal });
  expect(fault(stopped)?.kind).toBe('cancelled');
  expect(deleted).toEqual(['/bulk-status/1']);
});

test('a group that is unknown, empty, not allowed or not offered is a clear fault', async () => {
  expect(fault(await read([], {}))).toMatchObject({
    kind: 'not-configured',
    why: expect.stringContaining('does not export a group g4w') as string,
  });
  expect(fault(await read([group()], {}))).toMatchObject({
    kind: 'unit-empty',
    why: expect.stringContaining('is empty') as string,
  });
  expect(fault(await read([group('p1')], {}, { faults: r => (r.path.includes('$export') ? { status: 403 } : null) }))?.kind).toBe(
    'unauthorised',
  );
  const nowhere: Faults = r => (r.path.includes('$export') ? { status: 202 } : null);
  expect(fault(await read([group('p1')], {}, { faults: nowhere }))?.why).toContain('does not say where it can be followed');
  const failed: Faults = r => (r.path.startsWith('/bulk-status') ? { status: 500 } : null);
  expect(fault(await read([group('p1')], {}, { faults: failed }))?.kind).toBe('server-error');
  const garbled: Faults = r => (r.path.startsWith('/bulk-status') && r.method === 'GET' ? says('<html>') : null);
  expect(fault(await read([group('p1')], {}, { faults: garbled }))?.why).toContain('list of files cannot be read');
});

test('files are fetched from trusted addresses only', async () => {
  const manifest = {
    transactionTime: '',
    requiresAccessToken: true,
    output: [{ type: 'Patient', url: 'http://127.0.0.2:9/x' }],
    error: [],
  };
  const faults: Faults = r => (r.path.startsWith('/bulk-status') && r.method === 'GET' ? says(manifest) : null);
  expect((await read([group('p1')], {}, { faults })).result).toMatchObject({ ok: false });
});

test('an export without stays, or with stays that cannot be read, is completed patient by patient', async () => {
  const both = [...person('p2'), group('p1', 'p2')];
  for (const bulk of [
    { lacks: ['Encounter'] },
    { extraLines: { Encounter: '{"resourceType":"Enc' } },
    { extraLines: { Encounter: 'x\n' } },
  ]) {
    const done = await read([...both, ...person('p3', { status: 'finished' })], bulk);
    expect(value(done)).toEqual({ ids: ['p1', 'p2'], unread: [] });
  }
  const one = await read([...both, { resourceType: 'Patient', id: 'nostay' } as FhirResource, group('p1', 'p2', 'nostay')], {
    extraLines: { Encounter: 'x\n' },
  });
  expect(READ_ONE_BY_ONE(one.asked).every(a => a.includes('patient=nostay'))).toBe(true);
  expect(value(one).unread).toEqual([{ patient: 'nostay', why: expect.stringContaining('shows no stay') as string }]);
});

test('lines about patients that cannot be read are counted and said, and their open stays still name them', async () => {
  const done = await read([...person('p2'), group('p1', 'p2')], { extraLines: { Patient: 'half a li\n{}\n' } });
  expect(value(done)).toEqual({
    ids: ['p1', 'p2'],
    unread: [{ patient: 'whoever is on 2 lines of the export', why: 'these lines cannot be read' }],
  });
});

test('patients that break off in the middle are no census: the last good copy stays', async () => {
  const cut: Faults = r => (r.path.endsWith('/Patient') && r.path.startsWith('/bulk-file') ? { truncateAfter: 60 } : null);
  const broken = { kind: 'malformed', why: expect.stringContaining('broke off in the middle') as string };
  expect(fault(await read([...person('p2'), group('p1', 'p2')], {}, { faults: cut }))).toEqual(broken);
  expect(fault(await read([group('p1')], { extraLines: { Patient: '{"resourceType":"Pat' } }))).toEqual(broken);
});

test('what the EHR could not export is read from its error files and said', async () => {
  const errors = [
    { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] },
    { resourceType: 'OperationOutcome', issue: [{ severity: 'information', code: 'informational' }] },
  ];
  expect(value(await read([group('p1')], { errors })).unread).toEqual([
    { patient: 'whoever is missing from the export', why: 'the EHR says that 1 thing could not be exported' },
  ]);
});

test('the rules of every census hold: other wards, closed stays, folded stays', async () => {
  const annex: Encounter['location'] = [
    { location: { reference: 'Location/w4w' }, status: 'active', physicalType: { coding: [{ code: 'wa' }] } },
  ];
  const all = [...person('p2', { location: annex }), ...person('p3', { status: 'finished' }), group('p1', 'p2', 'p3')];
  const done = await read(all);
  expect(value(done)).toEqual({ ids: ['p1'], unread: [] });
  expect(done.result).toMatchObject({
    value: {
      notes: [
        "The EHR's group g4w names 1 whom the EHR has on other wards: Patient p2 (4 West Annex)",
        "The EHR's group g4w names 1 whose stays the EHR has closed: Patient p3",
      ],
    },
  });
  expect(READ_ONE_BY_ONE(done.asked)).toEqual([]);
});

const stream = (parts: readonly Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });

test('however a stream is cut into parts, each line is a resource or counted', async () => {
  const line = fc.oneof(
    fc.string({ maxLength: 10 }).map(id => ({ text: JSON.stringify({ resourceType: 'Patient', id }), good: true })),
    fc.constantFrom('{}', 'x', '[]', '{"resourceType":3}', 'null').map(text => ({ text, good: false })),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 12 }),
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      async (lines, step, crlf) => {
        const bytes = Buffer.from(lines.map(l => `${l.text}${crlf ? '\r\n' : '\n'}`).join(''));
        const parts = Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) => bytes.subarray(i * step, (i + 1) * step));
        const ids: string[] = [];
        const count = await readNdjson(stream(parts), { lineBytes: 1_000, idleMs: 5_000 }, r => ids.push(r.id ?? ''));
        const good = lines.filter(l => l.good).map(l => (JSON.parse(l.text) as { id: string }).id);
        expect(ids).toEqual(good);
        expect(count).toMatchObject({
          resources: good.length,
          malformed: lines.length - good.length,
          truncated: false,
          bytes: bytes.length,
        });
      },
    ),
  );
});

test('a line without end is counted and never held; the lines after it stand', async () => {
  const long = Buffer.alloc(64 * 1024, 65);
  let sent = 0;
  let most = 0;
  const before = process.memoryUsage().arrayBuffers;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      if (sent++ < 4_000) return controller.enqueue(new Uint8Array(long));
      controller.enqueue(Buffer.from('\n{"resourceType":"Patient","id":"after"}'));
      controller.close();
    },
  });
  const ids: (string | undefined)[] = [];
  const count = await readNdjson(endless, { lineBytes: 256 * 1024, idleMs: 5_000 }, r => ids.push(r.id));
  expect(ids).toEqual(['after']);
  expect(count).toMatchObject({ malformed: 1, truncated: false });
  expect(most).toBeLessThan(128 * 1024 * 1024);
});

test('a file that stops coming is truncated, not waited for', async () => {
  const server = createServer((_, response) => void response.writeHead(200).write('{"resourceType":"Patient","id":"a"}\n{"reso'));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const count = await readNdjson(response.body, { lineBytes: 1_000, idleMs: 50 }, () => undefined);
    expect(count).toMatchObject({ resources: 1, truncated: true });
    await wait(0);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

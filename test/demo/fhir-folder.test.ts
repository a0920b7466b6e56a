import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadFhirFolder, serveFhir } from '../../main/demo/fhir-server.ts';
import { needs } from '../support/needs.ts';
import { everyPage, get, ids } from './support/fhir-get.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fhir-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));
const put = (name: string, content: unknown) =>
  writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const keys = async () => {
  const { resources, problems } = await loadFhirFolder(folder);
  return { keys: resources.map(r => `${r.resourceType}/${r.id}`), problems };
};

describe('a folder of FHIR', () => {
  test('gives the resources of NDJSON, of single files, of Bundles and of folders inside, and ignores the rest', async () => {
    await mkdir(join(folder, 'more'));
    await put('a.ndjson', '\uFEFF{"resourceType":"Patient","id":"1"}\r\n\n{"resourceType":"Patient","id":"2"}\n');
    await put('b.json', { resourceType: 'Location', id: 'x' });
    await put('c.JSON', {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [{ resource: { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Flag', id: 'f' } }] } }],
    });
    await put(join('more', 'd.json'), { resourceType: 'Bundle', type: 'searchset' });
    await put('LICENSE.txt', 'all yours');
    expect(await keys()).toEqual({ keys: ['Patient/1', 'Patient/2', 'Location/x', 'Flag/f'], problems: [] });
  });

  test('is read past what is broken, and each problem is named by file and line', async () => {
    await put(
      'a.ndjson',
      '{"resourceType":"Patient","id":"1"}\n{"resourceType":"Pat\n[]\n{"resourceType":"Patient"}\n"text"\nnull\n{"resourceType":"Patient","id":"2"}',
    );
    await put('b.json', '<html>');
    await put('c.json', {
      resourceType: 'Bundle',
      entry: [{ response: { status: '404' } }, { resource: { resourceType: 'OperationOutcome', issue: [] } }],
    });
    await put('d.json', { resourceType: 'Bundle', entry: 'none' });
    const { keys: found, problems } = await keys();
    expect(found).toEqual(['Patient/1', 'Patient/2']);
    expect(problems).toEqual([
      'a.ndjson line 2: not JSON',
      'a.ndjson line 3: not a FHIR resource (no resourceType)',
      'a.ndjson line 4: Patient without an id',
      'a.ndjson line 5: not a FHIR resource (no resourceType)',
      'a.ndjson line 6: not a FHIR resource (no resourceType)',
      'b.json: not JSON',
      'c.json entry 1: without a resource',
      'c.json entry 2: OperationOutcome without an id',
      'd.json: Bundle.entry is not a list',
    ]);
  });

  test('that has a resource twice serves the last, and says so', async () => {
    await put(
      'a.ndjson',
      '{"resourceType":"Patient","id":"1","active":true}\n{"resourceType":"Patient","id":"1","active":false}',
    );
    const { resources, problems } = await loadFhirFolder(folder);
    expect(resources).toEqual([{ resourceType: 'Patient', id: '1', active: false }]);
    expect(problems).toEqual(['a.ndjson line 2: Patient/1 again, replaces a.ndjson line 1']);
  });

  test('keeps a line together that holds a Unicode line separator', async () => {
    await put('a.ndjson', '{"resourceType":"Patient","id":"1","name":[{"text":"a\u2028b"}]}');
    expect(await keys()).toEqual({ keys: ['Patient/1'], problems: [] });
  });

  test('with a transaction Bundle has its urn:uuid references resolved, so that a search by patient finds', async () => {
    await put('t.json', {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { fullUrl: 'urn:uuid:77', resource: { resourceType: 'Patient', id: 'p' } },
        { resource: { resourceType: 'Condition', id: 'c', subject: { reference: 'urn:uuid:77' } } },
      ],
    });
    const server = await serveFhir((await loadFhirFolder(folder)).resources);
    expect(ids((await get(`${server.url}/Condition?patient=Patient/p`)).body)).toEqual(['c']);
    await server.close();
  });

  test('that is not there is a problem, not a crash', async () => {
    const { resources, problems } = await loadFhirFolder(join(folder, 'nowhere'));
    expect(resources).toEqual([]);
    expect(problems[0]).toContain('cannot be read');
  });
});

describe.skipIf(needs.corpus.missing)('the real data of unit Medicine', () => {
  test('is served whole: the census, and every order and dose of each patient as the files have them', async () => {
    const data = join(needs.corpus.path, 'mimic-medicine');
    const { resources, problems } = await loadFhirFolder(data);
    expect(problems).toEqual([]);
    const server = await serveFhir(resources);
    try {
      const ward = ids((await get(`${server.url}/Location?name:exact=Medicine`)).body);
      expect(ward).toHaveLength(1);
      const census = (await everyPage(`${server.url}/Encounter?location=${ward[0]}&status=in-progress`)).flatMap(
        page => page.entry ?? [],
      );
      const patients = [...new Set(census.map(e => (e.resource as unknown as Subject).subject.reference))];
      expect(patients).toHaveLength(14);
      for (const type of ['MedicationRequest', 'MedicationAdministration', 'Observation']) {
        const lines = (await readFile(join(data, `${type}.ndjson`), 'utf8')).split('\n').filter(Boolean);
        const raw = lines.map(line => JSON.parse(line) as Subject & { id: string });
        for (const patient of patients) {
          const pages = await everyPage(`${server.url}/${type}?patient=${patient}&_count=200`);
          const expected = raw.filter(r => r.subject.reference === patient).map(r => r.id);
          expect(pages.flatMap(page => ids(page))).toEqual(expected);
        }
      }
    } finally {
      await server.close();
    }
  });
});

interface Subject {
  subject: { reference: string };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PackManifest } from '../../main/host/commands/pack.ts';
import { folder, kioskJson, kioskRunning } from '../support/command-line.ts';
import { needs } from '../support/needs.ts';
import { pageTexts } from '../support/pdf-text.ts';

const NOW = '2026-11-22T14:00:00-05:00';

/** Counted from the raw files alone: who lies on Medicine now, and their active orders. None of our code is used. */
function countFromRaw(data: string) {
  const read = (type: string) =>
    readFileSync(join(data, `${type}.ndjson`), 'utf8')
      .split('\n')
      .filter(line => line !== '')
      // Raw FHIR of unknown shape: the independent count must not lean on our types.
      .map(line => JSON.parse(line) as any); // eslint-disable-line @typescript-eslint/no-explicit-any
  const unit = read('Location').find(l => l.name === 'Medicine').id;
  const stays = read('Encounter').filter(
    e =>
      e.status === 'in-progress' &&
      !e.partOf &&
      e.location?.some((l: any) => l.location.reference === `Location/${unit}` && l.status === 'active'), // eslint-disable-line @typescript-eslint/no-explicit-any
  );
  const patients = new Set(stays.map(e => e.subject.reference));
  const orders = read('MedicationRequest').filter(
    m => patients.has(m.subject.reference) && ['active', 'on-hold'].includes(m.status),
  );
  return {
    patients: patients.size,
    numbers: orders.map(o => o.identifier[0].value as string),
    all: read('MedicationRequest').length,
  };
}

describe.skipIf(needs.corpus.missing)('the unit Medicine, from FHIR server to verified paper', () => {
  const data = join(needs.corpus.path ?? '', 'mimic-medicine');
  const store = folder();
  const out = folder();
  let server: Awaited<ReturnType<typeof kioskRunning>>;
  let manifest: PackManifest;

  beforeAll(async () => {
    server = await kioskRunning('serve-fhir', data);
    const sync = await kioskJson<{ patients: number; orders: number }>(
      'sync',
      '--fhir',
      server.url,
      '--unit',
      'Medicine',
      '--store',
      store,
      '--now',
      NOW,
    );
    expect(sync).toMatchObject({ code: 0, value: { patients: 14, orders: 285 } });
    const pack = await kioskJson<PackManifest>('pack', '--store', store, '--out', out, '--now', NOW);
    expect(pack.stderr).toBe('');
    expect(pack.code).toBe(0);
    manifest = pack.value;
  });
  afterAll(async () => void (await server?.end()));

  test('14 patients, every active order on paper and verified, nothing refused', () => {
    const raw = countFromRaw(data);
    expect(raw).toMatchObject({ patients: 14, all: 1121 });
    expect(raw.numbers).toHaveLength(285);
    expect(manifest).toMatchObject({
      patients: 14,
      sheets: 62,
      ordersActive: 285,
      ordersOnPaper: 285,
      ordersVerified: 285,
      refused: [],
    });
  });

  test('each active order of the raw data has exactly one block in the PDFs, and no other order has any', async () => {
    const blocks: string[] = [];
    for (const file of readdirSync(out).filter(name => name.endsWith('.pdf'))) {
      for (const page of await pageTexts(join(out, file))) {
        if (!page.includes('MEDICATION ADMINISTRATION RECORD')) continue;
        blocks.push(...[...page.matchAll(/^Order (\S+)$/gm)].map(m => m[1]!));
      }
    }
    expect(blocks.sort()).toEqual(countFromRaw(data).numbers.sort());
  });

  test('every page names its patient, its age and its place; the last page says so', async () => {
    for (const { file, sheets } of manifest.files) {
      const pages = await pageTexts(join(out, file));
      expect(pages).toHaveLength(sheets.reduce((sum, s) => sum + s.pages, 0));
      for (const page of pages) {
        expect(page).toMatch(/Patient_\d+/i);
        expect(page).toContain('DATA AS OF 11/22/2026 14:00');
        expect(page).toMatch(/Page \d+ of \d+/);
      }
      expect(pages.filter(p => p.includes('LAST PAGE'))).toHaveLength(sheets.length);
    }
  });

  test('a patient’s view says what the EHR did not send', async () => {
    const { value } = await kioskJson<{ allergies: { state: string }; codeStatus: { kind: string }; orders: unknown[] }>(
      'inspect',
      '--store',
      store,
      '--patient',
      '10020740',
      '--now',
      NOW,
    );
    expect(value).toMatchObject({ allergies: { state: 'not-received' }, codeStatus: { kind: 'not-in-feed' } });
    expect(value.orders).toHaveLength(15);
  });
});

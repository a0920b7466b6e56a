import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import type { PackManifest } from '../../main/host/commands/pack.ts';
import { folder, kiosk, kioskJson, kioskRunning } from '../support/command-line.ts';

const NOW = '2026-11-22T14:52:00-05:00';
const zone = 'America/New_York';

/** The demo hospital as a folder of NDJSON, as an integration team would hand it over. */
function demoFolder(): string {
  const path = folder();
  writeFileSync(
    join(path, 'ward.ndjson'),
    demoWard({ seed: 1, now: NOW, zone })
      .map(r => JSON.stringify(r))
      .join('\n'),
  );
  return path;
}

describe('the demo ward on the command line', () => {
  const store = folder();
  const sync = (url: string, ...more: string[]) =>
    kioskJson<{ generation: number; patients: number; error?: { kind: string } }>(
      'sync',
      '--fhir',
      url,
      '--unit',
      DEMO_UNIT,
      '--store',
      store,
      '--now',
      NOW,
      '--zone',
      zone,
      ...more,
    );
  let server: Awaited<ReturnType<typeof kioskRunning>>;
  beforeAll(async () => {
    server = await kioskRunning('serve-fhir', demoFolder());
    expect(await sync(server.url)).toMatchObject({ code: 0, value: { generation: 1, patients: 32 } });
  });
  afterAll(async () => void (await server?.end()));

  test('a second refresh is the next generation; status says both are whole', async () => {
    expect(await sync(server.url)).toMatchObject({ code: 0, value: { generation: 2 } });
    const status = await kioskJson<{ copies: { generation: number; whole: boolean; age: { state: string } }[] }>(
      'status',
      '--store',
      store,
      '--now',
      NOW,
    );
    expect(status.code).toBe(0);
    expect(status.value.copies.map(c => [c.generation, c.whole, c.age.state])).toEqual([
      [2, true, 'fresh'],
      [1, true, 'fresh'],
    ]);
  });

  test('the pack holds every active order, verified, and a new pack replaces the old one whole', async () => {
    const out = folder();
    const first = await kioskJson<PackManifest>('pack', '--store', store, '--out', out, '--now', NOW);
    expect(first.stderr).toBe('');
    expect(first).toMatchObject({ code: 0, value: { patients: 32, sheets: 120, refused: [] } });
    const { ordersActive, ordersOnPaper, ordersVerified, pack } = first.value;
    expect(ordersActive).toBeGreaterThan(250);
    expect([ordersOnPaper, ordersVerified]).toEqual([ordersActive, ordersActive]);
    const second = await kioskJson<PackManifest>('pack', '--store', store, '--out', out, '--now', NOW);
    expect(second.value.pack).toBeGreaterThan(pack);
    expect(second.value.files.map(f => f.file)).toEqual(first.value.files.map(f => f.file));
  });

  test.each(['shifts', '3-days', '7-days'])('a pack by %s holds every active order, too', async span => {
    const packed = await kioskJson<PackManifest>('pack', '--store', store, '--out', folder(), '--now', NOW, '--span', span);
    expect(packed).toMatchObject({ code: 0, value: { span, patients: 32, refused: [] } });
    expect(packed.value.ordersVerified).toBe(packed.value.ordersActive);
  });

  test('what is due on the ward is one file of the unit, and blank forms are one file of nobody', async () => {
    const worksheet = ['--forms', 'worksheet'];
    const due = await kioskJson<PackManifest>('pack', '--store', store, '--out', folder(), '--now', NOW, ...worksheet);
    expect(due).toMatchObject({ code: 0, value: { patients: 0, sheets: 1, refused: [], files: [{ bed: null }] } });
    const blank = ['--blank', '3', '--forms', 'mar-blank', 'pca-blank'];
    const forms = await kioskJson<PackManifest>('pack', '--store', store, '--out', folder(), '--now', NOW, ...blank);
    expect(forms).toMatchObject({ code: 0, value: { patients: 0, sheets: 6, refused: [] } });
  });

  test('a folder with somebody else’s files is not written into', async () => {
    const out = folder();
    writeFileSync(join(out, 'holiday.pdf'), 'x');
    expect(await kiosk('pack', '--store', store, '--out', out)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not empty'),
    });
  });

  describe('what goes wrong is one clear sentence, ends with 1 and keeps the last good copy', () => {
    const newest = async (): Promise<number> =>
      (await kioskJson<{ copies: { generation: number }[] }>('status', '--store', store, '--now', NOW)).value.copies[0]!
        .generation;

    test('an EHR that cannot be reached', async () => {
      const before = await newest();
      const closed = await freePort();
      const result = await sync(`http://127.0.0.1:${closed}/fhir`);
      expect(result).toMatchObject({ code: 1, value: { error: { kind: 'unreachable' } } });
      expect(result.stderr.trim().split('\n')).toHaveLength(1);
      expect(await newest()).toBe(before);
    });
    test('a unit the EHR does not have: the ones it has are named', async () => {
      const result = await kioskJson<{ error: { kind: string } }>(
        'sync',
        '--fhir',
        server.url,
        '--unit',
        '4 Wset',
        '--store',
        store,
        '--now',
        NOW,
      );
      expect(result).toMatchObject({
        code: 1,
        value: { error: { kind: 'unit-unknown' } },
        stderr: expect.stringContaining('4 West'),
      });
    });
    test('the wrong key', async () => {
      const other = folder();
      await kiosk('sync', '--fhir', server.url, '--unit', DEMO_UNIT, '--store', other, '--now', NOW);
      const result = await kioskJson<{ error: { kind: string } }>(
        'pack',
        '--store',
        store,
        '--key',
        join(other, 'kiosk.key'),
        '--out',
        folder(),
      );
      expect(result).toMatchObject({ code: 1, value: { error: { kind: 'wrong-key' } } });
      expect(await sync(server.url, '--key', join(other, 'kiosk.key'))).toMatchObject({
        code: 1,
        value: { error: { kind: 'wrong-key' } },
      });
    });
    test('a store with nothing in it', async () => {
      const empty = folder();
      for (const command of [['status'], ['pack', '--out', folder()], ['inspect', '--patient', '1']]) {
        const result = await kiosk(...command, '--store', empty);
        expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no copy of any unit') });
      }
    });
    test('a command called wrongly ends with 2 and says how', async () => {
      expect(await kiosk('sync')).toMatchObject({ code: 2, stderr: expect.stringContaining('--store') });
      expect(await kiosk('pack', '--store', store, '--out', 'x', '--from', 'noon')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('a moment is written like'),
      });
      expect((await kiosk('--help')).code).toBe(0);
    });
  });
});

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
